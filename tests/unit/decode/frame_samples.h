// tests/unit/decode/frame_samples.h: reads code values out of a decoded frame, sample by sample.
#pragma once

#include "decode/media/decoded_frame.h"

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace seamline::test {

/// The word of `component` at (x, y) of its own grid, in native byte order, before shift and mask.
inline std::uint32_t raw_word(const DecodedFrame& frame, int component, int x, int y) {
    const ComponentLayout& c = frame.layout.components[static_cast<std::size_t>(component)];
    const std::byte* at = frame.memory->data() + frame.plane_offset_bytes[c.plane] +
                          static_cast<std::ptrdiff_t>(y) * frame.stride_bytes[c.plane] +
                          static_cast<std::ptrdiff_t>(x) * c.step_bytes + c.offset_bytes;
    std::uint32_t word = 0;
    for (int i = 0; i < frame.layout.sample_bytes; ++i) {
        const int place = frame.layout.big_endian ? frame.layout.sample_bytes - 1 - i : i;
        word |= static_cast<std::uint32_t>(at[i]) << (8 * place);
    }
    return word;
}

/// The code value of an integer component.
inline int code_value(const DecodedFrame& frame, int component, int x, int y) {
    const ComponentLayout& c = frame.layout.components[static_cast<std::size_t>(component)];
    return static_cast<int>((raw_word(frame, component, x, y) >> c.shift) & ((1U << c.depth) - 1U));
}

/// Luma (or red, or grey) scaled to 8 bits, counted from the visible corner.
inline int luma8(const DecodedFrame& frame, int x, int y) {
    return code_value(frame, 0, x + frame.visible.x, y + frame.visible.y) >>
           (frame.layout.bit_depth() - 8);
}

} // namespace seamline::test
