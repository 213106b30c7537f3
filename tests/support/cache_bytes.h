// tests/support/cache_bytes.h: what a frame became in the cache, as shaders read it.
#pragma once

#include "renderer/frame_cache.h"
#include "renderer/vulkan/frame_slot.h"
#include "renderer/vulkan/timeline.h"

#include <cstddef>
#include <vector>

namespace seamline::test {

/// Publishes frames and reads them back behind the ingest, on one queue.
///
/// Lifetime: not after the device and the cache. Threads: confined to one.
class CacheBytes {
public:
    CacheBytes(const renderer::Device& device, renderer::FrameCache& cache);

    renderer::SourceId source() const { return source_; }
    /// Of the source, what was published before.
    void clear() { cache_->clear(source_); }
    /// All bytes of the frame's block. Throws std::runtime_error when the cache does not keep it.
    std::vector<std::byte> of(const DecodedFrame& frame);

private:
    const renderer::Device* device_;
    renderer::FrameCache* cache_;
    renderer::SourceId source_;
    renderer::Timeline timeline_;
    renderer::FrameSlot slot_;
};

} // namespace seamline::test
