// app/review/review_log.h: the review that a program holds: what stands, and a way to add to it.
#pragma once

#include "app/review/actions.h"
#include "app/review/event_store.h"
#include "app/review/fold.h"

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <span>
#include <string>
#include <thread>
#include <vector>

namespace seamline::review {

struct LogOptions {
    std::string host;    ///< Empty: the machine's name.
    std::string app;     ///< Empty: "seamline VERSION".
    std::string run;     ///< UUIDv7 of the program's run; empty: a new one.
    int retry_ms = 2000; ///< How often what could not be saved is tried again.
    int watch_ms = 1000; ///< How often other programs' events are looked for, once watched.
};

/// What stood at one moment; never changes.
struct Snapshot {
    std::shared_ptr<const Review> review; ///< Never null.
    std::uint64_t change = 0;             ///< Grows with every new review.
    /// Who of those that acted in this run of the program has something to undo, or to redo.
    std::vector<Author> can_undo;
    std::vector<Author> can_redo;
};

struct LogStatus {
    std::size_t unsaved = 0; ///< Actions that were posted and are not in the store yet.
    std::string problem;     ///< Why; empty: they are only waiting for their turn.
};

/// Any thread may call any function. `snapshot`, `post`, `status`, `retry`, `unsaved` and `watch`
/// never wait for the disk; the others do.
class ReviewLog {
public:
    /// id of the action, its first event's; or why it was not stored.
    using Outcome = Result<std::string>;
    /// Called once, on the log's thread.
    using Answer = std::function<void(const Outcome&)>;

    /// Reads all events. Blocks: on the disk. Errors: the store's.
    static Result<std::unique_ptr<ReviewLog>> open(std::unique_ptr<EventStore> store,
                                                   const LogOptions& options = {});
    /// Stores what was posted, trying once what failed before; the answers of the rest say Io.
    ~ReviewLog();
    ReviewLog(const ReviewLog&) = delete;
    ReviewLog& operator=(const ReviewLog&) = delete;

    /// Holds everything committed before the call, and what was posted and answered.
    Snapshot snapshot() const;

    /// Stores the action now, ahead of what is posted. Returned without an error, it is on the
    /// disk. Errors: the store's; InvalidArgument: nothing in it, or over a limit; NotFound:
    /// nothing to undo or redo.
    Outcome commit(const Action& action);

    /// The same on the log's own thread, in the order of the calls; returns at once. What the disk
    /// refuses is kept, holds back what is posted after it, and is tried again every `retry_ms` and
    /// on `retry`; `answer` comes when it is stored, or cannot ever be. See status().
    void post(Action action, Answer answer = {});
    LogStatus status() const;
    void retry();
    /// What is posted and not stored, as events with ids that can be written to a file and imported
    /// later. What an undo among them takes back is left out; undo and redo of what is stored are.
    std::vector<Event> unsaved() const;
    /// Forgets what is posted and not stored: it was kept elsewhere. Its answers say Cancelled.
    void abandon();
    /// Returns when everything posted so far is stored, or `timeout_ms` has passed (false), or
    /// storing fails (false).
    bool wait_until_saved(int timeout_ms);

    /// Looks for other programs' events every `watch_ms` on the log's thread.
    void watch();
    /// Reads what other programs stored since. Errors: the store's.
    Result<Done> refresh();

    /// Adds events of another store's history by their ids: those that are there are passed over.
    /// One transaction. Returns how many were new. Errors: the store's; InvalidArgument: an id that
    /// lies more than a day in the future.
    Result<std::size_t> import(std::vector<Event> events);

    /// Removes the content of the events `ids`, and stores `note`, whose only event is a Pruned:
    /// see EventStore::prune. What stands must not depend on them (see prunable in history.h). This
    /// log knows them until it is opened again. Errors: the store's.
    Result<Done> prune(std::span<const std::string> ids, Action note);

    /// All events by id, a copy: for lists of what happened. Takes time in proportion.
    std::vector<Event> history() const;
    /// UUIDv7 of this run of the program.
    const std::string& run() const { return run_; }

private:
    struct Posted {
        Action action;
        Answer answer;
    };

    ReviewLog(std::unique_ptr<EventStore> store, LogOptions options);
    void start();
    void work();
    /// Asks for store_mutex_ to be held.
    Outcome store_action(Action& action);
    Result<Done> read_new();
    Result<Done> add_stored(std::vector<Event> events);
    Result<Done> resolve(Action& action) const;
    void fill(Action& action, std::int64_t time_ms) const;
    void publish() const;
    bool threaded() const;

    const LogOptions options_;
    const std::string run_;

    mutable std::mutex store_mutex_; ///< Store, fold; taken before mutex_.
    std::unique_ptr<EventStore> store_;
    Fold fold_;
    std::int64_t last_sequence_ = 0;
    std::set<Author> authors_; ///< That acted in this run.

    mutable std::mutex mutex_; ///< What follows; never held while the disk works.
    mutable Snapshot snapshot_;
    mutable bool stale_ = false; ///< The fold knows more than the snapshot.
    std::condition_variable wake_;
    std::condition_variable saved_;
    std::deque<Posted> queue_;
    std::string problem_;
    bool retry_ = false;
    bool watching_ = false;
    bool stop_ = false;
    bool threaded_ = false; ///< Whether the log has a thread, which then publishes by itself.
    std::thread writer_;
};

} // namespace seamline::review
