#include "renderer/measures/illuminant.h"

#include "renderer/color/chromaticity.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace seamline::measures {
namespace {

// Colour matching functions of the 2 degree observer, 380 to 780 nm in steps of 5 nm.
// Source: CIE 15:2018, table 5 (as ISO/CIE 11664-1 in steps of 5 nm).
constexpr double kFirstNm = 380;
constexpr double kStepNm = 5;
constexpr std::array<std::array<double, 3>, 81> kObserver{{
    {0.001368, 0.000039, 0.006450}, {0.002236, 0.000064, 0.010550}, {0.004243, 0.000120, 0.020050},
    {0.007650, 0.000217, 0.036210}, {0.014310, 0.000396, 0.067850}, {0.023190, 0.000640, 0.110200},
    {0.043510, 0.001210, 0.207400}, {0.077630, 0.002180, 0.371300}, {0.134380, 0.004000, 0.645600},
    {0.214770, 0.007300, 1.039050}, {0.283900, 0.011600, 1.385600}, {0.328500, 0.016840, 1.622960},
    {0.348280, 0.023000, 1.747060}, {0.348060, 0.029800, 1.782600}, {0.336200, 0.038000, 1.772110},
    {0.318700, 0.048000, 1.744100}, {0.290800, 0.060000, 1.669200}, {0.251100, 0.073900, 1.528100},
    {0.195360, 0.090980, 1.287640}, {0.142100, 0.112600, 1.041900}, {0.095640, 0.139020, 0.812950},
    {0.057950, 0.169300, 0.616200}, {0.032010, 0.208020, 0.465180}, {0.014700, 0.258600, 0.353300},
    {0.004900, 0.323000, 0.272000}, {0.002400, 0.407300, 0.212300}, {0.009300, 0.503000, 0.158200},
    {0.029100, 0.608200, 0.111700}, {0.063270, 0.710000, 0.078250}, {0.109600, 0.793200, 0.057250},
    {0.165500, 0.862000, 0.042160}, {0.225750, 0.914850, 0.029840}, {0.290400, 0.954000, 0.020300},
    {0.359700, 0.980300, 0.013400}, {0.433450, 0.994950, 0.008750}, {0.512050, 1.000000, 0.005750},
    {0.594500, 0.995000, 0.003900}, {0.678400, 0.978600, 0.002750}, {0.762100, 0.952000, 0.002100},
    {0.842500, 0.915400, 0.001800}, {0.916300, 0.870000, 0.001650}, {0.978600, 0.816300, 0.001400},
    {1.026300, 0.757000, 0.001100}, {1.056700, 0.694900, 0.001000}, {1.062200, 0.631000, 0.000800},
    {1.045600, 0.566800, 0.000600}, {1.002600, 0.503000, 0.000340}, {0.938400, 0.441200, 0.000240},
    {0.854450, 0.381000, 0.000190}, {0.751400, 0.321000, 0.000100}, {0.642400, 0.265000, 0.000050},
    {0.541900, 0.217000, 0.000030}, {0.447900, 0.175000, 0.000020}, {0.360800, 0.138200, 0.000010},
    {0.283500, 0.107000, 0.000000}, {0.218700, 0.081600, 0.000000}, {0.164900, 0.061000, 0.000000},
    {0.121200, 0.044580, 0.000000}, {0.087400, 0.032000, 0.000000}, {0.063600, 0.023200, 0.000000},
    {0.046770, 0.017000, 0.000000}, {0.032900, 0.011920, 0.000000}, {0.022700, 0.008210, 0.000000},
    {0.015840, 0.005723, 0.000000}, {0.011359, 0.004102, 0.000000}, {0.008111, 0.002929, 0.000000},
    {0.005790, 0.002091, 0.000000}, {0.004109, 0.001484, 0.000000}, {0.002899, 0.001047, 0.000000},
    {0.002049, 0.000740, 0.000000}, {0.001440, 0.000520, 0.000000}, {0.001000, 0.000361, 0.000000},
    {0.000690, 0.000249, 0.000000}, {0.000476, 0.000172, 0.000000}, {0.000332, 0.000120, 0.000000},
    {0.000235, 0.000085, 0.000000}, {0.000166, 0.000060, 0.000000}, {0.000117, 0.000042, 0.000000},
    {0.000083, 0.000030, 0.000000}, {0.000059, 0.000021, 0.000000}, {0.000042, 0.000015, 0.000000},
}};

// Second radiation constant, m K. Source: SI defining constants, as in ITS-90 to 5 digits.
constexpr double kSecondConstant = 1.438776877e-2;

constexpr double kFirstMired = 40;
constexpr double kLastMired = 640;
constexpr std::size_t kEntries = 1200;
constexpr double kMiredStep = (kLastMired - kFirstMired) / (kEntries - 1);

glm::dvec2 uv_of_xyz(glm::dvec3 xyz) {
    const double sum = xyz.x + 15 * xyz.y + 3 * xyz.z;
    return {4 * xyz.x / sum, 6 * xyz.y / sum};
}

glm::dvec2 planckian_uv(double mired) {
    const double kelvin = 1e6 / mired;
    glm::dvec3 xyz{0};
    for (std::size_t i = 0; i < kObserver.size(); ++i) {
        const double metres = (kFirstNm + kStepNm * static_cast<double>(i)) * 1e-9;
        const double power =
            1 / (std::pow(metres * 1e7, 5) * std::expm1(kSecondConstant / (metres * kelvin)));
        xyz += power * glm::dvec3(kObserver[i][0], kObserver[i][1], kObserver[i][2]);
    }
    return uv_of_xyz(xyz);
}

using Locus = std::array<glm::dvec2, kEntries>;

const Locus& locus() {
    static const Locus table = [] {
        Locus result;
        for (std::size_t i = 0; i < kEntries; ++i)
            result[i] = planckian_uv(kFirstMired + kMiredStep * static_cast<double>(i));
        return result;
    }();
    return table;
}

double squared(glm::dvec2 v) { return glm::dot(v, v); }

} // namespace

Temperature temperature_of(glm::dvec2 uv_1960) {
    const Locus& table = locus();
    std::size_t nearest = 1;
    for (std::size_t i = 1; i + 1 < kEntries; ++i)
        if (squared(table[i] - uv_1960) < squared(table[nearest] - uv_1960)) nearest = i;
    // The squared distance is a parabola along the locus, as straight as it is over two steps.
    const double before = squared(table[nearest - 1] - uv_1960);
    const double at = squared(table[nearest] - uv_1960);
    const double after = squared(table[nearest + 1] - uv_1960);
    const double curve = before - 2 * at + after;
    const double part = std::clamp(curve > 0 ? 0.5 * (before - after) / curve : 0.0, -1.0, 1.0);
    const glm::dvec2 tangent = (table[nearest + 1] - table[nearest - 1]) / 2.0;
    const glm::dvec2 bend = table[nearest + 1] - 2.0 * table[nearest] + table[nearest - 1];
    const glm::dvec2 foot = table[nearest] + part * tangent + 0.5 * part * part * bend;
    const glm::dvec2 off = uv_1960 - foot;
    // The locus runs to the right with rising mired: what lies on its left lies above it.
    const double side = tangent.x * off.y - tangent.y * off.x;
    return {kFirstMired + kMiredStep * (static_cast<double>(nearest) + part),
            std::copysign(glm::length(off), side)};
}

glm::dvec2 uv_1960_of_light(glm::dvec3 light_bt709) {
    static const glm::dmat3 to_xyz = color::rgb_to_xyz(color::kBt709);
    return uv_of_xyz(to_xyz * light_bt709);
}

} // namespace seamline::measures
