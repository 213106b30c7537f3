#include "renderer/vulkan/dma_buf.h"

#include "renderer/vulkan/device_extensions.h"

#include <array>

namespace seamline::renderer {
namespace {

constexpr std::array kNeeded{
    VK_KHR_EXTERNAL_MEMORY_FD_EXTENSION_NAME, VK_EXT_EXTERNAL_MEMORY_DMA_BUF_EXTENSION_NAME,
    VK_EXT_IMAGE_DRM_FORMAT_MODIFIER_EXTENSION_NAME, VK_EXT_QUEUE_FAMILY_FOREIGN_EXTENSION_NAME};

std::optional<RenderNode> render_node_of(VkPhysicalDevice device) {
    VkPhysicalDeviceDrmPropertiesEXT drm{.sType =
                                             VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_DRM_PROPERTIES_EXT};
    VkPhysicalDeviceProperties2 properties{.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_PROPERTIES_2,
                                           .pNext = &drm};
    vkGetPhysicalDeviceProperties2(device, &properties);
    if (drm.hasRender == VK_FALSE) return std::nullopt;
    return RenderNode{static_cast<std::uint32_t>(drm.renderMajor),
                      static_cast<std::uint32_t>(drm.renderMinor)};
}

} // namespace

DmaBuf find_dma_buf(VkPhysicalDevice device) {
    DmaBuf found;
    const DeviceExtensions extensions(device);
    if (extensions.has(VK_EXT_PHYSICAL_DEVICE_DRM_EXTENSION_NAME))
        found.render_node = render_node_of(device);
    for (const char* needed : kNeeded) {
        if (!extensions.has(needed)) {
            found.reason = std::string("its driver has no ") + needed;
            found.extensions.clear();
            return found;
        }
        found.extensions.push_back(needed);
    }
    return found;
}

} // namespace seamline::renderer
