#include "app/ui/session_keeper.h"

#include "app/session/session_file.h"
#include "app/session/xdg.h"

#include <algorithm>

namespace seamline::ui {
namespace {

constexpr std::chrono::milliseconds kPoll{100};

std::filesystem::path autosave_folder() {
    return session::xdg_path(session::XdgFolder::State) / "autosave";
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
    file_->saved = player_->session();
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
    remember(file_->path, session::RecentKind::Session);
}

void SessionKeeper::start_new(const session::Session& fresh) { replace(fresh, {}); }

void SessionKeeper::adopt(const session::ResumedReview& review) {
    replace(review.session, review.user_file);
    left_ = review.left;
    if (review.user_file.empty() && !review.left) return;
    // Unsaved is what differs from the user's file, not from what was autosaved.
    auto saved = session::load_session(review.user_file);
    file_->saved = saved ? std::move(saved).value() : session::Session{};
}

session::ResumedReview SessionKeeper::review() const { return {session(), file_->path, nullptr}; }

std::filesystem::path SessionKeeper::autosave_file() const {
    return autosave_ ? autosave_->file() : std::filesystem::path();
}

void SessionKeeper::replace(const session::Session& session, std::filesystem::path path) {
    player_->pause();
    player_->set_session(session);
    if (trials_.replaced) trials_.replaced();
    // Another file, not another path: undo steps keep the one they belong to.
    file_ = std::make_shared<ReviewFile>(ReviewFile{std::move(path), this->session()});
    watch_.watch_only(file_->saved.sources);
}

void SessionKeeper::save(const std::filesystem::path& file) {
    const session::Session session = this->session();
    const std::uint64_t revision = player_->revision();
    const auto done = session::save_session(session, file);
    if (!done) {
        say_(ToastKind::Error, done.error().message);
        return;
    }
    file_->path = whole_path(file);
    file_->saved = session;
    if (autosave_) autosave_->saved_by_user(revision);
    discard_left();
    remember(file_->path, session::RecentKind::Session);
    say_(ToastKind::Notice, "Saved " + file_->path.filename().string() + ".");
}

void SessionKeeper::close(session::SourceKey key) {
    player_->close(key);
    watch_.forget(key);
}

void SessionKeeper::clear_recent() {
    if (const auto done = recent_.clear(); !done) say_(ToastKind::Warning, done.error().message);
}

void SessionKeeper::begin_changes() { history_.begin(state()); }

bool SessionKeeper::end_changes() { return history_.end(state(), Clock::now()); }

void SessionKeeper::undo() { restore(history_.undo(state(), Clock::now())); }
void SessionKeeper::redo() { restore(history_.redo(state(), Clock::now())); }

std::optional<SessionKeeper::Clock::time_point> SessionKeeper::undoable() {
    history_.end(state(), Clock::now());
    begin_changes();
    return history_.undoable();
}

std::optional<SessionKeeper::Clock::time_point> SessionKeeper::redoable() {
    history_.end(state(), Clock::now());
    begin_changes();
    return history_.redoable();
}

void SessionKeeper::restore(const std::optional<ReviewState>& state) {
    if (state) {
        player_->set_session(state->session);
        if (trials_.replaced) trials_.replaced();
        file_ = state->file;
        watch_.watch_only(state->session.sources);
    }
    // The player may complete what it is given; that is no change of the user's.
    begin_changes();
}

std::vector<session::SourceKey> SessionKeeper::tick(Clock::time_point now) {
    if (now < next_poll_) return {};
    next_poll_ = now + kPoll;
    if (autosave_) {
        if (autosave_->due(player_->revision(), now)) autosave_->save(session(), file_->path);
        if (autosave_->has_written()) discard_left();
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
    const auto done = autosave_->finish(session(), file_->path);
    if (!done) {
        say_(ToastKind::Warning, done.error().message);
        return;
    }
    discard_left();
}

void SessionKeeper::discard_left() {
    if (!left_) return;
    left_->discard();
    left_.reset();
}

std::vector<std::filesystem::path> SessionKeeper::recent() const {
    std::vector<std::filesystem::path> paths;
    for (const session::RecentEntry& entry : recent_.entries()) {
        if (paths.size() == 15) break;
        paths.push_back(entry.path);
    }
    return paths;
}

std::optional<session::ResumedReview> SessionKeeper::resumable(std::string& note, bool with_last) {
    const std::filesystem::path folder = autosave_folder();
    for (session::AbandonedSession& abandoned : session::abandoned_sessions(folder)) {
        auto loaded = abandoned.load();
        if (!loaded || loaded.value().sources.empty()) continue;
        note = "The session that a crash interrupted is back.";
        auto left = std::make_shared<session::AbandonedSession>(std::move(abandoned));
        return session::ResumedReview{std::move(loaded).value(), left->user_file(), left};
    }
    if (!with_last) return {};
    auto loaded = session::load_session(session::last_session_file(folder));
    if (!loaded || loaded.value().sources.empty()) return {};
    return session::ResumedReview{std::move(loaded).value(), session::last_user_file(folder),
                                  nullptr};
}

} // namespace seamline::ui
