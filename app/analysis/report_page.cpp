#include "app/analysis/report_page.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <limits>
#include <numbers>

namespace seamline::analysis {
namespace {

// Of a chart, in its own units; the plot lies right of the axis' numbers.
constexpr double kLeft = 58;
constexpr double kRight = 892;
constexpr double kTop = 24;
constexpr double kBottom = 92;
constexpr std::size_t kMostPoints = 1000;

template <typename... Values> std::string formatted(const char* format, Values... values) {
    char text[256];
    std::snprintf(text, sizeof text, format, values...);
    return text;
}

std::string short_number(double value) {
    const std::string text = formatted("%.3g", value);
    return text == "-0" ? "0" : text;
}

// Of an axis' end, which needs no more than that.
std::string end_number(double value) {
    const std::string text = formatted(std::abs(value) < 100 ? "%.2g" : "%.0f", value);
    return text == "-0" ? "0" : text;
}

struct Axis {
    double low = 0;
    double high = 1;
    bool low_is_up = false;

    double y(double value) const {
        const double part = (value - low) / (high - low);
        return kBottom - (low_is_up ? 1 - part : part) * (kBottom - kTop);
    }
};

void widen(std::span<const double> values, double& low, double& high) {
    for (const double value : values) {
        if (std::isnan(value)) continue;
        low = std::min(low, value);
        high = std::max(high, value);
    }
}

double x_of(std::size_t index, std::size_t count) {
    return count > 1 ? kLeft + (kRight - kLeft) * static_cast<double>(index) /
                                   static_cast<double>(count - 1)
                     : kLeft;
}

struct Point {
    double x = 0;
    double value = 0; ///< NaN: a gap.
};

// As they are, or the lowest and highest of equal parts; a part with a gap in it ends the line.
std::vector<Point> points_of(const std::vector<double>& values) {
    std::vector<Point> points;
    const std::size_t count = values.size();
    if (count <= kMostPoints) {
        for (std::size_t i = 0; i < count; ++i) points.push_back({x_of(i, count), values[i]});
        return points;
    }
    for (std::size_t part = 0; part < kMostPoints; ++part) {
        const std::size_t first = part * count / kMostPoints;
        const std::size_t end = (part + 1) * count / kMostPoints;
        std::size_t least = first;
        std::size_t most = first;
        bool has_gap = std::isnan(values[first]);
        for (std::size_t i = first + 1; i < end; ++i) {
            has_gap = has_gap || std::isnan(values[i]);
            if (!(values[i] >= values[least])) least = i;
            if (!(values[i] <= values[most])) most = i;
        }
        if (has_gap) {
            points.push_back({x_of(first, count), std::numeric_limits<double>::quiet_NaN()});
            continue;
        }
        for (const std::size_t i : {std::min(least, most), std::max(least, most)})
            points.push_back({x_of(i, count), values[i]});
    }
    return points;
}

std::string line_svg(const std::vector<double>& values, const Axis& axis) {
    std::string svg;
    bool open = false;
    for (const Point& point : points_of(values)) {
        if (std::isnan(point.value)) {
            if (open) svg += "\"/>";
            open = false;
            continue;
        }
        if (!open) svg += "<polyline class=\"line\" points=\"";
        open = true;
        svg += formatted("%.1f,%.1f ", point.x, axis.y(point.value));
    }
    return open ? svg + "\"/>" : svg;
}

std::string dots_svg(const std::vector<double>& values, const Axis& axis) {
    std::string svg;
    for (const Point& point : points_of(values))
        if (!std::isnan(point.value))
            svg += formatted("<circle class=\"dot\" cx=\"%.1f\" cy=\"%.1f\" r=\"1.6\"/>", point.x,
                             axis.y(point.value));
    return svg;
}

// Numbers of frames under the chart, at 1, 2 or 5 times a power of ten.
std::string frame_numbers(const Curve& curve) {
    if (curve.values.size() < 2) return "";
    const double span = curve.frames_per_value * static_cast<double>(curve.values.size() - 1);
    double step = std::pow(10, std::floor(std::log10(std::max(span / 8, 1.0))));
    for (const double more : {2.0, 2.5, 2.0})
        if (span / step > 10) step *= more;
    std::string svg;
    for (double frame = std::ceil(curve.first_frame / step) * step;
         frame <= curve.first_frame + span; frame += step) {
        const double x = kLeft + (kRight - kLeft) * (frame - curve.first_frame) / span;
        svg += formatted("<line class=\"tick\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%.0f\" y2=\"%.0f\"/>"
                         "<text x=\"%.1f\" y=\"%.0f\" text-anchor=\"middle\">%.0f</text>",
                         x, x, kBottom + 2, kBottom + 6, x, kBottom + 18, frame);
    }
    return svg;
}

std::string frame_svg(const Curve& curve, const Axis& axis) {
    std::string svg =
        formatted("<line class=\"tick\" x1=\"%.0f\" x2=\"%.0f\" y1=\"%.0f\" y2=\"%.0f\"/>"
                  "<line class=\"tick\" x1=\"%.0f\" x2=\"%.0f\" y1=\"%.0f\" y2=\"%.0f\"/>",
                  kLeft, kRight, kTop, kTop, kLeft, kRight, kBottom, kBottom);
    for (const double value : {axis.low, axis.high})
        svg += formatted("<text x=\"%.0f\" y=\"%.1f\" text-anchor=\"end\">%s</text>", kLeft - 6,
                         axis.y(value) + 4, end_number(value).c_str());
    if (axis.low < 0 && axis.high > 0)
        svg += formatted("<line class=\"zero\" x1=\"%.0f\" x2=\"%.0f\" y1=\"%.1f\" y2=\"%.1f\"/>",
                         kLeft, kRight, axis.y(0), axis.y(0));
    return svg + frame_numbers(curve);
}

} // namespace

const char* const kPageStyle = R"(
:root{color-scheme:light dark;--ink:#1b1d21;--soft:#50565f;--ground:#fff;--card:#f3f4f6;--line:#c9ccd2;
--flag:#a31515;--look:#7a5200;--quiet:#1c6b34;--curve:#20538f;--dot:#9a4a00}
@media(prefers-color-scheme:dark){:root{--ink:#eceef2;--soft:#b3b9c3;--ground:#16181c;--card:#22252b;--line:#434851;
--flag:#ff9a8f;--look:#ffcf70;--quiet:#86d99b;--curve:#8fbcf5;--dot:#ffb070}}
@media print{:root{color-scheme:light;--ink:#1b1d21;--soft:#50565f;--ground:#fff;--card:#fff;--line:#c9ccd2;
--flag:#a31515;--look:#7a5200;--quiet:#1c6b34;--curve:#20538f;--dot:#9a4a00}
details::details-content{content-visibility:visible;block-size:auto}*{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
body{font:15px/1.45 Inter,system-ui,sans-serif;color:var(--ink);background:var(--ground);margin:2em auto;max-width:1100px;padding:0 1em}
h1{font-size:1.6em;margin-bottom:.2em}h2{font-size:1.25em;margin-top:2em;border-bottom:1px solid var(--line);padding-bottom:.2em;break-after:avoid}
.soft,td.soft,figcaption,summary{color:var(--soft)}.soft{margin:.3em 0}summary{cursor:pointer}
.card{background:var(--card);border:1px solid var(--line);border-radius:6px;padding:1em;margin:1em 0;break-inside:avoid}
.card h3{margin:0 0 .2em}.sentence{font-size:1.15em;margin:.3em 0 .8em}
.sentence:first-letter,.does:first-letter,li:first-letter,.first:first-letter{text-transform:uppercase}
.pictures{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(300px,100%),1fr));gap:.8em;align-items:start}
figure{margin:0;break-inside:avoid}figure div.picture{position:relative}figure div.picture svg{position:absolute;inset:0;height:100%;margin:0}
img{width:100%;display:block;border-radius:2px}
table{border-collapse:collapse;margin:.6em 0}td,th{text-align:left;vertical-align:top;padding:.2em 1.2em .2em 0;border-bottom:1px solid var(--line);
font-variant-numeric:tabular-nums}th{font-weight:600}tr{break-inside:avoid}
.wide{overflow-x:auto}.lamp{display:inline-block;border:1px solid currentColor;border-radius:1em;padding:0 .7em;margin:0 .5em .4em 0}
.flag{color:var(--flag);font-weight:600}.look{color:var(--look);font-weight:600}.quiet{color:var(--quiet)}.off{color:var(--soft)}
svg{width:100%;height:auto;display:block;margin:.3em 0}svg.chart{break-inside:avoid;margin:.8em 0}svg text{fill:var(--soft);font-size:12px}
svg text.title{fill:var(--ink);font-size:13px}.line{fill:none;stroke:var(--curve);stroke-width:1.6}.dot{fill:var(--dot)}
.tick{stroke:var(--line)}.zero{stroke:var(--soft);opacity:.6}.cut{stroke:var(--ink);opacity:.55}.step{stroke:var(--flag);stroke-dasharray:3 3}
.scale{height:10px;border-radius:2px;margin-top:.4em}.ends{display:flex;justify-content:space-between;font-size:.85em;color:var(--soft)}
.hatch{display:inline-block;width:1.6em;height:.8em;vertical-align:-.05em;background:repeating-linear-gradient(45deg,#3e3e3e 0 3px,#969696 3px 5px)}
dt{font-weight:600;margin-top:.5em}dd{margin:0 0 0 1.2em}a{color:inherit}
@media(max-width:600px){body{margin:1em auto}td,th{padding-right:.7em}})";

std::string curve_svg(const Curve& curve, std::span<const CurveMark> marks) {
    double low = std::numeric_limits<double>::infinity();
    double high = -low;
    widen(curve.values, low, high);
    widen(curve.dots, low, high);
    if (!(low <= high)) return "";
    const std::string found = short_number(low) + " to " + short_number(high) + " " + curve.unit;
    const double more = std::max(curve.least_span - (high - low), 0.0) / 2;
    Axis axis{low - more, high + more, curve.low_is_up};
    if (low >= 0 && axis.low < 0) { // What is never negative has no axis below zero.
        axis.high -= axis.low;
        axis.low = 0;
    }
    std::string svg = "<svg class=\"chart\" viewBox=\"0 0 900 114\" role=\"img\" aria-label=\"" +
                      markup_text(curve.title + ": " + found) + "\"><text class=\"title\" x=\"" +
                      formatted("%.0f", kLeft) + "\" y=\"14\">" + markup_text(curve.title) +
                      "</text><text x=\"" + formatted("%.0f", kRight) +
                      "\" y=\"14\" text-anchor=\"end\">" + markup_text(found) + "</text>" +
                      frame_svg(curve, axis);
    for (const CurveMark& mark : marks) {
        const double x = x_of(mark.index, curve.values.size());
        svg += formatted("<line class=\"%s\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%.0f\" y2=\"%.0f\"/>",
                         mark.is_cut ? "cut" : "step", x, x, kTop - 4, kBottom + 4);
    }
    return svg + line_svg(curve.values, axis) + dots_svg(curve.dots, axis) + "</svg>\n";
}

std::string figure_html(std::string_view png_bytes, std::string_view alt,
                        std::string_view caption_html, std::string_view over) {
    if (png_bytes.empty()) return "";
    return "<figure><div class=\"picture\"><img alt=\"" + markup_text(alt) +
           "\" src=\"data:image/png;base64," +
           base64(std::as_bytes(std::span(png_bytes.data(), png_bytes.size()))) + "\">" +
           std::string(over) + "</div><figcaption>" + std::string(caption_html) +
           "</figcaption></figure>\n";
}

std::string legend_html(measures::HeatScale scale, double low, double high, std::string_view unit) {
    std::string stops;
    constexpr int kStops = 12;
    for (int i = 0; i <= kStops; ++i) {
        const auto c = measures::heat_color(scale, static_cast<float>(i) / kStops);
        stops += formatted("%s#%02x%02x%02x", i > 0 ? "," : "", c[0], c[1], c[2]);
    }
    return "<div class=\"scale\" style=\"background:linear-gradient(90deg," + stops +
           ")\"></div><div class=\"ends\"><span>" + short_number(low) + "</span><span>" +
           short_number((low + high) / 2) + " " + markup_text(unit) + "</span><span>" +
           short_number(high) + "</span></div><span class=\"hatch\"></span> nothing corresponds";
}

std::string arrow_svg(double angle_deg, double aspect) {
    const double height = 100 / aspect;
    const double turn = angle_deg * std::numbers::pi / 180;
    const double x = std::cos(turn);
    const double y = -std::sin(turn);
    const double reach = 0.36 * height;
    const double tip_x = 50 + x * reach, tip_y = height / 2 + y * reach;
    const auto wing = [&](double side) {
        return formatted("%.1f,%.1f", tip_x - 5 * x + side * 3 * y, tip_y - 5 * y - side * 3 * x);
    };
    const std::string shape = formatted("<path d=\"M%.1f,%.1f L%.1f,%.1f M", 50 - x * reach,
                                        height / 2 - y * reach, tip_x, tip_y) +
                              wing(1) + formatted(" L%.1f,%.1f L", tip_x, tip_y) + wing(-1) +
                              "\" fill=\"none\" ";
    return formatted("<svg viewBox=\"0 0 100 %.2f\" aria-hidden=\"true\">", height) + shape +
           "stroke=\"#000\" stroke-width=\"2.6\"/>" + shape +
           "stroke=\"#fff\" stroke-width=\"1.4\"/></svg>";
}

} // namespace seamline::analysis
