// renderer/vulkan/buffer.h: a linear block of GPU memory.
#pragma once

#include "decode/media/device_memory.h"
#include "renderer/vulkan/device.h"
#include "renderer/vulkan/handles.h"

#include <cstddef>
#include <cstdint>

namespace seamline::renderer {

enum class BufferMemory : std::uint8_t {
    Device,     ///< Device-local; on a CPU device also mapped.
    /// Device-local, and for other APIs to open where the device can export memory.
    Exportable,
    HostCached, ///< Mapped, coherent and cached: decoders and readbacks.
    Upload,     ///< Mapped, coherent; written by the CPU once, read by the GPU; near it if small.
};

/// A VkBuffer with its own allocation, usable as storage, uniforms, uniform texels, transfer source
/// and destination.
/// Mapped for its whole life where the memory allows it. Lifetime: outlives the GPU's use of it.
class Buffer {
public:
    Buffer() = default;
    /// Throws VulkanError.
    Buffer(const Device& device, VkDeviceSize size_bytes, BufferMemory memory, const char* name);
    ~Buffer();
    Buffer(Buffer&& other) noexcept;
    Buffer& operator=(Buffer&& other) noexcept;

    VkBuffer handle() const { return buffer_.get(); }
    VkDeviceSize size_bytes() const { return size_bytes_; }
    std::byte* mapped() const { return mapped_; } ///< Null when the CPU cannot reach it.
    /// A new file descriptor of an `Exportable` buffer's memory, the caller's to close; fd -1 when
    /// the device cannot export it.
    ExportedMemory export_memory() const;

private:
    const Device* device_ = nullptr;
    VkDeviceSize size_bytes_ = 0;
    VkDeviceSize allocated_bytes_ = 0;
    bool is_exportable_ = false;
    bool is_dedicated_ = false;
    std::byte* mapped_ = nullptr;
    UniqueMemory memory_;
    UniqueBuffer buffer_;
};

} // namespace seamline::renderer
