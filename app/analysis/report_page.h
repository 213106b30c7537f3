// app/analysis/report_page.h: pieces of the report's HTML page. Private to the report.
#pragma once

#include "app/interchange/markup.h"
#include "renderer/measures/difference_map.h"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace seamline::analysis {

using interchange::base64;
using interchange::markup_text;

struct CurveMark {
    std::size_t index = 0;
    bool is_cut = true; ///< Else a seam without a cut.
};

/// One chart: a line, and a second one as dots where there are two.
struct Curve {
    std::string title;
    std::string unit;
    std::vector<double> values; ///< By frame; NaN are gaps.
    std::vector<double> dots;   ///< Empty: there is one line only.
    /// Of the axis at least, in `unit`: noise must look like noise.
    double least_span = 1;
    bool low_is_up = false;      ///< Small numbers are the better ones.
    double first_frame = 0;      ///< Of the first value ...
    double frames_per_value = 1; ///< ... and from one to the next.
};
/// As SVG over frames, with the ends of the axis, frame numbers, a line at zero and the
/// marks. Long curves are drawn by the extremes of each of some 1000 parts. Empty without values.
std::string curve_svg(const Curve& curve, std::span<const CurveMark> marks);

/// A picture of `folder` in the page itself, or nothing where it cannot be read. `over`: SVG that
/// lies over it, with the picture's width as 100 units.
std::string figure_html(std::string_view png_bytes, std::string_view alt,
                        std::string_view caption_html, std::string_view over = "");

/// The colours of a scale with numbers at both ends and in the middle, and the hatch of what does
/// not correspond.
std::string legend_html(measures::HeatScale scale, double low, double high, std::string_view unit);
/// Points to where light grew: 0 = picture right, counter-clockwise. For `figure_html`.
std::string arrow_svg(double angle_deg, double aspect);

/// The page's style: readable in light and dark, printable, on narrow screens.
extern const char* const kPageStyle;

} // namespace seamline::analysis
