// renderer/measures/resample.h: pictures of another size.
#pragma once

#include "renderer/measures/plane.h"

namespace seamline::measures {

/// Bilinear between pixel centres, enlarging or reducing to any size of at least 1 x 1; the edge is
/// repeated. Every value is multiplied by `factor`.
Plane resampled(const Plane& plane, int width, int height, float factor = 1);

} // namespace seamline::measures
