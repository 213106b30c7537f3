// app/analysis/quantile.h: order statistics of measured values.
#pragma once

#include <vector>

namespace seamline::analysis {

/// q in [0, 1] of `values`, which hold no NaN; interpolated; 0 of none.
double quantile(std::vector<double> values, double q);

/// Of those that are not NaN; NaN of none.
double measured_median(std::vector<double> values);

} // namespace seamline::analysis
