#include "app/analysis/cut_detector.h"

#include <algorithm>

namespace seamline::analysis {

std::vector<DetectedCut> corrected_cuts(std::span<const DetectedCut> found,
                                        std::span<const std::int64_t> added,
                                        std::span<const std::int64_t> removed) {
    std::vector<DetectedCut> cuts;
    for (const DetectedCut& cut : found) {
        const auto replaces = [&](std::int64_t frame) {
            return frame >= cut.frame && frame <= cut.frame + cut.length;
        };
        if (std::ranges::find(removed, cut.frame) == removed.end() &&
            std::ranges::none_of(added, replaces))
            cuts.push_back(cut);
    }
    for (const std::int64_t frame : added) cuts.push_back({frame, CutKind::Hard, 0, 1});
    std::ranges::stable_sort(cuts, {}, &DetectedCut::frame);
    return cuts;
}

} // namespace seamline::analysis
