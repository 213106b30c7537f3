// renderer/ingest_queue.h: published frames that wait for their copy to the device.
#pragma once

#include "renderer/cached_source.h"

#include <vulkan/vulkan.h>

#include <map>
#include <memory>
#include <utility>
#include <vector>

namespace seamline::renderer {

/// One copy, or the taking over of a block that a decoder writes; holds all it touches.
struct IngestCopy {
    std::shared_ptr<const CachedFrame> frame;
    std::shared_ptr<const Block> staging;
    VkDeviceSize staging_offset_bytes = 0;
    VkDeviceSize size_bytes = 0;
    std::shared_ptr<const ExportableSignal> written; ///< Not null: a decoder's.
    std::uint64_t written_value = 0;
};

/// Confined to whoever holds the cache's lock.
class IngestQueue {
public:
    void add(SourceId source, std::int64_t frame) { keys_.emplace_back(source, frame); }
    void remove(SourceId source, std::int64_t frame);
    void remove(SourceId source);
    bool is_empty() const { return keys_.empty(); }
    /// The frames nearest to their focus, up to `limit_bytes` but at least one; they become
    /// findable.
    std::vector<IngestCopy> take(std::map<SourceId, CachedSource>& sources,
                                 VkDeviceSize limit_bytes);

private:
    std::vector<std::pair<SourceId, std::int64_t>> keys_;
};

/// Records the copies and acquisitions and the barriers that make them visible to compute shaders
/// and transfers.
void record_copies(VkCommandBuffer cmd, const std::vector<IngestCopy>& copies,
                   std::uint32_t queue_family);

} // namespace seamline::renderer
