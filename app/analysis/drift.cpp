#include "app/analysis/drift.h"

#include <algorithm>
#include <cmath>

namespace seamline::analysis {
namespace {

constexpr std::size_t kFewestFrames = 8;
constexpr std::size_t kMostPoints = 128;
constexpr int kMedianReach = 2;

double median_of(std::vector<double> values) {
    if (values.empty()) return kNotMeasured;
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    if (values.size() % 2 == 1) return *middle;
    return (*std::max_element(values.begin(), middle) + *middle) / 2;
}

struct Points {
    std::vector<double> x;
    std::vector<double> y;
};

Points measured_points(std::span<const double> x, std::span<const double> y) {
    Points all;
    for (std::size_t i = 0; i < x.size() && i < y.size(); ++i)
        if (!std::isnan(y[i]) && !std::isnan(x[i])) {
            all.x.push_back(x[i]);
            all.y.push_back(y[i]);
        }
    if (all.x.size() <= kMostPoints) return all;
    Points some;
    for (std::size_t i = 0; i < kMostPoints; ++i) {
        const std::size_t at = i * (all.x.size() - 1) / (kMostPoints - 1);
        some.x.push_back(all.x[at]);
        some.y.push_back(all.y[at]);
    }
    return some;
}

std::vector<double> running_median(const std::vector<double>& values) {
    std::vector<double> result(values.size(), kNotMeasured);
    const auto count = static_cast<std::ptrdiff_t>(values.size());
    for (std::ptrdiff_t i = 0; i < count; ++i) {
        if (std::isnan(values[static_cast<std::size_t>(i)])) continue;
        std::vector<double> near;
        // Shorter on both sides towards the ends, so that a line stays a line.
        const std::ptrdiff_t reach = std::min<std::ptrdiff_t>({kMedianReach, i, count - 1 - i});
        for (std::ptrdiff_t k = i - reach; k <= i + reach; ++k)
            if (!std::isnan(values[static_cast<std::size_t>(k)]))
                near.push_back(values[static_cast<std::size_t>(k)]);
        result[static_cast<std::size_t>(i)] = median_of(near);
    }
    return result;
}

// Steps summed from 0. A step that is not known is taken as none.
std::vector<double> summed_steps(std::span<const FrameFeatures> shot) {
    std::vector<double> result;
    double sum = 0;
    for (std::size_t i = 0; i < shot.size(); ++i) {
        const StepFromPrevious& step = shot[i].step;
        if (i > 0 && step.coverage >= measures::kSameViewCoverage &&
            !std::isnan(step.exposure_stops))
            sum += step.exposure_stops;
        result.push_back(sum);
    }
    return result;
}

// What an anchor says of the way between its frames replaces the sum of steps at its end; on the
// way the difference is shared out evenly, and what comes after moves along.
void tie(std::vector<double>& stops, std::vector<AnchorStep> anchors, std::int64_t first) {
    std::stable_sort(anchors.begin(), anchors.end(),
                     [](const AnchorStep& a, const AnchorStep& b) { return a.to < b.to; });
    std::size_t tied = 0; // The last frame that is final.
    for (const AnchorStep& anchor : anchors) {
        const auto from = static_cast<std::size_t>(anchor.from - first);
        const auto to = static_cast<std::size_t>(anchor.to - first);
        if (from > tied || to <= tied) continue; // Starts at nothing final, or comes too late.
        const double off = stops[from] + anchor.exposure_stops - stops[to];
        for (std::size_t i = tied + 1; i < stops.size(); ++i) {
            const double part = static_cast<double>(i - tied) / static_cast<double>(to - tied);
            stops[i] += off * std::min(part, 1.0);
        }
        tied = to;
    }
}

// Moves a curve so that the line through it begins at 0.
void begin_at_zero(std::vector<double>& values, const std::vector<double>& seconds, double slope) {
    std::vector<double> starts;
    for (std::size_t i = 0; i < values.size(); ++i)
        if (!std::isnan(values[i])) starts.push_back(values[i] - slope * (seconds[i] - seconds[0]));
    const double start = median_of(starts);
    for (double& value : values) value -= start;
}

} // namespace

double theil_sen_slope(std::span<const double> x, std::span<const double> y) {
    const Points points = measured_points(x, y);
    std::vector<double> slopes;
    for (std::size_t i = 0; i < points.x.size(); ++i)
        for (std::size_t k = i + 1; k < points.x.size(); ++k)
            if (points.x[k] != points.x[i])
                slopes.push_back((points.y[k] - points.y[i]) / (points.x[k] - points.x[i]));
    return median_of(std::move(slopes));
}

bool DriftCurve::flagged() const {
    return std::abs(mired_change) >= kDriftMired || std::abs(stops_change) >= kDriftStops;
}

DriftCurve drift(std::span<const FrameFeatures> frames, std::int64_t from, std::int64_t to,
                 std::span<const AnchorStep> anchors) {
    DriftCurve curve{.from = from, .to = std::max(from, to)};
    const auto length = static_cast<std::size_t>(curve.to - from);
    curve.mired.assign(length, kNotMeasured);
    curve.stops.assign(length, kNotMeasured);
    const std::int64_t known = frames.empty() ? 0 : frames.front().frame;
    if (frames.empty() || from < known || from - known >= std::ssize(frames)) return curve;
    const auto shot = frames.subspan(static_cast<std::size_t>(from - known));
    const auto inside = shot.first(std::min(length, shot.size()));

    std::vector<double> seconds;
    std::vector<double> mired;
    for (const FrameFeatures& frame : inside) {
        seconds.push_back(frame.time_s.value());
        mired.push_back(frame.substitute ? kNotMeasured : frame.global.mired);
    }
    const std::int64_t end = from + std::ssize(inside);
    std::vector<AnchorStep> usable;
    for (const AnchorStep& anchor : anchors)
        if (anchor.from >= from && anchor.from < anchor.to && anchor.to < end &&
            anchor.coverage >= measures::kSameViewCoverage)
            usable.push_back(anchor);
    std::vector<double> stops = summed_steps(inside);
    tie(stops, std::move(usable), from);
    for (std::size_t i = 0; i < inside.size(); ++i)
        if (inside[i].substitute) stops[i] = kNotMeasured;
    mired = running_median(mired);

    if (inside.size() >= kFewestFrames) {
        const double duration = seconds.back() - seconds.front();
        curve.mired_slope = theil_sen_slope(seconds, mired);
        curve.stops_slope = theil_sen_slope(seconds, stops);
        curve.mired_change = curve.mired_slope * duration;
        curve.stops_change = curve.stops_slope * duration;
        begin_at_zero(mired, seconds, curve.mired_slope);
        begin_at_zero(stops, seconds, curve.stops_slope);
    }
    std::copy(mired.begin(), mired.end(), curve.mired.begin());
    std::copy(stops.begin(), stops.end(), curve.stops.begin());
    return curve;
}

} // namespace seamline::analysis
