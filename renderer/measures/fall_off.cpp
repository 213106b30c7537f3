// Source of the idea: H. Cho, H. Lee, S. Lee, "Radial bright channel prior for single image
// vignetting correction", 2014: in a ring around the middle, something is as bright as anywhere.
#include "renderer/measures/lens.h"

#include <glm/glm.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <random>

namespace seamline::measures {
namespace {

constexpr int kRings = 16; // Of equal width in r^2: of equal area but for the corners.
constexpr int kLevels = 288;
constexpr double kLevelsPerStop = 24; // From 2^-11 to 2^1.
constexpr double kLowest = -11;
constexpr double kBrightShare = 0.95;
constexpr double kClipped = 0.95; // Light.
constexpr int kLeastRings = 10;
constexpr std::size_t kStillFrames = 40;
constexpr std::size_t kLeastFrames = 8;
constexpr double kMovingStops = 0.25;
constexpr int kResamples = 200;
constexpr std::size_t kRuns = 8;    // Of frames: neighbours in time look alike.
constexpr std::size_t kSectors = 8; // Around the middle: a sky fills one side of all frames.

using Levels = std::array<std::int32_t, kLevels>;
using Rings = std::array<Levels, kRings>;
using Sectors = std::array<Rings, kSectors>;

// r^2 of a pixel's middle, 1 in the corner.
double radius_squared(int x, int y, int width, int height) {
    const double dx = x + 0.5 - 0.5 * width;
    const double dy = y + 0.5 - 0.5 * height;
    return 4 * (dx * dx + dy * dy) /
           (static_cast<double>(width) * width + static_cast<double>(height) * height);
}

std::size_t sector_of(int x, int y, int width, int height) {
    const int dx = 2 * x + 1 - width;
    const int dy = 2 * y + 1 - height;
    return (dx < 0 ? 1U : 0U) + (dy < 0 ? 2U : 0U) +
           (std::abs(dx) * height < std::abs(dy) * width ? 4U : 0U);
}

void count(const Picture& light, Sectors& sectors) {
    for (int y = 0; y < light.height(); ++y)
        for (int x = 0; x < light.width(); ++x) {
            const float bright = std::max(
                {light.planes[0].at(x, y), light.planes[1].at(x, y), light.planes[2].at(x, y)});
            const double stops = std::log2(std::max(static_cast<double>(bright), 1e-6));
            const int level = static_cast<int>((stops - kLowest) * kLevelsPerStop);
            const int ring =
                static_cast<int>(kRings * radius_squared(x, y, light.width(), light.height()));
            ++sectors[sector_of(x, y, light.width(), light.height())]
                     [static_cast<std::size_t>(std::min(ring, kRings - 1))]
                     [static_cast<std::size_t>(std::clamp(level, 0, kLevels - 1))];
        }
}

// Light that kBrightShare of a ring is darker than; 0 of an empty one.
double bright_light(const Levels& levels) {
    const std::int64_t all = std::accumulate(levels.begin(), levels.end(), std::int64_t{0});
    if (all == 0) return 0;
    const double wanted = kBrightShare * static_cast<double>(all);
    double below = 0;
    std::size_t level = 0;
    while (level + 1 < levels.size() && below + levels[level] < wanted) below += levels[level++];
    const double within = (wanted - below) / std::max(levels[level], 1);
    return std::exp2(kLowest + (static_cast<double>(level) + within) / kLevelsPerStop);
}

// Stops from the middle to the corner of k (1 + a r^2 + b r^4), fitted to the rings' bright light
// relative to its size.
std::optional<double> corner_stops(const Rings& rings) {
    glm::dmat3 normal(0.0);
    glm::dvec3 right(0);
    int used = 0;
    for (int i = 0; i < kRings; ++i) {
        const double light = bright_light(rings[static_cast<std::size_t>(i)]);
        if (light <= std::exp2(kLowest + 1) || light >= kClipped) continue;
        const double r2 = (i + 0.5) / kRings;
        const glm::dvec3 row = glm::dvec3(1, r2, r2 * r2) / light;
        normal += glm::outerProduct(row, row);
        right += row;
        ++used;
    }
    if (used < kLeastRings) return std::nullopt;
    const glm::dvec3 k = glm::inverse(normal) * right;
    const double corner = k.x + k.y + k.z;
    if (k.x <= 0 || corner <= 0) return std::nullopt;
    return std::log2(corner / k.x);
}

// Whether what the rings see changes: the mean over a small picture of each pixel's deviation in
// time, in stops.
bool moves(const std::vector<const Picture*>& lights) {
    constexpr int kWidth = 32, kHeight = 18;
    std::vector<double> sum(kWidth * kHeight), squares(sum);
    for (const Picture* light : lights) {
        const Plane small = area_averaged(light->planes[1], std::min(kWidth, light->width()),
                                          std::min(kHeight, light->height()));
        for (std::size_t i = 0; i < small.values.size(); ++i) {
            const double stops = std::log2(std::max(static_cast<double>(small.values[i]), 0.002));
            sum[i] += stops;
            squares[i] += stops * stops;
        }
    }
    const auto count = static_cast<double>(lights.size());
    double deviation = 0;
    for (std::size_t i = 0; i < sum.size(); ++i)
        deviation += std::sqrt(std::max(squares[i] / count - sum[i] * sum[i] / count / count, 0.0));
    return deviation / static_cast<double>(sum.size()) > kMovingStops;
}

void add(Rings& to, const Rings& from) {
    for (std::size_t r = 0; r < kRings; ++r)
        for (std::size_t i = 0; i < kLevels; ++i) to[r][i] += from[r][i];
}

// Half of the middle 95 % of what resampled runs and sectors give.
double half_interval(const std::vector<Sectors>& runs) {
    std::mt19937 random(1);
    std::vector<double> stops;
    for (int resample = 0; resample < kResamples; ++resample) {
        std::array<std::size_t, kSectors> drawn{};
        for (std::size_t& sector : drawn) sector = random() % kSectors;
        Rings rings{};
        for (std::size_t run = 0; run < kRuns; ++run) {
            const Sectors& sectors = runs[random() % kRuns];
            for (const std::size_t sector : drawn) add(rings, sectors[sector]);
        }
        if (const auto corner = corner_stops(rings)) stops.push_back(*corner);
    }
    if (stops.size() < kResamples / 2) return INFINITY;
    std::ranges::sort(stops);
    const auto at = [&](double share) {
        return stops[static_cast<std::size_t>(share * static_cast<double>(stops.size() - 1))];
    };
    return (at(0.975) - at(0.025)) / 2;
}

} // namespace

std::optional<FallOff> fall_off(const std::vector<const Picture*>& lights) {
    if (lights.size() < kLeastFrames) return std::nullopt;
    if (lights.size() < kStillFrames && !moves(lights)) return std::nullopt;
    std::vector<Sectors> runs(kRuns);
    for (std::size_t i = 0; i < lights.size(); ++i)
        count(*lights[i], runs[i * kRuns / lights.size()]);
    Rings all{};
    for (const Sectors& run : runs)
        for (const Rings& sector : run) add(all, sector);
    const auto corner = corner_stops(all);
    if (!corner) return std::nullopt;
    const double interval = half_interval(runs);
    if (!std::isfinite(interval)) return std::nullopt;
    return FallOff{std::min(*corner, 0.0), interval};
}

} // namespace seamline::measures
