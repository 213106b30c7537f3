// app/ui/review/take_panel.h: shots with their stacks of takes, and what is known of each take.
#pragma once

#include "app/ui/ui_model.h"

namespace seamline::ui {

/// Pick, reorder, cull, compare; facts of a take; coverage and place of a shot.
void draw_take_list(const Ui& ui);

} // namespace seamline::ui
