#include "app/ui/session_keeper.h"

#include "app/session/session_file.h"
#include "app/session/xdg.h"

#include <algorithm>

namespace seamline::ui {
namespace {

constexpr std::size_t kMostSteps = 200;
/// Changes closer together than this (a drag) are one step.
constexpr std::chrono::milliseconds kOneStep{600};
constexpr std::chrono::milliseconds kPoll{100};

std::filesystem::path autosave_folder() {
    return session::xdg_path(session::XdgFolder::State) / "autosave";
}

/// What undo restores: all but where the playhead is.
session::Session without_position(session::Session session) {
    session.transport.position = 0;
    return session;
}

std::filesystem::path whole_path(const std::filesystem::path& path) {
    std::error_code failed;
    const auto result = std::filesystem::absolute(path, failed);
    return failed ? path : result.lexically_normal();
}

} // namespace

SessionKeeper::SessionKeeper(playback::Player& player, Say say)
    : player_(&player), say_(std::move(say)),
      recent_(session::xdg_path(session::XdgFolder::State) / "recent.json") {
    auto autosave = session::Autosave::start(autosave_folder());
    if (autosave)
        autosave_.emplace(std::move(autosave).value());
    else
        say_(ToastKind::Warning, "Autosave is off: " + autosave.error().message);
    saved_ = player_->session();
}

SessionKeeper::~SessionKeeper() = default;

void SessionKeeper::remember(const std::filesystem::path& path, session::RecentKind kind) {
    // The list is a convenience: a disk that refuses it is no reason to disturb anybody.
    static_cast<void>(recent_.add(path, kind));
}

void SessionKeeper::open(const std::vector<std::filesystem::path>& paths,
                         session::SourceKey replaced) {
    for (const std::filesystem::path& path : paths) {
        if (path.extension() == session::kSessionExtension) {
            open_session(path);
            return;
        }
    }
    const bool was_empty = player_->session().sources.empty();
    for (const std::filesystem::path& given : paths) {
        const std::filesystem::path path = whole_path(given);
        const session::SourceKey key = player_->open(path);
        if (replaced != 0) {
            player_->edit([&](session::Session& s) {
                const auto place = [&](session::SourceKey k) {
                    return std::ranges::find(s.sources, k, &session::Source::key);
                };
                const auto old = place(replaced);
                const auto fresh = place(key);
                if (old == s.sources.end() || fresh == s.sources.end()) return;
                fresh->timing = old->timing;
                std::iter_swap(old, fresh);
                if (s.compare.a == replaced) s.compare.a = key;
                if (s.compare.b == replaced) s.compare.b = key;
            });
            player_->close(replaced);
            replaced = 0;
        }
        remember(path, session::RecentKind::Media);
    }
    if (was_empty && player_->session().sources.size() > 1)
        player_->edit([](session::Session& s) {
            if (s.compare.mode == session::CompareMode::Single)
                s.compare.mode =
                    s.sources.size() <= 3 ? session::CompareMode::Row : session::CompareMode::Grid;
        });
    watch_.watch_only(player_->session().sources);
}

void SessionKeeper::open_session(const std::filesystem::path& file) {
    auto loaded = session::load_session(file);
    if (!loaded) {
        say_(ToastKind::Error, loaded.error().message);
        return;
    }
    replace(loaded.value(), whole_path(file));
    remember(path_, session::RecentKind::Session);
}

void SessionKeeper::start_new() { replace({}, {}); }
void SessionKeeper::adopt(const session::Session& session) { replace(session, {}); }

void SessionKeeper::replace(const session::Session& session, std::filesystem::path path) {
    player_->pause();
    player_->set_session(session);
    path_ = std::move(path);
    saved_ = player_->session();
    undo_.clear();
    redo_.clear();
    watch_.watch_only(saved_.sources);
}

void SessionKeeper::save(const std::filesystem::path& file) {
    const session::Session session = player_->session();
    const std::uint64_t revision = player_->revision();
    const auto done = session::save_session(session, file);
    if (!done) {
        say_(ToastKind::Error, done.error().message);
        return;
    }
    path_ = whole_path(file);
    saved_ = session;
    if (autosave_) autosave_->saved_by_user(revision);
    remember(path_, session::RecentKind::Session);
    say_(ToastKind::Notice, "Saved " + path_.filename().string() + ".");
}

void SessionKeeper::close(session::SourceKey key) {
    player_->close(key);
    watch_.forget(key);
}

void SessionKeeper::clear_recent() {
    if (const auto done = recent_.clear(); !done) say_(ToastKind::Warning, done.error().message);
}

void SessionKeeper::begin_changes() { before_ = player_->session(); }

void SessionKeeper::end_changes() {
    if (!before_) return;
    const session::Session before = *std::exchange(before_, std::nullopt);
    const session::Session after = player_->session();
    if (without_position(before) == without_position(after)) return;
    const Clock::time_point now = Clock::now();
    if (undo_.empty() || now - last_change_ > kOneStep) undo_.push_back(before);
    if (undo_.size() > kMostSteps) undo_.pop_front();
    redo_.clear();
    last_change_ = now;
    if (after.sources.size() != before.sources.size()) watch_.watch_only(after.sources);
}

void SessionKeeper::undo() {
    if (undo_.empty()) return;
    session::Session session = player_->session();
    redo_.push_back(session);
    undo_.back().transport.position = session.transport.position;
    player_->set_session(undo_.back());
    undo_.pop_back();
    last_change_ = {};
}

void SessionKeeper::redo() {
    if (redo_.empty()) return;
    session::Session session = player_->session();
    undo_.push_back(session);
    redo_.back().transport.position = session.transport.position;
    player_->set_session(redo_.back());
    redo_.pop_back();
    last_change_ = {};
}

std::vector<session::SourceKey> SessionKeeper::tick(Clock::time_point now) {
    if (now < next_poll_) return {};
    next_poll_ = now + kPoll;
    if (autosave_) {
        if (autosave_->due(player_->revision(), now)) autosave_->save(player_->session(), path_);
        if (const auto error = autosave_->take_error())
            say_(ToastKind::Warning, "Autosave: " + error->message);
    }
    std::vector<session::SourceKey> changed;
    for (const session::FileEvent& event : watch_.poll(now)) {
        const session::Session session = player_->session();
        const session::Source* source = session.find(event.key);
        if (source == nullptr) continue;
        if (event.kind == session::FileEvent::Kind::Deleted) {
            say_(ToastKind::Warning,
                 display_name(*source) + ": its file is gone; what is cached stays.");
            continue;
        }
        player_->reload(event.key);
        changed.push_back(event.key);
        say_(ToastKind::Notice, display_name(*source) + " changed on disk and was read again.");
    }
    return changed;
}

void SessionKeeper::finish() {
    if (!autosave_) return;
    const auto done = autosave_->finish(player_->session(), path_);
    if (!done) say_(ToastKind::Warning, done.error().message);
}

std::vector<std::filesystem::path> SessionKeeper::recent() const {
    std::vector<std::filesystem::path> paths;
    for (const session::RecentEntry& entry : recent_.entries()) {
        if (paths.size() == 15) break;
        paths.push_back(entry.path);
    }
    return paths;
}

std::optional<session::Session> SessionKeeper::resumable(std::string& note, bool with_last) {
    const std::filesystem::path folder = autosave_folder();
    for (session::AbandonedSession& abandoned : session::abandoned_sessions(folder)) {
        auto loaded = abandoned.load();
        if (!loaded || loaded.value().sources.empty()) continue;
        note = "The session that a crash interrupted is back.";
        abandoned.discard();
        return loaded.value();
    }
    if (!with_last) return {};
    const auto loaded = session::load_session(session::last_session_file(folder));
    if (!loaded || loaded.value().sources.empty()) return {};
    return loaded.value();
}

} // namespace seamline::ui
