#include "app/analysis/report_page.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>

namespace seamline::analysis {
namespace {

constexpr double kWidth = 900;
constexpr double kHeight = 70;

std::string coordinates(double x, double y) {
    char text[48];
    std::snprintf(text, sizeof text, "%.1f,%.1f ", x, y);
    return text;
}

std::string short_number(double value) {
    char text[32];
    std::snprintf(text, sizeof text, "%.3g", value);
    return text;
}

} // namespace

const char* const kPageStyle = R"(
:root{color-scheme:light dark;--ink:#1b1d21;--soft:#555b66;--ground:#fff;--card:#f3f4f6;--line:#c9ccd2;
--flag:#a31515;--look:#7a5200;--quiet:#1c6b34;--curve:#20538f}
@media(prefers-color-scheme:dark){:root{--ink:#eceef2;--soft:#a9afba;--ground:#16181c;--card:#22252b;--line:#434851;
--flag:#ff9a8f;--look:#ffcf70;--quiet:#86d99b;--curve:#8fbcf5}}
body{font:15px/1.45 Inter,system-ui,sans-serif;color:var(--ink);background:var(--ground);margin:2em auto;max-width:1100px;padding:0 1em}
h1{font-size:1.5em}h2{font-size:1.2em;margin-top:2em}p.soft,td.soft,figcaption{color:var(--soft)}
.card{background:var(--card);border:1px solid var(--line);border-radius:6px;padding:1em;margin:1em 0;break-inside:avoid}
.card h3{margin:0 0 .3em}.sentence{font-size:1.1em;margin:.3em 0 .8em}
.pictures{display:grid;grid-template-columns:repeat(3,1fr);gap:.6em}figure{margin:0}img{width:100%;display:block}
table{border-collapse:collapse;margin:.6em 0}td,th{text-align:left;padding:.15em .9em .15em 0;border-bottom:1px solid var(--line);
font-variant-numeric:tabular-nums}
.lamp{display:inline-block;border:1px solid currentColor;border-radius:1em;padding:0 .7em;margin-right:.5em}
.flag{color:var(--flag);font-weight:600}.look{color:var(--look)}.quiet{color:var(--quiet)}.off{color:var(--soft)}
svg{width:100%;height:auto;display:block;margin:.3em 0}svg text{fill:var(--soft);font-size:12px}
.legend{height:10px;border-radius:2px}
a{color:inherit})";

std::string curve_svg(std::string_view title, std::string_view unit, std::span<const double> values,
                      std::span<const CurveMark> marks) {
    double low = std::numeric_limits<double>::infinity();
    double high = -low;
    for (const double value : values) {
        if (std::isnan(value)) continue;
        low = std::min(low, value);
        high = std::max(high, value);
    }
    if (!(low <= high)) return "";
    const double range = high > low ? high - low : 1;
    const double step = values.size() > 1 ? kWidth / static_cast<double>(values.size() - 1) : 0;
    std::string svg = "<svg viewBox=\"0 0 900 104\" role=\"img\" aria-label=\"" +
                      markup_text(title) + "\"><text x=\"0\" y=\"12\">" + markup_text(title) +
                      ": " + short_number(low) + " to " + short_number(high) + " " +
                      markup_text(unit) + "</text>";
    for (const CurveMark& mark : marks) {
        char line[160];
        std::snprintf(line, sizeof line,
                      "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"20\" y2=\"100\" stroke=\"currentColor\" "
                      "opacity=\"0.55\" %s/>",
                      static_cast<double>(mark.index) * step,
                      static_cast<double>(mark.index) * step,
                      mark.is_cut ? "" : "stroke-dasharray=\"3 3\"");
        svg += line;
    }
    bool open = false;
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (std::isnan(values[i])) {
            if (open) svg += "\"/>";
            open = false;
            continue;
        }
        if (!open)
            svg += "<polyline fill=\"none\" stroke=\"var(--curve)\" stroke-width=\"1.6\" points=\"";
        open = true;
        svg += coordinates(static_cast<double>(i) * step,
                           24 + kHeight * (1 - (values[i] - low) / range));
    }
    if (open) svg += "\"/>";
    return svg + "</svg>\n";
}

} // namespace seamline::analysis
