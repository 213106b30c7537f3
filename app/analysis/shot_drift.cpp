#include "app/analysis/shot_drift.h"

#include <algorithm>

namespace seamline::analysis {
namespace {

/// Anchors are compared twice a second.
constexpr double kAnchorSeconds = 0.5;
constexpr std::int64_t kLeastLensFrames = 10;
constexpr std::int64_t kLensVisits = 12;

/// What is done at a frame of a shot.
struct Visit {
    std::int64_t frame = 0;
    bool is_anchor = false;
    bool is_of_lens = false;
    bool with_fringes = false;
};

// In order, one frame away from the ends, which are often blended. `rate`: frames per second.
std::vector<Visit> visits_of(const ShotRange& shot, double rate) {
    std::vector<Visit> visits;
    const std::int64_t length = shot.end - shot.first;
    const auto visit = [&](std::int64_t frame) -> Visit& {
        const auto at = std::ranges::lower_bound(visits, frame, {}, &Visit::frame);
        if (at != visits.end() && at->frame == frame) return *at;
        return *visits.insert(at, Visit{frame});
    };
    const auto step = std::max<std::int64_t>(1, static_cast<std::int64_t>(rate * kAnchorSeconds));
    if (static_cast<double>(length) >= rate)
        for (std::int64_t frame = shot.first + 1; frame + 1 < shot.end; frame += step)
            visit(frame).is_anchor = true;
    if (length < kLeastLensFrames) return visits;
    const std::int64_t count = std::min(kLensVisits, length - 2);
    for (std::int64_t i = 0; i < count; ++i) {
        Visit& of_lens = visit(shot.first + 1 + i * (length - 2) / count);
        of_lens.is_of_lens = true;
        of_lens.with_fringes = i % 4 == 2; // They take longest.
    }
    return visits;
}

struct ShotWalk {
    std::vector<AnchorStep> anchors;
    LensGatherer lens;
};

Result<ShotWalk> walk(FrameFetcher& fetcher, const std::vector<Visit>& visits,
                      const std::function<bool()>& cancelled) {
    ShotWalk walked;
    DriftAnchors anchors;
    const Extent size = *common_light_size(fetcher, fetcher);
    for (const Visit& visit : visits) {
        if (cancelled && cancelled()) return Error{ErrorCode::Cancelled, "measuring was cancelled"};
        FrameFetcher::Seen seen;
        if (visit.with_fringes)
            seen = [&](const measures::FrameView& view) {
                walked.lens.add(measures::lateral_color(view));
            };
        const auto fetched = fetcher.fetch(visit.frame, size, seen);
        if (!fetched && fetched.error().code == ErrorCode::Corrupt) continue;
        if (!fetched) return fetched.error();
        const measures::Picture& light = fetched.value()->light;
        if (visit.is_of_lens) walked.lens.add(light);
        if (!visit.is_anchor) continue;
        if (const auto added = anchors.add(visit.frame, light)) walked.anchors.push_back(*added);
    }
    return walked;
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

Result<ShotFindings> measure_shots(FrameFetcher& fetcher, const SourceFeatures& features,
                                   std::span<const DetectedCut> cuts,
                                   const std::function<bool()>& cancelled) {
    ShotFindings findings;
    const double rate = features.frame_rate.value();
    for (const ShotRange& shot : shots_of(0, features.frame_count, cuts)) {
        const auto walked = walk(fetcher, visits_of(shot, rate), cancelled);
        if (!walked) return walked.error();
        const std::int64_t length = shot.end - shot.first;
        if (static_cast<double>(length) >= rate)
            findings.drift.push_back(
                drift(features.frames, shot.first, shot.end, walked.value().anchors));
        if (length >= kLeastLensFrames)
            findings.lenses.push_back(
                walked.value().lens.lens(shot.first, shot.end, features.width));
    }
    return findings;
}

} // namespace seamline::analysis
