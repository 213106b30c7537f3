// renderer/scopes/chromaticity.h: primaries, white points and the spectral locus, in CIE 1931 x, y.
#pragma once

#include "decode/media/color_tags.h"

#include <glm/glm.hpp>

#include <span>

namespace seamline::renderer {

/// CIE 1931 x, y.
struct Primaries {
    glm::dvec2 red, green, blue, white;
};

/// Source: ITU-T H.273 (07/2021), table 2.
Primaries primaries_of(ColorPrimaries primaries);

/// From linear R, G, B to CIE X, Y, Z, with Y = 1 for white. Source: SMPTE RP 177:1993,
/// section 3.3.
glm::dmat3 xyz_of_rgb(ColorPrimaries primaries);

/// CIE 1976 u', v' of x, y. Source: CIE 15:2004, section 8.2.1.1.
glm::dvec2 uv_of_xy(glm::dvec2 xy);

/// Monochromatic light from 380 to 700 nm in steps of 5 nm. Source: CIE 15:2004, table T.4 (2
/// degrees).
std::span<const glm::dvec2> spectral_locus();

} // namespace seamline::renderer
