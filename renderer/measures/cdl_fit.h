// renderer/measures/cdl_fit.h: the ASC CDL that brings one set of code values to another.
#pragma once

#include "renderer/color/source_color.h"

#include <glm/glm.hpp>

#include <vector>

namespace seamline::measures {

/// max(in * slope + offset, 0) ^ power per channel, then saturation about BT.709 luma.
/// Source: ASC Color Decision List Transfer Functions and Interchange Syntax, version 1.2.
glm::dvec3 apply_cdl(const color::Cdl& cdl, glm::dvec3 code);

/// Least squares under Cauchy weights, by Levenberg-Marquardt on all ten numbers from the
/// identity. `to` and `from`: display code values, 1 is white; of one length, not empty. What the
/// pairs leave open stays at the identity. Ranges: slope [0.05, 20], power [0.2, 5], saturation
/// [0, 4].
color::Cdl fit_cdl(const std::vector<glm::dvec3>& from, const std::vector<glm::dvec3>& to);

} // namespace seamline::measures
