// app/analysis/measure_seam.h: measures two frames (or the frames beside a cut) against each other.
#pragma once

#include "app/analysis/seam.h"
#include "renderer/measures/alignment.h"
#include "renderer/measures/working_picture.h"

#include <vector>

namespace seamline::analysis {

/// One side of a cut: the frame next to it, and what sharpness and grain are taken from.
struct SeamSide {
    measures::Picture light;           ///< Both sides of one size.
    measures::Plane luma;              ///< Native luma of the same frame.
    double sharpest_px = kNotMeasured; ///< Medians of up to five frames next to the cut.
    double grain = kNotMeasured;
    measures::GlobalLight global;
    int native_width = 0;
    int native_height = 0;
    bool space_confirmed = false;
    bool is_hdr = false; ///< PQ or HLG.
};

/// Everything that maps and Match need beside the numbers.
struct SeamPictures {
    measures::Alignment alignment;
    measures::LightPairs pairs;
    std::optional<measures::Relight> relight;
    std::optional<measures::TextureChange> texture;
};

struct MeasuredSeam {
    Seam seam; ///< Terms and grade; `normalised`, tier, lamps and sentence are judged later.
    SeamPictures pictures;
};

/// Outgoing against incoming. Blocks: tens of milliseconds. Deterministic.
MeasuredSeam measure_seam(const SeamSide& outgoing, const SeamSide& incoming);

} // namespace seamline::analysis
