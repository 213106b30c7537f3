// app/ui/probe_place.h: where the pixel probe's numbers stand: never over what they tell of; pure.
#pragma once

#include "app/ui/wipe_geometry.h"

#include <algorithm>
#include <array>

namespace seamline::ui {

/// A place of `size` in `room`: at the lower left, its lower edge at `bottom`; where the pointer is
/// there, or nearer than `gap`, at the lower right unless something stands there, then at the top,
/// right and left. Where it is in all of them, at the lower left all the same.
inline ScreenRect probe_place(const ScreenRect& room, glm::dvec2 size, double bottom, double top,
                              double gap, bool right_is_taken, glm::dvec2 pointer) {
    const auto at = [&](double x, double y) {
        const glm::dvec2 corner(std::max(x, room.min.x + gap), y);
        return ScreenRect{corner, corner + size};
    };
    const double left = room.min.x + gap;
    const double right = room.max.x - gap - size.x;
    const ScreenRect home = at(left, bottom - size.y);
    const std::array<ScreenRect, 4> places{home, right_is_taken ? home : at(right, bottom - size.y),
                                           at(right, top), at(left, top)};
    for (const ScreenRect& place : places)
        if (pointer.x < place.min.x - gap || pointer.x >= place.max.x + gap ||
            pointer.y < place.min.y - gap || pointer.y >= place.max.y + gap)
            return place;
    return home;
}

} // namespace seamline::ui
