#include "renderer/measures/color_part.h"
#include "renderer/measures/fast_log2.h"
#include "renderer/measures/light_cells.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace seamline::measures {
namespace {

// Far below what pairs may have, so that stops are true stops.
constexpr float kFloor = 0.001F;

float stops_of(glm::vec3 light) {
    return fast_log2(std::max(0.2126F * light.r + 0.7152F * light.g + 0.0722F * light.b, 0.0F) +
                     kFloor);
}

float warmth_of(glm::vec3 light) {
    return fast_log2(std::max(light.r, 0.0F) + kFloor) -
           fast_log2(std::max(light.b, 0.0F) + kFloor);
}

// Stops that graded B is above A, less what goes with colour: a grade of second order could still
// take that off, and no light that moved looks like it.
std::vector<float> light_left(const LightPairs& pairs, const std::vector<glm::vec3>& graded) {
    constexpr float kColorFloor = 0.01F;
    const auto log_of = [](float light) { return fast_log2(std::max(light, 0.0F) + kColorFloor); };
    std::vector<PlacedValue> values(pairs.a.size());
    for (std::size_t i = 0; i < values.size(); ++i) {
        PlacedValue& v = values[i];
        v.value = stops_of(graded[i]) - stops_of(pairs.a[i]);
        // Of both alike, so that noise of one does not go with the difference.
        for (int c = 0; c < 3; ++c)
            v.color[c] = 0.5F * (log_of(graded[i][c]) + log_of(pairs.a[i][c]));
        v.place = (2.0F * glm::vec2(pairs.position[i]) + 1.0F) /
                      glm::vec2(static_cast<float>(pairs.width), static_cast<float>(pairs.height)) -
                  1.0F;
    }
    std::vector<float> result = color_part(values);
    for (std::size_t i = 0; i < values.size(); ++i) result[i] = values[i].value - result[i];
    return result;
}

} // namespace

std::optional<Relight> relight(const LightPairs& pairs, const LogAffine& grade) {
    if (pairs.a.empty()) return std::nullopt;
    std::vector<glm::vec3> graded;
    graded.reserve(pairs.b.size());
    for (const glm::vec3& b : pairs.b) graded.emplace_back(grade.apply(b));

    Relight result;
    const std::vector<float> left = light_left(pairs, graded);
    result.cells = cell_medians(pairs, [&](std::size_t i) { return left[i]; });
    result.warmth_cells = cell_medians(
        pairs, [&](std::size_t i) { return warmth_of(graded[i]) - warmth_of(pairs.a[i]); });
    const std::optional<CellPlane> plane = plane_of(result.cells);
    if (!plane) return std::nullopt;
    result.stops = cell_deviation(result.cells, {});
    result.warmth_stops = cell_deviation(result.warmth_cells, {});
    result.after_gradient_stops = cell_deviation(result.cells, *plane);
    result.slope_stops = std::hypot(plane->right, plane->down);
    // Per pixel, so that the arrow points where the light is in the picture of whatever shape.
    const double right = plane->right / pairs.width;
    const double down = plane->down / pairs.height;
    if (result.slope_stops > 0)
        result.angle_deg = std::atan2(-down, right) * 180 / std::numbers::pi;
    return result;
}

} // namespace seamline::measures
