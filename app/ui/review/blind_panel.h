// app/ui/review/blind_panel.h: the question of a blind comparison.
#pragma once

#include "app/ui/ui_model.h"

namespace seamline::ui {

/// "Which ships?", below the pictures, while takes are compared blindly.
void draw_blind_bar(const Ui& ui);

/// Sources as they may be seen during a blind comparison: the two by their side, others by a
/// number; without generator and path.
void hide_names(session::Session& session);

} // namespace seamline::ui
