// renderer/measures/soft_gradient.h: where a picture has edges, and which part of it is picture.
#pragma once

#include "decode/media/pixel_layout.h"
#include "renderer/measures/plane.h"

#include <array>

namespace seamline::measures {

/// A Gaussian of 2 px: weights of the middle and of what is 1 to 6 px (3 sigma) from it.
inline constexpr int kSoftRadius = 6;
using SoftWeights = std::array<float, kSoftRadius + 1>;
SoftWeights gaussian_of_two();
/// Up to this, in codes of 8 bits, values of a matte count as one.
inline constexpr float kMatteSpread = 6;

/// Squared gradient of the plane under a Gaussian of 2 px, at every second pixel of every second
/// row: a Gaussian of 2 px holds nothing that this lattice loses. Point (i, j) is pixel (2i, 2j).
/// The gradient is the central difference over 4 px, in units per pixel; 0 at the lattice's edge.
Plane soft_gradient_squared(const Plane& plane);

/// The plane without rows and columns at its sides that hold one value (within 6): mattes and
/// letterboxes, whose own edges are the sharpest and whose inside is the quietest of all.
/// `inset`: where a side was cut, the rectangle is this much smaller, as codecs blur the matte's
/// edge; width and height are 0 when nothing is left.
Rect picture_without_mattes(const Plane& plane, int inset);

} // namespace seamline::measures
