#include "renderer/measures/color_part.h"

#include "renderer/measures/cholesky.h"
#include "renderer/measures/light_cells.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace seamline::measures {
namespace {

constexpr std::size_t kColorTerms = 10;
constexpr std::size_t kTerms = kColorTerms + 2;
constexpr std::size_t kMostValues = 4000;
constexpr int kRounds = 6;
constexpr double kLeastScale = 0.005;
// Per value: keeps colours that the picture hardly has from gaining a meaning.
constexpr double kRidge = 1e-4;

using Terms = std::array<double, kTerms>;

Terms terms_of(const PlacedValue& v, glm::dvec3 middle) {
    const glm::dvec3 c = glm::dvec3(v.color) - middle;
    return {1,         c.r,       c.g,       c.b,       c.r * c.r, c.g * c.g,
            c.b * c.b, c.r * c.g, c.g * c.b, c.r * c.b, v.place.x, v.place.y};
}

double sum_of(const Terms& terms, const Terms& factors, std::size_t count) {
    double sum = 0;
    for (std::size_t k = 0; k < count; ++k) sum += terms[k] * factors[k];
    return sum;
}

Terms solved(const std::vector<Terms>& rows, const std::vector<double>& values,
             const std::vector<double>& weights) {
    SquareMatrix<kTerms> matrix{};
    Terms right{};
    for (std::size_t i = 0; i < rows.size(); ++i)
        for (std::size_t k = 0; k < kTerms; ++k) {
            const double weighted = weights[i] * rows[i][k];
            right[k] += weighted * values[i];
            for (std::size_t j = 0; j <= k; ++j) matrix[k][j] += weighted * rows[i][j];
        }
    for (std::size_t k = 1; k < kTerms; ++k)
        matrix[k][k] += kRidge * static_cast<double>(rows.size());
    return solved_positive<kTerms>(matrix, right);
}

} // namespace

std::vector<float> color_part(const std::vector<PlacedValue>& values) {
    glm::dvec3 middle{0};
    for (const PlacedValue& v : values) middle += glm::dvec3(v.color);
    middle /= static_cast<double>(values.size());

    std::vector<Terms> rows;
    std::vector<double> read;
    const std::size_t taken = std::min(values.size(), kMostValues);
    for (std::size_t i = 0; i < taken; ++i) {
        const PlacedValue& v = values[i * values.size() / taken];
        rows.push_back(terms_of(v, middle));
        read.push_back(v.value);
    }
    std::vector<double> weights(taken, 1.0);
    Terms factors = solved(rows, read, weights);
    for (int round = 0; round < kRounds; ++round) {
        std::vector<float> distances;
        for (std::size_t i = 0; i < taken; ++i)
            distances.push_back(
                static_cast<float>(std::abs(read[i] - sum_of(rows[i], factors, kTerms))));
        std::vector<float> sorted = distances;
        const double scale = std::max(kLeastScale, 2 * 1.4826 * median_in_place(sorted));
        for (std::size_t i = 0; i < taken; ++i)
            weights[i] = 1 / (1 + distances[i] * distances[i] / (scale * scale));
        factors = solved(rows, read, weights);
    }
    std::vector<float> result;
    result.reserve(values.size());
    for (const PlacedValue& v : values)
        result.push_back(static_cast<float>(sum_of(terms_of(v, middle), factors, kColorTerms)));
    return result;
}

} // namespace seamline::measures
