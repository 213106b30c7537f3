#include "tests/support/cache_bytes.h"

#include "renderer/vulkan/buffer.h"

#include <stdexcept>

namespace seamline::test {

CacheBytes::CacheBytes(const renderer::Device& device, renderer::FrameCache& cache)
    : device_(&device), cache_(&cache), source_(cache.add_source()), timeline_(device),
      slot_(device, timeline_) {}

std::vector<std::byte> CacheBytes::of(const DecodedFrame& frame) {
    const auto published = cache_->publish(source_, frame);
    if (!published) throw std::runtime_error(published.error().message);
    VkCommandBuffer cmd = slot_.begin();
    cache_->record_ingest(cmd, slot_);
    slot_.submit();
    const auto cached = cache_->find(source_, frame.index);
    if (cached == nullptr) throw std::runtime_error("the frame is not in the cache");
    const renderer::Buffer copy(*device_, cached->size_bytes, renderer::BufferMemory::HostCached,
                                "copy");
    cmd = slot_.begin(); // After the ingest: a slot waits for its own last work.
    const VkBufferCopy region{cached->offset_bytes, 0, cached->size_bytes};
    vkCmdCopyBuffer(cmd, cached->buffer, copy.handle(), 1, &region);
    slot_.submit();
    slot_.wait();
    return {copy.mapped(), copy.mapped() + copy.size_bytes()};
}

} // namespace seamline::test
