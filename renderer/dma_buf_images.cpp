#include "renderer/dma_buf_images.h"

#include "renderer/vulkan/check.h"
#include "renderer/vulkan/dma_buf.h"
#include "renderer/vulkan/handles.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <string>
#include <vector>

namespace seamline::renderer {
namespace {

constexpr VkImageUsageFlags kUsage = VK_IMAGE_USAGE_TRANSFER_SRC_BIT;
constexpr VkExternalMemoryHandleTypeFlagBits kHandle =
    VK_EXTERNAL_MEMORY_HANDLE_TYPE_DMA_BUF_BIT_EXT;

VkFormat format_of(const DmaBufPlane& plane) {
    if (plane.sample_bytes == 1)
        return plane.samples == 1 ? VK_FORMAT_R8_UNORM : VK_FORMAT_R8G8_UNORM;
    return plane.samples == 1 ? VK_FORMAT_R16_UNORM : VK_FORMAT_R16G16_UNORM;
}

VkExtent3D extent_of(const DmaBufPlane& plane) {
    return {static_cast<std::uint32_t>(plane.width), static_cast<std::uint32_t>(plane.height), 1};
}

/// e.g. "rows of 2 x 8 bit laid out as DRM modifier 0x200000000000b03"
std::string kind_of(const DmaBufPlane& plane) {
    char text[96];
    std::snprintf(text, sizeof text, "texels of %d x %d bit laid out as DRM modifier 0x%llx",
                  plane.samples, 8 * plane.sample_bytes,
                  static_cast<unsigned long long>(plane.modifier));
    return text;
}

Error refused(const std::string& reason) { return {ErrorCode::Unsupported, reason}; }

/// What the driver does with texels of such a layout; all zero when it does not know it.
VkDrmFormatModifierPropertiesEXT modifier_properties(const Device& device,
                                                     const DmaBufPlane& plane) {
    VkDrmFormatModifierPropertiesListEXT list{
        .sType = VK_STRUCTURE_TYPE_DRM_FORMAT_MODIFIER_PROPERTIES_LIST_EXT};
    VkFormatProperties2 properties{.sType = VK_STRUCTURE_TYPE_FORMAT_PROPERTIES_2, .pNext = &list};
    vkGetPhysicalDeviceFormatProperties2(device.physical(), format_of(plane), &properties);
    std::vector<VkDrmFormatModifierPropertiesEXT> all(list.drmFormatModifierCount);
    list.pDrmFormatModifierProperties = all.data();
    vkGetPhysicalDeviceFormatProperties2(device.physical(), format_of(plane), &properties);
    const auto found = std::ranges::find(all, plane.modifier,
                                         &VkDrmFormatModifierPropertiesEXT::drmFormatModifier);
    return found == all.end() ? VkDrmFormatModifierPropertiesEXT{} : *found;
}

/// Why the driver does not import such a plane; empty when it does.
std::string objection(const Device& device, const DmaBufPlane& plane) {
    const VkDrmFormatModifierPropertiesEXT layout = modifier_properties(device, plane);
    const std::string driver = "the Vulkan driver of " + device.name();
    if (layout.drmFormatModifierPlaneCount != 1 ||
        (layout.drmFormatModifierTilingFeatures & VK_FORMAT_FEATURE_TRANSFER_SRC_BIT) == 0)
        return driver + " reads no " + kind_of(plane);
    const VkPhysicalDeviceImageDrmFormatModifierInfoEXT modifier{
        .sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_IMAGE_DRM_FORMAT_MODIFIER_INFO_EXT,
        .drmFormatModifier = plane.modifier,
        .sharingMode = VK_SHARING_MODE_EXCLUSIVE,
    };
    const VkPhysicalDeviceExternalImageFormatInfo external{
        .sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_EXTERNAL_IMAGE_FORMAT_INFO,
        .pNext = &modifier,
        .handleType = kHandle,
    };
    const VkPhysicalDeviceImageFormatInfo2 info{
        .sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_IMAGE_FORMAT_INFO_2,
        .pNext = &external,
        .format = format_of(plane),
        .type = VK_IMAGE_TYPE_2D,
        .tiling = VK_IMAGE_TILING_DRM_FORMAT_MODIFIER_EXT,
        .usage = kUsage,
    };
    VkExternalImageFormatProperties importing{
        .sType = VK_STRUCTURE_TYPE_EXTERNAL_IMAGE_FORMAT_PROPERTIES};
    VkImageFormatProperties2 properties{.sType = VK_STRUCTURE_TYPE_IMAGE_FORMAT_PROPERTIES_2,
                                        .pNext = &importing};
    const bool is_known = vkGetPhysicalDeviceImageFormatProperties2(device.physical(), &info,
                                                                    &properties) == VK_SUCCESS;
    const VkExternalMemoryFeatureFlags features =
        importing.externalMemoryProperties.externalMemoryFeatures;
    if (!is_known || (features & VK_EXTERNAL_MEMORY_FEATURE_IMPORTABLE_BIT) == 0)
        return driver + " imports no " + kind_of(plane);
    const VkExtent3D most = properties.imageFormatProperties.maxExtent;
    const VkExtent3D wanted = extent_of(plane);
    if (wanted.width > most.width || wanted.height > most.height)
        return driver + " imports such pictures up to " + std::to_string(most.width) + "x" +
               std::to_string(most.height) + " only";
    return {};
}

/// Throws VulkanError.
UniqueImage make_image(const Device& device, const DmaBufPlane& plane) {
    const VkSubresourceLayout layout{.offset = plane.offset_bytes, .rowPitch = plane.pitch_bytes};
    const VkImageDrmFormatModifierExplicitCreateInfoEXT modifier{
        .sType = VK_STRUCTURE_TYPE_IMAGE_DRM_FORMAT_MODIFIER_EXPLICIT_CREATE_INFO_EXT,
        .drmFormatModifier = plane.modifier,
        .drmFormatModifierPlaneCount = 1,
        .pPlaneLayouts = &layout,
    };
    const VkExternalMemoryImageCreateInfo external{
        .sType = VK_STRUCTURE_TYPE_EXTERNAL_MEMORY_IMAGE_CREATE_INFO,
        .pNext = &modifier,
        .handleTypes = kHandle,
    };
    const VkImageCreateInfo info{
        .sType = VK_STRUCTURE_TYPE_IMAGE_CREATE_INFO,
        .pNext = &external,
        .imageType = VK_IMAGE_TYPE_2D,
        .format = format_of(plane),
        .extent = extent_of(plane),
        .mipLevels = 1,
        .arrayLayers = 1,
        .samples = VK_SAMPLE_COUNT_1_BIT,
        .tiling = VK_IMAGE_TILING_DRM_FORMAT_MODIFIER_EXT,
        .usage = kUsage,
    };
    VkImage image = VK_NULL_HANDLE;
    check(vkCreateImage(device.handle(), &info, nullptr, &image), "vkCreateImage");
    return {device.handle(), image};
}

/// A file descriptor of our own: Vulkan takes it when it imports, and only then.
class OwnedFd {
public:
    explicit OwnedFd(int other) : fd_(::fcntl(other, F_DUPFD_CLOEXEC, 0)) {}
    ~OwnedFd() {
        if (fd_ >= 0) ::close(fd_);
    }
    OwnedFd(const OwnedFd&) = delete;
    OwnedFd& operator=(const OwnedFd&) = delete;
    int get() const { return fd_; }
    void let_go() { fd_ = -1; }

private:
    int fd_;
};

class Images final : public ImportedImages {
public:
    explicit Images(const Device& device) : device_(&device) {}

    /// Throws VulkanError.
    Result<Done> add(const DmaBufPlane& plane, PFN_vkGetMemoryFdPropertiesKHR fd_properties);
    std::span<const DecodedImage> images() const override { return images_; }

private:
    const Device* device_;
    std::vector<UniqueMemory> memories_;
    std::vector<UniqueImage> owned_; ///< Go before their memories.
    std::vector<DecodedImage> images_;
};

Result<Done> Images::add(const DmaBufPlane& plane, PFN_vkGetMemoryFdPropertiesKHR fd_properties) {
    UniqueImage image = make_image(*device_, plane);
    VkMemoryRequirements needs{};
    vkGetImageMemoryRequirements(device_->handle(), image.get(), &needs);
    if (needs.size > plane.object_bytes)
        return refused("the Vulkan driver of " + device_->name() + " expects " +
                       std::to_string(needs.size) + " bytes where the decoder has " +
                       std::to_string(plane.object_bytes));
    OwnedFd fd(plane.fd);
    if (fd.get() < 0) return refused("the program can open no more files");
    VkMemoryFdPropertiesKHR memory{.sType = VK_STRUCTURE_TYPE_MEMORY_FD_PROPERTIES_KHR};
    check(fd_properties(device_->handle(), kHandle, fd.get(), &memory),
          "vkGetMemoryFdPropertiesKHR");
    const int type = device_->find_memory_type(needs.memoryTypeBits & memory.memoryTypeBits, 0);
    if (type < 0)
        return refused("the Vulkan driver of " + device_->name() + " cannot reach that memory");
    const VkMemoryDedicatedAllocateInfo dedicated{
        .sType = VK_STRUCTURE_TYPE_MEMORY_DEDICATED_ALLOCATE_INFO, .image = image.get()};
    const VkImportMemoryFdInfoKHR imported{
        .sType = VK_STRUCTURE_TYPE_IMPORT_MEMORY_FD_INFO_KHR,
        .pNext = &dedicated,
        .handleType = kHandle,
        .fd = fd.get(),
    };
    const VkMemoryAllocateInfo allocation{
        .sType = VK_STRUCTURE_TYPE_MEMORY_ALLOCATE_INFO,
        .pNext = &imported,
        .allocationSize = needs.size,
        .memoryTypeIndex = static_cast<std::uint32_t>(type),
    };
    VkDeviceMemory handle = VK_NULL_HANDLE;
    check(vkAllocateMemory(device_->handle(), &allocation, nullptr, &handle), "vkAllocateMemory");
    fd.let_go();
    memories_.emplace_back(device_->handle(), handle);
    check(vkBindImageMemory(device_->handle(), image.get(), handle, 0), "vkBindImageMemory");
    // A layout that keeps what is there; what other APIs know is the modifier alone.
    images_.push_back({.image = reinterpret_cast<std::uint64_t>(image.get()),
                       .layout = VK_IMAGE_LAYOUT_GENERAL,
                       .family = VK_QUEUE_FAMILY_FOREIGN_EXT});
    owned_.push_back(std::move(image));
    return Done{};
}

} // namespace

DmaBufImporter::DmaBufImporter(const Device& device) : device_(&device) {
    if (!find_dma_buf(device.physical()).reason.empty()) return;
    memory_fd_properties_ = reinterpret_cast<PFN_vkGetMemoryFdPropertiesKHR>(
        vkGetDeviceProcAddr(device.handle(), "vkGetMemoryFdPropertiesKHR"));
}

Result<std::shared_ptr<const ImportedImages>>
DmaBufImporter::import(std::span<const DmaBufPlane> planes) const {
    if (memory_fd_properties_ == nullptr)
        return refused(device_->name() + " imports no memory of other APIs");
    for (const DmaBufPlane& plane : planes)
        if (std::string reason = objection(*device_, plane); !reason.empty())
            return refused(reason);
    try {
        auto images = std::make_shared<Images>(*device_);
        for (const DmaBufPlane& plane : planes)
            if (Result<Done> added = images->add(plane, memory_fd_properties_); !added)
                return added.error();
        return std::shared_ptr<const ImportedImages>(std::move(images));
    } catch (const VulkanError& error) {
        return refused(error.what());
    }
}

} // namespace seamline::renderer
