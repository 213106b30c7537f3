// app/ui/seam_actions.h: what keys do to found cuts and their flags.
#pragma once

#include "app/ui/ui_model.h"

namespace seamline::ui {

/// The seams that lamps and keys are about: those of the shown cut's source while the cut view is
/// on, else of source A; where the playhead (or that view) is in it.
struct SeamPlace {
    const session::Source* source = nullptr; ///< Null: there is none, or it is not open yet.
    const SourceSeams* seams = nullptr;      ///< Not null with a source.
    std::int64_t frame = 0;                  ///< Of the source; of an edit the record frame.
};
SeamPlace seam_place(const ViewModel& model, const UiState& state);
/// The nearest cut or step: what lamps show, and what accepting and dismissing is about. Null:
/// there is none.
const SeamSign* shown_seam(const SeamPlace& place);
/// The tick at which a source first shows its frame; none outside of the session.
std::optional<std::int64_t> tick_of_seam(const ViewModel& model, const session::Source& source,
                                         std::int64_t frame);

/// What accepting, dismissing, adding, removing or moving does to a source's marks. Errors:
/// InvalidArgument, with a sentence that says why nothing can be done.
Result<session::CutMarks> changed_marks(Action action, const SeamPlace& place);

/// Carries out an action on seams; false for actions that are about something else, and for those
/// on cuts where no take with found cuts is meant. What refuses it is told.
bool seam_action(Action action, playback::Player& player, UiState& state, const ViewModel& model);

} // namespace seamline::ui
