// renderer/measures/patch_flow.h: dense flow by matching small patches, coarse to fine.
#pragma once

#include "renderer/measures/alignment.h"

namespace seamline::measures {

struct PatchFlowOptions {
    int coarse_radius = 2;  ///< Of the full search at the coarsest level, in its pixels. [1, 8]
    int fine_radius = 0;    ///< Of the search around the best candidate at all other levels. [0, 4]
    int coarsest_edge = 12; ///< Levels whose shorter edge is below this are not used. >= 8
};

/// From A to B, in pixels of levels[0], of its size. Per level: patches of 8 x 8 every 4 pixels
/// take the best of the coarser level's vectors around them, refine it by inverse search, and are
/// blended by how well they match. Both pyramids of one size, with at least one usable level.
/// Source: T. Kroeger et al., "Fast Optical Flow using Dense Inverse Search", 2016; without its
/// variational refinement.
Flow patch_flow(const AlignmentSource& a, const AlignmentSource& b,
                const PatchFlowOptions& options);

/// Bilinear between pixel centres, enlarging or reducing to any size; the edge is repeated.
Plane resampled(const Plane& plane, int width, int height, float factor = 1);

} // namespace seamline::measures
