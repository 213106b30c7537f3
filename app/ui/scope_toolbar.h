// app/ui/scope_toolbar.h: the controls above the scopes.
#pragma once

#include "app/ui/ui_model.h"

namespace seamline::ui {

/// In the current window, from its cursor, in as many lines as they need.
void draw_scope_toolbar(const Ui& ui);

} // namespace seamline::ui
