#include "app/interchange/decisions/drawing_svg.h"

#include "app/interchange/markup.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace seamline::interchange {
namespace {

using review::DrawPoint;
using review::Stroke;
using review::StrokeKind;

constexpr double kUnits = 1000; ///< Of a picture's height.

std::string number(double value) {
    std::array<char, 48> text{};
    std::snprintf(text.data(), text.size(), "%.2f", value);
    return text.data();
}

/// From the middle, up, in heights, to the upper left corner, down, in units.
class Canvas {
public:
    Canvas(int width, int height) : aspect_(static_cast<double>(width) / height) {}

    double x(const DrawPoint& point) const { return (point.x + aspect_ / 2) * kUnits; }
    double y(const DrawPoint& point) const { return (0.5 - point.y) * kUnits; }
    std::string pair(const DrawPoint& point) const {
        return number(x(point)) + "," + number(y(point));
    }
    double width() const { return aspect_ * kUnits; }

private:
    double aspect_;
};

std::string css_color(const std::array<float, 4>& rgba) {
    std::array<char, 64> text{};
    const auto code = [](float part) {
        return static_cast<int>(std::lround(std::clamp(part, 0.0F, 1.0F) * 255));
    };
    std::snprintf(text.data(), text.size(), "rgb(%d,%d,%d)", code(rgba[0]), code(rgba[1]),
                  code(rgba[2]));
    return text.data();
}

/// Start to tip, and both barbs.
std::string arrow_path(const Canvas& canvas, const DrawPoint& from, const DrawPoint& tip,
                       double size) {
    const double dx = from.x - tip.x;
    const double dy = from.y - tip.y;
    const double length = std::hypot(dx, dy);
    std::string path = "M" + canvas.pair(from) + "L" + canvas.pair(tip);
    if (length <= 0) return path;
    const double barb = std::min(length / 2, std::max(size * 5, 0.02));
    for (const double turn : {0.5, -0.5}) { // Radians from the shaft.
        const double c = std::cos(turn) * barb / length;
        const double s = std::sin(turn) * barb / length;
        path += "M" + canvas.pair(tip) + "L" +
                canvas.pair({tip.x + dx * c - dy * s, tip.y + dx * s + dy * c});
    }
    return path;
}

std::string stroke_path(const Canvas& canvas, const Stroke& stroke) {
    const DrawPoint& a = stroke.points.front();
    const DrawPoint& b = stroke.points.back();
    if (stroke.kind == StrokeKind::Arrow) return arrow_path(canvas, a, b, stroke.size);
    if (stroke.kind == StrokeKind::Box)
        return "M" + canvas.pair(a) + "L" + canvas.pair({b.x, a.y}) + "L" + canvas.pair(b) + "L" +
               canvas.pair({a.x, b.y}) + "Z";
    if (stroke.kind == StrokeKind::Ellipse) {
        const DrawPoint left{std::min(a.x, b.x), (a.y + b.y) / 2};
        const DrawPoint right{std::max(a.x, b.x), (a.y + b.y) / 2};
        const std::string arc = "A" + number(std::abs(a.x - b.x) / 2 * kUnits) + "," +
                                number(std::abs(a.y - b.y) / 2 * kUnits) + " 0 0 1 ";
        return "M" + canvas.pair(left) + arc + canvas.pair(right) + arc + canvas.pair(left);
    }
    if (stroke.kind == StrokeKind::Line) return "M" + canvas.pair(a) + "L" + canvas.pair(b);
    std::string path;
    for (const DrawPoint& point : stroke.points)
        path += (path.empty() ? "M" : "L") + canvas.pair(point);
    // A dot: a line of no length with round ends.
    return stroke.points.size() == 1 ? path + "L" + canvas.pair(a) : path;
}

std::string stroke_svg(const Canvas& canvas, const Stroke& stroke) {
    if (stroke.points.empty()) return {};
    const std::string color = css_color(stroke.color);
    const std::string alpha = number(std::clamp(stroke.color[3], 0.0F, 1.0F));
    if (stroke.kind == StrokeKind::Text) {
        const DrawPoint& at = stroke.points.front();
        return "<text x=\"" + number(canvas.x(at)) + "\" y=\"" + number(canvas.y(at)) +
               "\" font-size=\"" + number(stroke.size * kUnits) + "\" fill=\"" + color +
               "\" opacity=\"" + alpha +
               "\" stroke=\"#000\" stroke-opacity=\"0.6\" stroke-width=\"" +
               number(stroke.size * kUnits / 8) + "\" paint-order=\"stroke\">" +
               markup_text(stroke.text) + "</text>";
    }
    const std::string path = stroke_path(canvas, stroke);
    const auto drawn = [&](const std::string& ink, double width, const std::string& opacity) {
        return "<path d=\"" + path + "\" stroke=\"" + ink + "\" stroke-width=\"" + number(width) +
               "\" opacity=\"" + opacity + "\"/>";
    };
    const double width = stroke.size * kUnits;
    return drawn("#000", width + 3, "0.45") + drawn(color, width, alpha);
}

} // namespace

std::string drawing_svg(const std::vector<Stroke>& strokes, int width, int height,
                        const std::string& label) {
    const Canvas canvas(std::max(width, 1), std::max(height, 1));
    std::string svg = "<svg class=\"drawing\" role=\"img\" aria-label=\"" + markup_text(label) +
                      "\" viewBox=\"0 0 " + number(canvas.width()) +
                      " 1000\" fill=\"none\" "
                      "stroke-linecap=\"round\" stroke-linejoin=\"round\">";
    for (const Stroke& stroke : strokes) svg += stroke_svg(canvas, stroke);
    return svg + "</svg>";
}

} // namespace seamline::interchange
