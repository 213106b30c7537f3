// app/ui/review/decision_actions.h: what keys do to decisions.
#pragma once

#include "app/ui/ui_model.h"

namespace seamline::ui {

/// Carries out an action on decisions, drawings, comments and takes; false for actions that are
/// about something else. What refuses it is told.
bool decision_action(Action action, playback::Player& player, UiState& state,
                     const ViewModel& model, ReviewDesk& desk);

/// The reasons that a decision starts with: of one that was on hold and goes back, what it was held
/// for; else of send backs and holds what was measured. A keep has none, and what somebody sent
/// back for is no reason to hold. `before`: what its author said of the same until now, or null.
std::vector<std::string> first_reasons(review::DecisionState said, const review::Decision* before,
                                       std::vector<std::string> measured);

/// Whether an action may be done while names are hidden: it plays, looks closer, listens or ends
/// it.
bool fits_blind(Action action);

/// Goes to a decision: to its take, where it is open, and its first frame. What prevents it is
/// told.
void go_to_decision(const std::string& id, playback::Player& player, UiState& state,
                    const ViewModel& model);

/// Makes a source A; B keeps another one.
void make_a(session::Session& session, session::SourceKey key);

/// Ticks at which decisions on frames, ranges and shots of what A shows begin, ascending.
std::vector<std::int64_t> decision_ticks(const ViewModel& model);

} // namespace seamline::ui
