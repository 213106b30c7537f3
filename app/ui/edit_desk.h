// app/ui/edit_desk.h: opens timelines, finds their media, writes them: what may take long, on a
// thread that nobody waits for.
#pragma once

#include "app/interchange/write_edit.h"
#include "app/session/open_edit.h"
#include "app/ui/errand.h"
#include "app/ui/ui_model.h"

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace seamline::ui {

/// Threads: main thread.
class EditDesk {
public:
    using Say = std::function<void(ToastKind, const std::string&)>;

    EditDesk(playback::Player& player, Say say);

    /// Reads them and looks for their media; one after another. The first becomes A, the second B.
    void open(std::vector<std::filesystem::path> files, const session::EditPlaces& places);
    /// Looks for the media of `state.key` again.
    void search(const session::Session& session, RelinkState& state,
                const session::EditPlaces& places);
    /// Links what is chosen in `state`; one step to undo.
    void apply(const RelinkState& state);
    /// Reads the list that a cut came from again, at `rate`; one step to undo. See
    /// session::list_at_rate.
    void read_list_at(const session::Session& session, session::SourceKey key, const Rational& rate,
                      const session::EditPlaces& places);
    /// Writes the edit of a cut; its losses become a toast and `state`'s notes.
    void save(const session::Session& session, session::SourceKey key,
              const std::filesystem::path& file, interchange::OtioProfile profile,
              RelinkState& state);
    /// The takes of the session that are on the screen, one after another, as one cut.
    void make_cut(const session::Session& session);

    bool is_busy() const { return opening_.is_running() || errand_.is_running(); }
    /// What has become ready: new sources go to the player, proposals into `state`, which opens
    /// when media are missing. Whether the session changed.
    bool take(RelinkState& state, const session::EditPlaces& places);

private:
    struct Answer {
        std::optional<Error> error;
        std::vector<session::OpenedEdit> edits; ///< Of `open`.
        std::optional<session::Source> made;    ///< Of `make_cut`.
        session::SharedCut read, instead_of;    ///< Of `read_list_at`.
        session::SourceKey searched = 0;        ///< Of these two: whose ...
        interchange::RelinkPlan plan;           ///< ... media these are.
    };

    bool accept(Answer answer, RelinkState& state);
    bool accept_list(const Answer& answer);
    void start_next(const session::EditPlaces& places);
    void show(RelinkState& state, session::SourceKey key, const std::string& title,
              const interchange::RelinkPlan& plan, bool ask);

    playback::Player& player_;
    Say say_;
    Errand<Answer> opening_; ///< Files, one after another.
    Errand<Answer> errand_;  ///< A search or a cut being made; a new one replaces the last.
    std::vector<std::filesystem::path> queue_;
    std::size_t opened_ = 0; ///< Cuts of the last `open` that are in the session.
};

/// A name that nothing has yet, beside the file that the cut came from and of its format; else in
/// the working folder as .otio. Blocks: on the disk.
std::filesystem::path proposed_name(const session::Source& cut);

/// Where a cut stands in `state`: what a person may still choose.
std::vector<RelinkRow> relink_rows(const interchange::Edit& edit,
                                   const interchange::RelinkPlan& plan);

} // namespace seamline::ui
