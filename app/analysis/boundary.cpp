#include "app/analysis/boundary.h"

#include <algorithm>

namespace seamline::analysis {

std::vector<Boundary> boundaries_of(std::size_t source, std::int64_t frame_count,
                                    std::span<const DetectedCut> cuts) {
    std::vector<Boundary> boundaries;
    std::int64_t first = 0;
    for (std::size_t i = 0; i < cuts.size(); ++i) {
        const DetectedCut& cut = cuts[i];
        if (cut.frame <= 0 || cut.frame >= frame_count) continue; // Of another, longer file.
        const std::int64_t next =
            std::min(cut.frame + cut.length, frame_count); // First frame that is all incoming.
        const std::int64_t end =
            std::min(i + 1 < cuts.size() ? cuts[i + 1].frame : frame_count, frame_count);
        if (cut.frame > first && end > next) {
            Boundary boundary;
            boundary.outgoing = {source, first, cut.frame};
            boundary.incoming = {source, next, end};
            boundary.frame = cut.frame;
            boundary.kind = cut.kind;
            boundary.length = cut.length;
            boundary.confidence = cut.confidence;
            boundaries.push_back(boundary);
        }
        first = std::max(first, next);
    }
    return boundaries;
}

ComparedFrames compared_frames(const Boundary& boundary) {
    if (boundary.compared) return *boundary.compared;
    const auto away = [](const ShotRange& shot) { return shot.end - shot.first >= 3 ? 1 : 0; };
    return {boundary.outgoing.end - 1 - away(boundary.outgoing),
            boundary.incoming.first + away(boundary.incoming)};
}

} // namespace seamline::analysis
