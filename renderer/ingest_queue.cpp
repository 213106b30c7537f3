#include "renderer/ingest_queue.h"

#include "renderer/vulkan/barriers.h"

#include <algorithm>
#include <utility>

namespace seamline::renderer {
void IngestQueue::remove(SourceId source, std::int64_t frame) {
    std::erase(keys_, std::pair(source, frame));
}

void IngestQueue::remove(SourceId source) {
    std::erase_if(keys_, [&](const auto& key) { return key.first == source; });
}

std::vector<IngestCopy> IngestQueue::take(std::map<SourceId, CachedSource>& sources,
                                          VkDeviceSize limit_bytes) {
    std::ranges::stable_sort(keys_, {}, [&](const auto& key) {
        return farness(sources.at(key.first).focus, key.second).value_or(Farness{-1, 0});
    });
    std::vector<IngestCopy> copies;
    VkDeviceSize bytes = 0;
    for (const auto& [source, frame] : keys_) {
        CachedSource::Entry& entry = sources.at(source).entries.at(frame);
        if (!copies.empty() && bytes + entry.copy_bytes > limit_bytes) break;
        bytes += entry.copy_bytes;
        copies.push_back({entry.frame, std::exchange(entry.staging, nullptr),
                          entry.staging_offset_bytes, entry.copy_bytes,
                          std::exchange(entry.written, nullptr), entry.written_value});
    }
    keys_.erase(keys_.begin(), keys_.begin() + static_cast<std::ptrdiff_t>(copies.size()));
    return copies;
}

void record_copies(VkCommandBuffer cmd, const std::vector<IngestCopy>& copies,
                   std::uint32_t queue_family) {
    bool copied = false;
    for (const IngestCopy& copy : copies) {
        if (copy.written != nullptr) {
            if (copy.written->raiser() == SignalRaiser::OtherApi)
                acquire_from_other_api(cmd, copy.frame->buffer, copy.frame->offset_bytes,
                                       copy.frame->size_bytes, queue_family);
            continue; // Waiting for the signal makes it visible.
        }
        copied = true;
        const VkBufferCopy region{copy.staging_offset_bytes, copy.frame->offset_bytes,
                                  copy.size_bytes};
        vkCmdCopyBuffer(cmd, copy.staging->buffer(), copy.frame->buffer, 1, &region);
    }
    if (copied) copy_write_to_read(cmd);
}

} // namespace seamline::renderer
