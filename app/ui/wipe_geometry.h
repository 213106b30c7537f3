// app/ui/wipe_geometry.h: the wipe's line and handles on the screen, and what the mouse does to
// them.
#pragma once

#include <glm/glm.hpp>

#include <cstdint>
#include <optional>
#include <utility>

namespace seamline::ui {

/// A rectangle of the window in pixels; `max` is exclusive.
struct ScreenRect {
    glm::dvec2 min{0, 0};
    glm::dvec2 max{0, 0};

    glm::dvec2 size() const { return max - min; }
    glm::dvec2 center() const { return (min + max) * 0.5; }
    bool contains(glm::dvec2 point) const {
        return point.x >= min.x && point.y >= min.y && point.x < max.x && point.y < max.y;
    }
    bool is_empty() const { return max.x <= min.x || max.y <= min.y; }

    friend bool operator==(const ScreenRect&, const ScreenRect&) = default;
};

/// As session::CompareState describes it: 0 degrees is a vertical line with B on the right, angles
/// grow counter-clockwise as seen. Pixels, y down.
struct WipeLine {
    glm::dvec2 center_px{0, 0};
    double angle_deg = 0;

    glm::dvec2 normal() const;    ///< Unit, towards B.
    glm::dvec2 direction() const; ///< Unit, along the line, towards the turning handle.
};

/// The part of the line inside `rect`; null when it misses it.
std::optional<std::pair<glm::dvec2, glm::dvec2>> visible_part(const WipeLine& line,
                                                              const ScreenRect& rect);

enum class WipeGrip : std::uint8_t { None, Center, Turn };

/// Where the turning handle is drawn: `arm_px` along the line from its centre, on the side that
/// lies inside `rect` (the other side when that one would be cut off).
glm::dvec2 turn_handle(const WipeLine& line, double arm_px, const ScreenRect& rect);
/// What a press at `point` takes hold of. The whole line moves the centre; handles win over it.
WipeGrip wipe_grip(const WipeLine& line, double arm_px, const ScreenRect& rect, glm::dvec2 point,
                   double reach_px);
/// The angle in (-180, 180] that points the turning handle at `point`, in steps of `snap_deg` (0:
/// none). `other_side`: the handle held is the one opposite to `direction()`.
double turned_angle(glm::dvec2 center_px, glm::dvec2 point, bool other_side, double snap_deg);

} // namespace seamline::ui
