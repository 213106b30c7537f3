#include "app/analysis/shot_drift.h"

#include <algorithm>

namespace seamline::analysis {
namespace {

/// Anchors are compared twice a second.
constexpr double kAnchorSeconds = 0.5;

Result<std::vector<AnchorStep>> anchors_of(FrameFetcher& fetcher, const ShotRange& shot,
                                           std::int64_t step,
                                           const std::function<bool()>& cancelled) {
    DriftAnchors anchors;
    std::vector<AnchorStep> steps;
    const Extent size = *common_light_size(fetcher, fetcher);
    // One frame away from the ends, which are often blended.
    for (std::int64_t frame = shot.first + 1; frame + 1 < shot.end; frame += step) {
        if (cancelled && cancelled()) return Error{ErrorCode::Cancelled, "measuring was cancelled"};
        const auto fetched = fetcher.fetch(frame, size);
        if (!fetched && fetched.error().code == ErrorCode::Corrupt) continue;
        if (!fetched) return fetched.error();
        if (const auto added = anchors.add(frame, fetched.value()->light)) steps.push_back(*added);
    }
    return steps;
}

} // namespace

std::vector<ShotRange> shots_of(std::size_t source, std::int64_t frame_count,
                                std::span<const DetectedCut> cuts) {
    std::vector<ShotRange> shots;
    std::int64_t first = 0;
    for (const DetectedCut& cut : cuts) {
        if (cut.frame > first) shots.push_back({source, first, cut.frame});
        first = std::max(first, cut.frame + cut.length);
    }
    if (frame_count > first) shots.push_back({source, first, frame_count});
    return shots;
}

Result<std::vector<DriftCurve>> drift_of_shots(FrameFetcher& fetcher,
                                               const SourceFeatures& features,
                                               std::span<const DetectedCut> cuts,
                                               const std::function<bool()>& cancelled) {
    std::vector<DriftCurve> curves;
    const double rate = features.frame_rate.value();
    for (const ShotRange& shot : shots_of(0, features.frame_count, cuts)) {
        if (static_cast<double>(shot.end - shot.first) < rate) continue;
        const auto step =
            std::max<std::int64_t>(1, static_cast<std::int64_t>(rate * kAnchorSeconds));
        const auto anchors = anchors_of(fetcher, shot, step, cancelled);
        if (!anchors) return anchors.error();
        curves.push_back(drift(features.frames, shot.first, shot.end, anchors.value()));
    }
    return curves;
}

} // namespace seamline::analysis
