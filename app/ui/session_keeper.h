// app/ui/session_keeper.h: the session's file, its undo steps, autosave, recent files and file
// watch.
#pragma once

#include "app/playback/player.h"
#include "app/session/autosave.h"
#include "app/session/file_watch.h"
#include "app/session/recent.h"
#include "app/ui/edit_history.h"
#include "app/ui/ui_model.h"

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace seamline::ui {

/// Threads: main thread. Blocks: on the disk, when something is opened or saved.
class SessionKeeper {
public:
    using Say = std::function<void(ToastKind, const std::string&)>;
    using Clock = std::chrono::steady_clock;

    /// What is only tried for a while: it belongs to no file and to no step to undo.
    struct Trials {
        /// The session without it.
        std::function<session::Session(session::Session)> settled;
        /// The player's session was replaced as a whole.
        std::function<void()> replaced;
    };

    SessionKeeper(playback::Player& player, Say say);
    ~SessionKeeper();

    /// Media files are appended, or the first replaces `replaced`; a session file replaces
    /// everything.
    void open(const std::vector<std::filesystem::path>& paths, session::SourceKey replaced);
    void open_session(const std::filesystem::path& file);
    void set_trials(Trials trials) { trials_ = std::move(trials); }
    void start_new(const session::Session& fresh = {});
    /// Takes over a review of the demo, of an earlier run or of a lost device. What a crash left of
    /// it is deleted once the review is on the disk again.
    void adopt(const session::ResumedReview& review);
    /// The review as it stands, for `adopt` on another device.
    session::ResumedReview review() const;
    /// Where this program's autosaved session is; empty when autosave is off.
    std::filesystem::path autosave_file() const;
    void save(const std::filesystem::path& file);
    void close(session::SourceKey key);
    void clear_recent();

    /// Call it before and after a batch of the user's changes: what differs becomes one step to
    /// undo.
    void begin_changes();
    bool end_changes(); ///< True: something differs.
    /// See EditHistory.
    void set_gesture(bool active) { history_.set_gesture(active); }
    void undo();
    void redo();
    /// See EditHistory; what was changed in this batch until now becomes a step.
    std::optional<Clock::time_point> undoable();
    std::optional<Clock::time_point> redoable();
    void forget_redo() { history_.forget_redo(); }

    /// Autosave, changed files. About ten times a second. Returns sources whose files were read
    /// again.
    std::vector<session::SourceKey> tick(Clock::time_point now);
    /// The program ends: the session becomes the last one.
    void finish();

    const std::filesystem::path& path() const { return file_->path; }
    bool unsaved() const { return !same_review(session(), file_->saved); }
    std::vector<std::filesystem::path> recent() const;

    /// The session a crash left behind, or the last one; nothing when there is neither.
    static std::optional<session::ResumedReview> resumable(std::string& note, bool with_last);

private:
    void replace(const session::Session& session, std::filesystem::path path);
    /// As it is without trials.
    session::Session session() const {
        return trials_.settled ? trials_.settled(player_->session()) : player_->session();
    }
    ReviewState state() const { return {session(), file_}; }
    void restore(const std::optional<ReviewState>& state);
    void discard_left();
    void remember(const std::filesystem::path& path, session::RecentKind kind);

    playback::Player* player_;
    Say say_;
    Trials trials_;
    std::shared_ptr<ReviewFile> file_ = std::make_shared<ReviewFile>();
    EditHistory history_;
    std::optional<session::Autosave> autosave_;
    std::shared_ptr<session::AbandonedSession> left_; ///< By a crash; see `adopt`.
    session::RecentFiles recent_;
    session::FileWatch watch_;
    Clock::time_point next_poll_{};
};

} // namespace seamline::ui
