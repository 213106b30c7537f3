// decode/media/device_memory.h: memory of a GPU that hardware decoders copy pictures into.
#pragma once

#include "decode/media/plane_memory.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace seamline {

/// What another API of the same GPU needs to open an allocation. Whoever receives it owns `fd`, an
/// opaque POSIX handle of VK_KHR_external_memory_fd.
struct ExportedMemory {
    int fd = -1;
    std::size_t size_bytes = 0; ///< Of the whole allocation.
    bool dedicated = false;     ///< The allocation belongs to one resource.
};

/// A block of GPU memory. `data()` is null where the CPU cannot reach it.
///
/// Threads: as PlaneMemory.
class DevicePlaneMemory : public PlaneMemory {
public:
    using Opened = std::shared_ptr<void>;

    explicit DevicePlaneMemory(std::byte* mapped, std::size_t size_bytes)
        : PlaneMemory(mapped, size_bytes) {}

    /// Of the block in its allocation.
    virtual std::size_t allocation_offset_bytes() const = 0;
    /// What `open` made of the block's allocation. It is called once per allocation, and what it
    /// returned is dropped before the allocation is freed. Null when it returned null, or when the
    /// memory cannot be exported. Threads: safe; `open` runs under a lock.
    virtual Opened opened(const std::function<Opened(ExportedMemory)>& open) const = 0;
};

/// A counter on the GPU that a decoder raises when a picture has been written, and that shaders
/// wait for. Values rise strictly in the order in which they are signalled: one writer each.
class DeviceSignal {
public:
    virtual ~DeviceSignal() = default;
    /// A new POSIX handle of the timeline semaphore (VK_KHR_external_semaphore_fd), the caller's to
    /// close; -1 when it cannot be exported.
    virtual int export_fd() const = 0;
};

class VulkanSharing; // decode/media/vulkan_sharing.h

/// Hands out memory of one GPU.
///
/// Threads: safe. The last reference to a block may be dropped on any thread.
class DevicePlaneAllocator {
public:
    virtual ~DevicePlaneAllocator() = default;
    /// Which GPU it is, by its driver's universal identifier.
    virtual const std::array<std::uint8_t, 16>& device_uuid() const = 0;
    virtual const std::string& device_name() const = 0;
    /// Whether other APIs can open its memory and signals.
    virtual bool can_export() const = 0;
    /// Null when the memory cannot be had; the caller reports it.
    virtual std::shared_ptr<DevicePlaneMemory> allocate(std::size_t size_bytes) = 0;
    /// Null when the device has no memory for it.
    virtual std::shared_ptr<DeviceSignal> make_signal() = 0;
    /// The Vulkan device that the memory is of, for decoders that can work on it; null where it is
    /// not shared.
    virtual const VulkanSharing* vulkan() const { return nullptr; }
};

} // namespace seamline
