// app/session/autosave.h: the running session on disk, so that a crash loses nothing.
#pragma once

#include "app/session/session.h"
#include "decode/media/result.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace seamline::session {

/// When to save by itself.
struct AutosaveTiming {
    std::chrono::milliseconds settled{1000};  ///< After the last change ...
    std::chrono::milliseconds longest{10000}; ///< ... but no later than this after the first.
};

/// Writes the session of this program, never over the user's file, into `folder`; a lock file held
/// open tells other instances that the program lives. The lock goes with the process, however it
/// ends.
///
/// Threads: confined to the one that made it; writing happens on a thread of its own.
/// Lifetime: the destructor waits for the write under way and, without `finish`, leaves the session
/// to be recovered.
class Autosave {
public:
    using Clock = std::chrono::steady_clock;

    /// `folder`: usually xdg_folder(XdgFolder::State) / "autosave"; made if missing.
    /// Errors: Io. The program goes on without autosave then, and says so.
    static Result<Autosave> start(const std::filesystem::path& folder,
                                  const AutosaveTiming& timing = {});
    ~Autosave();
    Autosave(Autosave&&) noexcept;
    Autosave& operator=(Autosave&&) noexcept;

    /// Tells the session's revision as of now; true when the session should be given to `save`.
    /// Call it from the main loop; it costs nothing.
    bool due(std::uint64_t revision, Clock::time_point now);
    /// Hands the session over to be written. `user_file`: where the user last saved it, or empty.
    void save(Session session, std::filesystem::path user_file);
    /// The user saved revision `revision` to a file: nothing is left to recover.
    void saved_by_user(std::uint64_t revision);

    /// The session's file, which may not be there yet.
    std::filesystem::path file() const;
    /// True once a session was written without an error.
    bool has_written() const;
    /// The failure of a write since the last call, to be shown once.
    std::optional<Error> take_error();
    /// Blocks until everything handed over is on the disk.
    void flush();

    /// The program ends as it should: keeps `session` as the last session (see last_session_file)
    /// and leaves nothing to recover. Blocks: on the disk.
    Result<Done> finish(const Session& session, const std::filesystem::path& user_file);

private:
    struct Impl;
    explicit Autosave(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

/// A session that a program left behind when it crashed. While this object lives, no other instance
/// is offered the same one.
///
/// Threads: confined.
class AbandonedSession {
public:
    AbandonedSession(std::filesystem::path file, int lock);
    ~AbandonedSession();
    AbandonedSession(AbandonedSession&&) noexcept;
    AbandonedSession& operator=(AbandonedSession&&) noexcept;

    const std::filesystem::path& user_file() const { return user_file_; } ///< May be empty.
    std::chrono::system_clock::time_point saved_at() const { return saved_at_; }
    /// Blocks: on the disk. Errors: as load_session.
    Result<Session> load() const;
    /// The user recovered it or does not want it. Deletes the files.
    void discard();

private:
    std::filesystem::path file_;
    std::filesystem::path user_file_;
    std::chrono::system_clock::time_point saved_at_;
    int lock_ = -1; ///< File descriptor.
};

/// The session that `file` (see Autosave::file) was left with, if it exists and no program has it.
/// Blocks: on the disk.
std::optional<AbandonedSession> abandoned_session(const std::filesystem::path& file);
/// What crashed programs left in `folder`, newest first. Also removes locks with no session.
/// Blocks: on the disk.
std::vector<AbandonedSession> abandoned_sessions(const std::filesystem::path& folder);

/// A review to go on with.
struct ResumedReview {
    Session session;
    std::filesystem::path user_file; ///< Where the user last saved it; empty: nowhere.
    /// What a crash left of it; to be discarded once the review is safe elsewhere. Null: nothing.
    std::shared_ptr<AbandonedSession> left;
};

/// The session of the last run that ended as it should, whether it was ever saved or not.
std::filesystem::path last_session_file(const std::filesystem::path& folder);
/// Where the user had saved that session, empty if nowhere.
std::filesystem::path last_user_file(const std::filesystem::path& folder);

} // namespace seamline::session
