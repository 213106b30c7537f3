#include "app/review/review_log.h"

#include "app/review/uuid7.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>

namespace seamline::review {
namespace {

constexpr std::size_t kReadEvents = 5'000;
constexpr std::int64_t kDayMs = 24 * 3600 * 1000;

std::string machine_name() {
    std::array<char, 256> name{};
    if (::gethostname(name.data(), name.size() - 1) != 0) return {};
    return name.data();
}

LogOptions completed(LogOptions options) {
    if (options.host.empty()) options.host = machine_name();
    if (options.app.empty()) options.app = "seamline " SEAMLINE_VERSION;
    return options;
}

/// Equal but for where and by which program it was stored.
bool same_content(const Event& a, const Event& b) {
    return a.author == b.author && a.time_ms == b.time_ms && a.media_id == b.media_id &&
           a.target == b.target && a.change == b.change;
}

/// Whether trying again can help.
bool may_pass(const Error& error) {
    return error.code == ErrorCode::Io || error.code == ErrorCode::Unavailable ||
           error.code == ErrorCode::Corrupt;
}

} // namespace

ReviewLog::ReviewLog(std::unique_ptr<EventStore> store, LogOptions options)
    : options_(completed(std::move(options))),
      run_(options_.run.empty() ? uuid7(now_ms()) : options_.run), store_(std::move(store)) {}

Result<std::unique_ptr<ReviewLog>> ReviewLog::open(std::unique_ptr<EventStore> store,
                                                   const LogOptions& options) {
    std::unique_ptr<ReviewLog> log(new ReviewLog(std::move(store), options));
    const std::lock_guard lock(log->store_mutex_);
    if (const auto done = log->read_new(); !done) return done.error();
    log->publish();
    return log;
}

ReviewLog::~ReviewLog() {
    {
        const std::lock_guard lock(mutex_);
        stop_ = true;
    }
    wake_.notify_all();
    if (writer_.joinable()) writer_.join();
    for (const Posted& posted : queue_)
        if (posted.answer) posted.answer(Error{ErrorCode::Io, "not saved: " + problem_});
}

Snapshot ReviewLog::snapshot() const {
    std::unique_lock lock(mutex_);
    // With a thread of its own the log publishes by itself, and whoever shows things never waits.
    if (!stale_ || threaded_) return snapshot_;
    lock.unlock();
    const std::lock_guard store_lock(store_mutex_);
    publish();
    lock.lock();
    return snapshot_;
}

bool ReviewLog::threaded() const {
    const std::lock_guard lock(mutex_);
    return threaded_;
}

/// Asks for store_mutex_.
void ReviewLog::publish() const {
    Snapshot fresh{std::make_shared<const Review>(fold_.review()), 0, {}, {}};
    for (const Author& author : authors_) {
        if (fold_.undoable(author, run_)) fresh.can_undo.push_back(author);
        if (fold_.redoable(author, run_)) fresh.can_redo.push_back(author);
    }
    const std::lock_guard lock(mutex_);
    fresh.change = snapshot_.change + 1;
    snapshot_ = std::move(fresh);
    stale_ = false;
}

Result<Done> ReviewLog::add_stored(std::vector<Event> events) {
    if (events.empty()) return Done{};
    fold_.add(std::move(events));
    const std::lock_guard lock(mutex_);
    stale_ = true;
    return Done{};
}

Result<Done> ReviewLog::read_new() {
    std::vector<Event> all;
    while (true) {
        auto events = store_->read_after(last_sequence_, kReadEvents);
        if (!events) {
            (void)add_stored(std::move(all));
            return events.error();
        }
        if (events.value().empty()) break;
        last_sequence_ = events.value().back().sequence;
        std::ranges::move(events.value(), std::back_inserter(all));
    }
    return add_stored(std::move(all));
}

Result<Done> ReviewLog::resolve(Action& action) const {
    const std::string run = action.any_run ? std::string() : run_;
    const bool undo = action.step == Action::Step::Undo;
    const auto id = undo ? fold_.undoable(action.author, run) : fold_.redoable(action.author, run);
    if (!id)
        return Error{ErrorCode::NotFound, "there is nothing to " +
                                              std::string(undo ? "undo" : "redo") + " by '" +
                                              action.author + "'"};
    action.events = {draft({}, {}, undo ? Change(Undone{*id}) : Change(Redone{*id}))};
    return Done{};
}

void ReviewLog::fill(Action& action, std::int64_t time_ms) const {
    for (Event& event : action.events) {
        event.author = action.author;
        event.host = options_.host;
        event.app = options_.app;
        event.run = run_;
        event.schema = schema_of(event.change);
        if (event.time_ms == 0) event.time_ms = time_ms;
    }
}

ReviewLog::Outcome ReviewLog::store_action(Action& action) {
    // An undo that was tried before has its id already, and means what it meant then.
    if (action.step != Action::Step::Do && action.events.empty()) {
        const auto changed = store_->changed();
        if (!changed) return changed.error();
        if (changed.value())
            if (const auto done = read_new(); !done) return done.error();
        if (const auto done = resolve(action); !done) return done.error();
    }
    if (action.events.empty())
        return Error{ErrorCode::InvalidArgument, "an action without anything in it"};
    if (action.events.size() > EventLimits::kEvents)
        return Error{ErrorCode::InvalidArgument,
                     "an action of more than " + std::to_string(EventLimits::kEvents) + " events"};
    fill(action, now_ms());
    if (const auto added = store_->append(action.events); !added) return added.error();
    authors_.insert(action.author);
    // Stored: nothing that fails from here on takes that back.
    const std::int64_t first = action.events.front().sequence;
    const std::int64_t last = action.events.back().sequence;
    if (first == last_sequence_ + 1) {
        last_sequence_ = last;
        (void)add_stored(action.events);
    } else if (!read_new()) {
        (void)add_stored(action.events);
    }
    return action.events.front().id;
}

ReviewLog::Outcome ReviewLog::commit(const Action& action) {
    Action mine = action;
    const std::lock_guard lock(store_mutex_);
    Outcome outcome = store_action(mine);
    if (threaded()) publish();
    return outcome;
}

void ReviewLog::start() {
    if (threaded_) return;
    threaded_ = true;
    writer_ = std::thread([this] { work(); });
}

void ReviewLog::post(Action action, Answer answer) {
    fill(action, now_ms());
    (void)snapshot(); // What was committed before the thread began shows from now on.
    const std::lock_guard lock(mutex_);
    queue_.push_back({std::move(action), std::move(answer)});
    start();
    wake_.notify_all();
}

void ReviewLog::watch() {
    (void)snapshot();
    const std::lock_guard lock(mutex_);
    watching_ = true;
    start();
    wake_.notify_all();
}

void ReviewLog::retry() {
    const std::lock_guard lock(mutex_);
    retry_ = true;
    wake_.notify_all();
}

/// The log's thread. The action that is being stored stays at the queue's front until it is.
void ReviewLog::work() {
    std::unique_lock lock(mutex_);
    while (true) {
        const auto ready = [&] { return stop_ || retry_ || (!queue_.empty() && problem_.empty()); };
        const int pause_ms = problem_.empty() ? options_.watch_ms : options_.retry_ms;
        if (problem_.empty() && !watching_)
            wake_.wait(lock, [&] { return ready() || watching_; });
        else
            wake_.wait_for(lock, std::chrono::milliseconds(pause_ms), ready);
        retry_ = false;
        if (queue_.empty()) {
            if (stop_) return;
            lock.unlock();
            (void)refresh(); // What cannot be read now is tried again later.
            lock.lock();
            continue;
        }
        Action action = queue_.front().action; // `unsaved` may read the queue meanwhile.
        lock.unlock();
        Outcome outcome = Error{};
        {
            const std::lock_guard store_lock(store_mutex_);
            outcome = store_action(action);
        }
        lock.lock();
        queue_.front().action = std::move(action); // With its ids: trying again repeats nothing.
        if (!outcome && may_pass(outcome.error())) {
            problem_ = outcome.error().message;
            saved_.notify_all();
            if (stop_) return;
            continue;
        }
        problem_.clear();
        const Posted done = std::move(queue_.front());
        queue_.pop_front();
        const bool last = queue_.empty();
        lock.unlock();
        // Copying what stands takes time in proportion to it: once for many actions.
        if (last || done.answer) {
            const std::lock_guard store_lock(store_mutex_);
            publish();
        }
        if (done.answer) done.answer(outcome);
        lock.lock();
        saved_.notify_all();
    }
}

LogStatus ReviewLog::status() const {
    const std::lock_guard lock(mutex_);
    return {queue_.size(), problem_};
}

std::vector<Event> ReviewLog::unsaved() const {
    const std::lock_guard lock(mutex_);
    std::vector<const Action*> left;
    std::vector<const Action*> undone;
    for (const Posted& posted : queue_) {
        const Action& action = posted.action;
        const auto own = [&](const Action* other) { return other->author == action.author; };
        if (action.step == Action::Step::Do) {
            left.push_back(&action);
            std::erase_if(undone, own);
            continue;
        }
        auto& from = action.step == Action::Step::Undo ? left : undone;
        auto& to = action.step == Action::Step::Undo ? undone : left;
        const auto last = std::ranges::find_if(from.rbegin(), from.rend(), own);
        if (last == from.rend()) continue;
        to.push_back(*last);
        from.erase(std::next(last).base());
    }
    std::vector<Event> events;
    std::string last;
    for (const Action* posted : left) {
        std::string action;
        for (Event event : posted->events) {
            if (event.id.empty()) event.id = uuid7(event.time_ms, last);
            last = std::max(last, event.id);
            if (action.empty()) action = event.id;
            if (event.action.empty()) event.action = action;
            events.push_back(std::move(event));
        }
    }
    return events;
}

void ReviewLog::abandon() {
    std::deque<Posted> gone;
    {
        const std::lock_guard lock(mutex_);
        gone.swap(queue_);
    }
    for (const Posted& posted : gone)
        if (posted.answer) posted.answer(Error{ErrorCode::Cancelled, "not saved here"});
}

bool ReviewLog::wait_until_saved(int timeout_ms) {
    std::unique_lock lock(mutex_);
    saved_.wait_for(lock, std::chrono::milliseconds(timeout_ms),
                    [&] { return queue_.empty() || !problem_.empty(); });
    return queue_.empty();
}

Result<Done> ReviewLog::refresh() {
    const std::lock_guard lock(store_mutex_);
    const auto changed = store_->changed();
    if (!changed) return changed.error();
    if (!changed.value()) return Done{};
    const auto done = read_new();
    bool stale = false;
    {
        const std::lock_guard state(mutex_);
        stale = stale_;
    }
    if (stale) publish();
    return done;
}

Result<std::size_t> ReviewLog::import(std::vector<Event> events) {
    const std::int64_t latest = now_ms() + kDayMs;
    for (const Event& event : events)
        if (uuid7_time_ms(event.id).value_or(latest + 1) > latest)
            return Error{ErrorCode::InvalidArgument,
                         "event '" + event.id +
                             "' was made in the future; set the clock of the machine it came from"};
    const std::lock_guard lock(store_mutex_);
    // What came another way before (in a review.json, say) is the same event.
    std::erase_if(events, [&](const Event& event) {
        const auto known = fold_.events().find(event.id);
        return known != fold_.events().end() && same_content(known->second, event);
    });
    if (events.empty()) return std::size_t{0};
    const auto added = store_->append(events);
    if (!added) return added.error();
    if (const auto done = read_new(); !done) return done.error();
    if (threaded()) publish();
    return added.value();
}

Result<Done> ReviewLog::prune(std::span<const std::string> ids, Action note) {
    fill(note, now_ms());
    const std::lock_guard lock(store_mutex_);
    if (const auto done = store_->prune(ids, note.events.front()); !done) return done.error();
    return read_new();
}

std::vector<Event> ReviewLog::history() const {
    const std::lock_guard lock(store_mutex_);
    std::vector<Event> events;
    events.reserve(fold_.events().size());
    for (const auto& [id, event] : fold_.events()) events.push_back(event);
    return events;
}

} // namespace seamline::review
