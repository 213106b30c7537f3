#include "renderer/color/cie.h"

#include "renderer/color/transfer.h"

#include <cmath>
#include <numbers>

namespace seamline::color {
namespace {

constexpr double kDegree = std::numbers::pi / 180.0;

double lab_curve(double t) {
    constexpr double delta = 6.0 / 29.0;
    return t > delta * delta * delta ? std::cbrt(t) : t / (3 * delta * delta) + 4.0 / 29.0;
}

double seventh_power_share(double chroma) {
    const double p = std::pow(chroma, 7.0);
    return std::sqrt(p / (p + 6103515625.0)); // 25 ^ 7
}

// Degrees in [0, 360); 0 for grey.
double hue(double a, double b) {
    if (a == 0 && b == 0) return 0;
    const double h = std::atan2(b, a) / kDegree;
    return h < 0 ? h + 360.0 : h;
}

struct Hues {
    double difference; ///< (-180, 180]
    double mean;       ///< [0, 360)
};

// Hues that are opposite in exact arithmetic count as 180 degrees apart, whatever rounding says.
Hues compare_hues(double h1, double h2, bool both_colored) {
    constexpr double half_turn = 180.0 + 1e-9;
    if (!both_colored) return {0.0, h1 + h2};
    const double difference = h2 - h1;
    if (std::abs(difference) <= half_turn) return {difference, (h1 + h2) / 2};
    const double mean = h1 + h2 < 360.0 ? (h1 + h2 + 360.0) / 2 : (h1 + h2 - 360.0) / 2;
    return {difference > 0 ? difference - 360.0 : difference + 360.0, mean};
}

double hue_weight(double mean) {
    return 1 - 0.17 * std::cos((mean - 30) * kDegree) + 0.24 * std::cos(2 * mean * kDegree) +
           0.32 * std::cos((3 * mean + 6) * kDegree) - 0.20 * std::cos((4 * mean - 63) * kDegree);
}

} // namespace

Chromaticity xy_from_xyz(glm::dvec3 xyz, Chromaticity white) {
    const double sum = xyz.x + xyz.y + xyz.z;
    return sum == 0 ? white : Chromaticity{xyz.x / sum, xyz.y / sum};
}

glm::dvec2 uv_from_xyz(glm::dvec3 xyz, Chromaticity white) {
    const Chromaticity c = xy_from_xyz(xyz, white);
    const double denominator = -2 * c.x + 12 * c.y + 3;
    return {4 * c.x / denominator, 9 * c.y / denominator};
}

glm::dvec3 lab_from_xyz(glm::dvec3 xyz, Chromaticity white) {
    const double x = lab_curve(xyz.x / (white.x / white.y));
    const double y = lab_curve(xyz.y);
    const double z = lab_curve(xyz.z / ((1 - white.x - white.y) / white.y));
    return {116 * y - 16, 500 * (x - y), 200 * (y - z)};
}

double delta_e_2000(glm::dvec3 lab_a, glm::dvec3 lab_b) {
    const double mean_chroma = (std::hypot(lab_a.y, lab_a.z) + std::hypot(lab_b.y, lab_b.z)) / 2;
    const double stretch = 1 + 0.5 * (1 - seventh_power_share(mean_chroma));
    const double a1 = stretch * lab_a.y;
    const double a2 = stretch * lab_b.y;
    const double c1 = std::hypot(a1, lab_a.z);
    const double c2 = std::hypot(a2, lab_b.z);
    const Hues hues = compare_hues(hue(a1, lab_a.z), hue(a2, lab_b.z), c1 * c2 != 0);

    const double lightness = (lab_a.x + lab_b.x) / 2 - 50;
    const double chroma = (c1 + c2) / 2;
    const double sl = 1 + 0.015 * lightness * lightness / std::sqrt(20 + lightness * lightness);
    const double sc = 1 + 0.045 * chroma;
    const double sh = 1 + 0.015 * chroma * hue_weight(hues.mean);
    const double turn = (hues.mean - 275) / 25;
    const double rotation =
        -2 * seventh_power_share(chroma) * std::sin(60 * kDegree * std::exp(-turn * turn));

    const double l = (lab_b.x - lab_a.x) / sl;
    const double c = (c2 - c1) / sc;
    const double h = 2 * std::sqrt(c1 * c2) * std::sin(hues.difference / 2 * kDegree) / sh;
    return std::sqrt(l * l + c * c + h * h + rotation * c * h);
}

glm::dvec3 itp_from_nits(glm::dvec3 rgb_bt2020_nits) {
    const glm::dmat3 to_lms = glm::transpose(glm::dmat3(1688, 2146, 262, //
                                                        683, 2951, 462,  //
                                                        99, 309, 3688)) /
                              4096.0;
    const glm::dvec3 lms = to_lms * rgb_bt2020_nits;
    const double l = nits_to_pq(lms.x);
    const double m = nits_to_pq(lms.y);
    const double s = nits_to_pq(lms.z);
    const double ct = (6610 * l - 13613 * m + 7003 * s) / 4096;
    const double cp = (17933 * l - 17390 * m - 543 * s) / 4096;
    return {0.5 * l + 0.5 * m, 0.5 * ct, cp};
}

double delta_e_itp(glm::dvec3 itp_a, glm::dvec3 itp_b) { return 720 * glm::length(itp_a - itp_b); }

} // namespace seamline::color
