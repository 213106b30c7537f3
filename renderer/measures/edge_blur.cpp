#include "renderer/measures/lens.h"
#include "renderer/measures/lens_sums.h"
#include "renderer/measures/soft_gradient.h"

#include <glm/glm.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

namespace seamline::measures {
namespace {

constexpr int kLeastEdges = 200;
constexpr int kReach = kBlurReach;
constexpr int kTaps = kBlurTaps;
constexpr int kLanes = kBlurLanes;

using Taps = BlurWeights;

std::vector<double> gaussian(double sigma, int radius) {
    std::vector<double> weights;
    double sum = 0;
    for (int i = -radius; i <= radius; ++i) {
        weights.push_back(std::exp(-0.5 * i * i / (sigma * sigma)));
        sum += weights.back();
    }
    for (double& weight : weights) weight /= sum;
    return weights;
}

std::vector<double> convolved(const std::vector<double>& a, const std::vector<double>& b) {
    std::vector<double> result(a.size() + b.size() - 1);
    for (std::size_t i = 0; i < a.size(); ++i)
        for (std::size_t k = 0; k < b.size(); ++k) result[i + k] += a[i] * b[k];
    return result;
}

Taps centred(const std::vector<double>& weights) {
    Taps taps{};
    const std::size_t first = (kTaps - weights.size()) / 2;
    for (std::size_t i = 0; i < weights.size(); ++i)
        taps[first + i] = static_cast<float>(weights[i]);
    return taps;
}

BlurTaps blur_taps(const std::vector<double>& weights) {
    return {centred(weights), centred(convolved(weights, {-0.5, 0, 0.5}))};
}

// Columns summed down the rows, for 16 columns at once.
struct Sums {
    Taps blur{};
    Taps slope{};
};

glm::vec2 gradient(const Sums& down, const BlurTaps& taps) {
    float dx = 0;
    float dy = 0;
    for (std::size_t i = 0; i < kTaps; ++i) {
        dx += down.blur[i] * taps.slope[i];
        dy += down.slope[i] * taps.blur[i];
    }
    return {dx, dy};
}

// At (x, y), which is at least kReach from every side.
EdgeSlopes slopes_at(const Plane& luma, int x, int y, const ReblurTaps& taps) {
    Sums once, twice;
    for (int k = 0; k < kTaps; ++k) {
        const auto tap = static_cast<std::size_t>(k);
        const float* in = luma.row(y + k - kReach) + x - kReach;
        const float blur = taps.twice.blur[tap];
        const float slope = taps.twice.slope[tap];
        for (std::size_t i = 0; i < kLanes; ++i) {
            twice.blur[i] += blur * in[i];
            twice.slope[i] += slope * in[i];
        }
        if (k < 3 || k >= kTaps - 3) continue;
        const float blur_once = taps.once.blur[tap];
        const float slope_once = taps.once.slope[tap];
        for (std::size_t i = 0; i < kLanes; ++i) {
            once.blur[i] += blur_once * in[i];
            once.slope[i] += slope_once * in[i];
        }
    }
    const glm::vec2 before = gradient(once, taps.once);
    const glm::vec2 after = gradient(twice, taps.twice);
    return {before.x, before.y, after.x, after.y};
}

// Infinite where blurring does not lower the gradient: beside an edge, not on it.
float radius_of(const EdgeSlopes& edge) {
    const glm::dvec2 before(edge.before_x, edge.before_y);
    const glm::dvec2 after(edge.after_x, edge.after_y);
    // Across an edge both have one direction; what grain adds along it is left out.
    const double across = glm::dot(before, after);
    const double squared = glm::dot(after, after);
    if (!(across > squared) || squared <= 0) return INFINITY;
    const double ratio = across / squared;
    return static_cast<float>(1 / std::sqrt(ratio * ratio - 1));
}

std::size_t bin_of(float value) { return std::bit_cast<std::uint32_t>(value) >> kGradientShift; }

// The least squared gradient of the steepest points.
float edge_threshold(const Plane& gradient, const Lattice& inner) {
    std::vector<int> histogram(std::size_t{1} << 15);
    for (int j = inner.top; j < inner.bottom; ++j)
        for (int i = inner.left; i < inner.right; ++i) ++histogram[bin_of(gradient.at(i, j))];
    const std::uint64_t wanted = wanted_edges(static_cast<std::uint64_t>(inner.right - inner.left) *
                                              static_cast<std::uint64_t>(inner.bottom - inner.top));
    std::size_t bin = histogram.size();
    for (std::uint64_t count = 0; bin > 0 && count < wanted;)
        count += static_cast<std::uint64_t>(histogram[--bin]);
    return std::max(std::bit_cast<float>(static_cast<std::uint32_t>(bin) << kGradientShift),
                    kLeastGradientSquared);
}

} // namespace

std::optional<EdgeBlur> edge_blur(const Plane& luma) {
    return edge_blur(luma, soft_gradient_squared(luma));
}

std::optional<EdgeBlur> edge_blur(const Plane& luma, const Plane& gradient) {
    const Lattice inner =
        edge_points(picture_without_mattes(luma, kMatteInset), {luma.width, luma.height});
    if (inner.left >= inner.right || inner.top >= inner.bottom) return std::nullopt;
    const float threshold = edge_threshold(gradient, inner);
    const ReblurTaps& taps = reblur_taps();
    std::vector<EdgeSlopes> edges;
    for (int j = inner.top; j < inner.bottom; ++j)
        for (int i = inner.left; i < inner.right; ++i)
            if (gradient.at(i, j) >= threshold)
                edges.push_back(slopes_at(luma, 2 * i, 2 * j, taps));
    return edge_blur_of(edges);
}

const ReblurTaps& reblur_taps() {
    static const ReblurTaps taps{blur_taps(gaussian(0.6, 2)),
                                 blur_taps(convolved(gaussian(0.6, 2), gaussian(1.0, 3)))};
    return taps;
}

Lattice edge_points(const Rect& area, Extent plane) {
    const int left = std::max(area.x, kReach);
    const int top = std::max(area.y, kReach);
    // Rows are read in whole vectors: kLanes from x - kReach.
    const int right = std::min(area.x + area.width, plane.width - (kLanes - kReach));
    const int bottom = std::min(area.y + area.height, plane.height - kReach);
    return {(left + 1) / 2, (top + 1) / 2, (right + 1) / 2, (bottom + 1) / 2};
}

std::optional<EdgeBlur> edge_blur_of(const std::vector<EdgeSlopes>& edges) {
    std::vector<float> radii;
    radii.reserve(edges.size());
    for (const EdgeSlopes& edge : edges) radii.push_back(radius_of(edge));
    std::erase_if(radii, [](float radius) { return !std::isfinite(radius); });
    if (radii.size() < kLeastEdges) return std::nullopt;
    const auto percentile = [&](double share) {
        const auto at = radii.begin() +
                        static_cast<std::ptrdiff_t>(share * static_cast<double>(radii.size() - 1));
        std::nth_element(radii.begin(), at, radii.end());
        return static_cast<double>(*at);
    };
    const double sharpest = percentile(0.10);
    return EdgeBlur{sharpest, percentile(0.50), static_cast<int>(radii.size())};
}

double sharpness_log2(double outgoing_px, double incoming_px) {
    return std::log2(incoming_px / outgoing_px);
}

} // namespace seamline::measures
