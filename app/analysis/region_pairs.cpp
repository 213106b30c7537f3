#include "app/analysis/region_pairs.h"

#include "renderer/color/cie.h"
#include "renderer/measures/cdl_fit.h"
#include "renderer/measures/illuminant.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

namespace seamline::analysis {
namespace {

constexpr glm::dvec3 kLuminance{0.2126, 0.7152, 0.0722};
constexpr double kGamma = 2.4; ///< Of GradeFit::kCdlSpace.
constexpr double kBlack = 1e-5;
constexpr std::size_t kFewestForOffset = 3;
constexpr std::size_t kFewestForCdl = 6;
/// Variance of a channel's code values below which an offset cannot be told from a slope.
constexpr double kLeastSpread = 0.03 * 0.03;

glm::dvec3 code_of(glm::dvec3 light) {
    return glm::pow(glm::max(light, 0.0), glm::dvec3(1 / kGamma));
}
glm::dvec3 light_of(glm::dvec3 code) { return glm::pow(glm::max(code, 0.0), glm::dvec3(kGamma)); }

double delta_e(glm::dvec3 light_a, glm::dvec3 light_b) {
    static const glm::dmat3 to_xyz = color::rgb_to_xyz(color::kBt709);
    return color::delta_e_2000(color::lab_from_xyz(to_xyz * light_a),
                               color::lab_from_xyz(to_xyz * light_b));
}

bool is_measurable(const LightOfPair& pair) {
    const glm::dvec3 low = glm::min(pair.a, pair.b);
    return std::min({low.r, low.g, low.b}) > kBlack;
}

color::Cdl gains(std::span<const LightOfPair> pairs) {
    glm::dvec3 sum{0};
    for (const LightOfPair& pair : pairs) sum += glm::log(pair.a / pair.b);
    const glm::dvec3 gain = glm::exp(sum / static_cast<double>(pairs.size()));
    color::Cdl cdl;
    for (int c = 0; c < 3; ++c)
        cdl.slope[static_cast<std::size_t>(c)] =
            std::clamp(std::pow(gain[c], 1 / kGamma), 0.05, 20.0);
    return cdl;
}

/// Each channel's line of best fit; none where the pairs are too alike in one.
std::optional<color::Cdl> slope_and_offset(const std::vector<glm::dvec3>& from,
                                           const std::vector<glm::dvec3>& to) {
    const auto count = static_cast<double>(from.size());
    color::Cdl cdl;
    for (int c = 0; c < 3; ++c) {
        double mean_from = 0;
        double mean_to = 0;
        for (std::size_t i = 0; i < from.size(); ++i) {
            mean_from += from[i][c] / count;
            mean_to += to[i][c] / count;
        }
        double within = 0;
        double across = 0;
        for (std::size_t i = 0; i < from.size(); ++i) {
            within += (from[i][c] - mean_from) * (from[i][c] - mean_from) / count;
            across += (from[i][c] - mean_from) * (to[i][c] - mean_to) / count;
        }
        if (within < kLeastSpread) return std::nullopt;
        const auto at = static_cast<std::size_t>(c);
        cdl.slope[at] = std::clamp(across / within, 0.05, 20.0);
        cdl.offset[at] = mean_to - cdl.slope[at] * mean_from;
    }
    return cdl;
}

} // namespace

std::optional<glm::dvec3> mean_light(const measures::Picture& light, glm::dvec2 min,
                                     glm::dvec2 max) {
    const glm::dvec2 size{light.width(), light.height()};
    const glm::dvec2 low = glm::clamp(min, 0.0, 1.0) * size;
    const glm::dvec2 high = glm::clamp(max, 0.0, 1.0) * size;
    if (!(high.x > low.x && high.y > low.y)) return std::nullopt;
    const auto part = [](int at, double from, double to) {
        return std::min(at + 1.0, to) - std::max(static_cast<double>(at), from);
    };
    glm::dvec3 sum{0};
    double area = 0;
    const int right = std::min(static_cast<int>(std::ceil(high.x)), light.width());
    const int bottom = std::min(static_cast<int>(std::ceil(high.y)), light.height());
    for (int y = static_cast<int>(low.y); y < bottom; ++y)
        for (int x = static_cast<int>(low.x); x < right; ++x) {
            const double share = part(x, low.x, high.x) * part(y, low.y, high.y);
            area += share;
            for (int c = 0; c < 3; ++c)
                sum[c] +=
                    share * static_cast<double>(light.planes[static_cast<std::size_t>(c)].at(x, y));
        }
    if (!(area > 0)) return std::nullopt;
    return sum / area;
}

std::optional<PairDelta> pair_delta(const LightOfPair& pair) {
    if (!is_measurable(pair)) return std::nullopt;
    // The ratio of both means stands for the ratio of the lights, as of any surface.
    measures::GlobalLight a;
    measures::GlobalLight b;
    a.grey_edge = pair.a / pair.a.g;
    b.grey_edge = pair.b / pair.b.g;
    a.mean_log2_luminance = std::log2(glm::dot(kLuminance, pair.a));
    b.mean_log2_luminance = std::log2(glm::dot(kLuminance, pair.b));
    const measures::LightStep step = measures::global_light_step(a, b);
    return PairDelta{step.exposure_stops, step.delta_mired, step.delta_duv,
                     delta_e(pair.a, pair.b)};
}

const char* name(PairFitKind kind) {
    switch (kind) {
    case PairFitKind::Gains:
        return "gain per channel";
    case PairFitKind::SlopeOffset:
        return "slope and offset";
    case PairFitKind::Cdl:
        return "full CDL";
    }
    return "";
}

std::optional<PairFit> fit_pairs(std::span<const LightOfPair> pairs) {
    if (pairs.empty() || !std::ranges::all_of(pairs, is_measurable)) return std::nullopt;
    std::vector<glm::dvec3> from, to;
    for (const LightOfPair& pair : pairs) {
        from.push_back(code_of(pair.b));
        to.push_back(code_of(pair.a));
    }
    PairFit fit;
    fit.cdl = gains(pairs);
    const auto line = pairs.size() >= kFewestForOffset ? slope_and_offset(from, to) : std::nullopt;
    if (line && pairs.size() >= kFewestForCdl) {
        fit.kind = PairFitKind::Cdl;
        fit.cdl = measures::fit_cdl(from, to);
    } else if (line) {
        fit.kind = PairFitKind::SlopeOffset;
        fit.cdl = *line;
    }
    const auto count = static_cast<double>(pairs.size());
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        fit.delta_e_before += delta_e(pairs[i].a, pairs[i].b) / count;
        fit.delta_e_after +=
            delta_e(pairs[i].a, light_of(measures::apply_cdl(fit.cdl, from[i]))) / count;
    }
    return fit;
}

double screen_angle_deg(glm::dvec2 object, glm::dvec2 tip) {
    const double angle = std::atan2(object.y - tip.y, tip.x - object.x) * 180 / std::numbers::pi;
    return angle <= -180 ? 180 : angle;
}

std::optional<double> ground_azimuth_deg(glm::dvec2 foot, glm::dvec2 tip, const GroundView& view) {
    if (!(view.aspect > 0) || !(view.field_deg > 0) || !(view.field_deg < 180)) return std::nullopt;
    const double distance = 0.5 / std::tan(glm::radians(view.field_deg) / 2);
    const double pitch = std::atan2(0.5 - view.horizon, distance);
    // On the ground one camera's height below it: to the right, and away.
    const auto met = [&](glm::dvec2 place) -> std::optional<glm::dvec2> {
        const double up = 0.5 - place.y;
        const double height = up * std::cos(pitch) - distance * std::sin(pitch);
        const double away = up * std::sin(pitch) + distance * std::cos(pitch);
        constexpr double kLeastDepth = 1e-6; // At the horizon the ground is endlessly far.
        if (!(height < -kLeastDepth)) return std::nullopt;
        return glm::dvec2(place.x - view.aspect / 2, away) / -height;
    };
    const auto from = met(foot);
    const auto to = met(tip);
    if (!from || !to || *from == *to) return std::nullopt;
    const glm::dvec2 way = *to - *from;
    return glm::degrees(std::atan2(way.x, way.y));
}

double turned_deg(double from_deg, double to_deg) {
    double turned = std::remainder(to_deg - from_deg, 360.0);
    if (turned <= -180) turned += 360;
    return turned;
}

} // namespace seamline::analysis
