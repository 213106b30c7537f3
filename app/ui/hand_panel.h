// app/ui/hand_panel.h: regions and shadows that are drawn on pictures, and the list of them.
#pragma once

#include "app/ui/picture_places.h"

#include <vector>

namespace seamline::ui {

/// While a tool is on, drags on pictures draw; shows what is drawn there already.
void draw_hand_tools(const Ui& ui, ImDrawList& list, const std::vector<PicturePlace>& places,
                     bool hovered);
/// What the pairs tell, to read, delete and put on B.
void draw_hand_list(const Ui& ui);

} // namespace seamline::ui
