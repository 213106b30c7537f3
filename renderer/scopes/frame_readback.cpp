#include "renderer/scopes/frame_readback.h"

#include "renderer/vulkan/barriers.h"
#include "renderer/vulkan/buffer.h"
#include "renderer/vulkan/frame_slot.h"

#include <utility>

namespace seamline::renderer {

std::shared_ptr<const CachedFrame> readable_frame(const Device& device,
                                                  std::shared_ptr<const CachedFrame> frame) {
    if (frame->mapped != nullptr) return frame;
    auto bytes = std::make_shared<Buffer>(device, frame->size_bytes, BufferMemory::HostCached,
                                          "frame readback");
    Timeline timeline(device);
    FrameSlot slot(device, timeline);
    const VkCommandBuffer cmd = slot.begin();
    storage_write_to_copy_read(cmd);
    const VkBufferCopy region{frame->offset_bytes, 0, frame->size_bytes};
    vkCmdCopyBuffer(cmd, frame->buffer, bytes->handle(), 1, &region);
    device_write_to_host_read(cmd);
    slot.submit();
    slot.wait();
    auto copy = std::make_shared<CachedFrame>(*frame);
    copy->buffer = bytes->handle();
    copy->offset_bytes = 0;
    copy->mapped = bytes->mapped();
    copy->keep = std::move(bytes);
    return copy;
}

} // namespace seamline::renderer
