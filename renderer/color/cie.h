// renderer/color/cie.h: the spaces and differences by which colours are measured.
#pragma once

#include "renderer/color/chromaticity.h"

#include <glm/glm.hpp>

namespace seamline::color {

/// X, Y, Z of any scale to x, y. Black has no chromaticity: that of `white` is given.
Chromaticity xy_from_xyz(glm::dvec3 xyz, Chromaticity white = kD65);
/// X, Y, Z of any scale to CIE 1976 u', v'. Source: CIE 15:2018, 8.2.1.
glm::dvec2 uv_from_xyz(glm::dvec3 xyz, Chromaticity white = kD65);

/// X, Y, Z with Y = 1 at `white` to L* [0, 100], a*, b*. Source: CIE 15:2018, 8.2.1.
glm::dvec3 lab_from_xyz(glm::dvec3 xyz, Chromaticity white = kD65);

/// CIEDE2000 with kL = kC = kH = 1. Source: Sharma, Wu & Dalal, "The CIEDE2000 Color-Difference
/// Formula" (2005), whose continuation at a hue difference of 180 degrees is used.
double delta_e_2000(glm::dvec3 lab_a, glm::dvec3 lab_b);

/// Linear BT.2020 in cd/m2 to I, T, P. Source: Rec. ITU-R BT.2100-2, table 7; BT.2124-0, annex 1.
glm::dvec3 itp_from_nits(glm::dvec3 rgb_bt2020_nits);
/// 1 is just noticeable under the most critical conditions. Source: Rec. ITU-R BT.2124-0, annex 1.
double delta_e_itp(glm::dvec3 itp_a, glm::dvec3 itp_b);

} // namespace seamline::color
