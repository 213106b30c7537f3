// renderer/measures/difference_map.h: pictures of how two pictures differ, in units.
#pragma once

#include "renderer/measures/alignment.h"
#include "renderer/measures/grade_fit.h"
#include "renderer/measures/plane.h"

#include <cstdint>
#include <vector>

namespace seamline::measures {

/// delta E * 100 in OKLab: Euclidean distance. For live maps.
Plane oklab_difference(const Picture& light_a, const Picture& light_b);
/// CIEDE2000 under D65.
Plane ciede2000_difference(const Picture& light_a, const Picture& light_b);
/// BT.2124, with 1 of light at 203 cd/m2.
Plane itp_difference(const Picture& light_a, const Picture& light_b);
/// B minus A in OKLab * 100: lightness, and chroma.
Plane lightness_difference(const Picture& light_a, const Picture& light_b);
Plane chroma_difference(const Picture& light_a, const Picture& light_b);
/// 1 - structure term of SSIM over an 11 px Gaussian window (sigma 1.5) of luminance in OKLab L.
Plane structure_difference(const Picture& light_a, const Picture& light_b);

/// FLIP for low dynamic range, [0, 1] per pixel. `rgb`: sRGB-encoded display values in [0, 1].
/// `pixels_per_degree`: 67.02 is a 0.7 m wide 3840 px screen at 0.7 m.
/// Source: P. Andersson et al., "FLIP: A Difference Evaluator for Alternating Images", 2020.
Plane flip_difference(const Picture& rgb_a, const Picture& rgb_b, double pixels_per_degree = 67.02);

enum class HeatScale : std::uint8_t { Cividis, Viridis, Diverging };
/// Interleaved R, G, B, 8 bits per channel: sRGB. `low` and `high` are the ends of the scale;
/// NaN becomes a hatch of grey.
std::vector<std::uint8_t> heat_picture(const Plane& plane, HeatScale scale, float low, float high);
/// The scale at `t` in [0, 1].
std::array<std::uint8_t, 3> heat_color(HeatScale scale, float t);

} // namespace seamline::measures
