#include "app/analysis/quantile.h"

#include "app/analysis/frame_features.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace seamline::analysis {

double quantile(std::vector<double> values, double q) {
    if (values.empty()) return 0;
    std::sort(values.begin(), values.end());
    const double place = q * static_cast<double>(values.size() - 1);
    const auto below = static_cast<std::size_t>(place);
    const std::size_t above = std::min(below + 1, values.size() - 1);
    return values[below] + (values[above] - values[below]) * (place - static_cast<double>(below));
}

double measured_median(std::vector<double> values) {
    std::erase_if(values, [](double value) { return std::isnan(value); });
    return values.empty() ? kNotMeasured : quantile(std::move(values), 0.5);
}

} // namespace seamline::analysis
