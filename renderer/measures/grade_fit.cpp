#include "renderer/measures/grade_fit.h"

#include "renderer/color/cie.h"
#include "renderer/measures/cdl_fit.h"
#include "renderer/measures/light_cells.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace seamline::measures {
namespace {

constexpr std::size_t kFewestPairs = 500;
// Pairs that are read, spread evenly over all: enough for a median, and bounded in time.
constexpr std::size_t kMostForAffine = 16000;
constexpr std::size_t kMostForCdl = 3000;
constexpr std::size_t kMostForDeltaE = 4000;
constexpr double kFloor = 0.01;
constexpr int kRounds = 6;
constexpr double kLeastScale = 0.005; ///< Stops.
// Least variance, in squared stops, of colours along every direction for a full matrix, and of a
// channel for a diagonal one.
constexpr double kLeastVolume = 3e-4;
constexpr double kLeastSpread = 1e-3;

std::vector<std::size_t> spread_over(std::size_t count, std::size_t most) {
    std::vector<std::size_t> result;
    const std::size_t taken = std::min(count, most);
    for (std::size_t i = 0; i < taken; ++i) result.push_back(i * count / taken);
    return result;
}

glm::dvec3 log_of(glm::dvec3 light) { return glm::log2(glm::max(light, 0.0) + kFloor); }

struct Samples {
    std::vector<glm::dvec3> from; ///< log_of B
    std::vector<glm::dvec3> to;   ///< log_of A
    std::vector<double> weight;
};

struct Moments {
    glm::dvec3 from{0};
    glm::dvec3 to{0};
    glm::dmat3 within{0}; ///< Covariance of `from`.
    glm::dmat3 across{0}; ///< Of `to` (rows) with `from` (columns).
};

Moments moments_of(const Samples& samples) {
    Moments m;
    double total = 0;
    for (std::size_t i = 0; i < samples.from.size(); ++i) {
        total += samples.weight[i];
        m.from += samples.weight[i] * samples.from[i];
        m.to += samples.weight[i] * samples.to[i];
    }
    m.from /= total;
    m.to /= total;
    for (std::size_t i = 0; i < samples.from.size(); ++i) {
        const glm::dvec3 from = samples.from[i] - m.from;
        m.within += samples.weight[i] * glm::outerProduct(from, from);
        m.across += samples.weight[i] * glm::outerProduct(samples.to[i] - m.to, from);
    }
    m.within /= total;
    m.across /= total;
    return m;
}

// Whether every direction varies by `least`: all leading minors of the rest are positive.
bool spans(const glm::dmat3& covariance, double least) {
    const glm::dmat3 rest = covariance - glm::dmat3(least);
    return rest[0][0] > 0 && rest[0][0] * rest[1][1] - rest[0][1] * rest[1][0] > 0 &&
           glm::determinant(rest) > 0;
}

LogAffine solved(const Moments& m, bool full) {
    LogAffine result;
    if (full)
        result.matrix = m.across * glm::inverse(m.within);
    else
        for (int c = 0; c < 3; ++c) result.matrix[c][c] = m.across[c][c] / m.within[c][c];
    result.offset = m.to - result.matrix * m.from;
    return result;
}

void weigh(Samples& samples, const LogAffine& affine) {
    std::vector<float> distances;
    distances.reserve(samples.from.size());
    for (std::size_t i = 0; i < samples.from.size(); ++i)
        distances.push_back(static_cast<float>(
            glm::length(affine.matrix * samples.from[i] + affine.offset - samples.to[i])));
    std::vector<float> sorted = distances;
    const double scale = std::max(kLeastScale, 2 * 1.4826 * median_in_place(sorted));
    for (std::size_t i = 0; i < samples.from.size(); ++i)
        samples.weight[i] = 1 / (1 + distances[i] * distances[i] / (scale * scale));
}

std::optional<LogAffine> fit_affine(const LightPairs& pairs) {
    Samples samples;
    for (const std::size_t i : spread_over(pairs.a.size(), kMostForAffine)) {
        samples.from.push_back(log_of(pairs.b[i]));
        samples.to.push_back(log_of(pairs.a[i]));
    }
    samples.weight.assign(samples.from.size(), 1.0);
    Moments m = moments_of(samples);
    if (std::min({m.within[0][0], m.within[1][1], m.within[2][2]}) < kLeastSpread)
        return std::nullopt;
    const bool full = spans(m.within, kLeastVolume);
    LogAffine affine = solved(m, full);
    for (int round = 0; round < kRounds; ++round) {
        weigh(samples, affine);
        m = moments_of(samples);
        // The weights may leave less than all pairs had.
        if (std::min({m.within[0][0], m.within[1][1], m.within[2][2]}) < kLeastSpread / 4) break;
        affine = solved(m, full && spans(m.within, kLeastVolume / 4));
    }
    return affine;
}

glm::dvec3 code_of(glm::dvec3 light) { return glm::pow(glm::max(light, 0.0), glm::dvec3(1 / 2.4)); }
glm::dvec3 light_of(glm::dvec3 code) { return glm::pow(glm::max(code, 0.0), glm::dvec3(2.4)); }

glm::dvec3 lab_of(glm::dvec3 light) {
    static const glm::dmat3 to_xyz = color::rgb_to_xyz(color::kBt709);
    return color::lab_from_xyz(to_xyz * light);
}

template <typename Graded>
double median_delta_e(const LightPairs& pairs, const std::vector<std::size_t>& which,
                      Graded&& graded) {
    std::vector<float> values;
    values.reserve(which.size());
    for (const std::size_t i : which)
        values.push_back(static_cast<float>(
            color::delta_e_2000(lab_of(glm::dvec3(pairs.a[i])), lab_of(graded(i)))));
    return median_in_place(values);
}

color::Cdl cdl_of(const LightPairs& pairs) {
    std::vector<glm::dvec3> from, to;
    for (const std::size_t i : spread_over(pairs.a.size(), kMostForCdl)) {
        from.push_back(code_of(pairs.b[i]));
        to.push_back(code_of(pairs.a[i]));
    }
    return fit_cdl(from, to);
}

// A gradient filter over the whole picture: what it adds to the logarithms at each place.
struct Gradient {
    CellPlane stops;
    CellPlane warmth; ///< Of log2(R / B), shared by both.

    glm::dvec3 apply(glm::dvec3 light, glm::ivec2 position, int width, int height) const {
        const double gain = std::exp2(stops.at(position, width, height));
        const double tint = std::exp2(warmth.at(position, width, height) / 2);
        return light * glm::dvec3(gain * tint, gain, gain / tint);
    }
};

Gradient gradient_of(const LightPairs& pairs, const std::vector<glm::dvec3>& graded) {
    constexpr glm::dvec3 luminance{0.2126, 0.7152, 0.0722};
    const auto off = [&](std::size_t i) {
        return log_of(glm::dvec3(pairs.a[i])) - log_of(graded[i]);
    };
    const std::vector<float> stops = cell_medians(pairs, [&](std::size_t i) {
        return static_cast<float>(std::log2(glm::dot(luminance, glm::dvec3(pairs.a[i])) + kFloor) -
                                  std::log2(glm::dot(luminance, graded[i]) + kFloor));
    });
    const std::vector<float> warmth = cell_medians(pairs, [&](std::size_t i) {
        const glm::dvec3 d = off(i);
        return static_cast<float>(d.r - d.b);
    });
    return {plane_of(stops).value_or(CellPlane{}), plane_of(warmth).value_or(CellPlane{})};
}

std::vector<glm::dvec3> graded_by(const color::Cdl& cdl, const LightPairs& pairs) {
    std::vector<glm::dvec3> graded;
    graded.reserve(pairs.b.size());
    for (const glm::vec3& b : pairs.b)
        graded.push_back(light_of(apply_cdl(cdl, code_of(glm::dvec3(b)))));
    return graded;
}

} // namespace

glm::dvec3 LogAffine::apply(glm::dvec3 light_b) const {
    return glm::max(glm::exp2(matrix * log_of(light_b) + offset) - kFloor, 0.0);
}

std::optional<GradeFit> fit_grade(const LightPairs& pairs) {
    if (pairs.a.size() < kFewestPairs) return std::nullopt;
    const std::optional<LogAffine> affine = fit_affine(pairs);
    if (!affine) return std::nullopt;
    GradeFit fit;
    fit.affine = *affine;
    fit.cdl = cdl_of(pairs);

    const std::vector<std::size_t> which = spread_over(pairs.a.size(), kMostForDeltaE);
    fit.delta_e_raw =
        median_delta_e(pairs, which, [&](std::size_t i) { return glm::dvec3(pairs.b[i]); });
    fit.delta_e_residual =
        median_delta_e(pairs, which, [&](std::size_t i) { return fit.affine.apply(pairs.b[i]); });
    // Where things themselves differ a fit can lead astray: no grade is the better one then.
    if (fit.delta_e_residual > fit.delta_e_raw) {
        fit.affine = {};
        fit.delta_e_residual = fit.delta_e_raw;
    }
    std::vector<glm::dvec3> graded = graded_by(fit.cdl, pairs);
    const auto as_graded = [&](std::size_t i) { return graded[i]; };
    fit.delta_e_cdl = median_delta_e(pairs, which, as_graded);
    if (fit.delta_e_cdl > fit.delta_e_raw) {
        fit.cdl = {};
        graded = graded_by(fit.cdl, pairs);
        fit.delta_e_cdl = fit.delta_e_raw;
    }
    const Gradient gradient = gradient_of(pairs, graded);
    fit.delta_e_gradient =
        std::min(fit.delta_e_cdl, median_delta_e(pairs, which, [&](std::size_t i) {
                     return gradient.apply(graded[i], pairs.position[i], pairs.width, pairs.height);
                 }));
    if (fit.delta_e_raw > 0)
        fit.gradeable = std::clamp(1 - fit.delta_e_residual / fit.delta_e_raw, 0.0, 1.0);
    return fit;
}

} // namespace seamline::measures
