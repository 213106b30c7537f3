// renderer/measures/block_residual.h: how badly a frame can be made of pieces of another.
#pragma once

#include "renderer/measures/plane.h"

namespace seamline::measures {

/// For 8 x 8 blocks of `frame`, the smallest mean of |dL| + |da| + |db| to any place of `other`
/// within 8 px in steps of 2; the mean over blocks. Low for motion, high across a cut. `frame` and
/// `other`: OKLab pictures of one size.
double block_residual(const Picture& frame, const Picture& other);

} // namespace seamline::measures
