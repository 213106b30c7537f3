#include "renderer/color/rgb_conversion.h"
#include "renderer/measures/code_means.h"
#include "renderer/measures/lens.h"

#include <glm/glm.hpp>

#include <algorithm>
#include <cmath>

namespace seamline::measures {
namespace {

constexpr int kColumns = 24;
constexpr int kRows = 14;
constexpr double kSoftness = 1.0; // Px: chroma of half size has nothing finer.
constexpr std::size_t kLeastPatches = 24;
constexpr double kLeastSlope = 0.015; // R'G'B' per pixel, root of the mean square of a patch.
constexpr double kWidestStep = 3;     // Px.

// R', G' and B' of native pixels.
Picture signal_of(const FrameView& frame) {
    Picture picture = code_means(frame, {frame.visible.width, frame.visible.height});
    const color::RgbConversion to_rgb = color::rgb_conversion(frame.layout, frame.color);
    for (std::size_t i = 0; i < picture.planes[0].values.size(); ++i) {
        const glm::dvec3 value = color::reconstructed_rgb(
            to_rgb.from_x * static_cast<double>(picture.planes[0].values[i]) +
                to_rgb.from_y * static_cast<double>(picture.planes[1].values[i]) +
                to_rgb.from_z * static_cast<double>(picture.planes[2].values[i]) + to_rgb.offset,
            to_rgb.nonlinear);
        for (int c = 0; c < 3; ++c)
            picture.planes[static_cast<std::size_t>(c)].values[i] = static_cast<float>(value[c]);
    }
    for (Plane& plane : picture.planes) plane = gaussian_blurred(plane, kSoftness);
    return picture;
}

// How far a channel's edges lie outside of green's, in one patch.
struct Step {
    double radius = 0; ///< Of the patch, 1 in the corner.
    double px = 0;
    double weight = 0;
};

struct Patch {
    Rect area;
    glm::dvec2 outwards; ///< Unit vector.
    double radius;
};

// The channel as gain * green + offset, moved by `px` outwards: to first order
// gain * green + offset - gain * px * slope, where slope is green's along the radius.
std::optional<Step> step_in(const Patch& patch, const Plane& green, const Plane& channel) {
    glm::dmat3 normal(0.0);
    glm::dvec3 right(0);
    double slopes = 0;
    for (int y = patch.area.y; y < patch.area.y + patch.area.height; ++y)
        for (int x = patch.area.x; x < patch.area.x + patch.area.width; ++x) {
            const double dx = 0.5 * static_cast<double>(green.at(x + 1, y) - green.at(x - 1, y));
            const double dy = 0.5 * static_cast<double>(green.at(x, y + 1) - green.at(x, y - 1));
            const double slope = dx * patch.outwards.x + dy * patch.outwards.y;
            const glm::dvec3 row(static_cast<double>(green.at(x, y)), 1, slope);
            normal += glm::outerProduct(row, row);
            right += static_cast<double>(channel.at(x, y)) * row;
            slopes += slope * slope;
        }
    const double pixels = static_cast<double>(patch.area.width) * patch.area.height;
    if (std::sqrt(slopes / pixels) < kLeastSlope) return std::nullopt;
    const glm::dvec3 solution = glm::inverse(normal) * right;
    if (solution.x < 0.2) return std::nullopt; // Edges of other things than green's.
    const double px = -solution.z / solution.x;
    if (!(std::abs(px) < kWidestStep)) return std::nullopt;
    return Step{patch.radius, px, slopes};
}

std::vector<Patch> patches_of(const Plane& plane) {
    std::vector<Patch> patches;
    const glm::dvec2 middle(0.5 * (plane.width - 1), 0.5 * (plane.height - 1));
    const int inner_width = plane.width - 2, inner_height = plane.height - 2;
    for (int row = 0; row < kRows; ++row)
        for (int column = 0; column < kColumns; ++column) {
            const int left = 1 + column * inner_width / kColumns;
            const int top = 1 + row * inner_height / kRows;
            const int right = 1 + (column + 1) * inner_width / kColumns;
            const int bottom = 1 + (row + 1) * inner_height / kRows;
            const glm::dvec2 from_middle =
                glm::dvec2(0.5 * (left + right - 1), 0.5 * (top + bottom - 1)) - middle;
            const double radius = glm::length(from_middle) / glm::length(middle);
            if (radius < 0.1) continue; // No direction is outwards.
            patches.push_back(
                {{left, top, right - left, bottom - top}, glm::normalize(from_middle), radius});
        }
    return patches;
}

struct Line {
    double px_at_corner = 0;
    double r_squared = 0; ///< Against one step that is the same everywhere.
};

// Steps that grow with the radius, from none in the middle; robust by Cauchy weights.
Line fitted(const std::vector<Step>& steps) {
    Line line;
    double scale = 1e3;
    std::vector<double> weights(steps.size());
    for (int round = 0; round < 6; ++round) {
        double top = 0, bottom = 1e-12;
        std::vector<double> distances;
        for (std::size_t i = 0; i < steps.size(); ++i) {
            const double off = steps[i].px - line.px_at_corner * steps[i].radius;
            weights[i] = steps[i].weight / (1 + off * off / (scale * scale));
            top += weights[i] * steps[i].radius * steps[i].px;
            bottom += weights[i] * steps[i].radius * steps[i].radius;
        }
        line.px_at_corner = top / bottom;
        for (const Step& step : steps)
            distances.push_back(std::abs(step.px - line.px_at_corner * step.radius));
        std::ranges::nth_element(distances, distances.begin() +
                                                static_cast<std::ptrdiff_t>(distances.size() / 2));
        scale = std::max(3 * distances[distances.size() / 2], 0.02);
    }
    double sum = 0, weight = 1e-12, left = 0, all = 0;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        sum += weights[i] * steps[i].px;
        weight += weights[i];
    }
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const double off = steps[i].px - line.px_at_corner * steps[i].radius;
        left += weights[i] * off * off;
        all += weights[i] * (steps[i].px - sum / weight) * (steps[i].px - sum / weight);
    }
    line.r_squared = all > 0 ? std::max(0.0, 1 - left / all) : 0;
    return line;
}

std::optional<Line> line_of(const Picture& signal, std::size_t channel) {
    std::vector<Step> steps;
    for (const Patch& patch : patches_of(signal.planes[1]))
        if (const auto step = step_in(patch, signal.planes[1], signal.planes[channel]))
            steps.push_back(*step);
    if (steps.size() < kLeastPatches) return std::nullopt;
    return fitted(steps);
}

} // namespace

std::optional<LateralColor> lateral_color(const FrameView& frame) {
    constexpr int kLeastWidth = 240, kLeastHeight = 140; // Patches of 10 px.
    if (frame.layout.model == ColorModel::Gray || frame.visible.width < kLeastWidth ||
        frame.visible.height < kLeastHeight)
        return std::nullopt;
    const Picture signal = signal_of(frame);
    const auto red = line_of(signal, 0);
    const auto blue = line_of(signal, 2);
    if (!red || !blue) return std::nullopt;
    return LateralColor{red->px_at_corner, blue->px_at_corner,
                        std::min(red->r_squared, blue->r_squared)};
}

} // namespace seamline::measures
