// app/analysis/region_pairs.h: what regions that a person paired tell of two frames, in or out of
// one view.
#pragma once

#include "renderer/measures/grade_fit.h"
#include "renderer/measures/plane.h"

#include <glm/glm.hpp>

#include <optional>
#include <span>

namespace seamline::analysis {

/// Mean light of the same thing in two frames: linear, BT.709 primaries, as viewed.
struct LightOfPair {
    glm::dvec3 a{0};
    glm::dvec3 b{0};
};

/// Mean over a rectangle in fractions of the picture; pixels count by the part of them that lies in
/// it. None of a rectangle without area inside of the picture.
std::optional<glm::dvec3> mean_light(const measures::Picture& light, glm::dvec2 min,
                                     glm::dvec2 max);

/// B minus A, as at a cut.
struct PairDelta {
    double stops = 0;   ///< Of BT.709 luminance; + is brighter.
    double mired = 0;   ///< + is warmer, taking the thing for the same: its own colour cancels.
    double duv = 0;     ///< + is greener.
    double delta_e = 0; ///< CIEDE2000 of the means.
};
/// None where a channel of a mean is black.
std::optional<PairDelta> pair_delta(const LightOfPair& pair);

enum class PairFitKind : std::uint8_t {
    Gains,       ///< One gain per channel: of one or two pairs, or where they are too alike.
    SlopeOffset, ///< Of three to five.
    Cdl,         ///< All ten numbers: of six and more.
};
const char* name(PairFitKind kind); ///< "gain per channel", "slope and offset", "full CDL"

struct PairFit {
    PairFitKind kind = PairFitKind::Gains;
    color::Cdl cdl;            ///< In GradeFit::kCdlSpace.
    double delta_e_before = 0; ///< Mean CIEDE2000 of the pairs ...
    double delta_e_after = 0;  ///< ... and after the CDL on B.
};
/// The CDL on B's light that brings the pairs together, by least squares in code values. None
/// without pairs, or where a channel is black.
std::optional<PairFit> fit_pairs(std::span<const LightOfPair> pairs);

/// Angle on the screen from a thing to its shadow's tip; positions are y down. Degrees, 0 = right,
/// counter-clockwise, (-180, 180].
double screen_angle_deg(glm::dvec2 object, glm::dvec2 tip);
/// A lens over level ground: an upright pinhole camera, not rolled.
struct GroundView {
    double aspect = 0;    ///< Width of the picture over its height, > 0.
    double field_deg = 0; ///< Over the picture's height, in (0, 180).
    double horizon = 0.5; ///< Of the ground, in heights of the picture from its upper edge.
};
/// Direction on the ground from a thing's foot to its shadow's tip, both given in heights of the
/// picture from its upper left corner, y down. Degrees seen from above, 0 = away from the camera,
/// clockwise, (-180, 180]: 90 is to the right. None where a point does not lie below the horizon,
/// or `view` is out of its ranges. Where the camera looks to is not known, so that only two frames
/// of one heading tell how far the sun moved.
/// Formula: each point's ray, (x - aspect / 2, 1 / 2 - y, 1 / (2 tan(field / 2))), is turned about
/// the picture's x axis until the horizon's is level, and met with the ground.
std::optional<double> ground_azimuth_deg(glm::dvec2 foot, glm::dvec2 tip, const GroundView& view);
/// By how much the second angle is turned from the first, (-180, 180].
double turned_deg(double from_deg, double to_deg);

} // namespace seamline::analysis
