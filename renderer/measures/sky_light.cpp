#include "renderer/measures/sky_light.h"

#include "renderer/measures/illuminant.h"

#include <glm/glm.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

namespace seamline::measures {
namespace {

constexpr double kBrightShare = 0.1;
constexpr double kBlack = 1e-4;   ///< Light; a brightest tenth below it is none.
constexpr double kLeastRange = 2; ///< The brightest tenth's least light in medians of the picture.
constexpr std::size_t kLeastPixels = 200;

double luminance(glm::vec3 light) {
    return 0.2126 * static_cast<double>(light.x) + 0.7152 * static_cast<double>(light.y) +
           0.0722 * static_cast<double>(light.z);
}

glm::vec3 pixel(const Picture& light, std::size_t i) {
    return {light.planes[0].values[i], light.planes[1].values[i], light.planes[2].values[i]};
}

struct Lit {
    double y = 0;
    std::size_t pixel = 0;
};

// Mean light of the ranks [from, to) as shares; None of too few.
std::optional<GlobalLight> mean_light(const Picture& light, const std::vector<Lit>& ranked,
                                      double from, double to) {
    const auto count = static_cast<double>(ranked.size());
    const auto first = static_cast<std::size_t>(from * count);
    const auto end = static_cast<std::size_t>(to * count);
    if (end - first < kLeastPixels) return std::nullopt;
    glm::dvec3 sum(0);
    for (std::size_t i = first; i < end; ++i) sum += glm::dvec3(pixel(light, ranked[i].pixel));
    if (!(sum.y > 0)) return std::nullopt;
    GlobalLight mean;
    mean.grey_edge = sum / sum.y;
    return mean;
}

double shadow_mired(const Picture& light, const std::vector<Lit>& all) {
    std::vector<Lit> valid;
    for (const Lit& one : all)
        if (is_valid_light(pixel(light, one.pixel))) valid.push_back(one);
    const auto shadows = mean_light(light, valid, 0.1, 0.3);
    const auto lit = mean_light(light, valid, 0.7, 0.9);
    if (!shadows || !lit) return std::numeric_limits<double>::quiet_NaN();
    return global_light_step(*lit, *shadows).delta_mired;
}

} // namespace

std::optional<SkyLight> sky_light(const Picture& light) {
    std::vector<Lit> ranked(light.planes[0].values.size());
    for (std::size_t i = 0; i < ranked.size(); ++i) ranked[i] = {luminance(pixel(light, i)), i};
    // The pixel's place decides between equals, so that the order is one.
    std::ranges::sort(ranked, [](const Lit& a, const Lit& b) {
        return a.y != b.y ? a.y < b.y : a.pixel < b.pixel;
    });
    const std::size_t first =
        ranked.size() - static_cast<std::size_t>(kBrightShare * static_cast<double>(ranked.size()));
    if (first >= ranked.size()) return std::nullopt;
    const double least = ranked[first].y;
    if (!(least > kBlack) || least < kLeastRange * ranked[ranked.size() / 2].y) return std::nullopt;
    glm::dvec2 sum(0);
    std::size_t count = 0;
    // All as bright as the last one count, or a clipped sky would end where the order happens to.
    for (const Lit& one : ranked) {
        if (one.y < least) continue;
        const auto width = static_cast<std::size_t>(light.width());
        sum += glm::dvec2(static_cast<double>(one.pixel % width) + 0.5,
                          static_cast<double>(one.pixel / width) + 0.5);
        ++count;
    }
    SkyLight sky;
    sky.bright_x = 2 * sum.x / static_cast<double>(count) / light.width() - 1;
    sky.bright_y = 1 - 2 * sum.y / static_cast<double>(count) / light.height();
    sky.shadow_mired = shadow_mired(light, ranked);
    return sky;
}

std::optional<SkyShift> sky_shift(const Picture& outgoing, const Picture& incoming) {
    const auto a = sky_light(outgoing);
    const auto b = sky_light(incoming);
    if (!a || !b) return std::nullopt;
    return SkyShift{b->bright_x - a->bright_x, b->bright_y - a->bright_y,
                    b->shadow_mired - a->shadow_mired};
}

} // namespace seamline::measures
