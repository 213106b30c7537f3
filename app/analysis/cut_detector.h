// app/analysis/cut_detector.h: shot boundaries of a file, from its features.
#pragma once

#include "app/analysis/frame_features.h"

#include <cstdint>
#include <span>
#include <vector>

namespace seamline::analysis {

enum class CutKind : std::uint8_t { Hard, Dissolve, Fade };
const char* name(CutKind kind); ///< "hard", "dissolve", "fade"

struct DetectedCut {
    std::int64_t frame =
        0; ///< First of the incoming shot; of a dissolve or fade its first changed frame.
    CutKind kind = CutKind::Hard;
    /// Frames of the transition, those in black included; 0 of a hard cut. The incoming shot alone
    /// is seen from frame + length on.
    std::int64_t length = 0;
    double confidence = 0; ///< [0, 1]; 0.5 where a rule is only just met.
};

/// A boundary between t - 1 and t is a hard cut when its residual r is at least all of these.
/// "Near" are up to ten frames each side that differ from the ones before them, three to 36 frames
/// away, without flashes and without other lone peaks.
struct CutRules {
    double residual = 0.035;      ///< Least residual.
    double over_median = 2.5;     ///< Times the median near.
    double over_p90 = 1.5;        ///< Times the 90th percentile near, unless it stands alone:
    double alone = 4.0;           ///< times the neighbours' and the median near.
    double over_neighbours = 1.4; ///< Times the largest of two different frames each side.
    /// Shares of r that must remain across the gap, and may: after a flash less remains, across a
    /// whip pan more, while two shots differ at once as much as later.
    double cross_gap = 0.6;
    double cross_gap_most = 1.25;
};

/// Hard cuts; dissolves of up to 28 frames, whose every frame is a mixture of the two ends; fades
/// through black between two shots. A shot that only dips to black, or a file that begins or ends
/// in black, has no cut there. Ordered. `frames`: consecutive. Deterministic.
std::vector<DetectedCut> detect_cuts(std::span<const FrameFeatures> frames, const CutRules& rules);

/// `found` as a person corrected it: without the removed ones and with added hard cuts, which take
/// the place of transitions that they lie in. Ordered.
std::vector<DetectedCut> corrected_cuts(std::span<const DetectedCut> found,
                                        std::span<const std::int64_t> added,
                                        std::span<const std::int64_t> removed);

/// A step of colour or exposure where no cut is: chained or extended clips.
struct DetectedSeam {
    std::int64_t frame = 0;
    double delta_mired = 0;
    double delta_duv = 0;
    double exposure_stops = 0;
    double sharpness_log2 = kNotMeasured;
    double grain_log2 = kNotMeasured;
    double normalised = 0; ///< Largest term over its threshold, >= 1.
};
std::vector<DetectedSeam> detect_seams(std::span<const FrameFeatures> frames,
                                       std::span<const DetectedCut> cuts);

} // namespace seamline::analysis
