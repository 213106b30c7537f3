#include "renderer/plane_spans.h"

#include <algorithm>
#include <cstring>
#include <limits>

namespace seamline::renderer {
namespace {

constexpr std::uint64_t kRowAlignment = 64;

std::uint64_t aligned(std::uint64_t bytes) {
    return (bytes + kRowAlignment - 1) / kRowAlignment * kRowAlignment;
}

std::uint64_t subsampled(int size, int shift) {
    return static_cast<std::uint64_t>((size + (1 << shift) - 1) >> shift);
}

} // namespace

std::uint64_t PlaneSpans::begin_bytes() const {
    std::uint64_t begin = std::numeric_limits<std::uint64_t>::max();
    for (int i = 0; i < count; ++i)
        begin = std::min(begin, planes[static_cast<std::size_t>(i)].offset_bytes);
    return begin;
}

std::uint64_t PlaneSpans::end_bytes() const {
    std::uint64_t end = 0;
    for (int i = 0; i < count; ++i)
        end = std::max(end, planes[static_cast<std::size_t>(i)].end_bytes());
    return end;
}

PlaneSpans plane_spans(const DecodedFrame& frame) {
    const PixelLayout& layout = frame.layout;
    PlaneSpans spans;
    spans.count = std::clamp(layout.plane_count, 1, kMaxPlanes);
    for (std::size_t i = 0; i < static_cast<std::size_t>(spans.count); ++i) {
        spans.planes[i].offset_bytes = frame.plane_offset_bytes[i];
        spans.planes[i].stride_bytes =
            static_cast<std::uint64_t>(std::max(frame.stride_bytes[i], 0));
    }
    for (int c = 0; c < std::clamp(layout.component_count, 1, kMaxComponents); ++c) {
        const ComponentLayout& component = layout.components[static_cast<std::size_t>(c)];
        if (component.plane >= spans.count) continue;
        const bool chroma = layout.model == ColorModel::YCbCr && (c == 1 || c == 2);
        const std::uint64_t width =
            subsampled(frame.coded.width, chroma ? layout.chroma_shift_x : 0);
        const std::uint64_t rows =
            subsampled(frame.coded.height, chroma ? layout.chroma_shift_y : 0);
        if (width == 0) continue;
        const std::uint64_t row_bytes = (width - 1) * component.step_bytes +
                                        component.offset_bytes +
                                        static_cast<std::uint64_t>(layout.sample_bytes);
        PlaneSpan& span = spans.planes[component.plane];
        span.row_bytes = std::max(span.row_bytes, row_bytes);
        span.rows = std::max(span.rows, rows);
    }
    return spans;
}

PlaneSpans packed_spans(const PlaneSpans& spans) {
    PlaneSpans packed = spans;
    std::uint64_t offset = 0;
    for (std::size_t i = 0; i < static_cast<std::size_t>(spans.count); ++i) {
        PlaneSpan& span = packed.planes[i];
        span.offset_bytes = offset;
        span.stride_bytes = aligned(span.row_bytes);
        offset = aligned(span.offset_bytes + span.stride_bytes * span.rows);
    }
    return packed;
}

bool lie_within(const PlaneSpans& spans, std::uint64_t size_bytes) {
    for (std::size_t i = 0; i < static_cast<std::size_t>(spans.count); ++i) {
        const PlaneSpan& span = spans.planes[i];
        if (span.rows == 0 || span.row_bytes == 0) return false;
        if (span.row_bytes > span.stride_bytes && span.rows > 1) return false;
        if (span.end_bytes() > size_bytes) return false;
    }
    return true;
}

bool are_word_aligned(const PlaneSpans& spans) {
    for (std::size_t i = 0; i < static_cast<std::size_t>(spans.count); ++i) {
        if (spans.planes[i].offset_bytes % 4 != 0 || spans.planes[i].stride_bytes % 4 != 0)
            return false;
    }
    return true;
}

void copy_planes(const std::byte* from, const PlaneSpans& from_spans, std::byte* to,
                 const PlaneSpans& to_spans) {
    for (std::size_t i = 0; i < static_cast<std::size_t>(from_spans.count); ++i) {
        const PlaneSpan& a = from_spans.planes[i];
        const PlaneSpan& b = to_spans.planes[i];
        for (std::uint64_t y = 0; y < a.rows; ++y)
            std::memcpy(to + b.offset_bytes + y * b.stride_bytes,
                        from + a.offset_bytes + y * a.stride_bytes, a.row_bytes);
    }
}

} // namespace seamline::renderer
