#include "app/analysis/review_analysis.h"

#include <algorithm>
#include <utility>

namespace seamline::analysis {
namespace {

/// What is left of `shot` around one of its frames, between the cuts inside of it.
ShotRange between_cuts(ShotRange shot, std::int64_t frame, std::span<const DetectedCut> cuts) {
    for (const DetectedCut& cut : cuts) {
        const std::int64_t next = cut.frame + cut.length;
        if (next <= frame) shot.first = std::max(shot.first, next);
        if (cut.frame > frame) shot.end = std::min(shot.end, cut.frame);
    }
    return shot;
}

/// Cuts with a frame of the shot on either side.
std::vector<DetectedCut> cuts_inside(const ShotRange& shot, std::span<const DetectedCut> cuts) {
    std::vector<DetectedCut> inside;
    for (const DetectedCut& cut : cuts)
        if (cut.frame > shot.first && cut.frame + cut.length < shot.end) inside.push_back(cut);
    return inside;
}

} // namespace

std::vector<Boundary> timeline_boundaries(const ReviewInput& input,
                                          std::span<const MediumAnalysis> media) {
    std::vector<Boundary> all = input.boundaries;
    for (Boundary& boundary : all) {
        const ComparedFrames compared = compared_frames(boundary);
        if (boundary.outgoing.source < media.size())
            boundary.outgoing = between_cuts(boundary.outgoing, compared.outgoing,
                                             media[boundary.outgoing.source].cuts);
        if (boundary.incoming.source < media.size())
            boundary.incoming = between_cuts(boundary.incoming, compared.incoming,
                                             media[boundary.incoming.source].cuts);
    }
    for (const SeenShot& seen : input.seen) {
        if (seen.shot.source >= media.size()) continue;
        const auto cuts = cuts_inside(seen.shot, media[seen.shot.source].cuts);
        for (Boundary& boundary : boundaries_of(seen.shot.source, seen.shot.end, cuts)) {
            boundary.outgoing.first = std::max(boundary.outgoing.first, seen.shot.first);
            boundary.record_frame = seen.record + boundary.frame - seen.shot.first;
            boundary.timeline = seen.timeline;
            boundary.record_timecode = seen.record_timecode(*boundary.record_frame);
            boundary.event = seen.event;
            boundary.is_live_action = seen.is_live_action;
            all.push_back(std::move(boundary));
        }
    }
    std::ranges::stable_sort(all, {}, [](const Boundary& boundary) {
        return std::pair(boundary.timeline, boundary.record_frame);
    });
    return all;
}

} // namespace seamline::analysis
