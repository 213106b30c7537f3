// app/analysis/transitions.h: dissolves and fades from signatures. Private to analysis.
#pragma once

#include "app/analysis/frame_features.h"

#include <cstddef>
#include <span>
#include <vector>

namespace seamline::analysis {

/// Frames by their place in the span: first changed one, number of changed ones.
struct Transition {
    std::size_t first = 0;
    std::size_t length = 0;
    double misfit = 0; ///< Of its limit, [0, 1].
};

/// Fades down to black and up again, one side of which may be abrupt; between different shots.
std::vector<Transition> find_fades(std::span<const FrameFeatures> frames);

/// Dissolves between boundaries `cuts` (places, ordered), which none of them contains.
std::vector<Transition> find_dissolves(std::span<const FrameFeatures> frames,
                                       std::span<const std::size_t> cuts);

} // namespace seamline::analysis
