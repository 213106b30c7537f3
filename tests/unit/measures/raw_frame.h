// tests/unit/measures/raw_frame.h: frames of any layout with known samples, in plain memory.
#pragma once

#include "renderer/measures/working_picture.h"

#include <cstdint>
#include <cstring>
#include <functional>
#include <vector>

namespace seamline::measures {

/// A frame and its bytes. Move it or keep it where it is: the view points into `bytes`.
struct RawFrame {
    std::vector<std::byte> bytes;
    FrameView view;
};

/// Sample of a component in a column and row of its own plane: a code value, or a float's value.
using SampleAt = std::function<double(int component, int column, int row)>;

inline std::uint32_t stored_word(double value, const PixelLayout& layout, int shift) {
    if (!layout.is_float) return static_cast<std::uint32_t>(value) << shift;
    const auto single = static_cast<float>(value);
    std::uint32_t bits = 0;
    std::memcpy(&bits, &single, sizeof bits);
    if (layout.sample_bytes == 4) return bits;
    // Normal halves only.
    return (bits >> 16 & 0x8000) | (((bits >> 23 & 255) - 112) << 10) | (bits >> 13 & 1023);
}

/// Padding holds bytes that would be noticed.
inline RawFrame raw_frame(const PixelLayout& layout, Extent coded, const Rect& visible,
                          const ColorTags& color, const SampleAt& sample) {
    RawFrame frame;
    frame.view.layout = layout;
    frame.view.visible = visible;
    frame.view.color = color;
    constexpr int kPadding = 9;
    std::size_t offsets[kMaxPlanes]{};
    for (int p = 0; p < layout.plane_count; ++p) {
        const int stride = coded.width * 16 + kPadding;
        offsets[p] = frame.bytes.size();
        frame.view.stride_bytes[static_cast<std::size_t>(p)] = stride;
        frame.bytes.resize(frame.bytes.size() + static_cast<std::size_t>(stride * coded.height),
                           std::byte{0xA5});
    }
    for (int c = 0; c < layout.component_count; ++c) {
        const ComponentLayout& place = layout.components[static_cast<std::size_t>(c)];
        const bool chroma = layout.model == ColorModel::YCbCr && (c == 1 || c == 2);
        const int sx = chroma ? layout.chroma_shift_x : 0;
        const int sy = chroma ? layout.chroma_shift_y : 0;
        for (int y = 0; y << sy < coded.height; ++y) {
            for (int x = 0; x << sx < coded.width; ++x) {
                const std::uint32_t word = stored_word(sample(c, x, y), layout, place.shift);
                std::byte* out = frame.bytes.data() + offsets[place.plane] +
                                 y * frame.view.stride_bytes[place.plane] + x * place.step_bytes +
                                 place.offset_bytes;
                for (int i = 0; i < layout.sample_bytes; ++i) {
                    const int at = layout.big_endian ? layout.sample_bytes - 1 - i : i;
                    out[at] = static_cast<std::byte>(word >> (8 * i));
                }
            }
        }
    }
    for (int p = 0; p < layout.plane_count; ++p)
        frame.view.planes[static_cast<std::size_t>(p)] = frame.bytes.data() + offsets[p];
    return frame;
}

/// Planar layouts; others are changes of these.
inline PixelLayout planar_layout(ColorModel model, int depth, int shift_x, int shift_y) {
    PixelLayout layout;
    layout.name = "test";
    layout.model = model;
    layout.component_count = model == ColorModel::Gray ? 1 : 3;
    layout.plane_count = layout.component_count;
    layout.sample_bytes = depth > 16 ? 4 : depth > 8 ? 2 : 1;
    layout.chroma_shift_x = shift_x;
    layout.chroma_shift_y = shift_y;
    for (int c = 0; c < layout.component_count; ++c)
        layout.components[static_cast<std::size_t>(c)] = {
            .plane = static_cast<std::uint8_t>(c),
            .step_bytes = static_cast<std::uint8_t>(layout.sample_bytes),
            .depth = static_cast<std::uint8_t>(depth)};
    return layout;
}

} // namespace seamline::measures
