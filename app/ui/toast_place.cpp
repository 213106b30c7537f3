#include "app/ui/toast_place.h"

#include <algorithm>
#include <array>
#include <optional>

namespace seamline::ui {
namespace {

bool meet(const ScreenRect& a, const ScreenRect& b) {
    return a.min.x < b.max.x && b.min.x < a.max.x && a.min.y < b.max.y && b.min.y < a.max.y;
}

/// The lowest one whose left edge is `left`.
std::optional<ScreenRect> lowest(const ScreenRect& room, glm::dvec2 size, double gap, double left,
                                 std::span<const ScreenRect> taken) {
    double bottom = room.max.y - gap;
    while (bottom - size.y >= room.min.y + gap) {
        const ScreenRect rect{{left, bottom - size.y}, {left + size.x, bottom}};
        const auto hit =
            std::ranges::find_if(taken, [&](const ScreenRect& other) { return meet(rect, other); });
        if (hit == taken.end()) return rect;
        bottom = hit->min.y - gap; // Strictly less than before.
    }
    return std::nullopt;
}

} // namespace

ToastPlace toast_place(const ScreenRect& room, glm::dvec2 size, double gap,
                       std::span<const ScreenRect> taken) {
    const double middle = room.center().x - size.x / 2;
    for (const double left : std::array{middle, room.min.x + gap, room.max.x - gap - size.x})
        if (const auto rect = lowest(room, size, gap, left, taken)) return {*rect, true};
    const double top = room.min.y + gap;
    return {{{middle, top}, {middle + size.x, top + size.y}}, false};
}

} // namespace seamline::ui
