#include "renderer/measures/grade_fit.h"

#include <algorithm>
#include <cmath>

namespace seamline::measures {
namespace {

constexpr double kFloor = 0.01;
constexpr std::size_t kFewestPixels = 500;
constexpr double kLeastVariance = 1e-6; ///< Squared stops, so that flat pictures stay invertible.

struct Distribution {
    glm::dvec3 mean{0};
    glm::dmat3 covariance{0};
};

std::optional<Distribution> distribution_of(const Picture& light) {
    std::vector<glm::dvec3> values;
    for (std::size_t i = 0; i < light.planes[0].values.size(); ++i) {
        const glm::vec3 rgb(light.planes[0].values[i], light.planes[1].values[i],
                            light.planes[2].values[i]);
        if (is_valid_light(rgb)) values.push_back(glm::log2(glm::dvec3(rgb) + kFloor));
    }
    if (values.size() < kFewestPixels) return std::nullopt;
    Distribution result;
    for (const glm::dvec3& value : values) result.mean += value;
    result.mean /= static_cast<double>(values.size());
    for (const glm::dvec3& value : values)
        result.covariance += glm::outerProduct(value - result.mean, value - result.mean);
    result.covariance /= static_cast<double>(values.size());
    for (int i = 0; i < 3; ++i) result.covariance[i][i] += kLeastVariance;
    return result;
}

// The square root of a symmetric positive matrix, by Denman and Beavers' iteration (1976).
glm::dmat3 square_root(const glm::dmat3& matrix) {
    glm::dmat3 root = matrix;
    glm::dmat3 inverse_root(1.0);
    for (int i = 0; i < 40; ++i) {
        const glm::dmat3 next = 0.5 * (root + glm::inverse(inverse_root));
        inverse_root = 0.5 * (inverse_root + glm::inverse(root));
        root = next;
    }
    return 0.5 * (root + glm::transpose(root));
}

} // namespace

std::optional<LogAffine> match_distributions(const Picture& a, const Picture& b) {
    const std::optional<Distribution> to = distribution_of(a);
    const std::optional<Distribution> from = distribution_of(b);
    if (!to || !from) return std::nullopt;
    const glm::dmat3 root = square_root(from->covariance);
    const glm::dmat3 back = glm::inverse(root);
    LogAffine result;
    result.matrix = back * square_root(root * to->covariance * root) * back;
    result.offset = to->mean - result.matrix * from->mean;
    return result;
}

} // namespace seamline::measures
