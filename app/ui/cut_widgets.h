// app/ui/cut_widgets.h: the menu of the cut, and what an audition writes over the pictures.
#pragma once

#include "app/ui/picture_places.h"
#include "app/ui/ui_model.h"

#include <vector>

namespace seamline::ui {

void cut_menu(const Ui& ui);
/// Which audition is on and how it ends; marks of the grid of takes, which can be clicked.
void draw_audition(const Ui& ui, ImDrawList& list, const std::vector<PicturePlace>& places,
                   bool hovered);

} // namespace seamline::ui
