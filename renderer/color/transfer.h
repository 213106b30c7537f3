// renderer/color/transfer.h: code values to light and back, by the standards' formulas.
#pragma once

#include "decode/media/color_tags.h"

#include <glm/glm.hpp>

namespace seamline::color {

/// Luminance of reference (diffuse) white in PQ, and in HLG on a display of 1000 cd/m2.
/// Source: Rep. ITU-R BT.2408-5, table 1.
inline constexpr double kReferenceWhiteNits = 203.0;
inline constexpr double kPqPeakNits = 10000.0;
inline constexpr double kHlgPeakNits = 1000.0;

/// Signal [0, 1] to linear light [0, 1]; negative values are mirrored. Source: IEC 61966-2-1.
double srgb_to_linear(double signal);
double linear_to_srgb(double linear);

/// As `srgb_to_linear`, with black at 0 and white at 1: a power of 2.4.
/// Source: Rec. ITU-R BT.1886, annex 1.
double bt1886_to_linear(double signal);
double linear_to_bt1886(double linear);

/// Signal [0, 1] to cd/m2 [0, 10 000]. Source: SMPTE ST 2084:2014, equations 4.1 and 5.2.
double pq_to_nits(double signal);
double nits_to_pq(double nits);

/// Signal [0, 1] to scene light [0, 1]. Source: Rec. ITU-R BT.2100-2, table 5.
double hlg_to_scene(double signal);
double scene_to_hlg(double scene);

/// The system gamma of a display; 1.2 at 1000 cd/m2. Source: Rec. ITU-R BT.2100-2, note 5f.
double hlg_system_gamma(double peak_nits);

/// HLG R'G'B' in BT.2020 primaries to displayed cd/m2 of each primary, with black at 0.
/// Source: Rec. ITU-R BT.2100-2, table 5 (EOTF = OOTF of the inverse OETF).
glm::dvec3 hlg_to_nits(glm::dvec3 signal, double peak_nits = kHlgPeakNits);
glm::dvec3 nits_to_hlg(glm::dvec3 nits, double peak_nits = kHlgPeakNits);

/// R'G'B' (after matrix and range) to linear R, G, B in the tagged primaries, where 1 is reference
/// white: the tag's white for SDR, 203 cd/m2 for PQ and HLG. BT.709-like tags are read through
/// BT.1886, HLG through a display of 1000 cd/m2.
glm::dvec3 linear_from_tags(const ColorTags& tags, glm::dvec3 signal);

/// As `linear_from_tags`, in X, Y, Z under D65 (other whites adapted by Bradford), Y = 1 at
/// reference white.
glm::dvec3 xyz_from_tags(const ColorTags& tags, glm::dvec3 signal);

} // namespace seamline::color
