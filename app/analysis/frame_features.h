// app/analysis/frame_features.h: what is known of one frame after it was measured, as plain
// numbers.
#pragma once

#include "decode/media/rational.h"
#include "renderer/measures/alignment.h"
#include "renderer/measures/illuminant.h"

#include <array>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace seamline::analysis {

/// Stands for "not measured"; written as null.
inline constexpr double kNotMeasured = std::numeric_limits<double>::quiet_NaN();

/// Measured from the frame before it, where there is one.
struct StepFromPrevious {
    double residual = kNotMeasured;   ///< measures::block_residual against the frame before.
    double cross_gap = kNotMeasured;  ///< The same between frame - 2 and frame + 3.
    double difference = kNotMeasured; ///< Mean absolute difference of luma, 8-bit codes, [0, 255].
    double coverage = kNotMeasured;   ///< Of the alignment.
    double exposure_stops = kNotMeasured; ///< Aligned; this minus previous.
    double delta_mired = kNotMeasured;
    double delta_duv = kNotMeasured;
    measures::CameraMove camera;
};

struct FrameFeatures {
    std::int64_t frame = 0;
    Rational time_s;
    bool substitute = false; ///< Damaged, or held for a missing file: excluded from all judgements.
    double mean_luma = kNotMeasured;  ///< 8-bit codes, [0, 255].
    double dark_share = kNotMeasured; ///< Pixels of the lab picture with L < 0.1, [0, 1].
    std::array<double, 3> mean_lab{kNotMeasured, kNotMeasured, kNotMeasured}; ///< OKLab.
    double contrast = kNotMeasured; ///< Deviation of OKLab L.
    measures::GlobalLight global;
    double sharpest_px = kNotMeasured; ///< measures::edge_blur; NaN where no edge qualifies.
    double median_px = kNotMeasured;
    double grain = kNotMeasured; ///< 8-bit codes.
    StepFromPrevious step;
};

/// All frames of one medium, in presentation order.
struct SourceFeatures {
    std::string path;
    std::string media_id; ///< "xxh3-128:<hex>" of the file's bytes (all files of a sequence).
    std::string light_id; ///< measures::AnalysisLight::id of what the frames were measured through.
    bool space_confirmed = false; ///< False: "colour space unconfirmed", no lamp lights.
    std::string input_space;
    Rational frame_rate;
    std::int64_t frame_count = 0;
    int width = 0; ///< Visible, native.
    int height = 0;
    std::vector<FrameFeatures> frames; ///< Those measured so far; of a finished run all of them.
};

} // namespace seamline::analysis
