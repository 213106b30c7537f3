// renderer/measures/luma_weights.h: what native luma is made of. For measures and their GPU passes.
#pragma once

#include "renderer/measures/working_picture.h"

#include <vector>

namespace seamline::measures {

/// Of the first components, one or three: from code values to native_luma, summed in their order.
std::vector<float> luma_weights(const FrameView& frame);

} // namespace seamline::measures
