// app/ui/map_actions.h: what keys do to the map, to held frames and to the match of B to A.
#pragma once

#include "app/ui/ui_model.h"

namespace seamline::ui {

/// Carries out an action; what refuses it is told in one sentence. False for actions that are about
/// something else.
bool map_action(Action action, playback::Player& player, UiState& state, const ViewModel& model);

/// What a source shows now as a hero frame, without id; none without a picture.
std::optional<session::Still> still_of(const ViewModel& model, session::SourceKey key);
/// Errors: InvalidArgument: the frame is kept already, or there are kMostStills.
Result<Done> keep_still(session::HandWork& hand, session::Still still);
/// The tick at which the session shows a kept frame, in its own source or in a take of the same
/// file. Errors: NotFound: none is open.
Result<std::int64_t> tick_of_still(const ViewModel& model, const session::Still& still);
/// The source that a frame is held against: what the user sees as B, or, where there is one take,
/// as A; 0: nothing is open.
session::SourceKey held_against(const session::Session& session,
                                const playback::Audition& audition);
void hold_still(playback::Player& player, UiState& state, const session::Still& still);

} // namespace seamline::ui
