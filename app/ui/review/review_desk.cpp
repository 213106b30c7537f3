#include "app/ui/review/review_desk.h"

#include "app/analysis/media_id.h"
#include "app/review/actions.h"
#include "app/session/review_medium.h"
#include "app/ui/review/action_words.h"
#include "app/ui/review/review_desk_impl.h"

#include <algorithm>
#include <utility>

namespace seamline::ui {
namespace {

using Clock = ReviewDesk::Clock;

constexpr std::chrono::seconds kLook{2}; ///< At files, and at a store that could not be opened.
/// Of an edit more media than these are named only once they are judged.
constexpr std::size_t kMostMedia = 500;

std::vector<std::filesystem::path> all_media(const session::Session& session) {
    std::vector<std::filesystem::path> paths;
    for (const session::Source& source : session.sources)
        if (!source.cut) paths.push_back(source.path);
    for (const session::Source& source : session.sources) {
        if (!source.cut) continue;
        for (const interchange::Track& track : source.cut->edit.tracks)
            for (const interchange::Event& event : track.events)
                for (const interchange::MediaReference& media : event.media)
                    if (!media.path.empty() && paths.size() < kMostMedia)
                        paths.push_back(media.path);
    }
    return paths;
}

std::set<std::string> people_of(const review::Review& review) {
    std::set<std::string> people;
    for (const review::Decision& decision : review.decisions) people.insert(decision.author);
    for (const review::Comment& comment : review.comments) people.insert(comment.author);
    for (const review::Drawing& drawing : review.drawings) people.insert(drawing.author);
    for (const review::TodoAnswer& answer : review.answers) people.insert(answer.author);
    return people;
}

} // namespace

std::vector<std::string> ReviewDesk::Impl::people() const {
    std::set<std::string> all = authors;
    all.insert(named.begin(), named.end());
    all.insert(options.author);
    return {all.begin(), all.end()};
}

void ReviewDesk::Impl::post(review::Action action) {
    const std::string author = action.author;
    log->post(std::move(action), [this, author](const review::ReviewLog::Outcome& outcome) {
        if (!outcome && outcome.error().code != ErrorCode::Cancelled) {
            const std::lock_guard lock(refused_mutex);
            refused.push_back({author, outcome.error().message});
        }
        if (options.wake) options.wake();
    });
}

void ReviewDesk::Impl::remember(const std::string& id, review::Medium medium) {
    if (!seen.insert(medium.path).second || medium.frame_count <= 0) return;
    medium.media_id = id;
    const auto snapshot = log->snapshot();
    const review::Medium* known = nullptr;
    for (const review::Medium& other : snapshot.review->media) {
        if (other.media_id == id) known = &other;
        if (other.media_id != id && other.path == medium.path) {
            const auto count = std::ranges::count(snapshot.review->decisions, other.media_id,
                                                  &review::Decision::media_id);
            if (count > 0)
                say(ToastKind::Warning,
                    '"' + medium.name + "\" has another content than the one that was judged: " +
                        std::to_string(count) +
                        (count == 1 ? " decision belongs" : " decisions belong") +
                        " to the earlier file.");
        }
    }
    if (known != nullptr) medium = session::as_known(medium, *known);
    if (known == nullptr || *known != medium) post(review::see(options.author, medium));
}

void ReviewDesk::Impl::flush() {
    while (!waiting.empty()) {
        Waiting& next = waiting.front();
        std::string id;
        if (!next.path.empty()) {
            const auto known = ids.find(next.path);
            if (known == ids.end()) return; // Reading it is tried again and again.
            id = known->second;
        }
        if (next.medium) remember(id, *next.medium);
        review::Action action = next.make(id);
        if (next.made) *next.made = action;
        post(std::move(action));
        waiting.pop_front();
    }
}

void ReviewDesk::Impl::take_ids() {
    for (MediaNames::Answer& answer : names->take()) {
        seen.erase(answer.path);
        if (answer.is_pending) {
            ids.erase(answer.path);
        } else if (answer.id) {
            ids[answer.path] = answer.id.value();
            id_errors.erase(answer.path);
        } else {
            ids.erase(answer.path);
            names->forget(answer.path);
            const bool is_waited_for =
                std::ranges::find(waiting, answer.path, &Waiting::path) != waiting.end();
            if (is_waited_for && !id_errors.contains(answer.path))
                say(ToastKind::Error,
                    "A decision waits, and is not saved: " + answer.id.error().message);
            id_errors[answer.path] = answer.id.error().message;
        }
        ++change;
    }
}

void ReviewDesk::Impl::act(std::optional<DecisionPlace> place,
                           std::function<review::Action(const std::string& media_id)> make) {
    Waiting action;
    if (place) {
        action.path = place->path;
        action.medium = place->medium;
        // A file that was rendered again is named anew before anything is said of it.
        if (names->want(place->path)) ids.erase(place->path);
    }
    action.make = std::move(make);
    action.made = std::make_shared<review::Action>();
    done[options.author].push_back({Clock::now(), action.made});
    waiting.push_back(std::move(action));
    undone[options.author].clear();
    flush();
}

/// The newest step goes to the other list, by an action that finds it by itself.
std::string ReviewDesk::Impl::turn(std::vector<Step>& from, std::vector<Step>& to,
                                   review::Action turning) {
    if (from.empty()) return "";
    const auto what = std::move(from.back().what);
    from.pop_back();
    to.push_back({Clock::now(), what});
    waiting.push_back(
        {.path = {},
         .make = [turning = std::move(turning)](const std::string&) { return turning; },
         .medium = std::nullopt,
         .made = nullptr});
    flush();
    return action_words(*what, table ? *table : *no_decisions(), table_base);
}

ReviewDesk::ReviewDesk(Options options, Say say)
    : impl_(std::make_unique<Impl>(std::move(options), std::move(say))) {
    impl_->names = std::make_unique<MediaNames>(
        [](const std::filesystem::path& path, const std::function<bool()>& cancelled) {
            return analysis::cached_media_id(path, session::media_id_folder(), cancelled);
        },
        impl_->options.wake);
    impl_->open();
}

ReviewDesk::~ReviewDesk() {
    impl_->rescue();
    impl_->log.reset(); // Its last answers need what is declared after it.
}

void ReviewDesk::follow(const session::Session& session,
                        const std::vector<playback::SourceReport>& reports) {
    Impl& own = *impl_;
    const Clock::time_point now = Clock::now();
    own.take_ids();
    own.take_reopened();
    if (now >= own.next_look) {
        own.next_look = now + kLook;
        own.names->watch(all_media(session));
        for (const Impl::Waiting& waits : own.waiting)
            if (!waits.path.empty()) own.names->want(waits.path);
        own.try_again();
    }
    for (const playback::SourceReport& report : reports) {
        const session::Source* source = session.find(report.key);
        if (source == nullptr || source->cut || report.status != playback::SourceStatus::Ready)
            continue;
        const auto id = own.ids.find(source->path);
        if (id != own.ids.end() && !own.seen.contains(source->path))
            own.remember(id->second,
                         medium_facts(source->path, display_name(*source), report.media));
    }
    own.flush();
    std::vector<Impl::Refused> refused;
    {
        const std::lock_guard lock(own.refused_mutex);
        refused = std::exchange(own.refused, {});
    }
    for (const Impl::Refused& one : refused) {
        own.say(ToastKind::Warning, one.why);
        auto& done = own.done[one.author]; // There is nothing of it to undo.
        if (!done.empty()) done.pop_back();
    }
}

ReviewView ReviewDesk::view(const session::Session& session) {
    Impl& own = *impl_;
    const review::Snapshot snapshot = own.log->snapshot();
    if (!own.table || snapshot.change != own.table_change || session.frame_base != own.table_base) {
        own.table = std::make_shared<const DecisionTable>(snapshot.review, session.frame_base);
        own.table_change = snapshot.change;
        own.table_base = session.frame_base;
        ++own.change;
        own.authors = people_of(*snapshot.review);
    }
    ReviewView view;
    view.table = own.table;
    view.change = own.change;
    view.author = own.options.author;
    view.authors = own.people();
    view.ids = own.ids;
    for (const session::Source& source : session.sources)
        if (const std::string* id = source.cut ? nullptr : view.id_of(source.path))
            view.open_media.push_back(*id);
    view.on_cuts = own.cut_remarks.of(session, own.table, own.ids, own.change);
    view.open_media.insert(view.open_media.end(), view.on_cuts->media.begin(),
                           view.on_cuts->media.end());
    std::ranges::sort(view.open_media);
    const auto same = std::ranges::unique(view.open_media);
    view.open_media.erase(same.begin(), same.end());
    const review::LogStatus status = own.log->status();
    view.unsaved = own.waiting.size() + status.unsaved;
    view.problem = own.is_in_memory ? own.why_not : status.problem;
    if (view.problem.empty() && !own.waiting.empty()) {
        const auto failed = own.id_errors.find(own.waiting.front().path);
        if (failed != own.id_errors.end()) view.problem = failed->second;
    }
    if (own.is_in_memory) view.unsaved += snapshot.review->decisions.size();
    view.progress = progress_of(*view.table, view.open_media);
    own.seen_change = snapshot.change;
    return view;
}

bool ReviewDesk::has_news() const {
    return impl_->names->has_news() || impl_->cut_remarks.is_waiting() ||
           impl_->log->snapshot().change != impl_->seen_change;
}

std::shared_ptr<const review::Review> ReviewDesk::review() const {
    return impl_->log->snapshot().review;
}

bool ReviewDesk::waits_for(const std::filesystem::path& path) const {
    return std::ranges::find(impl_->waiting, path, &Impl::Waiting::path) != impl_->waiting.end();
}

std::vector<std::filesystem::path> ReviewDesk::media_of(const session::Session& session) {
    return all_media(session);
}

void ReviewDesk::set_author(const std::string& author) {
    impl_->named.insert(impl_->options.author); // Who took back all of theirs may go on.
    impl_->options.author = author;
    ++impl_->change;
}

bool ReviewDesk::is_in_memory() const { return impl_->is_in_memory; }

void ReviewDesk::next_author() {
    const std::vector<std::string> all = impl_->people();
    const auto now = std::ranges::find(all, impl_->options.author);
    set_author(std::next(now) == all.end() ? all.front() : *std::next(now));
}

const std::string& ReviewDesk::author() const { return impl_->options.author; }

std::optional<Clock::time_point> ReviewDesk::undoable() const {
    const auto own = impl_->done.find(author());
    if (own == impl_->done.end() || own->second.empty()) return std::nullopt;
    return own->second.back().when;
}

std::optional<Clock::time_point> ReviewDesk::redoable() const {
    const auto own = impl_->undone.find(author());
    if (own == impl_->undone.end() || own->second.empty()) return std::nullopt;
    return own->second.back().when;
}

std::string ReviewDesk::undo() {
    return impl_->turn(impl_->done[author()], impl_->undone[author()], review::undo(author()));
}

std::string ReviewDesk::redo() {
    return impl_->turn(impl_->undone[author()], impl_->done[author()], review::redo(author()));
}

void ReviewDesk::forget_redo() { impl_->undone.clear(); }

} // namespace seamline::ui
