#include "app/ui/review/drawing_shapes.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <utility>

namespace seamline::ui {
namespace {

using review::DrawPoint;
using review::Stroke;
using review::StrokeKind;

double to_segment(const DrawPoint& p, const DrawPoint& a, const DrawPoint& b) {
    const double dx = b.x - a.x;
    const double dy = b.y - a.y;
    const double length = dx * dx + dy * dy;
    const double t =
        length > 0 ? std::clamp(((p.x - a.x) * dx + (p.y - a.y) * dy) / length, 0.0, 1.0) : 0.0;
    return std::hypot(p.x - a.x - t * dx, p.y - a.y - t * dy);
}

} // namespace

const std::array<DrawColor, 6> kDrawColors{{
    {"vermilion", {0.835F, 0.369F, 0.0F, 1}},
    {"yellow", {0.941F, 0.894F, 0.259F, 1}},
    {"sky blue", {0.337F, 0.706F, 0.914F, 1}},
    {"bluish green", {0.0F, 0.62F, 0.451F, 1}},
    {"white", {1, 1, 1, 1}},
    {"black", {0, 0, 0, 1}},
}};

double drawn_size(const DrawChoice& choice) {
    const auto index = static_cast<std::size_t>(std::clamp(choice.size, 0, 2));
    return choice.kind == StrokeKind::Text ? kTextSizes[index] : kDrawSizes[index];
}

double text_height_px(const ScreenRect& picture, const Stroke& text, double least_px) {
    return std::max(text.size * picture.size().y, least_px);
}

DrawPoint drawn_point(const ScreenRect& picture, glm::dvec2 window) {
    const double height = std::max(picture.size().y, 1.0);
    const glm::dvec2 at = (window - picture.center()) / height;
    return {at.x, -at.y};
}

glm::dvec2 window_point(const ScreenRect& picture, const DrawPoint& point) {
    return picture.center() + glm::dvec2(point.x, -point.y) * picture.size().y;
}

std::vector<DrawPoint> simplified(std::span<const DrawPoint> path, double tolerance) {
    if (path.size() < 3) return {path.begin(), path.end()};
    std::vector<bool> kept(path.size(), false);
    kept.front() = kept.back() = true;
    std::vector<std::pair<std::size_t, std::size_t>> parts{{0, path.size() - 1}};
    while (!parts.empty()) {
        const auto [first, last] = parts.back();
        parts.pop_back();
        double worst = tolerance;
        std::size_t at = first;
        for (std::size_t i = first + 1; i < last; ++i) {
            const double away = to_segment(path[i], path[first], path[last]);
            if (away <= worst) continue;
            worst = away;
            at = i;
        }
        if (at == first) continue;
        kept[at] = true;
        parts.emplace_back(first, at);
        parts.emplace_back(at, last);
    }
    std::vector<DrawPoint> left;
    for (std::size_t i = 0; i < path.size(); ++i)
        if (kept[i]) left.push_back(path[i]);
    return left;
}

float drawing_strength(const review::Drawing& drawing, std::int64_t frame) {
    if (drawing.from <= frame && frame <= drawing.to) return 1;
    if (!drawing.ghost) return 0;
    const std::int64_t away = frame < drawing.from ? drawing.from - frame : frame - drawing.to;
    if (away > kGhostFrames) return 0;
    return 0.4F * static_cast<float>(kGhostFrames + 1 - away) /
           static_cast<float>(kGhostFrames + 1);
}

bool touches(const Stroke& stroke, const DrawPoint& point, double reach) {
    const std::vector<DrawPoint>& points = stroke.points;
    if (points.empty()) return false;
    const double width = reach + stroke.size / 2;
    const auto near = [&](const DrawPoint& a, const DrawPoint& b) {
        return to_segment(point, a, b) <= width;
    };
    switch (stroke.kind) {
    case StrokeKind::Text:
        return point.x >= points[0].x - reach && point.y >= points[0].y - reach &&
               point.y <= points[0].y + stroke.size + reach &&
               point.x <= points[0].x + stroke.size * 0.6 * static_cast<double>(stroke.text.size());
    case StrokeKind::Box:
    case StrokeKind::Ellipse: {
        if (points.size() < 2) return false;
        const DrawPoint& a = points[0];
        const DrawPoint& b = points[1];
        if (stroke.kind == StrokeKind::Box)
            return near(a, {b.x, a.y}) || near({b.x, a.y}, b) || near(b, {a.x, b.y}) ||
                   near({a.x, b.y}, a);
        const double rx = std::max(std::abs(b.x - a.x) / 2, 1e-6);
        const double ry = std::max(std::abs(b.y - a.y) / 2, 1e-6);
        const double x = (point.x - (a.x + b.x) / 2) / rx;
        const double y = (point.y - (a.y + b.y) / 2) / ry;
        return std::abs(std::hypot(x, y) - 1) * std::min(rx, ry) <= width;
    }
    default:
        break;
    }
    if (points.size() == 1) return near(points[0], points[0]);
    for (std::size_t i = 0; i + 1 < points.size(); ++i)
        if (near(points[i], points[i + 1])) return true;
    return false;
}

} // namespace seamline::ui
