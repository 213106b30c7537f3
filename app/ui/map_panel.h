// app/ui/map_panel.h: the difference map in the window, its legend and the menu around it.
#pragma once

#include "app/ui/ui_model.h"

namespace seamline::ui {

/// The map beside the pictures takes its place from `viewer`: right of a wide one, below a high
/// one, as large as one of `pictures`; whole pixels. Returns that place.
ScreenRect take_map_place(ScreenRect& viewer, session::CompareMode mode, std::size_t pictures);
/// The map where it belongs, and its legend with the choosers.
void draw_map(const Ui& ui);
/// Map, held frames, match, what is measured by hand.
void match_menu(const Ui& ui);

/// "0", "5", "10" of a scale's ends, in the fewest digits that tell them.
std::string scale_number(double value);
/// What stands in the legend under the scale: of which frames the map is, where the screen is by
/// now, and how many maps come per second.
std::string map_state_words(const MapView& view, int frame_base, bool is_playing);
/// Why there is no map, or that it is being made; empty: there is one.
std::string no_map_words(const MapView& view);

} // namespace seamline::ui
