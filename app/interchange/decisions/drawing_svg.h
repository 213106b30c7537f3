// app/interchange/decisions/drawing_svg.h: drawings as SVG, for pages.
#pragma once

#include "app/review/drawing.h"

#include <string>
#include <vector>

namespace seamline::interchange {

/// One `svg` element of class "drawing" that covers a picture of `width` by `height` pixels (both >
/// 0) exactly: 1000 units high, origin in the upper left corner. Every stroke has a dark outline,
/// so that it shows on any picture. `label`: what a screen reader says.
std::string drawing_svg(const std::vector<review::Stroke>& strokes, int width, int height,
                        const std::string& label);

} // namespace seamline::interchange
