#include "tests/support/measure_frames.h"

#include <algorithm>
#include <cmath>

namespace seamline::test {
namespace {

// Of 32 bits, the same everywhere.
std::uint32_t mixed(std::uint32_t x) {
    x ^= x >> 16;
    x *= 0x7feb352dU;
    x ^= x >> 15;
    x *= 0x846ca68bU;
    return x ^ (x >> 16);
}

} // namespace

measures::FrameView view_of(const renderer::CachedFrame& frame) {
    measures::FrameView view;
    view.layout = frame.layout;
    view.visible = frame.visible;
    view.color = frame.color;
    for (std::size_t p = 0; p < static_cast<std::size_t>(frame.layout.plane_count); ++p) {
        view.planes[p] = frame.mapped + frame.plane_offset_bytes[p];
        view.stride_bytes[p] = static_cast<std::int32_t>(frame.stride_bytes[p]);
    }
    return view;
}

SampleFunction lens_samples(const FrameSpec& frame, Extent matte, std::uint32_t seed) {
    const Rect visible = frame.visible;
    const PixelLayout layout = frame.layout;
    return [=](int component, int column, int row) {
        const bool chroma = layout.model == ColorModel::YCbCr && component > 0;
        const int most = (1 << layout.components[0].depth) - 1;
        if (chroma) return std::floor(most * (0.5 + 0.2 * std::sin(0.05 * (column + 2 * row))));
        const int x = column - visible.x;
        const int y = row - visible.y;
        const bool is_matte = x < matte.width || x >= visible.width - matte.width ||
                              y < matte.height || y >= visible.height - matte.height;
        if (is_matte) return std::floor(most * 0.0625);
        // Rings, softer towards the right, on a slope.
        const double distance = std::hypot(x - 0.4 * visible.width, y - 0.55 * visible.height);
        const double blur = 0.8 + 4.0 * x / visible.width;
        const double ring = std::tanh((std::fmod(distance, 40.0) - 20.0) / blur);
        const double noise =
            (mixed(seed + static_cast<std::uint32_t>(row * 8191 + column)) & 255) / 255.0;
        const double value = 0.45 + 0.2 * ring + 0.1 * y / visible.height + 0.02 * noise;
        return std::floor(most * std::clamp(value, 0.0, 1.0));
    };
}

} // namespace seamline::test
