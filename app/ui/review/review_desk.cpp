#include "app/ui/review/review_desk.h"

#include "app/analysis/media_id.h"
#include "app/review/actions.h"
#include "app/review/merge.h"
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

} // namespace

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
        std::set<std::string> authors;
        for (const review::Decision& decision : snapshot.review->decisions)
            authors.insert(decision.author);
        own.authors.assign(authors.begin(), authors.end());
    }
    ReviewView view;
    view.table = own.table;
    view.change = own.change;
    view.author = own.options.author;
    view.authors = own.authors;
    const auto at = std::ranges::lower_bound(view.authors, view.author);
    if (at == view.authors.end() || *at != view.author) view.authors.insert(at, view.author);
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

void ReviewDesk::decide(const DecisionPlace& place, const review::Target& target,
                        review::DecisionState state, std::vector<std::string> reasons,
                        std::string note) {
    const std::string generator = place.generator;
    const auto snapshot = impl_->log->snapshot();
    impl_->act(place, [=, author = author(), review = snapshot.review, reasons = std::move(reasons),
                       note = std::move(note)](const std::string& id) {
        review::Action decision = review::decide(author, id, target, state, reasons, note);
        const bool is_known =
            std::ranges::find(review->takes, id, &review::Take::media_id) != review->takes.end();
        if (generator.empty() || is_known) return decision;
        // The list can then be sorted and searched by it.
        review::TakePut put;
        put.generator = generator;
        decision.events.push_back(review::draft(id, std::nullopt, std::move(put)));
        return decision;
    });
}

void ReviewDesk::amend(const std::filesystem::path& path, const review::Target& target,
                       review::DecisionState state, std::vector<std::string> reasons,
                       std::string note) {
    DecisionPlace place;
    place.path = path;
    impl_->act(place, [=, author = author(), reasons = std::move(reasons),
                       note = std::move(note)](const std::string& id) {
        return review::decide(author, id, target, state, reasons, note);
    });
}

void ReviewDesk::clear(const DecisionPlace& place, const review::Target& target) {
    impl_->act(place, [=, author = author()](const std::string& id) {
        return review::clear(author, id, target);
    });
}

void ReviewDesk::clear_decision(const std::string& id) {
    const auto snapshot = impl_->log->snapshot();
    const auto& all = snapshot.review->decisions;
    const auto found = std::ranges::find(all, id, &review::Decision::id);
    if (found == all.end()) return;
    impl_->act(std::nullopt, [author = author(), decision = *found](const std::string&) {
        return review::clear(author, decision.media_id, decision.target);
    });
}

void ReviewDesk::put_drawing(const DecisionPlace& place, review::Drawing drawing) {
    impl_->act(place, [author = author(), drawing = std::move(drawing)](const std::string& id) {
        review::Drawing named = drawing;
        named.media_id = id;
        return review::draw(author, named);
    });
}

void ReviewDesk::remove_drawing(const std::string& id) {
    impl_->act(std::nullopt,
               [author = author(), id](const std::string&) { return review::erase(author, id); });
}

void ReviewDesk::comment(const DecisionPlace& place, const review::Target& target,
                         std::string text) {
    impl_->act(place, [=, author = author(), text = std::move(text)](const std::string& id) {
        return review::comment(author, id, target, text);
    });
}

void ReviewDesk::reply(const std::string& comment, std::string text) {
    impl_->act(std::nullopt, [=, author = author(), text = std::move(text)](const std::string&) {
        return review::reply(author, comment, text);
    });
}

void ReviewDesk::resolve(const std::string& comment, bool resolved) {
    impl_->act(std::nullopt, [=, author = author()](const std::string&) {
        return review::resolve(author, comment, resolved);
    });
}

void ReviewDesk::change(const std::optional<DecisionPlace>& place,
                        std::vector<review::Change> changes) {
    impl_->act(place, [author = author(), changes = std::move(changes)](const std::string& id) {
        review::Action action;
        action.author = author;
        for (const review::Change& change : changes)
            action.events.push_back(review::draft(id, std::nullopt, change));
        return action;
    });
}

void ReviewDesk::change_medium(const std::string& media_id, std::vector<review::Change> changes) {
    impl_->act(std::nullopt,
               [author = author(), media_id, changes = std::move(changes)](const std::string&) {
                   review::Action action;
                   action.author = author;
                   for (const review::Change& change : changes)
                       action.events.push_back(review::draft(media_id, std::nullopt, change));
                   return action;
               });
}

void ReviewDesk::change_media(const std::vector<std::pair<std::string, review::Change>>& changes) {
    if (changes.empty()) return;
    impl_->act(std::nullopt, [author = author(), changes](const std::string&) {
        review::Action action;
        action.author = author;
        for (const auto& [media_id, change] : changes)
            action.events.push_back(review::draft(media_id, std::nullopt, change));
        return action;
    });
}

bool ReviewDesk::take_up(std::span<const review::IngestItem> items, const std::string& by) {
    const auto snapshot = impl_->log->snapshot();
    auto action = review::ingest_action(by.empty() ? author() : by, items, *snapshot.review);
    if (!action) return false;
    if (by.empty())
        impl_->act(std::nullopt,
                   [action = *std::move(action)](const std::string&) { return action; });
    else
        impl_->post(*std::move(action));
    return true;
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

Result<ReviewDesk::TakenIn> ReviewDesk::take_in(const review::Review& incoming,
                                                const review::Review& echo) {
    std::set<std::string, std::less<>> ids;
    for (const review::Event& event : impl_->log->history()) ids.insert(event.id);
    const review::Merge merged = review::merge(
        incoming, *impl_->log->snapshot().review, author(),
        [&](std::string_view id) { return ids.contains(id); }, echo);
    if (const auto added = impl_->log->import(merged.events); !added) return added.error();
    std::map<std::string, std::vector<review::Action>> by_author;
    for (const review::Action& action : merged.actions) by_author[action.author].push_back(action);
    for (auto& [by, actions] : by_author) {
        const review::Action all = review::together(std::move(actions));
        impl_->post(all);
        impl_->done[by].push_back({Clock::now(), std::make_shared<review::Action>(all)});
    }
    return TakenIn{merged.said, merged.known};
}

void ReviewDesk::set_author(const std::string& author) {
    impl_->options.author = author;
    ++impl_->change;
}

void ReviewDesk::next_author() {
    std::vector<std::string> all = impl_->authors;
    const auto at = std::ranges::lower_bound(all, impl_->options.author);
    if (at == all.end() || *at != impl_->options.author) all.insert(at, impl_->options.author);
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
