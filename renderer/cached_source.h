// renderer/cached_source.h: the frames that a cache keeps of one source, and which of them goes
// next.
#pragma once

#include "renderer/block_pool.h"
#include "renderer/vulkan/exportable_signal.h"
#include "renderer/cached_frame.h"
#include "renderer/frame_cache.h"

#include <compare>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace seamline::renderer {

/// How little a frame is worth keeping: the greatest goes first.
struct Farness {
    /// Visible and pinned 0, visible 1, hidden and pinned 2, hidden 3. By stretches: visible ones 0,
    /// others 2, frames in none of them 3.
    int tier = 0;
    /// Frames from the focus; counted twice behind the direction of play. In a stretch: ticks.
    std::int64_t distance = 0;

    friend auto operator<=>(const Farness&, const Farness&) = default;
};

/// Farness of `frame`; nothing for the focus and its neighbours, which stay. In a range that wraps
/// the way on round the ring counts as ahead, and the way back round it as behind.
std::optional<Farness> farness(const CacheFocus& focus, std::int64_t frame);

/// Confined to whoever holds the cache's lock.
struct CachedSource {
    struct Entry {
        std::shared_ptr<const CachedFrame> frame;
        /// Not null until the copy to the device is recorded.
        std::shared_ptr<const Block> staging;
        /// Of a frame that another API writes into its block: not null until the acquisition of
        /// the block is recorded.
        std::shared_ptr<const ExportableSignal> written;
        std::uint64_t written_value = 0;
        VkDeviceSize staging_offset_bytes = 0; ///< Of the used range, in the staging's buffer.
        VkDeviceSize copy_bytes = 0;
        std::uint64_t block_bytes = 0; ///< Which other frames can reuse its memory.

        /// Whether shaders of what is recorded next may read it.
        bool is_findable() const { return staging == nullptr && written == nullptr; }
        /// Whether dropping the frame gives memory back now: neither the GPU, nor the decoder, nor
        /// anybody else holds it.
        bool is_sole_owner() const {
            return frame.use_count() == 1 && frame->keep.use_count() == 1;
        }
    };
    using Entries = std::map<std::int64_t, Entry>;
    struct Candidate {
        std::int64_t frame = 0;
        Farness farness;
        std::uint64_t block_bytes = 0;
    };

    Entries entries;
    CacheFocus focus;

    /// What evicting every frame that is farther than a limit would give back.
    struct Spare {
        bool has_fitting = false; ///< One of them has a block of the wanted size: that is enough ...
        std::uint64_t bytes = 0;  ///< ... else of all of them.
    };

    /// Takes out the frames behind the focus, whoever holds them.
    Entries take_passed();
    /// The frame that goes next: the farthest that gives its memory back.
    std::optional<Candidate> farthest() const;
    Spare beyond(const Farness& limit, std::uint64_t wanted_block_bytes) const;
    /// The findable frame nearest to `frame`.
    std::shared_ptr<const CachedFrame> nearest(std::int64_t frame) const;
    std::vector<std::pair<std::int64_t, std::int64_t>> ranges() const;
};

} // namespace seamline::renderer
