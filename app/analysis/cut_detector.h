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
    std::int64_t length = 0; ///< Frames of the transition; 0 of a hard cut.
    double confidence = 0;   ///< [0, 1]
};

struct CutRules {
    double residual = 0.035;  ///< Least residual of a cut ...
    double over_median = 2.5; ///< ... times the median of the frames near ...
    double over_p90 = 1.5;    ///< ... and times their 90th percentile.
    double cross_gap = 0.6;   ///< Share of the residual that must remain across the gap.
};

/// Ordered. `frames`: consecutive. Deterministic.
std::vector<DetectedCut> detect_cuts(std::span<const FrameFeatures> frames, const CutRules& rules);

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
