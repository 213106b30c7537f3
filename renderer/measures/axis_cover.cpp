#include "renderer/measures/axis_cover.h"

#include <algorithm>
#include <numeric>

namespace seamline::measures {
namespace {

void reduce(AxisCover& cover) {
    std::uint32_t divisor = 0;
    for (const std::uint32_t weight : cover.weights) divisor = std::gcd(divisor, weight);
    for (std::uint32_t& weight : cover.weights) {
        weight /= divisor;
        cover.equal = cover.equal && weight == 1;
    }
    cover.total /= divisor;
}

} // namespace

AxisCover axis_cover(int begin, int pixels, int areas, int shift) {
    const int divisor = std::gcd(pixels, areas);
    const std::int64_t unit = areas / divisor;   // Of a pixel.
    const std::int64_t reach = pixels / divisor; // Of an area.
    AxisCover cover;
    cover.total = static_cast<std::uint32_t>(reach);
    cover.areas.resize(static_cast<std::size_t>(areas));
    for (int i = 0; i < areas; ++i) {
        const std::int64_t from = i * reach;
        const std::int64_t to = from + reach;
        const auto first = static_cast<int>(from / unit);
        AxisCover::Area& area = cover.areas[static_cast<std::size_t>(i)];
        area.first_sample = ((begin + first) >> shift) - (begin >> shift);
        area.first_weight = cover.weights.size();
        for (int pixel = first; pixel * unit < to; ++pixel) {
            const std::int64_t part =
                std::min(to, (pixel + 1) * unit) - std::max(from, pixel * unit);
            const int sample = ((begin + pixel) >> shift) - (begin >> shift);
            if (sample - area.first_sample == area.count) {
                cover.weights.push_back(0);
                ++area.count;
            }
            cover.weights.back() += static_cast<std::uint32_t>(part);
        }
    }
    reduce(cover);
    return cover;
}

} // namespace seamline::measures
