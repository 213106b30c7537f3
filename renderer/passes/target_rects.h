// renderer/passes/target_rects.h: rectangles of the target, cut so that nothing is drawn twice.
#pragma once

#include "decode/media/pixel_layout.h"

#include <glm/glm.hpp>

#include <array>
#include <vector>

namespace seamline::renderer {

inline bool is_empty(const Rect& rect) { return rect.width <= 0 || rect.height <= 0; }
inline int right_of(const Rect& rect) { return rect.x + rect.width; }
inline int bottom_of(const Rect& rect) { return rect.y + rect.height; }

Rect intersection(const Rect& a, const Rect& b); ///< Of no width or height when they do not meet.
/// The smallest rectangle that contains both; of an empty one nothing is contained.
Rect united(const Rect& a, const Rect& b);
/// What of `outer` lies around `inner`, which is inside it: above, left, right, below.
std::vector<Rect> frame_around(const Rect& outer, const Rect& inner);
/// What `cover` leaves of rectangles.
std::vector<Rect> remaining(const std::vector<Rect>& rects, const Rect& cover);

/// What of `rect` lies left of the column nearest to `axis_px`, and the rest.
std::array<Rect, 2> butterfly_rects(float axis_px, const Rect& rect);

/// A wipe's rectangle, cut. Only the pixels of `line` may see the line.
struct WipeRects {
    std::array<std::vector<Rect>, 2> sides; ///< A's and B's.
    std::vector<Rect> line;
};
WipeRects wipe_rects(glm::vec2 center_px, glm::vec2 normal, const Rect& rect);

} // namespace seamline::renderer
