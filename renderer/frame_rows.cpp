#include "renderer/frame_rows.h"

#include <algorithm>

namespace seamline::renderer {
namespace {

constexpr std::uint64_t kAlignment = 16;

/// log2 of a plane's vertical subsampling: of the least subsampled component in it.
int row_shift(const PixelLayout& layout, int plane) {
    int shift = layout.chroma_shift_y;
    for (int c = 0; c < layout.component_count; ++c) {
        const bool chroma = layout.model == ColorModel::YCbCr && (c == 1 || c == 2);
        if (layout.components[static_cast<std::size_t>(c)].plane == plane && !chroma) shift = 0;
    }
    return shift;
}

} // namespace

RowCut cut_rows(const CachedFrame& frame, int first, int count) {
    const Rect& visible = frame.visible;
    const int shift = frame.layout.model == ColorModel::YCbCr ? frame.layout.chroma_shift_y : 0;
    // Interpolated chroma reaches to the next sample; two are enough for every siting.
    const int margin = shift > 0 ? 2 << shift : 0;
    RowCut cut;
    FrameRows& rows = cut.rows;
    rows.first = std::clamp(first, 0, visible.height - 1);
    const int end = static_cast<int>(
        std::clamp<std::int64_t>(std::int64_t{first} + count, rows.first + 1, visible.height));
    rows.count = end - rows.first;

    const int wanted_begin = visible.y + std::max(rows.first - margin, 0);
    const int wanted_end = visible.y + std::min(end + margin, visible.height);
    const int begin = wanted_begin >> shift << shift; // Of the coded picture; chroma starts here.
    rows.frame = frame;
    rows.frame.buffer = VK_NULL_HANDLE;
    rows.frame.offset_bytes = 0;
    rows.frame.mapped = nullptr;
    rows.frame.keep.reset();
    rows.frame.coded.height = wanted_end - begin;
    rows.frame.visible.y = wanted_begin - begin;
    rows.frame.visible.height = wanted_end - wanted_begin;
    rows.offset = wanted_begin - visible.y;

    const int planes = std::clamp(frame.layout.plane_count, 1, kMaxPlanes);
    for (int p = 0; p < planes; ++p) {
        const auto plane = static_cast<std::size_t>(p);
        const int plane_shift = row_shift(frame.layout, p);
        const auto first_row = static_cast<std::uint64_t>(begin >> plane_shift);
        const auto end_row =
            static_cast<std::uint64_t>((wanted_end + (1 << plane_shift) - 1) >> plane_shift);
        const std::uint64_t stride = frame.stride_bytes[plane];
        const std::uint64_t from = frame.plane_offset_bytes[plane] + first_row * stride;
        // The last row of a frame may end with its last sample.
        const std::uint64_t size =
            std::min((end_row - first_row) * stride, frame.size_bytes - from);
        cut.copies[plane] = {from, cut.size_bytes, size};
        rows.frame.plane_offset_bytes[plane] = static_cast<std::uint32_t>(cut.size_bytes);
        cut.size_bytes += (size + kAlignment - 1) / kAlignment * kAlignment;
    }
    cut.copy_count = planes;
    rows.frame.size_bytes = cut.size_bytes;
    return cut;
}

FrameRows all_rows(const CachedFrame& frame) { return {frame, 0, frame.visible.height, 0}; }

} // namespace seamline::renderer
