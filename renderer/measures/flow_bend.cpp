#include "renderer/measures/flow_bend.h"

#include <glm/glm.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

namespace seamline::measures {
namespace {

constexpr int kRounds = 5;
constexpr std::size_t kLeastSamples = 12;
constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();
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

double median(std::vector<double>& values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::ranges::nth_element(values, middle);
    return *middle;
}

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
        scale = std::max(2 * median(distances), 0.05);
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

struct CellBend {
    double distance = kUnknown; ///< Median, pixels.
    double motion = 0;          ///< Of the cell's middle, pixels.
};

CellBend bend_of(const std::vector<Sample>& samples) {
    const auto inner = static_cast<std::size_t>(std::ranges::count_if(samples, &Sample::inner));
    if (inner < kLeastSamples) return {};
    const Affine affine = fitted(samples);
    std::vector<double> distances;
    for (const Sample& sample : samples)
        if (sample.inner) distances.push_back(glm::length(sample.move - affine.at(sample.at)));
    return {median(distances), glm::length(affine.at({0, 0}))};
}

} // namespace

Plane flow_bend(const Alignment& alignment, int columns, int rows, double cell) {
    constexpr double kLeastUnrest = 0.1;
    constexpr double kUnrestOfMotion = 0.05; // Errors of a flow grow with it.
    const double side = cell * alignment.valid.width;
    std::vector<CellBend> cells;
    std::vector<double> distances;
    for (int row = 0; row < rows; ++row)
        for (int column = 0; column < columns; ++column) {
            cells.push_back(bend_of(samples_around(alignment, column * side, row * side, side)));
            if (!std::isnan(cells.back().distance)) distances.push_back(cells.back().distance);
        }
    const double unrest = kLeastUnrest + (distances.empty() ? 0 : median(distances));
    Plane result(columns, rows);
    for (std::size_t i = 0; i < cells.size(); ++i)
        result.values[i] =
            static_cast<float>(cells[i].distance / (unrest + kUnrestOfMotion * cells[i].motion));
    return result;
}

} // namespace seamline::measures
