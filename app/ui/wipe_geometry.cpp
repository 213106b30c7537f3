#include "app/ui/wipe_geometry.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace seamline::ui {
namespace {

double radians(double degrees) { return degrees * std::numbers::pi / 180.0; }

/// Shortens [near, far] to where start + t * step lies in [low, high]. False when nothing is left.
bool clip_axis(double start, double step, double low, double high, double& near, double& far) {
    if (std::abs(step) < 1e-12) return start >= low && start <= high;
    const double a = (low - start) / step;
    const double b = (high - start) / step;
    near = std::max(near, std::min(a, b));
    far = std::min(far, std::max(a, b));
    return near <= far;
}

} // namespace

glm::dvec2 WipeLine::normal() const {
    return {std::cos(radians(angle_deg)), -std::sin(radians(angle_deg))};
}

glm::dvec2 WipeLine::direction() const {
    return {-std::sin(radians(angle_deg)), -std::cos(radians(angle_deg))};
}

std::optional<std::pair<glm::dvec2, glm::dvec2>> visible_part(const WipeLine& line,
                                                              const ScreenRect& rect) {
    const glm::dvec2 along = line.direction();
    double near = -std::numeric_limits<double>::max();
    double far = std::numeric_limits<double>::max();
    if (!clip_axis(line.center_px.x, along.x, rect.min.x, rect.max.x, near, far)) return {};
    if (!clip_axis(line.center_px.y, along.y, rect.min.y, rect.max.y, near, far)) return {};
    return std::pair{line.center_px + along * near, line.center_px + along * far};
}

glm::dvec2 turn_handle(const WipeLine& line, double arm_px, const ScreenRect& rect) {
    const glm::dvec2 handle = line.center_px + line.direction() * arm_px;
    return rect.contains(handle) ? handle : line.center_px - line.direction() * arm_px;
}

WipeGrip wipe_grip(const WipeLine& line, double arm_px, const ScreenRect& rect, glm::dvec2 point,
                   double reach_px) {
    if (!rect.contains(point)) return WipeGrip::None;
    if (glm::distance(point, turn_handle(line, arm_px, rect)) <= reach_px) return WipeGrip::Turn;
    const double off_line = std::abs(glm::dot(point - line.center_px, line.normal()));
    return off_line <= reach_px ? WipeGrip::Center : WipeGrip::None;
}

double turned_angle(glm::dvec2 center_px, glm::dvec2 point, bool other_side, double snap_deg) {
    const glm::dvec2 arm = other_side ? center_px - point : point - center_px;
    double angle = std::atan2(-arm.x, -arm.y) * 180.0 / std::numbers::pi;
    if (snap_deg > 0) angle = std::round(angle / snap_deg) * snap_deg;
    return angle <= -180.0 ? angle + 360.0 : angle;
}

} // namespace seamline::ui
