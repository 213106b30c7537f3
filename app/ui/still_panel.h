// app/ui/still_panel.h: the list of hero frames.
#pragma once

#include "app/ui/ui_model.h"

namespace seamline::ui {

/// A picture and a line for each: hold it against B, go to it, delete it.
void draw_still_list(const Ui& ui);

} // namespace seamline::ui
