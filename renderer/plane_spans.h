// renderer/plane_spans.h: where a decoded frame's planes lie, and how to move them.
#pragma once

#include "decode/media/decoded_frame.h"

#include <array>
#include <cstdint>

namespace seamline::renderer {

struct PlaneSpan {
    std::uint64_t offset_bytes = 0;
    std::uint64_t stride_bytes = 0;
    std::uint64_t row_bytes = 0; ///< Up to the last sample; not more than the stride.
    std::uint64_t rows = 0;

    std::uint64_t end_bytes() const {
        return rows == 0 ? offset_bytes : offset_bytes + stride_bytes * (rows - 1) + row_bytes;
    }
};

struct PlaneSpans {
    std::array<PlaneSpan, kMaxPlanes> planes{};
    int count = 0;

    std::uint64_t begin_bytes() const;
    std::uint64_t end_bytes() const;
};

/// As the frame says.
PlaneSpans plane_spans(const DecodedFrame& frame);
/// The same planes, tightly after one another, with rows and planes at multiples of 64 bytes.
PlaneSpans packed_spans(const PlaneSpans& spans);
/// Whether every plane lies within `size_bytes` and no row overlaps the next.
bool lie_within(const PlaneSpans& spans, std::uint64_t size_bytes);
/// Whether shaders that read 32-bit words can read the planes where they are.
bool are_word_aligned(const PlaneSpans& spans);
/// Copies row by row.
void copy_planes(const std::byte* from, const PlaneSpans& from_spans, std::byte* to,
                 const PlaneSpans& to_spans);

} // namespace seamline::renderer
