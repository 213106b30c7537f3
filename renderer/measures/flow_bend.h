// renderer/measures/flow_bend.h: where a flow wobbles instead of following camera and depth.
#pragma once

#include "renderer/measures/alignment.h"

namespace seamline::measures {

/// Per square cell, how far the dense flow is from one affine motion of the cell and its
/// neighbours: the median distance over the cell, in units of the picture's own unrest (the median
/// of all cells' distances, plus 5 % of the cell's motion, plus 0.1 px). Fitted robustly, so that
/// neither a nearer object's edge nor a fast one counts as a wobble. About 1 where nothing
/// wobbles.
/// `cell`: side of a cell as a share of the picture's width. NaN where too few pixels are valid.
Plane flow_bend(const Alignment& alignment, int columns, int rows, double cell);

} // namespace seamline::measures
