// app/analysis/report_page.h: pieces of the report's HTML page. Private to the report.
#pragma once

#include "app/interchange/markup.h"

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
/// One curve as SVG over the values' indices; NaN are gaps. Shows the extremes as numbers.
/// `unit`: after them.
std::string curve_svg(std::string_view title, std::string_view unit, std::span<const double> values,
                      std::span<const CurveMark> marks);

/// The page's style: readable in light and dark, printable.
extern const char* const kPageStyle;

} // namespace seamline::analysis
