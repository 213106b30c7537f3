// renderer/vulkan/image.h: a table that shaders sample, or a picture that is drawn.
#pragma once

#include "renderer/vulkan/device.h"
#include "renderer/vulkan/handles.h"

namespace seamline::renderer {

/// A sampled image of one level in 1, 2 or 3 dimensions, with its own allocation, filled by a copy.
/// Lifetime: outlives the GPU's use of it.
class Image {
public:
    Image() = default;
    /// `more`: what else it is used for. Throws VulkanError.
    Image(const Device& device, int dimensions, VkExtent3D extent, VkFormat format,
          const char* name, VkImageUsageFlags more = 0);
    ~Image();
    Image(Image&& other) noexcept;
    Image& operator=(Image&& other) noexcept;

    VkImage handle() const { return image_.get(); }
    VkImageView view() const { return view_.get(); }
    VkExtent3D extent() const { return extent_; }

private:
    void allocate(VkDeviceSize& bytes);

    const Device* device_ = nullptr;
    VkExtent3D extent_{};
    VkDeviceSize allocated_bytes_ = 0;
    UniqueMemory memory_;
    UniqueImage image_;
    UniqueImageView view_;
};

} // namespace seamline::renderer
