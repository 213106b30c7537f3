#include "app/review/wilson.h"

#include <algorithm>
#include <cmath>

namespace seamline::review {

Share wilson(std::int64_t count, std::int64_t of) {
    Share result{count, of, 0, 0, 1};
    if (of <= 0) return result;
    constexpr double kZ = 1.959963984540054; // Of the normal distribution at 0.975.
    const auto n = static_cast<double>(of);
    const double p = static_cast<double>(count) / n;
    const double scale = 1 + kZ * kZ / n;
    const double middle = (p + kZ * kZ / (2 * n)) / scale;
    const double half = kZ * std::sqrt(p * (1 - p) / n + kZ * kZ / (4 * n * n)) / scale;
    result.share = p;
    // Exact at the ends, where rounding would leave a trace.
    result.low = count == 0 ? 0 : std::max(0.0, middle - half);
    result.high = count == of ? 1 : std::min(1.0, middle + half);
    return result;
}

bool apart(const Share& a, const Share& b) { return a.high < b.low || b.high < a.low; }

} // namespace seamline::review
