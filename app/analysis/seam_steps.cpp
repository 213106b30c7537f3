#include "app/analysis/cut_detector.h"
#include "app/analysis/quantile.h"
#include "renderer/measures/lens.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace seamline::analysis {
namespace {

constexpr double kMiredFloor = 2;
constexpr double kStopsFloor = 0.03;
constexpr double kNullQuantile = 0.99;
/// One frame of a hundred is above that quantile in any shot.
constexpr double kNullMargin = 1.5;
/// So far above its neighbours a step is no part of a shot's own unrest.
constexpr double kLonePeak = 3;
constexpr std::size_t kLoneReach = 3;
/// Mean difference of luma, 8-bit codes, of a frame that repeats the one before.
constexpr double kRepeatedDifference = 0.05;
constexpr std::size_t kPersists = 4;
constexpr double kPersistingShare = 0.6;
constexpr std::size_t kCutMargin = 2;

using Series = std::vector<double>;

/// Steps of one quantity; NaN where it was not measured, or where a cut is.
Series steps_of(std::span<const FrameFeatures> frames, const std::vector<bool>& usable,
                double StepFromPrevious::*quantity) {
    Series steps(frames.size(), kNotMeasured);
    for (std::size_t t = 1; t < frames.size(); ++t)
        if (usable[t]) steps[t] = frames[t].step.*quantity;
    return steps;
}

std::vector<bool> usable_frames(std::span<const FrameFeatures> frames,
                                std::span<const DetectedCut> cuts) {
    std::vector<bool> usable(frames.size(), true);
    for (std::size_t t = 0; t < frames.size(); ++t)
        usable[t] = !frames[t].substitute && frames[t].step.coverage >= measures::kSameViewCoverage;
    if (frames.empty()) return usable;
    for (const DetectedCut& cut : cuts) {
        const auto place = static_cast<std::size_t>(cut.frame - frames.front().frame);
        const std::size_t first = place - std::min(place, kCutMargin);
        const std::size_t end = place + static_cast<std::size_t>(cut.length) + kCutMargin + 1;
        for (std::size_t t = first; t < std::min(end, frames.size()); ++t) usable[t] = false;
    }
    return usable;
}

/// Frame times that each step stands for: more than 1 after repeated frames, and where the time
/// between frames varies.
Series spans_of(std::span<const FrameFeatures> frames) {
    Series times;
    for (std::size_t t = 1; t < frames.size(); ++t)
        times.push_back((frames[t].time_s - frames[t - 1].time_s).value());
    const double usual = quantile(times, 0.5);
    Series spans(frames.size(), 1);
    double waiting = 0;
    for (std::size_t t = 1; t < frames.size(); ++t) {
        const double own = usual > 0 ? std::max(times[t - 1] / usual, 1.0) : 1;
        spans[t] = own + waiting;
        waiting = frames[t].step.difference < kRepeatedDifference ? spans[t] : 0;
    }
    return spans;
}

bool is_lone(const Series& steps, std::size_t t) {
    double most = 0;
    for (std::size_t k = t - std::min(t, kLoneReach);
         k < std::min(steps.size(), t + kLoneReach + 1); ++k)
        if (k != t && std::abs(steps[k]) > most) most = std::abs(steps[k]);
    return std::abs(steps[t]) >= kLonePeak * most;
}

/// The medium's own unrest, per frame time.
double null_of(const Series& steps, const Series& spans, double floor) {
    Series values;
    for (std::size_t t = 1; t < steps.size(); ++t) {
        if (std::isnan(steps[t])) continue;
        if (std::abs(steps[t]) >= floor && is_lone(steps, t)) continue;
        values.push_back(std::abs(steps[t]) / spans[t]);
    }
    return kNullMargin * quantile(std::move(values), kNullQuantile);
}

/// Whether the level stays where the step brought it, seen from where it was before: neither the
/// beginning nor the end of something short.
bool persists(const Series& steps, std::size_t t) {
    const auto known = [&](std::size_t k) { return std::isnan(steps[k]) ? 0.0 : steps[k]; };
    Series after{0};
    for (std::size_t k = t + 1; k < std::min(steps.size(), t + kPersists + 1); ++k)
        after.push_back(after.back() + known(k));
    Series before{0};
    for (std::size_t k = t - 1; k > 0 && before.size() <= kPersists; --k)
        before.push_back(before.back() - known(k));
    const double net = steps[t] + quantile(after, 0.5) - quantile(before, 0.5);
    return net * steps[t] > 0 && std::abs(net) >= kPersistingShare * std::abs(steps[t]);
}

/// Median of up to five frames from `first` on, within the usable ones.
double median_of(std::span<const FrameFeatures> frames, std::size_t first, std::size_t end,
                 double FrameFeatures::*quantity) {
    Series values;
    for (std::size_t t = first; t < std::min(end, frames.size()); ++t)
        if (!std::isnan(frames[t].*quantity)) values.push_back(frames[t].*quantity);
    return values.empty() ? kNotMeasured : quantile(std::move(values), 0.5);
}

void add_lens(std::span<const FrameFeatures> frames, std::size_t t, DetectedSeam& seam) {
    constexpr std::size_t kFrames = 5;
    const std::size_t first = t - std::min(t, kFrames);
    const auto sides = [&](double FrameFeatures::*quantity) {
        return std::pair(median_of(frames, first, t, quantity),
                         median_of(frames, t, t + kFrames, quantity));
    };
    const auto [blur_out, blur_in] = sides(&FrameFeatures::sharpest_px);
    if (blur_out > 0 && blur_in > 0)
        seam.sharpness_log2 = measures::sharpness_log2(blur_out, blur_in);
    const auto [grain_out, grain_in] = sides(&FrameFeatures::grain);
    if (!std::isnan(grain_out) && !std::isnan(grain_in))
        seam.grain_log2 = measures::grain_log2(grain_out, grain_in);
}

} // namespace

std::vector<DetectedSeam> detect_seams(std::span<const FrameFeatures> frames,
                                       std::span<const DetectedCut> cuts) {
    std::vector<DetectedSeam> seams;
    const std::vector<bool> usable = usable_frames(frames, cuts);
    const Series mired = steps_of(frames, usable, &StepFromPrevious::delta_mired);
    const Series stops = steps_of(frames, usable, &StepFromPrevious::exposure_stops);
    const Series spans = spans_of(frames);
    const double least_mired = std::max(kMiredFloor, null_of(mired, spans, kMiredFloor));
    const double least_stops = std::max(kStopsFloor, null_of(stops, spans, kStopsFloor));
    for (std::size_t t = 1; t < frames.size(); ++t) {
        const auto term = [&](const Series& steps, double least) {
            const double share = std::abs(steps[t]) / (least * spans[t]);
            return share > 1 && persists(steps, t) ? share : 0.0; // NaN is no step.
        };
        const double normalised = std::max(term(mired, least_mired), term(stops, least_stops));
        if (normalised < 1) continue;
        DetectedSeam seam{.frame = frames[t].frame,
                          .delta_mired = frames[t].step.delta_mired,
                          .delta_duv = frames[t].step.delta_duv,
                          .exposure_stops = frames[t].step.exposure_stops,
                          .normalised = normalised};
        add_lens(frames, t, seam);
        const bool same = !seams.empty() && seam.frame - seams.back().frame <= 3;
        if (!same)
            seams.push_back(seam);
        else if (seam.normalised > seams.back().normalised)
            seams.back() = seam;
    }
    return seams;
}

} // namespace seamline::analysis
