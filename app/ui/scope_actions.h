// app/ui/scope_actions.h: what the keys of the scopes do.
#pragma once

#include "app/ui/ui_model.h"

namespace seamline::ui {

/// What a key does to the settings alone. False for other actions.
bool change_scopes(Action action, session::ScopeSettings& settings);
/// Everything that the scopes' keys do. False for other actions.
bool scope_action(Action action, playback::Player& player, UiState& state);

} // namespace seamline::ui
