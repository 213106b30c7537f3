#include "renderer/vulkan/buffer.h"

#include "renderer/vulkan/check.h"

#include <span>
#include <string>
#include <utility>
#include <vector>

namespace seamline::renderer {
namespace {

constexpr VkMemoryPropertyFlags kLocal = VK_MEMORY_PROPERTY_DEVICE_LOCAL_BIT;
constexpr VkMemoryPropertyFlags kMapped =
    VK_MEMORY_PROPERTY_HOST_VISIBLE_BIT | VK_MEMORY_PROPERTY_HOST_COHERENT_BIT;
constexpr VkMemoryPropertyFlags kCached = kMapped | VK_MEMORY_PROPERTY_HOST_CACHED_BIT;

/// Parameters and the like: read by every workgroup, which a GPU would do over its bus if they lay
/// in the host's memory. Larger ones stay there: some GPUs let the CPU reach few of their bytes.
constexpr VkDeviceSize kSmallUpload = 256U << 10;

/// In the order of preference.
std::vector<VkMemoryPropertyFlags> acceptable(BufferMemory memory, VkDeviceSize size_bytes,
                                              bool is_cpu) {
    switch (memory) {
    case BufferMemory::Device:
    case BufferMemory::Exportable:
        if (is_cpu) return {kLocal | kCached, kLocal | kMapped, kLocal};
        return {kLocal, kMapped};
    // Decoders read their reference frames, so uncached memory slows them down many times; it is
    // the last resort of devices that have no memory both cached and coherent.
    case BufferMemory::HostCached:
        return {kCached, kMapped};
    case BufferMemory::Upload:
        if (size_bytes <= kSmallUpload && !is_cpu) return {kLocal | kMapped, kMapped};
        return {kMapped};
    }
    return {};
}

int memory_type(const Device& device, std::uint32_t type_bits, VkDeviceSize size_bytes,
                BufferMemory memory) {
    for (const VkMemoryPropertyFlags flags : acceptable(memory, size_bytes, device.is_cpu())) {
        const int type = device.find_memory_type(type_bits, flags);
        if (type >= 0) return type;
    }
    throw VulkanError("the Vulkan device " + device.name() +
                          " has no memory of the kind that the program needs: choose another one "
                          "with SEAMLINE_DEVICE",
                      VK_ERROR_FEATURE_NOT_PRESENT);
}

struct Needs {
    VkDeviceSize size_bytes = 0;
    std::uint32_t type_bits = 0;
    bool dedicated = false; ///< Exported memory must, or should, belong to this buffer alone.
};

Needs needs_of(const Device& device, VkBuffer buffer) {
    VkMemoryDedicatedRequirements dedicated{
        .sType = VK_STRUCTURE_TYPE_MEMORY_DEDICATED_REQUIREMENTS};
    VkMemoryRequirements2 requirements{.sType = VK_STRUCTURE_TYPE_MEMORY_REQUIREMENTS_2,
                                       .pNext = &dedicated};
    const VkBufferMemoryRequirementsInfo2 info{
        .sType = VK_STRUCTURE_TYPE_BUFFER_MEMORY_REQUIREMENTS_INFO_2, .buffer = buffer};
    vkGetBufferMemoryRequirements2(device.handle(), &info, &requirements);
    return {requirements.memoryRequirements.size, requirements.memoryRequirements.memoryTypeBits,
            dedicated.requiresDedicatedAllocation != VK_FALSE ||
                dedicated.prefersDedicatedAllocation != VK_FALSE};
}

} // namespace

Buffer::Buffer(const Device& device, VkDeviceSize size_bytes, BufferMemory memory, const char* name)
    : device_(&device), size_bytes_(size_bytes),
      is_exportable_(memory == BufferMemory::Exportable && device.can_export()) {
    const VkExternalMemoryBufferCreateInfo external{
        .sType = VK_STRUCTURE_TYPE_EXTERNAL_MEMORY_BUFFER_CREATE_INFO,
        .handleTypes = VK_EXTERNAL_MEMORY_HANDLE_TYPE_OPAQUE_FD_BIT,
    };
    const VkBufferCreateInfo info{
        .sType = VK_STRUCTURE_TYPE_BUFFER_CREATE_INFO,
        .pNext = is_exportable_ ? &external : nullptr,
        .size = size_bytes,
        .usage = VK_BUFFER_USAGE_STORAGE_BUFFER_BIT | VK_BUFFER_USAGE_UNIFORM_BUFFER_BIT |
                 VK_BUFFER_USAGE_UNIFORM_TEXEL_BUFFER_BIT | VK_BUFFER_USAGE_TRANSFER_SRC_BIT |
                 VK_BUFFER_USAGE_TRANSFER_DST_BIT,
    };
    VkBuffer new_buffer = VK_NULL_HANDLE;
    check(vkCreateBuffer(device.handle(), &info, nullptr, &new_buffer), "vkCreateBuffer");
    buffer_ = {device.handle(), new_buffer};

    const Needs needs = needs_of(device, new_buffer);
    is_dedicated_ = is_exportable_ && needs.dedicated;
    const int type = memory_type(device, needs.type_bits, size_bytes, memory);
    const VkMemoryDedicatedAllocateInfo dedicated{
        .sType = VK_STRUCTURE_TYPE_MEMORY_DEDICATED_ALLOCATE_INFO, .buffer = new_buffer};
    const VkExportMemoryAllocateInfo exported{
        .sType = VK_STRUCTURE_TYPE_EXPORT_MEMORY_ALLOCATE_INFO,
        .pNext = is_dedicated_ ? &dedicated : nullptr,
        .handleTypes = VK_EXTERNAL_MEMORY_HANDLE_TYPE_OPAQUE_FD_BIT,
    };
    const VkMemoryAllocateInfo allocation{
        .sType = VK_STRUCTURE_TYPE_MEMORY_ALLOCATE_INFO,
        .pNext = is_exportable_ ? &exported : nullptr,
        .allocationSize = needs.size_bytes,
        .memoryTypeIndex = static_cast<std::uint32_t>(type),
    };
    VkDeviceMemory new_memory = VK_NULL_HANDLE;
    device.check_memory(needs.size_bytes);
    check(vkAllocateMemory(device.handle(), &allocation, nullptr, &new_memory), "vkAllocateMemory");
    memory_ = {device.handle(), new_memory};
    check(vkBindBufferMemory(device.handle(), new_buffer, new_memory, 0), "vkBindBufferMemory");

    const VkMemoryPropertyFlags flags =
        device.memory_.memoryTypes[static_cast<std::uint32_t>(type)].propertyFlags;
    const bool is_local = memory == BufferMemory::Device || memory == BufferMemory::Exportable;
    const bool wants_mapping = !is_local || device.is_cpu();
    if (wants_mapping && (flags & kMapped) == kMapped) {
        void* address = nullptr;
        check(vkMapMemory(device.handle(), new_memory, 0, VK_WHOLE_SIZE, 0, &address),
              "vkMapMemory");
        mapped_ = static_cast<std::byte*>(address);
    }
    device.set_name(VK_OBJECT_TYPE_BUFFER, reinterpret_cast<std::uint64_t>(new_buffer), name);
    // Last: nothing may throw once the bytes are counted, or nobody would discount them.
    allocated_bytes_ = needs.size_bytes;
    device.allocated_bytes_ += allocated_bytes_;
}

ExportedMemory Buffer::export_memory() const {
    if (!is_exportable_) return {};
    const VkMemoryGetFdInfoKHR info{
        .sType = VK_STRUCTURE_TYPE_MEMORY_GET_FD_INFO_KHR,
        .memory = memory_.get(),
        .handleType = VK_EXTERNAL_MEMORY_HANDLE_TYPE_OPAQUE_FD_BIT,
    };
    ExportedMemory exported{.size_bytes = static_cast<std::size_t>(allocated_bytes_),
                            .dedicated = is_dedicated_};
    if (device_->get_memory_fd()(device_->handle(), &info, &exported.fd) != VK_SUCCESS)
        exported.fd = -1;
    return exported;
}

Buffer::~Buffer() {
    if (device_ != nullptr) device_->allocated_bytes_ -= allocated_bytes_;
}

Buffer::Buffer(Buffer&& other) noexcept { *this = std::move(other); }

Buffer& Buffer::operator=(Buffer&& other) noexcept {
    std::swap(device_, other.device_);
    std::swap(size_bytes_, other.size_bytes_);
    std::swap(allocated_bytes_, other.allocated_bytes_);
    std::swap(mapped_, other.mapped_);
    std::swap(is_exportable_, other.is_exportable_);
    std::swap(is_dedicated_, other.is_dedicated_);
    memory_ = std::move(other.memory_);
    buffer_ = std::move(other.buffer_);
    return *this;
}

} // namespace seamline::renderer
