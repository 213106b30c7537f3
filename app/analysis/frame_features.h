// app/analysis/frame_features.h: what is known of one frame after it was measured, as plain
// numbers.
#pragma once

#include "app/analysis/picture_turn.h"
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

/// Pairs of frames around the boundary before frame t that `cross_gap` looks at: t - out and
/// t + in. Whatever lasts up to five frames and falls back (flashes, glitches) lies inside of one.
struct GapPair {
    int out = 1;
    int in = 0;
};
inline constexpr std::array<GapPair, 3> kCrossGaps{{{2, 3}, {1, 5}, {6, 0}}};
inline constexpr GapPair kMidGap{7, 6};
/// From this residual on `cross_gap` is measured.
inline constexpr double kCrossGapFrom = 0.02;

/// Measured from the frame before it, where there is one. Frames that are substitutes are passed
/// over: the frame before is then the last one that could be read.
struct StepFromPrevious {
    double residual = kNotMeasured;  ///< measures::block_residual against the frame before.
    double cross_gap = kNotMeasured; ///< The smallest residual across kCrossGaps.
    double mid_gap = kNotMeasured;   ///< Residual across kMidGap, cut off at the medium's ends.
    /// Mean absolute difference of luma averaged to the light picture's size, 8-bit codes, [0,
    /// 255].
    double difference = kNotMeasured;
    double coverage = kNotMeasured;       ///< Of the alignment.
    double exposure_stops = kNotMeasured; ///< Aligned; this minus previous.
    double delta_mired = kNotMeasured;
    double delta_duv = kNotMeasured;
    measures::CameraMove camera;
};

/// The picture in a few hundred numbers, for transitions: means over kSignatureColumns x
/// kSignatureRows areas of the lab picture, L then a then b, rows from the top. L: 0 to 1 in 0 to
/// 255; a and b: -0.5 to 0.5.
inline constexpr int kSignatureColumns = 16;
inline constexpr int kSignatureRows = 9;
inline constexpr std::size_t kSignatureSize = 3UL * kSignatureColumns * kSignatureRows;
using Signature = std::vector<std::uint8_t>; ///< kSignatureSize, or empty: not measured.

struct FrameFeatures {
    std::int64_t frame = 0;
    Rational time_s;
    bool substitute = false; ///< Damaged, or held for a missing file: excluded from all judgements.
    double mean_luma = kNotMeasured;  ///< 8-bit codes, [0, 255].
    double dark_share = kNotMeasured; ///< Pixels of the lab picture with L < 0.1, [0, 1].
    std::array<double, 3> mean_lab{kNotMeasured, kNotMeasured, kNotMeasured}; ///< OKLab.
    double contrast = kNotMeasured; ///< Deviation of OKLab L.
    Signature signature;
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
    std::string start_timecode; ///< Of frame 0, as the file has it; empty: it has none.
    int width = 0; ///< Visible, native.
    int height = 0;
    PictureTurn turn;                  ///< Cameras and angles are those of the shown picture.
    bool cuts_only = false;            ///< Only what cuts are found from was measured.
    std::vector<FrameFeatures> frames; ///< Those measured so far; of a finished run all of them.
};

} // namespace seamline::analysis
