// app/ui/review/review_desk.h: what people say about what is open: who decides, which media are
// meant, and what of it is on the disk.
#pragma once

#include "app/playback/player.h"
#include "app/review/event.h"
#include "app/review/ingest.h"
#include "app/ui/review/decision_places.h"
#include "app/ui/ui_model.h"

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace seamline::ui {

/// Keeps the review's store and the names of the media that are open. Actions return at once: they
/// wait for the medium's id (its file is read once, in the background) and are then written by a
/// thread in the order in which they were made.
///
/// Threads: main thread.
class ReviewDesk {
public:
    using Say = std::function<void(ToastKind, const std::string&)>;
    using Clock = std::chrono::steady_clock;

    struct Options {
        std::filesystem::path store;  ///< The database.
        std::filesystem::path rescue; ///< Folder for what could not be saved; empty: none.
        std::string author;           ///< Who decides at first; empty: the system's user.
        std::function<void()> wake;   ///< Called on a worker when something new is known.
    };
    ReviewDesk(Options options, Say say);
    /// Blocks until what was said is on the disk, its media's names read. What cannot be put there
    /// goes to the rescue folder, as a history that the next run, or `review import`, takes in.
    ~ReviewDesk();
    ReviewDesk(const ReviewDesk&) = delete;
    ReviewDesk& operator=(const ReviewDesk&) = delete;

    /// Reads the ids of media that are open and not known yet; tells what went wrong.
    void follow(const session::Session& session,
                const std::vector<playback::SourceReport>& reports);
    /// What panels see. `frame_base` as the session's.
    ReviewView view(const session::Session& session);
    /// Something came that panels have not seen.
    bool has_news() const;

    void decide(const DecisionPlace& place, const review::Target& target,
                review::DecisionState state, std::vector<std::string> reasons, std::string note);
    /// Of a medium that was decided on already.
    void amend(const std::filesystem::path& path, const review::Target& target,
               review::DecisionState state, std::vector<std::string> reasons, std::string note);
    void clear(const DecisionPlace& place, const review::Target& target);
    void clear_decision(const std::string& id);
    /// `drawing` without id, medium and author.
    void put_drawing(const DecisionPlace& place, review::Drawing drawing);
    void remove_drawing(const std::string& id);
    void comment(const DecisionPlace& place, const review::Target& target, std::string text);
    void reply(const std::string& comment, std::string text);
    void resolve(const std::string& comment, bool resolved);
    /// Whether something that was said of that medium waits for its file to be read.
    bool waits_for(const std::filesystem::path& path) const;
    /// Any other change; `place` where it is about a medium.
    void change(const std::optional<DecisionPlace>& place, std::vector<review::Change> changes);
    /// About a medium by its id, and about several as one action.
    void change_medium(const std::string& media_id, std::vector<review::Change> changes);
    void change_media(const std::vector<std::pair<std::string, review::Change>>& changes);

    /// Takes up what a preview of files shows, as one action. `by` is empty for something that the
    /// author does and can undo; else it happens in that name, and undo passes over it. False:
    /// nothing of it is new.
    bool take_up(std::span<const review::IngestItem> items, const std::string& by = {});
    /// The store could not be opened yet: what stands is what was said in this run alone.
    bool is_in_memory() const;
    /// What stands.
    std::shared_ptr<const review::Review> review() const;

    /// Adds what another review says that this one does not. `echo`: see review::merge. Blocks: on
    /// the disk. Errors: the store's.
    struct TakenIn {
        std::size_t said = 0;
        std::size_t known = 0;
    };
    Result<TakenIn> take_in(const review::Review& incoming, const review::Review& echo);

    void set_author(const std::string& author);
    void next_author();
    const std::string& author() const;

    /// When the last action was made that undo would take back, or redo would make again; nothing
    /// when there is none. Those of this window and author alone.
    std::optional<Clock::time_point> undoable() const;
    std::optional<Clock::time_point> redoable() const;
    /// Both return what it was, in words; empty: there was nothing.
    std::string undo();
    std::string redo();
    /// What was undone can no longer be redone: something else was changed since.
    void forget_redo();

    /// Media of a session, takes before those of edits.
    static std::vector<std::filesystem::path> media_of(const session::Session& session);

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace seamline::ui
