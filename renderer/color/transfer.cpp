#include "renderer/color/transfer.h"

#include "renderer/color/chromaticity.h"

#include <algorithm>
#include <cmath>

namespace seamline::color {
namespace {

constexpr double kPqM1 = 2610.0 / 16384.0;
constexpr double kPqM2 = 2523.0 / 32.0;
constexpr double kPqC1 = 3424.0 / 4096.0;
constexpr double kPqC2 = 2413.0 / 128.0;
constexpr double kPqC3 = 2392.0 / 128.0;

constexpr double kHlgA = 0.17883277;
constexpr double kHlgB = 1.0 - 4.0 * kHlgA;
const double kHlgC = 0.5 - kHlgA * std::log(4.0 * kHlgA);

// Source: Rec. ITU-R BT.2100-2, table 5.
constexpr glm::dvec3 kBt2020Luminance{0.2627, 0.6780, 0.0593};

double mirrored_power(double value, double exponent) {
    return std::copysign(std::pow(std::abs(value), exponent), value);
}

template <typename Function> glm::dvec3 each(glm::dvec3 value, Function function) {
    return {function(value.r), function(value.g), function(value.b)};
}

// Source: Rec. ITU-T H.273, table 3, values 9 and 10: logarithmic over two and two and a half
// decades.
double log_to_linear(double signal, double decades) {
    return signal <= 0 ? 0.0 : std::pow(10.0, (signal - 1.0) * decades);
}

} // namespace

double srgb_to_linear(double signal) {
    const double v = std::abs(signal);
    const double linear = v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
    return std::copysign(linear, signal);
}

double linear_to_srgb(double linear) {
    const double v = std::abs(linear);
    const double signal = v <= 0.0031308 ? v * 12.92 : 1.055 * std::pow(v, 1.0 / 2.4) - 0.055;
    return std::copysign(signal, linear);
}

double bt1886_to_linear(double signal) { return mirrored_power(signal, 2.4); }
double linear_to_bt1886(double linear) { return mirrored_power(linear, 1.0 / 2.4); }

double pq_to_nits(double signal) {
    const double p = std::pow(std::max(signal, 0.0), 1.0 / kPqM2);
    return kPqPeakNits * std::pow(std::max(p - kPqC1, 0.0) / (kPqC2 - kPqC3 * p), 1.0 / kPqM1);
}

double nits_to_pq(double nits) {
    const double p = std::pow(std::max(nits, 0.0) / kPqPeakNits, kPqM1);
    return std::pow((kPqC1 + kPqC2 * p) / (1.0 + kPqC3 * p), kPqM2);
}

double hlg_to_scene(double signal) {
    const double v = std::max(signal, 0.0);
    return v <= 0.5 ? v * v / 3.0 : (std::exp((v - kHlgC) / kHlgA) + kHlgB) / 12.0;
}

double scene_to_hlg(double scene) {
    const double v = std::max(scene, 0.0);
    return v <= 1.0 / 12.0 ? std::sqrt(3.0 * v) : kHlgA * std::log(12.0 * v - kHlgB) + kHlgC;
}

double hlg_system_gamma(double peak_nits) { return 1.2 + 0.42 * std::log10(peak_nits / 1000.0); }

glm::dvec3 hlg_to_nits(glm::dvec3 signal, double peak_nits) {
    const glm::dvec3 scene = each(signal, hlg_to_scene);
    const double luminance = glm::dot(scene, kBt2020Luminance);
    return scene * (peak_nits * std::pow(luminance, hlg_system_gamma(peak_nits) - 1.0));
}

glm::dvec3 nits_to_hlg(glm::dvec3 nits, double peak_nits) {
    const double luminance = glm::dot(nits, kBt2020Luminance);
    if (luminance <= 0) return glm::dvec3(0.0);
    const double gamma = hlg_system_gamma(peak_nits);
    const glm::dvec3 scene =
        nits / peak_nits * std::pow(luminance / peak_nits, (1.0 - gamma) / gamma);
    return each(scene, scene_to_hlg);
}

glm::dvec3 linear_from_tags(const ColorTags& tags, glm::dvec3 signal) {
    const auto power = [&](double exponent) {
        return each(signal, [&](double v) { return mirrored_power(v, exponent); });
    };
    switch (tags.transfer) {
    case ColorTransfer::Bt1886:
        return each(signal, bt1886_to_linear);
    case ColorTransfer::Srgb:
        return each(signal, srgb_to_linear);
    case ColorTransfer::Gamma22:
        return power(2.2);
    case ColorTransfer::Gamma28:
        return power(2.8);
    case ColorTransfer::Linear:
        return signal;
    case ColorTransfer::Log100:
        return each(signal, [](double v) { return log_to_linear(v, 2.0); });
    case ColorTransfer::Log316:
        return each(signal, [](double v) { return log_to_linear(v, 2.5); });
    case ColorTransfer::Pq:
        return each(signal, pq_to_nits) / kReferenceWhiteNits;
    case ColorTransfer::Hlg:
        return hlg_to_nits(signal) / kReferenceWhiteNits;
    // Source: SMPTE ST 428-1; white is 48 of 52.37 cd/m2.
    case ColorTransfer::Smpte428:
        return power(2.6) * (52.37 / 48.0);
    }
    return signal;
}

glm::dvec3 xyz_from_tags(const ColorTags& tags, glm::dvec3 signal) {
    const Primaries primaries = primaries_of(tags.primaries);
    return white_adaptation(primaries.white, kD65, Adaptation::Bradford) * rgb_to_xyz(primaries) *
           linear_from_tags(tags, signal);
}

} // namespace seamline::color
