#include "renderer/color/camera_spaces.h"

#include "renderer/color/chromaticity.h"

#include <array>
#include <cmath>

namespace seamline::color {
namespace {

// code = log_slope * log_base(lin_slope * x + lin_offset) + log_offset from `lin_break` up, below
// it the line of `linear_slope` that meets it.
struct LogCurve {
    double base, log_slope, log_offset, lin_slope, lin_offset, lin_break, linear_slope;
};

/// Code values to scene-linear.
OCIO::TransformRcPtr log_to_linear(const LogCurve& curve) {
    const auto set = [&](auto setter, double value) {
        double values[3] = {value, value, value};
        setter(values);
    };
    double breaks[3] = {curve.lin_break, curve.lin_break, curve.lin_break};
    const auto transform = OCIO::LogCameraTransform::Create(breaks);
    transform->setBase(curve.base);
    set([&](double(&v)[3]) { transform->setLogSideSlopeValue(v); }, curve.log_slope);
    set([&](double(&v)[3]) { transform->setLogSideOffsetValue(v); }, curve.log_offset);
    set([&](double(&v)[3]) { transform->setLinSideSlopeValue(v); }, curve.lin_slope);
    set([&](double(&v)[3]) { transform->setLinSideOffsetValue(v); }, curve.lin_offset);
    set([&](double(&v)[3]) { transform->setLinearSlopeValue(v); }, curve.linear_slope);
    return inverse(transform);
}

// Every space of this configuration meets D65 by the same adaptation (Bradford, that of ACES' own
// utilities), so that two encodings of one D65 scene agree exactly.
OCIO::TransformRcPtr to_ap0(const Primaries& primaries) {
    return matrix_transform(rgb_to_rgb(primaries, kAcesAp0));
}

// ARRI, Sony and Canon adapt by CAT02 in their transforms to ACES, which leaves saturated colours
// up to half a percent of white away from everybody else's. This takes their AP0 to the others'.
OCIO::TransformRcPtr cat02_builtin(const char* style) {
    const glm::dmat3 ap0 = rgb_to_xyz(kAcesAp0);
    const glm::dmat3 matrix = glm::inverse(ap0) *
                              white_adaptation(kD65, kAcesWhite, Adaptation::Bradford) *
                              white_adaptation(kAcesWhite, kD65, Adaptation::Cat02) * ap0;
    return group_transform({builtin_transform(style), matrix_transform(matrix)});
}

// Source: ARRI LogC4 Logarithmic Color Space Specification, 1 May 2022, sections 3 and 4.
OCIO::TransformRcPtr log_c4() {
    const double a = (std::pow(2.0, 18.0) - 16.0) / 117.45;
    const double b = (1023.0 - 95.0) / 1023.0;
    const double c = 95.0 / 1023.0;
    const double s = 7.0 * std::log(2.0) * std::pow(2.0, 7.0 - 14.0 * c / b) / (a * b);
    const double t = (std::pow(2.0, 14.0 * (-c / b) + 6.0) - 64.0) / a;
    const LogCurve curve{2.0, b / 14.0, c - 6.0 * b / 14.0, a, 64.0, t, 1.0 / s};
    return group_transform({log_to_linear(curve),
                            to_ap0({{0.7347, 0.2653}, {0.1424, 0.8576}, {0.0991, -0.0308}, kD65})});
}

// Source: Apple Log Profile White Paper, September 2023. Its toe is a parabola, P = c (R - r0)^2 up
// to R = rt, which no transform of OpenColorIO has. With x = sqrt(P / c) the toe is the line R = x
// + r0, so: take x; turn it into P above the toe and into the parabola's tangent below (a power of
// 2 with a linear part, ((k x) / 1.5)^2, whose break lies at x = rt - r0); then the usual curve,
// whose own line undoes the tangent.
OCIO::TransformRcPtr apple_log() {
    constexpr double r0 = -0.05641088, rt = 0.01, c = 47.28711236, beta = 0.00964052,
                     gamma = 0.08550479, delta = 0.69336945;
    constexpr double xt = rt - r0;
    constexpr double offset = 0.5;
    constexpr double k = 2 * offset / xt;
    const auto shift = scale_transform(k);
    const double shift_by[4] = {-offset, -offset, -offset, 0};
    shift->setOffset(shift_by);
    const auto square = OCIO::ExponentWithLinearTransform::Create();
    const double powers[4] = {2, 2, 2, 1};
    const double offsets[4] = {offset, offset, offset, 0};
    square->setGamma(powers);
    square->setOffset(offsets);
    const double per_square = (1 + offset) / k;
    return group_transform({scale_transform(1 / c), power_transform(0.5), shift, square,
                            scale_transform(c * per_square * per_square),
                            log_to_linear({2.0, gamma, delta, 1.0, beta, rt, 2 * c * xt}),
                            to_ap0(kBt2020)});
}

// Source: Blackmagic Generation 5 Color Science Technical Reference, 2021.
OCIO::TransformRcPtr blackmagic_film_gen5() {
    constexpr double a = 0.08692876065491224, b = 0.005494072432257808, c = 0.5300133392291939,
                     d = 8.283605932402494, cut = 0.005;
    return group_transform(
        {log_to_linear({std::exp(1.0), a, c, 1.0, b, cut, d}), to_ap0({{0.7177215, 0.3171181},
                                                                       {0.2280410, 0.8615690},
                                                                       {0.1005841, -0.0820452},
                                                                       {0.3127170, 0.3290312}})});
}

// Source: Blackmagic Design, "DaVinci Resolve 17 Wide Gamut Intermediate", 2021.
OCIO::TransformRcPtr davinci_intermediate() {
    constexpr double a = 0.0075, b = 7.0, c = 0.07329248, m = 10.44426855, cut = 0.00262409;
    return group_transform({log_to_linear({2.0, c, b * c, 1.0, a, cut, m}),
                            to_ap0({{0.8000, 0.3130}, {0.1682, 0.9877}, {0.0790, -0.1155}, kD65})});
}

constexpr auto kCameraSpaces = std::to_array<CameraSpace>({
    {"ARRI LogC3", "logc3", "ARRI LogC3 at EI 800, ALEXA Wide Gamut 3",
     [] { return cat02_builtin("ARRI_ALEXA-LOGC-EI800-AWG_to_ACES2065-1"); }},
    {"ARRI LogC4", "logc4", "ARRI LogC4, ARRI Wide Gamut 4", log_c4},
    {"Sony S-Log3 S-Gamut3", "slog3_sgamut3", "Sony S-Log3, S-Gamut3",
     [] { return cat02_builtin("SONY_SLOG3-SGAMUT3_to_ACES2065-1"); }},
    {"Sony S-Log3 S-Gamut3.Cine", "slog3", "Sony S-Log3, S-Gamut3.Cine",
     [] { return cat02_builtin("SONY_SLOG3-SGAMUT3.CINE_to_ACES2065-1"); }},
    {"Panasonic V-Log", "vlog", "Panasonic V-Log, V-Gamut",
     [] { return OCIO::TransformRcPtr(builtin_transform("PANASONIC_VLOG-VGAMUT_to_ACES2065-1")); }},
    {"RED Log3G10", "log3g10", "RED Log3G10, REDWideGamutRGB",
     [] { return OCIO::TransformRcPtr(builtin_transform("RED_LOG3G10-RWG_to_ACES2065-1")); }},
    {"Canon Log 2", "clog2", "Canon Log 2, Cinema Gamut",
     [] { return cat02_builtin("CANON_CLOG2-CGAMUT_to_ACES2065-1"); }},
    {"Canon Log 3", "clog3", "Canon Log 3, Cinema Gamut",
     [] { return cat02_builtin("CANON_CLOG3-CGAMUT_to_ACES2065-1"); }},
    {"Apple Log", "applelog", "Apple Log, BT.2020 primaries", apple_log},
    {"Blackmagic Film Gen 5", "bmdfilmgen5", "Blackmagic Film Gen 5, Blackmagic Wide Gamut Gen 5",
     blackmagic_film_gen5},
    {"DaVinci Intermediate", "davinciintermediate", "DaVinci Intermediate, DaVinci Wide Gamut",
     davinci_intermediate},
});

} // namespace

std::span<const CameraSpace> camera_spaces() { return kCameraSpaces; }

} // namespace seamline::color
