#include "app/ui/review/ingest_desk.h"

#include <algorithm>
#include <cstring>
#include <map>
#include <system_error>
#include <utility>

namespace seamline::ui {
namespace {

namespace fs = std::filesystem;

void put(std::array<char, 256>& field, const std::string& text) {
    field.fill(0);
    std::memcpy(field.data(), text.data(), std::min(text.size(), field.size() - 1));
}

/// `waits`: nobody looks into it yet.
WatchedView watched_view(const TakeArrivals::Status& status, bool waits) {
    WatchedView view;
    view.what = status.what;
    view.is_problem = !status.how.problem.empty();
    view.words = waits ? "waits: the review's store cannot be opened" : status.how.problem;
    if (!view.is_problem && !waits) {
        view.words = std::to_string(status.how.movies) +
                     (status.how.movies == 1 ? " movie" : " movies") +
                     (status.how.is_told ? "" : ", looked at every 2 s");
        const std::size_t unread = status.how.unread.size();
        if (unread > 0)
            view.words +=
                "; " + status.how.unread.begin()->first +
                (unread > 1 ? " and " + std::to_string(unread - 1) + " more wait" : " waits") +
                ": not whole yet, or no movie";
    }
    return view;
}

} // namespace

IngestDesk::IngestDesk(Options options)
    : list_(std::move(options.watched)), scan_(options.read),
      arrivals_(options.settling, options.read) {
    arrivals_.watch_only(list_.entries());
    renew_watched();
}

void IngestDesk::set_waits(bool waits) {
    if (std::exchange(waits_, waits) != waits) renew_watched();
}

void IngestDesk::renew_watched() {
    view_.watched.clear();
    for (const TakeArrivals::Status& status : arrivals_.status())
        view_.watched.push_back(watched_view(status, waits_));
    view_.is_watched =
        std::ranges::any_of(list_.entries(), [&](const session::WatchedFolder& watched) {
            return watched.folder == scanned_;
        });
}

fs::path IngestDesk::folder_to_look_at() const {
    const auto& watched = list_.entries();
    for (const fs::path& folder : to_look_at_)
        if (std::ranges::find(watched, folder, &session::WatchedFolder::folder) != watched.end())
            return folder;
    return watched.empty() ? fs::path() : watched.front().folder;
}

/// The dialog's folder changed: what was chosen for the one before does not count.
void IngestDesk::begin(IngestChoice& choice, const KnownReview& review) {
    choice.folder = session::whole_path(choice.folder);
    scanned_ = choice.folder;
    std::erase(to_look_at_, scanned_);
    choice.table = {};
    has_pattern_ = false;
    put(choice.pattern, interchange::kTakePatterns[0]);
    choice.watch = false;
    for (const session::WatchedFolder& watched : list_.entries()) {
        if (watched.folder != scanned_) continue;
        choice.watch = has_pattern_ = true;
        put(choice.pattern, watched.pattern);
        choice.table.file = watched.table;
    }
    scanned_table_ = choice.table;
    view_.preview.reset();
    renew_watched();
    scan_.start(scanned_, scanned_table_, review);
}

void IngestDesk::renew_preview(const IngestChoice& choice, const KnownReview& review) {
    previewed_pattern_ = choice.pattern.data();
    previewed_review_ = review;
    view_.preview = std::make_shared<const IngestPreview>(
        ingest_preview(scan_.folder(), previewed_pattern_, *review));
}

void IngestDesk::follow_dialog(IngestChoice& choice, const KnownReview& review) {
    if (!choice.open && !asked_.empty()) {
        choice.open = true;
        choice.folder = std::move(asked_.front());
        asked_.pop_front();
        scanned_.clear();
    }
    if (!choice.open) {
        if (scanned_.empty()) return;
        scan_.cancel();
        scanned_.clear();
        view_.preview.reset();
        return;
    }
    if (scanned_.empty() || scanned_ != session::whole_path(choice.folder)) {
        begin(choice, review);
    } else if (choice.table.file != scanned_table_.file) {
        scanned_table_ = choice.table;
        scan_.start(scanned_, scanned_table_, review);
    }
    const bool is_new = scan_.poll();
    if (scan_.is_listed() && !has_pattern_) {
        std::vector<std::string> stems;
        for (const interchange::FolderTake& take : scan_.folder().takes)
            stems.push_back(take.path.stem().string());
        put(choice.pattern, interchange::fitting_pattern(stems));
        has_pattern_ = true;
    }
    if (scan_.is_listed() &&
        (is_new || view_.preview == nullptr || previewed_pattern_ != choice.pattern.data() ||
         previewed_review_ != review))
        renew_preview(choice, review);
    view_.tables = scan_.folder().tables;
    view_.table = scan_.folder().table;
    view_.table_problem = scan_.folder().table_problem;
    view_.problem = scan_.problem();
    view_.is_reading = scan_.is_running();
    view_.read = scan_.done();
    view_.total = scan_.folder().takes.size();
    const bool has_takes = view_.preview && view_.preview->coming + view_.preview->there > 0;
    view_.can_take_in = !view_.is_reading && view_.problem.empty() && view_.preview &&
                        view_.preview->pattern_problem.empty() &&
                        (has_takes || choice.watch != view_.is_watched);
}

IngestDesk::TakenIn IngestDesk::taken_in() const {
    if (!view_.preview) return {};
    return {view_.preview->items, files_to_open(scan_.folder(), *view_.preview)};
}

std::vector<fs::path> IngestDesk::all_files() const {
    std::vector<fs::path> files;
    for (const interchange::FolderTake& take : scan_.folder().takes) files.push_back(take.path);
    return files;
}

Result<Done> IngestDesk::leave(IngestChoice& choice) {
    choice.open = false;
    Result<Done> done = Done{};
    if (choice.watch) {
        for (const interchange::FolderTake& take : scan_.folder().takes)
            if (take.medium) not_new_.insert(take.medium->media_id);
        done = list_.add({scanned_, choice.pattern.data(), view_.table});
    } else if (view_.is_watched) {
        done = list_.remove(scanned_);
    }
    arrivals_.watch_only(list_.entries());
    renew_watched();
    return done;
}

Result<Done> IngestDesk::stop_watching(const fs::path& folder) {
    const auto done = list_.remove(folder);
    arrivals_.watch_only(list_.entries());
    renew_watched();
    return done;
}

/// Whether nobody was told of that yet.
bool IngestDesk::is_news(const interchange::FolderTake& take,
                         const std::vector<std::string>& changes) {
    std::string key = take.medium->media_id;
    for (const std::string& change : changes) key += '\n' + change;
    return !changes.empty() && told_.insert(std::move(key)).second;
}

void IngestDesk::tell(const interchange::FolderTake& take, std::vector<std::string> changes,
                      Arrived& arrived) {
    if (!is_news(take, changes)) return;
    const fs::path folder = take.path.parent_path();
    if (std::ranges::find(to_look_at_, folder) == to_look_at_.end()) to_look_at_.push_back(folder);
    arrived.otherwise.push_back({take.path, std::move(changes)});
}

/// A table or notes were written since the take was read, and it did not come in this run: nothing
/// changes by itself. Of one that came what is empty may still be filled in.
bool IngestDesk::is_told_anew(const interchange::FolderTake& take, const review::Review& review,
                              Arrived& arrived) {
    const std::string& id = take.medium->media_id;
    const bool has_come = came_.contains(id);
    std::vector<std::string> changes = told_otherwise(take, review, !has_come);
    if (read_.insert(id).second) {
        // What it says from the start is no news: people may have typed something else since.
        (void)is_news(take, changes);
        return false;
    }
    tell(take, std::move(changes), arrived);
    const auto known = std::ranges::find(review.takes, id, &review::Take::media_id);
    return !has_come && known != review.takes.end() && !known->shot.empty();
}

IngestDesk::Arrived IngestDesk::follow_watched(Clock::time_point now, const KnownReview& review) {
    Arrived arrived;
    TakeArrivals::News news = arrivals_.follow(now, review);
    if (news.has_looked) renew_watched();
    arrived.gone = std::move(news.gone);
    arrived.broken = words_of(news.broken);
    std::map<std::string, int> places; // How many more each stack has by then.
    for (const TakeArrivals::Arrival& arrival : news.arrived) {
        const interchange::FolderTake& take = arrival.what.take;
        if (take.medium && is_told_anew(take, *review, arrived)) {
            if (auto moved = moved_item(take, *review)) arrived.items.push_back(*std::move(moved));
            continue;
        }
        if (take.medium && not_new_.contains(take.medium->media_id) && arrival.what.was_there)
            continue;
        auto item = arriving_item(take, arrival.what.was_there, arrival.pattern, *review);
        // What nobody could stack before is not told again with every start.
        if (!item || (arrival.what.was_there && !item->problem.empty())) continue;
        // A note that came later tells something of a take that was told of already.
        const bool is_first = not_new_.insert(item->medium.media_id).second;
        if (is_first && (item->is_new || !item->problem.empty())) {
            ArrivedTake told{take.path, item->medium.media_id, {}, 0, item->problem};
            if (item->problem.empty()) {
                told.shot = *item->note.shot;
                const auto shot = std::ranges::find(review->shots, told.shot, &review::Shot::name);
                const int there =
                    shot == review->shots.end() ? 0 : static_cast<int>(shot->takes.size());
                told.number = there + ++places[told.shot];
            }
            arrived.takes.push_back(std::move(told));
        }
        if (!item->problem.empty()) continue;
        if (item->is_new) came_.insert(item->medium.media_id);
        tell(take, without_changes_of_shot(*item, *review), arrived);
        arrived.items.push_back(*std::move(item));
    }
    return arrived;
}

} // namespace seamline::ui
