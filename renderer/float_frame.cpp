#include "renderer/float_frame.h"

namespace seamline::renderer {
namespace {

constexpr std::size_t kChannels = 4;
constexpr std::size_t kPixelBytes = kChannels * sizeof(float);

PixelLayout float_layout(bool has_alpha) {
    PixelLayout layout;
    layout.name = has_alpha ? "rgbaf32" : "rgbxf32";
    layout.model = ColorModel::Rgb;
    layout.component_count = has_alpha ? 4 : 3;
    layout.has_alpha = has_alpha;
    layout.plane_count = 1;
    layout.sample_bytes = sizeof(float);
    layout.is_float = true;
    for (std::size_t i = 0; i < kChannels; ++i)
        layout.components[i] = {.plane = 0,
                                .step_bytes = kPixelBytes,
                                .offset_bytes = static_cast<std::uint8_t>(sizeof(float) * i),
                                .depth = 32};
    return layout;
}

} // namespace

CachedFrame float_frame(Extent size, bool has_alpha) {
    CachedFrame frame;
    frame.layout = float_layout(has_alpha);
    frame.coded = size;
    frame.visible = {0, 0, size.width, size.height};
    frame.color = {.matrix = ColorMatrix::Identity, .range = ColorRange::Full};
    frame.stride_bytes[0] = static_cast<std::uint32_t>(size.width) * kPixelBytes;
    frame.size_bytes =
        static_cast<VkDeviceSize>(frame.stride_bytes[0]) * static_cast<VkDeviceSize>(size.height);
    return frame;
}

} // namespace seamline::renderer
