// renderer/scopes/chromaticity.h: what the chromaticity diagram is made of.
#pragma once

#include <glm/glm.hpp>

#include <span>

namespace seamline::renderer {

/// CIE 1976 u', v' of x, y. Source: CIE 15:2004, section 8.2.1.1.
glm::dvec2 uv_of_xy(glm::dvec2 xy);

/// Monochromatic light from 380 to 700 nm in steps of 5 nm. Source: CIE 15:2004, table T.4 (2
/// degrees).
std::span<const glm::dvec2> spectral_locus();

} // namespace seamline::renderer
