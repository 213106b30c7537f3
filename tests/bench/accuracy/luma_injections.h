// tests/bench/accuracy/luma_injections.h: faults put into a luma picture, for which measures look.
#pragma once

#include "decode/media/pixel_layout.h"
#include "renderer/measures/plane.h"

namespace seamline::bench {

using measures::Plane;

/// All end in whole codes of 8 bits, as a file would hold them.
Plane blurred(const Plane& luma, double sigma);
/// White, or (`correlated`) under a Gaussian of 0.6 px and brought back to `sigma`.
Plane with_noise(const Plane& luma, double sigma, bool correlated, unsigned seed);
/// The middle 1 / `factor`, enlarged by Catmull-Rom splines.
Plane punched_in(const Plane& luma, double factor);
/// Unsharp mask: a Gaussian of 1 px, by `amount`.
Plane sharpened(const Plane& luma, double amount);

/// Texture of one region replaced; the region's means under a Gaussian of 8 px stay, and its rim
/// of 8 px is blended.
/// Same spectrum, random phases.
Plane with_scrambled_texture(const Plane& luma, const Rect& region, unsigned seed);
/// Another picture's texture at the same place (which repeats where it is smaller), brought to the
/// region's own deviation.
Plane with_donor_texture(const Plane& luma, const Rect& region, const Plane& donor);
/// Scaled by `share`.
Plane with_weaker_texture(const Plane& luma, const Rect& region, double share);
/// Moved by a smooth field (noise under a Gaussian of `smoothness` px) whose longest step is
/// `amplitude` px.
Plane with_warped_region(const Plane& luma, const Rect& region, double amplitude, double smoothness,
                         unsigned seed);

} // namespace seamline::bench
