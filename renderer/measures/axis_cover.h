// renderer/measures/axis_cover.h: which samples equal areas of a picture cover. For measures and
// their GPU passes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace seamline::measures {

/// Samples that each of the areas covers along one axis, with integer weights.
struct AxisCover {
    struct Area {
        int first_sample = 0; ///< From the first one that the picture covers.
        std::size_t first_weight = 0;
        int count = 0;
    };
    std::vector<Area> areas;
    std::vector<std::uint32_t> weights; ///< Without a common divisor.
    std::uint32_t total = 0;            ///< Sum of any area's weights.
    bool equal = true;                  ///< All weights are 1.
};

/// `pixels` from pixel `begin` of the coded picture in `areas` areas of equal length; a sample
/// counts for each pixel that it covers, under a subsampling of 2^`shift`. 1 <= areas <= pixels.
AxisCover axis_cover(int begin, int pixels, int areas, int shift);

} // namespace seamline::measures
