#include "renderer/vulkan/check.h"

namespace seamline::renderer {
namespace {

std::string text(VkResult result, const std::string& call) {
    switch (result) {
    case VK_ERROR_DEVICE_LOST:
        return "the graphics device stopped working (" + call +
               "): start again; if it happens again, update its driver or choose another device "
               "with SEAMLINE_DEVICE";
    case VK_ERROR_OUT_OF_DEVICE_MEMORY:
    case VK_ERROR_OUT_OF_HOST_MEMORY:
        return "out of graphics memory (" + call + "): lower --cache-mb or close other programs";
    case VK_ERROR_SURFACE_LOST_KHR:
        return "the window's surface is gone (" + call + "): open the window again";
    default:
        return call + " failed with VkResult " + std::to_string(result) +
               ": update the graphics driver or choose another device with SEAMLINE_DEVICE";
    }
}

} // namespace

VulkanError::VulkanError(VkResult result, const char* call)
    : std::runtime_error(text(result, call)), result_(result) {}

} // namespace seamline::renderer
