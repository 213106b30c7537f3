// renderer/block_pool.h: reusable blocks of buffer memory, many to an allocation.
#pragma once

#include "decode/media/device_memory.h"
#include "renderer/vulkan/buffer.h"
#include "renderer/vulkan/device.h"

#include <atomic>
#include <cstdint>
#include <memory>

namespace seamline::renderer {

/// Bytes that pools have taken from the device, in one sum.
///
/// Threads: safe.
class MemoryLedger {
public:
    std::uint64_t used_bytes() const { return used_bytes_.load(); }
    /// Adds `bytes` unless the sum would exceed `limit_bytes`; returns whether it did.
    bool try_add(std::uint64_t bytes, std::uint64_t limit_bytes);
    void subtract(std::uint64_t bytes) { used_bytes_ -= bytes; }

private:
    std::atomic<std::uint64_t> used_bytes_ = 0;
};

class BlockPool;

/// A range of a VkBuffer. Goes back to its pool when the last owner drops it.
///
/// Threads: may be dropped on any thread. Lifetime: keeps its memory, but not the device, alive.
class Block final : public DevicePlaneMemory {
public:
    ~Block() override;
    VkBuffer buffer() const { return buffer_; }
    /// Multiple of 256, and so of every device's storage alignment.
    VkDeviceSize offset_bytes() const { return offset_bytes_; }
    std::size_t allocation_offset_bytes() const override { return offset_bytes_; }
    Opened opened(const std::function<Opened(ExportedMemory)>& open) const override;

private:
    friend class BlockPool;
    struct Origin; // The pool's slabs, and which block of which slab this is.
    Block(std::byte* address, std::size_t size_bytes, VkBuffer buffer, VkDeviceSize offset_bytes,
          std::unique_ptr<Origin> origin);

    VkBuffer buffer_;
    VkDeviceSize offset_bytes_;
    std::unique_ptr<Origin> origin_;
};

/// Blocks by size class. Sizes are rounded up by at most 1/16; classes share no memory. A class
/// grows by slabs: single allocations of as many blocks as fit in `slab_bytes`, at least one.
///
/// Threads: safe. Throws: VulkanError when the device has no memory.
class BlockPool {
public:
    BlockPool(const Device& device, BufferMemory memory, std::shared_ptr<MemoryLedger> ledger,
              std::uint64_t slab_bytes, const char* name);
    ~BlockPool();

    /// What a request for `size_bytes` occupies.
    static std::uint64_t block_bytes(std::uint64_t size_bytes);
    /// What `grow_and_take` would add to the ledger.
    std::uint64_t growth_bytes(std::uint64_t size_bytes) const;

    /// A free block; null when there is none.
    std::shared_ptr<Block> take(std::uint64_t size_bytes);
    /// A block of a new slab; null when the ledger would exceed `limit_bytes`.
    std::shared_ptr<Block> grow_and_take(std::uint64_t size_bytes, std::uint64_t limit_bytes);
    bool has_free(std::uint64_t size_bytes) const;
    /// Gives slabs without a block in use back to the device.
    void trim();

    /// `memory` as a block of this pool; null when it is not.
    std::shared_ptr<const Block> own(const std::shared_ptr<const PlaneMemory>& memory) const;

private:
    friend class Block;
    struct Slabs; // Shared with the blocks, which may outlive the pool.
    std::shared_ptr<Slabs> slabs_;
};

} // namespace seamline::renderer
