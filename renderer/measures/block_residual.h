// renderer/measures/block_residual.h: how badly a frame can be made of pieces of another.
#pragma once

#include "renderer/measures/plane.h"

#include <cstdint>
#include <vector>

namespace seamline::measures {

/// An OKLab picture in integers, so that every device counts alike: L, a and b times kLabUnit, L
/// clamped to [0, 2047], a and b to [-1023, 1023], then in single precision int(value + 1024.5) -
/// 1024. Planes one after the other.
/// At least kBlockEdge wide and high: smaller pictures repeat their last column and row.
struct LabCodes {
    static constexpr int kLabUnit = 1024;
    int width = 0;
    int height = 0;
    std::vector<std::int16_t> codes; ///< 3 * width * height
};
LabCodes lab_codes(const Picture& lab);

inline constexpr int kBlockEdge = 8;
inline constexpr int kBlockReach = 8; ///< Pixels, each way ...
inline constexpr int kBlockStep = 2;  ///< ... in steps.

/// For blocks of 8 x 8 of `frame`, the smallest mean of |dL| + |da| + |db| to any place of `other`
/// within 8 px in steps of 2 that lies inside it; the mean over blocks, in units of OKLab. Low for
/// motion, high across a cut. Where the size is no multiple of 8 the last column or row of blocks
/// ends at the edge and overlaps its neighbour. `frame` and `other`: of one size.
///
/// One integer sum: of the blocks' smallest sums of absolute differences, below 2^32. The order of
/// blocks and places does not matter. Blocks: about 0.5 ms for 128 x 72.
double block_residual(const LabCodes& frame, const LabCodes& other);
double block_residual(const Picture& frame, const Picture& other);
/// From that sum, of pictures of one size, to the mean.
double residual_of(std::uint32_t sum, int width, int height);

} // namespace seamline::measures
