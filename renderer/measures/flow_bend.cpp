#include "renderer/measures/flow_bend.h"

#include <glm/glm.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

namespace seamline::measures {
namespace {

constexpr int kRounds = 5;
constexpr std::size_t kLeastSamples = 12;
constexpr int kStep = 2; // The flow is found at half the working picture's size.

struct Sample {
    glm::dvec2 at;   ///< From the cell's middle, pixels.
    glm::dvec2 move; ///< Flow.
    bool inner;      ///< Of the cell itself.
};

// Motion is x -> row(0) * (x, y, 1), row(1) * (x, y, 1).
struct Affine {
    glm::dvec3 x{0};
    glm::dvec3 y{0};
    glm::dvec2 at(glm::dvec2 p) const {
        const glm::dvec3 h(p, 1);
        return {glm::dot(x, h), glm::dot(y, h)};
    }
};

// Least squares with Cauchy weights around the previous round's motion.
Affine fitted(const std::vector<Sample>& samples) {
    Affine affine;
    double scale = 1e3;
    std::vector<double> distances;
    for (int round = 0; round < kRounds; ++round) {
        glm::dmat3 normal(0.0);
        glm::dvec3 right_x(0), right_y(0);
        for (const Sample& sample : samples) {
            const double distance = glm::length(sample.move - affine.at(sample.at)) / scale;
            const double weight = 1 / (1 + distance * distance);
            const glm::dvec3 h(sample.at, 1);
            normal += weight * glm::outerProduct(h, h);
            right_x += weight * sample.move.x * h;
            right_y += weight * sample.move.y * h;
        }
        for (int i = 0; i < 3; ++i) normal[i][i] += 1e-9 + 1e-6 * normal[i][i];
        const glm::dmat3 inverse = glm::inverse(normal);
        affine = {inverse * right_x, inverse * right_y};
        distances.clear();
        for (const Sample& sample : samples)
            distances.push_back(glm::length(sample.move - affine.at(sample.at)));
        std::ranges::nth_element(distances, distances.begin() +
                                                static_cast<std::ptrdiff_t>(distances.size() / 2));
        scale = std::max(2 * distances[distances.size() / 2], 0.05);
    }
    return affine;
}

std::vector<Sample> samples_around(const Alignment& alignment, double left, double top,
                                   double side) {
    const int width = alignment.valid.width;
    const int height = alignment.valid.height;
    const auto clipped = [](double at, int end) {
        return std::clamp(static_cast<int>(std::floor(at)), 0, end);
    };
    std::vector<Sample> samples;
    for (int y = clipped(top - side, height); y < clipped(top + 2 * side, height); y += kStep)
        for (int x = clipped(left - side, width); x < clipped(left + 2 * side, width); x += kStep) {
            if (!alignment.valid.at(x, y)) continue;
            const bool inner = x >= left && x < left + side && y >= top && y < top + side;
            samples.push_back({{x - left - side / 2, y - top - side / 2},
                               {alignment.flow.dx.at(x, y), alignment.flow.dy.at(x, y)},
                               inner});
        }
    return samples;
}

float bend_of(const std::vector<Sample>& samples) {
    const auto inner = static_cast<std::size_t>(std::ranges::count_if(samples, &Sample::inner));
    if (inner < kLeastSamples) return std::numeric_limits<float>::quiet_NaN();
    const Affine affine = fitted(samples);
    double sum = 0;
    for (const Sample& sample : samples) {
        if (!sample.inner) continue;
        const glm::dvec2 off = sample.move - affine.at(sample.at);
        sum += glm::dot(off, off);
    }
    return static_cast<float>(std::sqrt(sum / static_cast<double>(inner)));
}

} // namespace

Plane flow_bend(const Alignment& alignment, int columns, int rows, double cell) {
    Plane result(columns, rows);
    const double side = cell * alignment.valid.width;
    for (int row = 0; row < rows; ++row)
        for (int column = 0; column < columns; ++column)
            result.at(column, row) =
                bend_of(samples_around(alignment, column * side, row * side, side));
    return result;
}

} // namespace seamline::measures
