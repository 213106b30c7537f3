// app/ui/review/drawing_panel.h: drawings on the pictures, and the bar of tools.
#pragma once

#include "app/ui/picture_places.h"

#include <vector>

namespace seamline::ui {

/// Shows what is drawn on the frames on the screen; while the tools are on, drags on a picture draw
/// and a right click on a drawing deletes it.
void draw_drawings(const Ui& ui, ImDrawList& list, const std::vector<PicturePlace>& places,
                   bool hovered);
/// The bar of tools, and the field for a text that is being written.
void draw_drawing_bar(const Ui& ui);

} // namespace seamline::ui
