// tests/bench/accuracy/light_injection.h: known faults of light, put into real pictures.
#pragma once

#include "renderer/color/source_color.h"
#include "renderer/measures/plane.h"

#include <glm/glm.hpp>

#include <functional>
#include <random>

namespace seamline::bench {

/// A change of linear light at a place; x and y from -1 to 1 over the picture.
using LightChange = std::function<glm::dvec3(glm::dvec3 light, double x, double y)>;

/// As a file would hold it: changed, clipped to [0, 1], rounded to 8 bits at gamma 2.4.
measures::Picture injected(const measures::Picture& light, const LightChange& change);

LightChange exposure(double stops);
/// D65 moved by `mired` at its own distance from the Planckian locus, adapted by Bradford.
LightChange temperature(double mired);
/// CDL with saturation on gamma 2.4: slope .8 to 1.25, offset +-.03, power .85 to 1.2, saturation
/// .75 to 1.25.
LightChange random_grade(std::mt19937& random);
/// From -stops at one end to +stops at the other, in direction `angle` (radians, counter-clockwise
/// from the right), warmer (log2 R / B by 0.3 of the stops) where it is brighter.
LightChange warm_ramp(double stops, double angle, double aspect);
/// A Gaussian of light of half the picture's width around a place.
LightChange blob(double stops, double x, double y);
LightChange both(LightChange first, LightChange then);

double uniform(std::mt19937& random, double from, double to);
double random_sign(std::mt19937& random);

/// Share of pairs (fault, none) in which the fault scores higher; ties count half.
double auc(const std::vector<double>& faults, const std::vector<double>& nones);
/// Linear between ranks, `share` in [0, 1]; NaN of none.
double quantile(std::vector<double> values, double share);
double mean(const std::vector<double>& values);

} // namespace seamline::bench
