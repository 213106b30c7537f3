#include "renderer/measures/light_cells.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace seamline::measures {
namespace {

constexpr int kRounds = 8;
// Stops; cells closer to the plane than this are not told apart by weight.
constexpr double kLeastScale = 0.01;

glm::dvec2 center_of(int cell) {
    const int column = cell % Relight::kColumns;
    const int row = cell / Relight::kColumns;
    return {(2 * column + 1.0) / Relight::kColumns - 1, (2 * row + 1.0) / Relight::kRows - 1};
}

std::vector<int> measured_cells(const std::vector<float>& cells) {
    std::vector<int> result;
    for (int i = 0; i < kCellCount; ++i)
        if (!std::isnan(cells[static_cast<std::size_t>(i)])) result.push_back(i);
    return result;
}

std::vector<float> distances_from(const std::vector<float>& cells, const std::vector<int>& measured,
                                  const CellPlane& plane) {
    std::vector<float> result;
    for (const int i : measured) {
        const glm::dvec2 at = center_of(i);
        result.push_back(static_cast<float>(
            std::abs(cells[static_cast<std::size_t>(i)] - plane.at(at.x, at.y))));
    }
    return result;
}

} // namespace

double median_in_place(std::vector<float>& values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    if (values.size() % 2 == 1) return *middle;
    return (static_cast<double>(*std::max_element(values.begin(), middle)) + *middle) / 2;
}

int cell_of(glm::ivec2 position, int width, int height) {
    return position.y * Relight::kRows / height * Relight::kColumns +
           position.x * Relight::kColumns / width;
}

std::vector<float> cell_medians(const LightPairs& pairs,
                                const std::function<float(std::size_t)>& value) {
    std::vector<std::vector<float>> values(kCellCount);
    for (std::size_t i = 0; i < pairs.position.size(); ++i)
        values[static_cast<std::size_t>(cell_of(pairs.position[i], pairs.width, pairs.height))]
            .push_back(value(i));
    std::vector<float> result(kCellCount, std::numeric_limits<float>::quiet_NaN());
    for (std::size_t i = 0; i < values.size(); ++i)
        if (values[i].size() >= kFewestPairsInCell)
            result[i] = static_cast<float>(median_in_place(values[i]));
    return result;
}

std::optional<CellPlane> plane_of(const std::vector<float>& cells) {
    const std::vector<int> measured = measured_cells(cells);
    if (measured.size() < kFewestCells) return std::nullopt;
    std::vector<double> weights(measured.size(), 1.0);
    CellPlane plane;
    for (int round = 0; round < kRounds; ++round) {
        glm::dmat3 normal{0};
        glm::dvec3 right{0};
        for (std::size_t k = 0; k < measured.size(); ++k) {
            const glm::dvec3 term(1, center_of(measured[k]));
            normal += weights[k] * glm::outerProduct(term, term);
            right += weights[k] * cells[static_cast<std::size_t>(measured[k])] * term;
        }
        // All cells of one row or column leave a direction open: it counts as level.
        for (int i = 1; i < 3; ++i) normal[i][i] += 1e-3;
        const glm::dvec3 solved = glm::inverse(normal) * right;
        plane = {solved.x, solved.y, solved.z};
        const std::vector<float> distances = distances_from(cells, measured, plane);
        std::vector<float> sorted = distances;
        const double scale = std::max(kLeastScale, 2 * 1.4826 * median_in_place(sorted));
        for (std::size_t k = 0; k < weights.size(); ++k)
            weights[k] = 1 / (1 + distances[k] * distances[k] / (scale * scale));
    }
    return plane;
}

double cell_deviation(const std::vector<float>& cells, const CellPlane& plane) {
    const std::vector<int> measured = measured_cells(cells);
    if (measured.empty()) return 0;
    // About the median of what is left, not about the plane's own middle.
    std::vector<float> left;
    for (const int i : measured) {
        const glm::dvec2 at = center_of(i);
        left.push_back(
            static_cast<float>(cells[static_cast<std::size_t>(i)] - plane.at(at.x, at.y)));
    }
    std::vector<float> sorted = left;
    const double middle = median_in_place(sorted);
    for (float& value : left) value = static_cast<float>(std::abs(value - middle));
    return 1.4826 * median_in_place(left);
}

} // namespace seamline::measures
