#include "renderer/measures/lens.h"
#include "renderer/measures/lens_sums.h"
#include "renderer/measures/soft_gradient.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace seamline::measures {
namespace {

constexpr int kBlock = kGrainBlock;
constexpr double kFlattestShare = 0.15;
constexpr double kDarkest = 20; // Mean codes of a block: beyond these, grain is clipped.
constexpr double kBrightest = 235;
constexpr double kFloor = 0.15;

// A block that qualifies.
struct Flatness {
    float gradient;
    float sigma;
};

// Adds the size of the second difference in both directions, and the value, to sums per column.
void add_row(const Plane& luma, int y, std::vector<float>& bent, float* __restrict sizes,
             float* __restrict values) {
    const int width = luma.width;
    const float *above = luma.row(y - 1), *here = luma.row(y), *below = luma.row(y + 1);
    float* __restrict down = bent.data();
    for (int x = 0; x < width; ++x) down[x] = above[x] - 2 * here[x] + below[x];
    for (int x = 1; x + 1 < width; ++x)
        sizes[x] += std::abs(down[x - 1] - 2 * down[x] + down[x + 1]);
    for (int x = 0; x < width; ++x) values[x] += here[x];
}

float sum_of(const float* values, int count) {
    float sum = 0;
    for (int i = 0; i < count; ++i) sum += values[i];
    return sum;
}

float gradient_of(const Plane& gradient, int x, int y) {
    float sum = 0;
    for (int j = 0; j < kBlock / 2; ++j) sum += sum_of(gradient.row(y / 2 + j) + x / 2, kBlock / 2);
    return sum;
}

std::vector<GrainBlock> blocks_of(const Plane& luma, const Plane& gradient, const Lattice& grid) {
    std::vector<GrainBlock> blocks;
    std::vector<float> bent(static_cast<std::size_t>(luma.width)), sizes(bent), values(bent);
    for (int j = grid.top; j < grid.bottom; ++j) {
        const int y = j * kBlock;
        std::ranges::fill(sizes, 0.0F);
        std::ranges::fill(values, 0.0F);
        for (int row = y; row < y + kBlock; ++row)
            add_row(luma, row, bent, sizes.data(), values.data());
        for (int x = grid.left * kBlock; x < grid.right * kBlock; x += kBlock)
            blocks.push_back({gradient_of(gradient, x, y), sum_of(sizes.data() + x, kBlock),
                              sum_of(values.data() + x, kBlock)});
    }
    return blocks;
}

std::vector<Flatness> qualified(const std::vector<GrainBlock>& blocks) {
    constexpr double kPixels = kBlock * kBlock;
    const double to_sigma = std::sqrt(std::numbers::pi / 2) / 6 / kPixels;
    std::vector<Flatness> result;
    for (const GrainBlock& block : blocks) {
        const double mean = block.value / kPixels;
        if (mean < kDarkest || mean > kBrightest) continue;
        result.push_back({block.gradient, static_cast<float>(block.size * to_sigma)});
    }
    return result;
}

} // namespace

std::optional<double> grain(const Plane& luma) { return grain(luma, soft_gradient_squared(luma)); }

std::optional<double> grain(const Plane& luma, const Plane& gradient) {
    const Rect area = picture_without_mattes(luma, kMatteInset);
    return grain_of(blocks_of(luma, gradient, grain_blocks(area, {luma.width, luma.height})));
}

Lattice grain_blocks(const Rect& area, Extent plane) {
    const auto from = [](int at) { return (std::max(at, 1) + kBlock - 1) / kBlock; };
    // A pixel's second difference needs its neighbours: the plane's outermost blocks stay out.
    return {from(area.x), from(area.y), std::min(area.x + area.width, plane.width - 1) / kBlock,
            std::min(area.y + area.height, plane.height - 1) / kBlock};
}

std::optional<double> grain_of(const std::vector<GrainBlock>& sums) {
    std::vector<Flatness> blocks = qualified(sums);
    if (blocks.empty()) return std::nullopt;
    const auto wanted = std::max<std::ptrdiff_t>(
        1, static_cast<std::ptrdiff_t>(kFlattestShare * static_cast<double>(blocks.size())));
    // Equal gradients are ordered by grain, so that the set does not depend on the algorithm.
    std::ranges::nth_element(
        blocks, blocks.begin() + wanted - 1, [](const Flatness& a, const Flatness& b) {
            return a.gradient != b.gradient ? a.gradient < b.gradient : a.sigma < b.sigma;
        });
    const auto middle = blocks.begin() + wanted / 2;
    std::nth_element(blocks.begin(), middle, blocks.begin() + wanted,
                     [](const Flatness& a, const Flatness& b) { return a.sigma < b.sigma; });
    return middle->sigma;
}

double grain_log2(double outgoing, double incoming) {
    return std::log2((incoming + kFloor) / (outgoing + kFloor));
}

} // namespace seamline::measures
