// renderer/frame_cache.h: decoded frames of every source, within one budget.
#pragma once

#include "decode/media/decoded_frame.h"
#include "decode/media/result.h"
#include "renderer/cached_frame.h"
#include "renderer/vulkan/device.h"
#include "renderer/vulkan/frame_slot.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace seamline::renderer {

using SourceId = std::uint32_t;

/// Frames of a source that playback comes to: from `from`, `away` ticks from now, on to `to`.
struct CacheStretch {
    std::int64_t from = 0;
    std::int64_t to = 0; ///< Inclusive; below `from` when it plays in reverse.
    std::int64_t away = 0;
    bool visible = true; ///< False: kept ready, given up before what is seen.

    friend bool operator==(const CacheStretch&, const CacheStretch&) = default;
};

/// What the player wants kept of a source: decides eviction.
struct CacheFocus {
    std::int64_t frame = 0;
    int direction = 1;             ///< +1 or -1: which way the playhead moves.
    std::int64_t pinned_first = 0; ///< In/out range: evicted last. Empty when last < first.
    std::int64_t pinned_last = -1;
    bool wraps = false;  ///< From the end of the range play returns to its start: a ring.
    bool visible = true; ///< Hidden sources are evicted before visible ones.
    /// A medium of a cut: what it plays next, nearest first, instead of a range round the focus.
    /// Everything else of it goes before whatever any source is waiting for.
    bool by_stretches = false;
    std::vector<CacheStretch> stretches;
    /// False: frames behind the focus are not wanted again. They go when the focus moves.
    bool returns = true;

    friend bool operator==(const CacheFocus&, const CacheFocus&) = default;
};

struct CacheStats {
    std::uint64_t budget_bytes = 0; ///< That holds now: see CacheBudget ...
    std::uint64_t wanted_bytes = 0; ///< ... and that holds while the driver refuses no memory.
    std::uint64_t used_bytes = 0; ///< Memory of cached frames and of free pooled blocks.
    std::int64_t frames = 0;
};

/// Keyed (source, frame). Frames whose distance from their source's focus is largest, counted twice
/// behind the direction of play, go first; in a range that wraps, distances go round. The frame at
/// the focus and its neighbours never do, nor does one that a decoder or the GPU still holds,
/// because that would free nothing.
///
/// The budget covers cached frames, free pooled blocks and the blocks that decoders hold. Only a
/// decoder's next picture may exceed it, when nothing is left to evict: a decoder without reference
/// frames is dead.
///
/// Lifetime: outlives the decoders that write into `allocator()`; not the device.
/// Threads: safe. Readers publish, the render thread finds; neither waits for the GPU.
class FrameCache {
public:
    /// `budget_bytes` 0: `default_budget`.
    FrameCache(const Device& device, std::uint64_t budget_bytes);
    ~FrameCache();

    /// Decoders write here. On a CPU device the block becomes the cached frame without any copy; on
    /// a GPU it is staging memory, host-cached, that one device copy empties.
    PlaneAllocator& allocator();

    /// Hardware decoders write here. Null on a CPU device.
    DevicePlaneAllocator* device_allocator();

    SourceId add_source();
    /// Drops its frames (the GPU may still be using some; they die when it has finished).
    void remove_source(SourceId source);
    /// Drops all its frames, e.g. when the file changed on disk.
    void clear(SourceId source);

    void set_focus(SourceId source, const CacheFocus& focus);
    /// Whether publishing `frame` now would keep it: false when the budget is full and frames that
    /// are farther from their focus would not give it enough memory. Readers ask before they decode
    /// ahead.
    bool wants(SourceId source, std::int64_t frame, std::uint64_t frame_bytes) const;
    /// Rises whenever other frames than before may be wanted: a focus changed, a source went.
    std::uint64_t wishes_revision() const;

    /// Takes a decoded frame in. On a GPU it becomes findable once its copy is recorded
    /// (`record_ingest`), which the render thread does in its next submit.
    /// A frame that is cached already, or that is farther from the focus than all that a full cache
    /// holds, is dropped without an error. Errors: TooLarge (one frame exceeds the budget or the
    /// device's buffer range, or there is no memory for it); InvalidArgument (planes outside the
    /// frame's memory); Cancelled (`source` was removed).
    Result<Done> publish(SourceId source, const DecodedFrame& frame);

    std::shared_ptr<const CachedFrame> find(SourceId source, std::int64_t frame) const;
    /// The cached frame nearest to `frame`; null when the source has none.
    std::shared_ptr<const CachedFrame> nearest(SourceId source, std::int64_t frame) const;
    /// Whether it was published and is still kept; on a GPU also while its copy is waiting.
    bool contains(SourceId source, std::int64_t frame) const;
    /// Sorted, half-open ranges of the frames that `contains` is true for, for the cache bar.
    std::vector<std::pair<std::int64_t, std::int64_t>> ranges(SourceId source) const;
    CacheStats stats() const;

    /// Records pending staging-to-cache copies with the barrier that makes them visible to compute
    /// shaders; `slot` keeps alive what they touch. Records the
    /// nearest to each focus first and stops at 256 MB or an eighth of the budget, so that a
    /// backlog does not delay a tick. Blocks that hardware decoders wrote are acquired, and `slot`
    /// waits for their signals. Render thread only. Records nothing on a CPU device.
    void record_ingest(VkCommandBuffer cmd, FrameSlot& slot);
    /// True when `record_ingest` has something to do, so that a paused renderer wakes for it.
    bool has_pending_ingest() const;

    int device_copies_per_frame() const; ///< 0 on a CPU device, 1 on a GPU.

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace seamline::renderer
