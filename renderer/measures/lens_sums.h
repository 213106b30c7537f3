// renderer/measures/lens_sums.h: what sharpness and grain are found from once every pixel was read.
// For lens.h and its GPU passes.
#pragma once

#include "decode/media/pixel_layout.h"
#include "renderer/measures/lens.h"

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

namespace seamline::measures {

inline constexpr int kMatteInset = 8;

// --- Edges -------------------------------------------------------------------------------------

/// y0 is the plane under a Gaussian of 0.6 px (2 px each way), y1 is y0 under one of 1 px (3 more);
/// a central difference needs 1 px more.
inline constexpr int kBlurReach = 6;
inline constexpr int kBlurTaps = 2 * kBlurReach + 1;
inline constexpr int kBlurLanes = 16; ///< kBlurTaps, rounded up to whole vectors.
using BlurWeights = std::array<float, kBlurLanes>;

/// A blur, and the central difference of what it blurs; kBlurTaps weights each, the rest is 0.
struct BlurTaps {
    BlurWeights blur;
    BlurWeights slope;
};
struct ReblurTaps {
    BlurTaps once;
    BlurTaps twice;
};
const ReblurTaps& reblur_taps();

/// Points of soft_gradient_squared's lattice; ends excluded. Empty: left >= right or top >= bottom.
struct Lattice {
    int left, top, right, bottom;
};
/// Points whose pixel is within `area` and far enough from the plane's sides.
Lattice edge_points(const Rect& area, Extent plane);
/// How many of `points` lattice points are to be edges, at least: 3 percent.
inline std::uint64_t wanted_edges(std::uint64_t points) { return (3 * points + 99) / 100; }
/// The part of a float's bits that orders squared gradients within 1 %.
inline constexpr int kGradientShift = 16;
/// Of an edge, squared codes per pixel. Under the Gaussian of 2 px, grain of 5 codes has a quarter.
inline constexpr float kLeastGradientSquared = 1.0F;

/// Gradients at one edge point, before and after the known blur, in codes per pixel.
struct EdgeSlopes {
    float before_x, before_y, after_x, after_y;
};
/// The order of `edges` does not matter.
std::optional<EdgeBlur> edge_blur_of(const std::vector<EdgeSlopes>& edges);

// --- Grain -------------------------------------------------------------------------------------

inline constexpr int kGrainBlock = 16;

/// Sums over one block.
struct GrainBlock {
    float gradient; ///< Of squared gradients.
    float size;     ///< Of the sizes of second differences.
    float value;
};
/// Blocks of the plane's grid, in blocks, that lie in `area` and have neighbours on every side.
Lattice grain_blocks(const Rect& area, Extent plane);
/// Those of any mean; the order does not matter.
std::optional<double> grain_of(const std::vector<GrainBlock>& blocks);

} // namespace seamline::measures
