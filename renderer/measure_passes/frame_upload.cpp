#include "renderer/measure_passes/frame_upload.h"

#include "renderer/vulkan/barriers.h"

#include <algorithm>
#include <cstring>

namespace seamline::renderer {
namespace {

/// The rectangle of a plane that the visible picture lies in.
struct PlanePart {
    int first_row = 0;
    int rows = 0;
    std::size_t first_byte = 0; ///< Of each row.
    std::size_t row_bytes = 0;
};

/// The visible picture and what is left of and above it of its first chroma sample.
Rect whole_samples(const measures::FrameView& frame) {
    const int left = frame.visible.x & ((1 << frame.layout.chroma_shift_x) - 1);
    const int above = frame.visible.y & ((1 << frame.layout.chroma_shift_y) - 1);
    return {frame.visible.x - left, frame.visible.y - above, frame.visible.width + left,
            frame.visible.height + above};
}

PlanePart part_of(const measures::FrameView& frame, int plane, const Rect& area) {
    PlanePart part;
    for (int c = 0; c < frame.layout.component_count; ++c) {
        const ComponentLayout& place = frame.layout.components[static_cast<std::size_t>(c)];
        if (place.plane != plane) continue;
        const bool chroma = frame.layout.model == ColorModel::YCbCr && (c == 1 || c == 2);
        const int shift_x = chroma ? frame.layout.chroma_shift_x : 0;
        const int shift_y = chroma ? frame.layout.chroma_shift_y : 0;
        const int column = area.x >> shift_x;
        const int last = (area.x + area.width - 1) >> shift_x;
        part.first_row = area.y >> shift_y;
        part.rows = ((area.y + area.height - 1) >> shift_y) - part.first_row + 1;
        part.first_byte = static_cast<std::size_t>(column) * place.step_bytes;
        const auto end = static_cast<std::size_t>(last - column) * place.step_bytes +
                         place.offset_bytes + static_cast<std::size_t>(frame.layout.sample_bytes);
        part.row_bytes = std::max(part.row_bytes, end);
    }
    return part;
}

std::size_t padded(std::size_t bytes) { return (bytes + 3) / 4 * 4; }

} // namespace

std::shared_ptr<const CachedFrame> FrameUpload::put(const measures::FrameView& frame) {
    auto cached = std::make_shared<CachedFrame>();
    cached->layout = frame.layout;
    cached->color = frame.color;
    const Rect area = whole_samples(frame);
    cached->visible = {frame.visible.x - area.x, frame.visible.y - area.y, frame.visible.width,
                       frame.visible.height};
    cached->coded = {area.width, area.height};
    std::array<PlanePart, kMaxPlanes> parts{};
    std::size_t bytes = 0;
    for (int p = 0; p < frame.layout.plane_count; ++p) {
        const auto i = static_cast<std::size_t>(p);
        parts[i] = part_of(frame, p, area);
        cached->plane_offset_bytes[i] = static_cast<std::uint32_t>(bytes);
        cached->stride_bytes[i] = static_cast<std::uint32_t>(padded(parts[i].row_bytes));
        bytes += cached->stride_bytes[i] * static_cast<std::size_t>(parts[i].rows);
    }
    bytes_ = std::max<std::size_t>(bytes, 4);
    const bool is_shared = device_->is_cpu();
    if (host_.size_bytes() < bytes_)
        host_ = Buffer(*device_, bytes_,
                       is_shared ? BufferMemory::HostCached : BufferMemory::Upload, "frame upload");
    if (!is_shared && local_.size_bytes() < bytes_)
        local_ = Buffer(*device_, bytes_, BufferMemory::Device, "uploaded frame");
    for (int p = 0; p < frame.layout.plane_count; ++p) {
        const auto i = static_cast<std::size_t>(p);
        const std::ptrdiff_t stride = frame.stride_bytes[i];
        const std::byte* from = frame.planes[i] + parts[i].first_row * stride +
                                static_cast<std::ptrdiff_t>(parts[i].first_byte);
        std::byte* to = host_.mapped() + cached->plane_offset_bytes[i];
        for (int y = 0; y < parts[i].rows; ++y, from += stride, to += cached->stride_bytes[i])
            std::memcpy(to, from, parts[i].row_bytes);
    }
    cached->buffer = is_shared ? host_.handle() : local_.handle();
    cached->size_bytes = bytes_;
    return cached;
}

void FrameUpload::record(VkCommandBuffer cmd) const {
    if (device_->is_cpu()) return;
    const VkBufferCopy region{0, 0, bytes_};
    vkCmdCopyBuffer(cmd, host_.handle(), local_.handle(), 1, &region);
    copy_write_to_read(cmd);
}

} // namespace seamline::renderer
