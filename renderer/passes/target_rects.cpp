#include "renderer/passes/target_rects.h"

#include "shaders/shared/composite.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace seamline::renderer {
namespace {

/// Rows of a slanted wipe that are cut together into A's side, the line's and B's.
constexpr int kWipeBandPx = 32;

/// Bands of one side, or of a horizontal line's neighbourhood, grow into one rectangle.
void append(std::vector<Rect>& rects, const Rect& rect) {
    if (is_empty(rect)) return;
    if (!rects.empty() && rects.back().x == rect.x && rects.back().width == rect.width &&
        bottom_of(rects.back()) == rect.y) {
        rects.back().height += rect.height;
    } else {
        rects.push_back(rect);
    }
}

void add_wipe_band(WipeRects& rects, glm::vec2 center_px, glm::vec2 normal, const Rect& band) {
    const auto distance = [&](int x, int y) {
        return glm::dot(glm::vec2(x, y) - center_px, normal);
    };
    constexpr float kSlack = shared::kWipeLinePx + 0.5F;
    // Columns from `left` to `right` may see the line; eight-pixel steps keep blocks aligned.
    int left = right_of(band);
    int right = band.x;
    for (int x = band.x; x < right_of(band); x += 8) {
        const int end = std::min(x + 8, right_of(band));
        const auto [low, high] =
            std::minmax({distance(x, band.y), distance(end, band.y), distance(x, bottom_of(band)),
                         distance(end, bottom_of(band))});
        if (low < kSlack && high > -kSlack) {
            left = std::min(left, x);
            right = std::max(right, end);
        }
    }
    const auto side_at = [&](int x) -> std::size_t { return distance(x, band.y) >= 0 ? 1 : 0; };
    if (left >= right) {
        append(rects.sides[side_at(band.x)], band);
        return;
    }
    append(rects.sides[side_at(band.x)], {band.x, band.y, left - band.x, band.height});
    append(rects.line, {left, band.y, right - left, band.height});
    append(rects.sides[side_at(right_of(band))],
           {right, band.y, right_of(band) - right, band.height});
}

} // namespace

Rect intersection(const Rect& a, const Rect& b) {
    const int left = std::max(a.x, b.x);
    const int top = std::max(a.y, b.y);
    return {left, top, std::max(0, std::min(right_of(a), right_of(b)) - left),
            std::max(0, std::min(bottom_of(a), bottom_of(b)) - top)};
}

Rect united(const Rect& a, const Rect& b) {
    if (is_empty(a)) return b;
    if (is_empty(b)) return a;
    const int left = std::min(a.x, b.x);
    const int top = std::min(a.y, b.y);
    return {left, top, std::max(right_of(a), right_of(b)) - left,
            std::max(bottom_of(a), bottom_of(b)) - top};
}

std::vector<Rect> frame_around(const Rect& outer, const Rect& inner) {
    if (is_empty(inner)) return {outer};
    std::vector<Rect> rects;
    const auto add = [&](Rect rect) {
        if (!is_empty(rect)) rects.push_back(rect);
    };
    add({outer.x, outer.y, outer.width, inner.y - outer.y});
    add({outer.x, inner.y, inner.x - outer.x, inner.height});
    add({right_of(inner), inner.y, right_of(outer) - right_of(inner), inner.height});
    add({outer.x, bottom_of(inner), outer.width, bottom_of(outer) - bottom_of(inner)});
    return rects;
}

std::vector<Rect> remaining(const std::vector<Rect>& rects, const Rect& cover) {
    std::vector<Rect> rest;
    for (const Rect& rect : rects) {
        const std::vector<Rect> pieces = frame_around(rect, intersection(rect, cover));
        rest.insert(rest.end(), pieces.begin(), pieces.end());
    }
    return rest;
}

std::array<Rect, 2> butterfly_rects(float axis_px, const Rect& rect) {
    const int axis = std::clamp(static_cast<int>(std::lround(axis_px)), rect.x, right_of(rect));
    return {Rect{rect.x, rect.y, axis - rect.x, rect.height},
            Rect{axis, rect.y, right_of(rect) - axis, rect.height}};
}

WipeRects wipe_rects(glm::vec2 center_px, glm::vec2 normal, const Rect& rect) {
    WipeRects rects;
    for (int y = rect.y; y < bottom_of(rect); y += kWipeBandPx) {
        const int height = std::min(kWipeBandPx, bottom_of(rect) - y);
        add_wipe_band(rects, center_px, normal, {rect.x, y, rect.width, height});
    }
    return rects;
}

} // namespace seamline::renderer
