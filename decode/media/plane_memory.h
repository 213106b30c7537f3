// decode/media/plane_memory.h: memory that decoders write frames into and the renderer reads.
#pragma once

#include <cstddef>
#include <memory>

namespace seamline {

/// One block of memory. Whoever made it subclasses this to know it again.
///
/// Threads: the bytes are written by one thread before the block is published, and only read after.
class PlaneMemory {
public:
    PlaneMemory(std::byte* data, std::size_t size_bytes) : data_(data), size_bytes_(size_bytes) {}
    virtual ~PlaneMemory() = default;
    PlaneMemory(const PlaneMemory&) = delete;
    PlaneMemory& operator=(const PlaneMemory&) = delete;

    std::byte* data() const { return data_; } ///< 64-byte aligned at least.
    std::size_t size_bytes() const { return size_bytes_; }

private:
    std::byte* data_;
    std::size_t size_bytes_;
};

/// Hands out memory that decoders may write pictures into directly. It must be cheap to read back by
/// the CPU (decoders read their reference frames), so never write-combined.
///
/// Threads: safe. The last reference to a block may be dropped on any thread.
class PlaneAllocator {
public:
    virtual ~PlaneAllocator() = default;
    /// Blocks: may wait for nothing; takes a pooled block or makes one.
    /// Returns null when the memory cannot be had; the caller reports it.
    virtual std::shared_ptr<PlaneMemory> allocate(std::size_t size_bytes) = 0;
};

/// Plain heap memory, for tests, probing and thumbnails.
class HeapPlaneAllocator final : public PlaneAllocator {
public:
    std::shared_ptr<PlaneMemory> allocate(std::size_t size_bytes) override;
};

} // namespace seamline
