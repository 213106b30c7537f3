// app/ui/session_keeper.h: the session's file, its undo steps, autosave, recent files and file
// watch.
#pragma once

#include "app/playback/player.h"
#include "app/session/autosave.h"
#include "app/session/file_watch.h"
#include "app/session/recent.h"
#include "app/ui/ui_model.h"

#include <chrono>
#include <deque>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace seamline::ui {

/// Threads: main thread. Blocks: on the disk, when something is opened or saved.
class SessionKeeper {
public:
    using Say = std::function<void(ToastKind, const std::string&)>;
    using Clock = std::chrono::steady_clock;

    SessionKeeper(playback::Player& player, Say say);
    ~SessionKeeper();

    /// Media files are appended, or the first replaces `replaced`; a session file replaces
    /// everything.
    void open(const std::vector<std::filesystem::path>& paths, session::SourceKey replaced);
    void open_session(const std::filesystem::path& file);
    void start_new();
    /// Takes over a session that came from nowhere on the disk, e.g. the demo.
    void adopt(const session::Session& session);
    void save(const std::filesystem::path& file);
    void close(session::SourceKey key);
    void clear_recent();

    /// Call it before and after a batch of the user's changes: what differs becomes one step to
    /// undo.
    void begin_changes();
    void end_changes();
    void undo();
    void redo();

    /// Autosave, changed files. About ten times a second. Returns sources whose files were read
    /// again.
    std::vector<session::SourceKey> tick(Clock::time_point now);
    /// The program ends: the session becomes the last one.
    void finish();

    const std::filesystem::path& path() const { return path_; }
    bool unsaved() const { return player_->session() != saved_; }
    std::vector<std::filesystem::path> recent() const;

    /// The session a crash left behind, or the last one; nothing when there is neither.
    static std::optional<session::Session> resumable(std::string& note, bool with_last);

private:
    void replace(const session::Session& session, std::filesystem::path path);
    void remember(const std::filesystem::path& path, session::RecentKind kind);

    playback::Player* player_;
    Say say_;
    std::filesystem::path path_;
    session::Session saved_; ///< As it was when it was last saved or opened.
    std::optional<session::Session> before_;
    std::deque<session::Session> undo_;
    std::deque<session::Session> redo_;
    Clock::time_point last_change_{};
    std::optional<session::Autosave> autosave_;
    session::RecentFiles recent_;
    session::FileWatch watch_;
    Clock::time_point next_poll_{};
};

} // namespace seamline::ui
