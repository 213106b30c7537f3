// app/ui/review/drawing_shapes.h: drawings between the picture's geometry and the window's; pure.
#pragma once

#include "app/review/drawing.h"
#include "app/ui/wipe_geometry.h"

#include <glm/glm.hpp>

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace seamline::ui {

/// The tools of the drawing bar.
struct DrawChoice {
    bool is_on = false;
    review::StrokeKind kind = review::StrokeKind::Pen;
    int color = 0;      ///< Of kDrawColors.
    int size = 1;       ///< Of kDrawSizes and kTextSizes.
    bool holds = false; ///< To the end of the take, not on its frame alone.
    bool ghost = true;

    friend bool operator==(const DrawChoice&, const DrawChoice&) = default;
};

struct DrawColor {
    const char* name;
    std::array<float, 4> rgba;
};
/// Seen on dark and light pictures; told apart by most eyes (Okabe-Ito, white and black).
extern const std::array<DrawColor, 6> kDrawColors;
/// Widths of lines and heights of text, in picture heights: see review::Stroke.
constexpr std::array<double, 3> kDrawSizes{0.003, 0.006, 0.012};
constexpr std::array<double, 3> kTextSizes{0.035, 0.055, 0.09};
double drawn_size(const DrawChoice& choice);
/// A text's height in the window: it grows with the picture, and can be read in small ones.
/// `least_px` > 0.
double text_height_px(const ScreenRect& picture, const review::Stroke& text, double least_px);

/// A window position in the geometry of review::Drawing, and back. `picture`: where all of the
/// upright picture lies in the window.
review::DrawPoint drawn_point(const ScreenRect& picture, glm::dvec2 window);
glm::dvec2 window_point(const ScreenRect& picture, const review::DrawPoint& point);

/// A pen's path without the points that its lines do not need: none lies farther than `tolerance`
/// (picture heights) from what is left. Source: Douglas and Peucker, Algorithms for the reduction
/// of the number of points required to represent a digitized line, Cartographica 10(2), 1973.
std::vector<review::DrawPoint> simplified(std::span<const review::DrawPoint> path,
                                          double tolerance);

/// How strongly a drawing is seen at `frame`: 1 on its own frames, less on up to kGhostFrames
/// around them for ghosts, 0 elsewhere.
constexpr std::int64_t kGhostFrames = 4;
float drawing_strength(const review::Drawing& drawing, std::int64_t frame);

/// Whether `point` (picture geometry) lies on a stroke, within `reach` picture heights.
bool touches(const review::Stroke& stroke, const review::DrawPoint& point, double reach);

} // namespace seamline::ui
