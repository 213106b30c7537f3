// app/ui/picture_places.h: which take is seen where in the viewer.
#pragma once

#include "app/ui/ui_model.h"

#include <optional>
#include <vector>

namespace seamline::ui {

/// One picture of the tick on the screen, in window pixels.
struct PicturePlace {
    session::SourceKey key = 0;
    ScreenRect tile;        ///< The part of the viewer it may fill.
    ScreenRect picture;     ///< Its edges, which may lie outside the tile.
    bool is_second = false; ///< B of a mode that puts two pictures into one tile.
    const renderer::Picture* composed = nullptr; ///< Lives as long as ViewModel::shown.
};

/// In the order of the screen; `origin` is the picture's corner in the window.
std::vector<PicturePlace> places_of(const ShownPicture& shown, glm::dvec2 origin);
/// Of what is on the screen; empty before the first picture.
std::vector<PicturePlace> picture_places(const Ui& ui);
/// A window position in pixels of the place's visible picture as coded, and back; the place has a
/// frame. Nothing where the picture has no extent.
glm::dvec2 source_position(const Ui& ui, const PicturePlace& place, glm::dvec2 window);
std::optional<glm::dvec2> window_position(const Ui& ui, const PicturePlace& place,
                                          glm::dvec2 source);
/// The one whose tile holds `point`, A before B; null outside.
const PicturePlace* place_at(const std::vector<PicturePlace>& places, glm::dvec2 point);

/// Readings of every picture under the cursor, or averaged over the marked area.
void draw_probe(const Ui& ui, ImDrawList& list, const std::vector<PicturePlace>& places,
                bool hovered);

} // namespace seamline::ui
