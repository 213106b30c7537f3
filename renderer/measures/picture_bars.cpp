#include "renderer/measures/picture_bars.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace seamline::measures {
namespace {

constexpr float kBlack = 0.0005F;
constexpr double kLeast = 0.01;  ///< Less than what 1.85:1 leaves in 16:9.
constexpr double kApart = 0.012; ///< A little more, so that what is just counted is not another.
/// More than this on both sides together leaves no picture to speak of.
constexpr double kMost = 0.8;

/// Shares that the black ones at both ends take; none unless they are a pair.
void pair_of(const std::vector<float>& brightest, double& first, double& last) {
    const auto is_lit = [](float value) { return value > kBlack; };
    const auto count = static_cast<double>(brightest.size());
    const auto from = std::find_if(brightest.begin(), brightest.end(), is_lit);
    const auto to = std::find_if(brightest.rbegin(), brightest.rend(), is_lit);
    const double at_start = static_cast<double>(from - brightest.begin()) / count;
    const double at_end = static_cast<double>(to - brightest.rbegin()) / count;
    if (std::min(at_start, at_end) < kLeast || std::abs(at_start - at_end) > kApart) return;
    if (at_start + at_end > kMost) return;
    first = at_start;
    last = at_end;
}

} // namespace

PictureBars picture_bars(const Picture& light) {
    PictureBars bars;
    if (light.empty()) return bars;
    std::vector<float> rows(static_cast<std::size_t>(light.height()), 0.0F);
    std::vector<float> columns(static_cast<std::size_t>(light.width()), 0.0F);
    for (const Plane& plane : light.planes)
        for (int y = 0; y < plane.height; ++y) {
            const float* row = plane.row(y);
            float& brightest = rows[static_cast<std::size_t>(y)];
            for (int x = 0; x < plane.width; ++x) {
                float& column = columns[static_cast<std::size_t>(x)];
                column = std::max(column, row[x]);
                brightest = std::max(brightest, row[x]);
            }
        }
    pair_of(rows, bars.top, bars.bottom);
    pair_of(columns, bars.left, bars.right);
    return bars;
}

bool differ(const PictureBars& a, const PictureBars& b) {
    const auto apart = [](double x, double y) { return std::abs(x - y) > kApart; };
    return apart(a.top, b.top) || apart(a.bottom, b.bottom) || apart(a.left, b.left) ||
           apart(a.right, b.right);
}

} // namespace seamline::measures
