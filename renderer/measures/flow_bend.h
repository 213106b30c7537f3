// renderer/measures/flow_bend.h: where a flow wobbles instead of following camera and depth.
#pragma once

#include "renderer/measures/alignment.h"

namespace seamline::measures {

/// Per square cell, how far the dense flow is from an affine motion of the cell and its neighbours:
/// the root of the mean squared distance, in pixels of the working picture. The affine motion is
/// fitted robustly, so that the edge of a nearer object counts as little as its share of pixels.
/// `cell`: side of a cell as a share of the picture's width. NaN where too few pixels are valid.
Plane flow_bend(const Alignment& alignment, int columns, int rows, double cell);

} // namespace seamline::measures
