#include "renderer/vulkan/image.h"

#include "renderer/vulkan/check.h"

#include <array>
#include <cstddef>
#include <utility>

namespace seamline::renderer {
namespace {

constexpr std::array<VkImageType, 3> kTypes{VK_IMAGE_TYPE_1D, VK_IMAGE_TYPE_2D, VK_IMAGE_TYPE_3D};
constexpr std::array<VkImageViewType, 3> kViewTypes{VK_IMAGE_VIEW_TYPE_1D, VK_IMAGE_VIEW_TYPE_2D,
                                                    VK_IMAGE_VIEW_TYPE_3D};

} // namespace

Image::Image(const Device& device, int dimensions, VkExtent3D extent, VkFormat format,
             const char* name, VkImageUsageFlags more)
    : device_(&device), extent_(extent) {
    const auto type = static_cast<std::size_t>(dimensions - 1);
    const VkImageCreateInfo info{
        .sType = VK_STRUCTURE_TYPE_IMAGE_CREATE_INFO,
        .imageType = kTypes.at(type),
        .format = format,
        .extent = extent,
        .mipLevels = 1,
        .arrayLayers = 1,
        .samples = VK_SAMPLE_COUNT_1_BIT,
        .usage = VK_IMAGE_USAGE_SAMPLED_BIT | VK_IMAGE_USAGE_TRANSFER_DST_BIT | more,
    };
    VkImage image = VK_NULL_HANDLE;
    check(vkCreateImage(device.handle(), &info, nullptr, &image), "vkCreateImage");
    image_ = {device.handle(), image};
    VkDeviceSize bytes = 0;
    allocate(bytes);
    const VkImageViewCreateInfo view_info{
        .sType = VK_STRUCTURE_TYPE_IMAGE_VIEW_CREATE_INFO,
        .image = image,
        .viewType = kViewTypes.at(type),
        .format = format,
        .subresourceRange = {VK_IMAGE_ASPECT_COLOR_BIT, 0, 1, 0, 1},
    };
    VkImageView view = VK_NULL_HANDLE;
    check(vkCreateImageView(device.handle(), &view_info, nullptr, &view), "vkCreateImageView");
    view_ = {device.handle(), view};
    device.set_name(VK_OBJECT_TYPE_IMAGE, reinterpret_cast<std::uint64_t>(image), name);
    // Last: nothing may throw once the bytes are counted, or nobody would discount them.
    allocated_bytes_ = bytes;
    device.allocated_bytes_ += allocated_bytes_;
}

void Image::allocate(VkDeviceSize& bytes) {
    VkMemoryRequirements needs{};
    vkGetImageMemoryRequirements(device_->handle(), image_.get(), &needs);
    int type = device_->find_memory_type(needs.memoryTypeBits, VK_MEMORY_PROPERTY_DEVICE_LOCAL_BIT);
    if (type < 0) type = device_->find_memory_type(needs.memoryTypeBits, 0);
    if (type < 0)
        throw VulkanError("the Vulkan device " + device_->name() + " has no memory for tables",
                          VK_ERROR_FEATURE_NOT_PRESENT);
    const VkMemoryAllocateInfo allocation{
        .sType = VK_STRUCTURE_TYPE_MEMORY_ALLOCATE_INFO,
        .allocationSize = needs.size,
        .memoryTypeIndex = static_cast<std::uint32_t>(type),
    };
    VkDeviceMemory memory = VK_NULL_HANDLE;
    device_->check_memory(needs.size);
    check(vkAllocateMemory(device_->handle(), &allocation, nullptr, &memory), "vkAllocateMemory");
    memory_ = {device_->handle(), memory};
    check(vkBindImageMemory(device_->handle(), image_.get(), memory, 0), "vkBindImageMemory");
    bytes = needs.size;
}

Image::~Image() {
    if (device_ != nullptr) device_->allocated_bytes_ -= allocated_bytes_;
}

Image::Image(Image&& other) noexcept { *this = std::move(other); }

Image& Image::operator=(Image&& other) noexcept {
    std::swap(device_, other.device_);
    std::swap(extent_, other.extent_);
    std::swap(allocated_bytes_, other.allocated_bytes_);
    memory_ = std::move(other.memory_);
    image_ = std::move(other.image_);
    view_ = std::move(other.view_);
    return *this;
}

} // namespace seamline::renderer
