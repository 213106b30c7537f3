// The application's part in folders: takes that are taken in at once, and those that come later.
#include "app/session/xdg.h"
#include "app/ui/application.h"

#include <algorithm>
#include <set>
#include <system_error>
#include <utility>

namespace seamline::ui {
namespace {

using Clock = std::chrono::steady_clock;

/// Whose events what comes by itself is: nobody did it, and nobody's undo is about it.
constexpr const char* kWatcher = "watched folder";
/// Arrivals that follow each other this closely are told together.
constexpr std::chrono::milliseconds kTogether{1200};
/// Takes that are opened at once; each open one costs a reader and memory.
constexpr std::size_t kMostOpened = 60;

} // namespace

void Application::start_ingest() {
    ingest_ = std::make_unique<IngestDesk>(IngestDesk::Options{
        session::xdg_path(session::XdgFolder::Config) / "watched-folders.json"});
    if (!ingest_->problem().empty()) say(ToastKind::Warning, ingest_->problem());
}

/// What lies in `paths` that is no folder; folders get the dialog, one after the other.
std::vector<std::filesystem::path>
Application::take_folders(const std::vector<std::filesystem::path>& paths) {
    std::vector<std::filesystem::path> files;
    for (const std::filesystem::path& path : paths) {
        std::error_code code;
        if (std::filesystem::is_directory(path, code))
            ingest_->show(path);
        else
            files.push_back(path);
    }
    return files;
}

void Application::follow_ingest() {
    const auto review = review_->review();
    if (!state_.decide.blind) ingest_->follow_dialog(state_.decide.ingest, review);
    const Clock::time_point now = Clock::now();
    IngestDesk::Arrived arrived;
    // Without its store nobody knows what the review says of what is there: that waits.
    ingest_->set_waits(review_->is_in_memory());
    if (!review_->is_in_memory()) arrived = ingest_->follow_watched(now, review);
    if (!arrived.items.empty()) review_->take_up(arrived.items, kWatcher);
    auto& fresh = state_.decide.arrived;
    std::erase_if(fresh, [&](const ArrivedTake& take) {
        return std::ranges::find(arrived.gone, take.path) != arrived.gone.end();
    });
    for (ArrivedTake& take : arrived.takes) {
        fresh.push_back(take);
        untold_.push_back(std::move(take));
        last_arrival_ = now;
    }
    if (!fresh.empty()) {
        const session::Session session = player_->session();
        std::erase_if(fresh, [&](const ArrivedTake& take) {
            return std::ranges::find(session.sources, take.path, &session::Source::path) !=
                   session.sources.end();
        });
    }
    tell_watched_problems();
    if (!arrived.broken.empty()) say(ToastKind::Warning, arrived.broken);
    if (!arrived.otherwise.empty())
        say(ToastKind::Warning, words_of(arrived.otherwise) + " Nothing is changed: " +
                                    keys_.keys_text(Action::TakeInFolder) + " shows what would.");
    if (untold_.empty() || now - last_arrival_ < kTogether) return;
    const bool all_stacked =
        std::ranges::all_of(untold_, [](const ArrivedTake& take) { return take.problem.empty(); });
    say(all_stacked ? ToastKind::Notice : ToastKind::Warning,
        words_of(untold_) + ' ' + keys_.keys_text(Action::OpenArrived) +
            (untold_.size() == 1 ? " opens it." : " opens them."));
    untold_.clear();
}

/// Each once, until it is over.
void Application::tell_watched_problems() {
    std::set<std::string> problems;
    for (const WatchedView& watched : ingest_->view().watched) {
        if (!watched.is_problem) continue;
        problems.insert(watched.words);
        if (!told_folders_.contains(watched.words)) say(ToastKind::Warning, watched.words);
    }
    told_folders_ = std::move(problems);
}

/// On a folder that is watched already, where there is one; else a folder is chosen first.
void Application::ask_for_folder() {
    const std::filesystem::path folder = ingest_->folder_to_look_at();
    if (state_.decide.ingest.open || folder.empty())
        state_.browser = BrowserPurpose::ChooseTakeFolder;
    else
        ingest_->show(folder);
}

/// Opens those that are not open yet. Returns how many.
std::size_t Application::open_takes(const std::vector<std::filesystem::path>& paths) {
    const session::Session session = player_->session();
    std::vector<std::filesystem::path> closed;
    for (const std::filesystem::path& path : paths)
        if (std::ranges::find(session.sources, path, &session::Source::path) ==
            session.sources.end())
            closed.push_back(path);
    const std::size_t left = closed.size() > kMostOpened ? closed.size() - kMostOpened : 0;
    closed.resize(closed.size() - left);
    if (!closed.empty()) open_files(closed, 0);
    if (left > 0)
        say(ToastKind::Warning,
            "The first " + std::to_string(kMostOpened) + " takes are open; the other " +
                std::to_string(left) + " stand in their stacks: " +
                keys_.keys_text(Action::ToggleTakes) + ", a double click opens one.");
    return closed.size();
}

void Application::take_in_folder(bool only_open) {
    IngestChoice& choice = state_.decide.ingest;
    if (!only_open && !ingest_->view().can_take_in) return;
    const IngestDesk::TakenIn taken = ingest_->taken_in();
    const std::vector<std::filesystem::path> files = only_open ? ingest_->all_files() : taken.files;
    const std::string words = ingest_->view().preview ? words_of(*ingest_->view().preview) : "";
    if (const auto done = ingest_->leave(choice); !done)
        say(ToastKind::Warning, done.error().message);
    const bool is_said = !only_open && review_->take_up(taken.items);
    const std::size_t opened = open_takes(files);
    if (only_open) return;
    if (is_said) {
        keeper_->forget_redo();
        if (opened > 0) ingest_step_ = IngestStep{*review_->undoable(), std::nullopt};
    }
    const std::string watching = choice.watch
                                     ? " New movies of " + choice.folder.filename().string() +
                                           " join their stacks by themselves."
                                     : std::string();
    if (is_said || opened > 0)
        say(ToastKind::Notice, words + ". " + keys_.keys_text(Action::ToggleTakes) +
                                   " lists the stacks, " + keys_.keys_text(Action::Undo) +
                                   " takes it back." + watching);
    else
        say(ToastKind::Notice, "Nothing of it is new." + watching);
}

void Application::open_arrived() {
    std::vector<std::filesystem::path> paths;
    for (const ArrivedTake& take : state_.decide.arrived) paths.push_back(take.path);
    if (paths.empty())
        return say(ToastKind::Notice, "No take arrived that is not open. " +
                                          keys_.keys_text(Action::TakeInFolder) +
                                          " has a folder watched.");
    state_.decide.arrived.clear();
    open_takes(paths);
    const session::Session session = player_->session();
    const auto first = std::ranges::find(session.sources, paths.front(), &session::Source::path);
    if (first != session.sources.end())
        player_->edit([key = first->key](session::Session& s) {
            if (s.compare.mode != session::CompareMode::Single || s.compare.a == key) return;
            s.compare.b = s.compare.a;
            s.compare.a = key;
        });
}

/// Stacks and sources of one taking in are taken back, or brought back, together.
bool Application::undo_ingest() {
    if (!ingest_step_ || !ingest_step_->session || review_->undoable() != ingest_step_->review ||
        keeper_->undoable() != ingest_step_->session)
        return false;
    say(ToastKind::Notice, "Undone: " + review_->undo() + ".");
    keeper_->undo();
    ingest_step_ = IngestStep{*review_->redoable(), keeper_->redoable()};
    return true;
}

bool Application::redo_ingest() {
    if (!ingest_step_ || !ingest_step_->session || review_->redoable() != ingest_step_->review ||
        keeper_->redoable() != ingest_step_->session)
        return false;
    say(ToastKind::Notice, "Done again: " + review_->redo() + ".");
    keeper_->redo();
    ingest_step_ = IngestStep{*review_->undoable(), keeper_->undoable()};
    return true;
}

} // namespace seamline::ui
