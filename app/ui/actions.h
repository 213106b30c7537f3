// app/ui/actions.h: what each key action does to the player, the session and the interface's own
// state.
#pragma once

#include "app/ui/ui_model.h"

namespace seamline::ui {

/// Carries out an action on playback, comparison, view or panels. False for those that belong to
/// the program: files, window, undo, exports.
bool carry_out(Action action, playback::Player& player, UiState& state, const ViewModel& model);

/// The part of `carry_out` about fit, adjustments, panels and nudging.
bool view_action(Action action, playback::Player& player, UiState& state);

/// The part of `view_action` about what is shown beside the pictures.
bool panel_action(Action action, UiState& state);

/// The next speed in the direction of `step` (+1 faster, -1 slower) for a player that runs at
/// `speed`; the sign stays.
Rational next_speed(Rational speed, int step);
/// What J and L do: the first press plays at 1x, each further one doubles, up to 8x.
Rational shuttle_speed(bool playing, Rational speed, bool forward);
/// Puts source number `index` (from 0) in A's place, and what was there into B's, so that Flip goes
/// back.
void show_source(session::Session& session, std::size_t index);

} // namespace seamline::ui
