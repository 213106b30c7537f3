#include "renderer/measures/cdl_fit.h"

#include "renderer/measures/cholesky.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace seamline::measures {
namespace {

constexpr std::size_t kCount = 10;
using Vector = std::array<double, kCount>;
using Matrix = SquareMatrix<kCount>;

constexpr glm::dvec3 kLuma{0.2126, 0.7152, 0.0722};
constexpr int kMostSteps = 60;
constexpr double kDarkest = 1e-6;     ///< Below it a power has no usable slope.
constexpr double kLeastScale = 0.001; ///< Code values; a quarter of an 8-bit step.
constexpr double kPrior = 1e-9;       ///< Per pair, towards the identity.

// slope 0-2, offset 3-5, power 6-8, saturation 9.
color::Cdl cdl_of(const Vector& v) {
    return {{v[0], v[1], v[2]}, {v[3], v[4], v[5]}, {v[6], v[7], v[8]}, v[9]};
}

constexpr Vector kIdentity{1, 1, 1, 0, 0, 0, 1, 1, 1, 1};

Vector limited(Vector v) {
    for (std::size_t i = 0; i < 3; ++i) {
        v[i] = std::clamp(v[i], 0.05, 20.0);
        v[3 + i] = std::clamp(v[3 + i], -2.0, 2.0);
        v[6 + i] = std::clamp(v[6 + i], 0.2, 5.0);
    }
    v[9] = std::clamp(v[9], 0.0, 4.0);
    return v;
}

struct Normal {
    Matrix matrix{};
    Vector right{};
};

class Fit {
public:
    Fit(const std::vector<glm::dvec3>& from, const std::vector<glm::dvec3>& to)
        : from_(from), to_(to), weights_(from.size(), 1.0) {}

    // Weights of Cauchy's from the residuals at `v`.
    void weigh(const Vector& v) {
        const color::Cdl cdl = cdl_of(v);
        std::vector<double> distances;
        distances.reserve(from_.size());
        for (std::size_t i = 0; i < from_.size(); ++i)
            distances.push_back(glm::length(apply_cdl(cdl, from_[i]) - to_[i]));
        std::vector<double> sorted = distances;
        const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2);
        std::nth_element(sorted.begin(), middle, sorted.end());
        const double scale = std::max(kLeastScale, 2 * 1.4826 * *middle);
        for (std::size_t i = 0; i < from_.size(); ++i)
            weights_[i] = 1 / (1 + distances[i] * distances[i] / (scale * scale));
    }

    double cost(const Vector& v) const {
        const color::Cdl cdl = cdl_of(v);
        double sum = 0;
        for (std::size_t i = 0; i < from_.size(); ++i) {
            const glm::dvec3 off = apply_cdl(cdl, from_[i]) - to_[i];
            sum += weights_[i] * glm::dot(off, off);
        }
        for (std::size_t i = 0; i < kCount; ++i) sum += prior() * square(v[i] - kIdentity[i]);
        return sum;
    }

    Normal normal_at(const Vector& v) const {
        Normal normal;
        for (std::size_t i = 0; i < from_.size(); ++i) add(normal, v, i);
        for (std::size_t k = 0; k < kCount; ++k) {
            normal.matrix[k][k] += prior();
            normal.right[k] -= prior() * (v[k] - kIdentity[k]);
        }
        return normal;
    }

private:
    static double square(double x) { return x * x; }
    double prior() const { return kPrior * static_cast<double>(from_.size()); }

    // Gauss-Newton's terms of one pair: each channel's ten slopes, and their products.
    void add(Normal& normal, const Vector& v, std::size_t i) const {
        glm::dvec3 powered, by_slope, by_offset, by_power;
        for (int c = 0; c < 3; ++c) {
            const auto k = static_cast<std::size_t>(c);
            const double base = std::max(from_[i][c] * v[k] + v[3 + k], kDarkest);
            const double logarithm = std::log(base);
            powered[c] = std::exp(v[6 + k] * logarithm);
            const double moves = base > kDarkest ? 1 : 0; // What is clipped does not.
            by_offset[c] = moves * v[6 + k] * powered[c] / base;
            by_slope[c] = by_offset[c] * from_[i][c];
            by_power[c] = moves * powered[c] * logarithm;
        }
        const double luma = glm::dot(kLuma, powered);
        for (int c = 0; c < 3; ++c) {
            Vector slopes{};
            for (int k = 0; k < 3; ++k) {
                const auto at = static_cast<std::size_t>(k);
                const double mixed = (1 - v[9]) * kLuma[k] + (c == k ? v[9] : 0.0);
                slopes[at] = mixed * by_slope[k];
                slopes[3 + at] = mixed * by_offset[k];
                slopes[6 + at] = mixed * by_power[k];
            }
            slopes[9] = powered[c] - luma;
            const double off = to_[i][c] - (luma + v[9] * (powered[c] - luma));
            for (std::size_t k = 0; k < kCount; ++k) {
                const double weighted = weights_[i] * slopes[k];
                normal.right[k] += weighted * off;
                for (std::size_t j = 0; j <= k; ++j) normal.matrix[k][j] += weighted * slopes[j];
            }
        }
    }

    const std::vector<glm::dvec3>& from_;
    const std::vector<glm::dvec3>& to_;
    std::vector<double> weights_;
};

} // namespace

glm::dvec3 apply_cdl(const color::Cdl& cdl, glm::dvec3 code) {
    glm::dvec3 powered;
    for (int c = 0; c < 3; ++c) {
        const auto k = static_cast<std::size_t>(c);
        powered[c] = std::pow(std::max(code[c] * cdl.slope[k] + cdl.offset[k], 0.0), cdl.power[k]);
    }
    const double luma = glm::dot(kLuma, powered);
    return glm::dvec3(luma) + cdl.saturation * (powered - glm::dvec3(luma));
}

color::Cdl fit_cdl(const std::vector<glm::dvec3>& from, const std::vector<glm::dvec3>& to) {
    Fit fit(from, to);
    Vector now = kIdentity;
    fit.weigh(now);
    double cost = fit.cost(now);
    double damping = 1e-3;
    for (int step = 0; step < kMostSteps && damping < 1e9; ++step) {
        Normal normal = fit.normal_at(now);
        for (std::size_t k = 0; k < kCount; ++k)
            normal.matrix[k][k] += damping * normal.matrix[k][k] + 1e-12;
        const Vector move = solved_positive<kCount>(normal.matrix, normal.right);
        Vector next = now;
        double length = 0;
        for (std::size_t k = 0; k < kCount; ++k) {
            next[k] += move[k];
            length += std::abs(move[k]);
        }
        next = limited(next);
        if (fit.cost(next) >= cost) {
            damping *= 10;
            if (length < 1e-7) break;
            continue;
        }
        damping = std::max(damping / 10, 1e-9);
        now = next;
        fit.weigh(now); // Weights follow the fit; the cost is compared under one set of them.
        cost = fit.cost(now);
        if (length < 1e-7) break;
    }
    return cdl_of(now);
}

} // namespace seamline::measures
