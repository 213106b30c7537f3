#include "renderer/color/chromaticity.h"

namespace seamline::color {
namespace {

glm::dvec3 xyz_at_unit_luminance(Chromaticity c) {
    return {c.x / c.y, 1.0, (1.0 - c.x - c.y) / c.y};
}

// Homogeneous, so that a primary with y = 0 (AP0's, XYZ's) needs no division.
glm::dvec3 direction(Chromaticity c) { return {c.x, c.y, 1.0 - c.x - c.y}; }

glm::dmat3 cone_response(Adaptation adaptation) {
    return glm::transpose(adaptation == Adaptation::Bradford
                              ? glm::dmat3(0.8951, 0.2664, -0.1614, //
                                           -0.7502, 1.7135, 0.0367, //
                                           0.0389, -0.0685, 1.0296)
                              : glm::dmat3(0.7328, 0.4296, -0.1624, //
                                           -0.7036, 1.6975, 0.0061, //
                                           0.0030, 0.0136, 0.9834));
}

} // namespace

Primaries primaries_of(ColorPrimaries tag) {
    switch (tag) {
    case ColorPrimaries::Bt709:
        return kBt709;
    case ColorPrimaries::Bt470m:
        return {{0.67, 0.33}, {0.21, 0.71}, {0.14, 0.08}, kIlluminantC};
    case ColorPrimaries::Bt601_625:
        return {{0.64, 0.33}, {0.29, 0.60}, {0.15, 0.06}, kD65};
    case ColorPrimaries::Bt601_525:
    case ColorPrimaries::Smpte240m:
        return {{0.630, 0.340}, {0.310, 0.595}, {0.155, 0.070}, kD65};
    case ColorPrimaries::Film:
        return {{0.681, 0.319}, {0.243, 0.692}, {0.145, 0.049}, kIlluminantC};
    case ColorPrimaries::Bt2020:
        return kBt2020;
    case ColorPrimaries::Xyz:
        return {{1.0, 0.0}, {0.0, 1.0}, {0.0, 0.0}, {1.0 / 3.0, 1.0 / 3.0}};
    case ColorPrimaries::DciP3:
        return {kP3D65.red, kP3D65.green, kP3D65.blue, kDciWhite};
    case ColorPrimaries::DisplayP3:
        return kP3D65;
    case ColorPrimaries::Ebu3213:
        return {{0.630, 0.340}, {0.295, 0.605}, {0.155, 0.077}, kD65};
    }
    return kBt709;
}

glm::dmat3 rgb_to_xyz(const Primaries& primaries) {
    const glm::dmat3 columns(direction(primaries.red), direction(primaries.green),
                             direction(primaries.blue));
    const glm::dvec3 scale = glm::inverse(columns) * xyz_at_unit_luminance(primaries.white);
    return {columns[0] * scale.r, columns[1] * scale.g, columns[2] * scale.b};
}

glm::dmat3 white_adaptation(Chromaticity from, Chromaticity to, Adaptation adaptation) {
    if (from == to) return glm::dmat3(1.0);
    const glm::dmat3 cones = cone_response(adaptation);
    const glm::dvec3 gain =
        (cones * xyz_at_unit_luminance(to)) / (cones * xyz_at_unit_luminance(from));
    const glm::dmat3 scale(gain.x, 0, 0, 0, gain.y, 0, 0, 0, gain.z);
    return glm::inverse(cones) * scale * cones;
}

glm::dmat3 rgb_to_rgb(const Primaries& from, const Primaries& to, Adaptation adaptation) {
    if (from == to) return glm::dmat3(1.0);
    return glm::inverse(rgb_to_xyz(to)) * white_adaptation(from.white, to.white, adaptation) *
           rgb_to_xyz(from);
}

} // namespace seamline::color
