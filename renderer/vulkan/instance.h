// renderer/vulkan/instance.h: the VkInstance, its layers and its messages.
#pragma once

#include <vulkan/vulkan.h>

#include <atomic>
#include <string>
#include <vector>

namespace seamline::renderer {

struct InstanceOptions {
    std::vector<std::string> extensions;
    bool validation = false;
    /// Counts warnings and errors of the validation layers; outlives the instance.
    std::atomic<int>* messages = nullptr;
};

struct Instance {
    VkInstance handle = VK_NULL_HANDLE;
    VkDebugUtilsMessengerEXT messenger = VK_NULL_HANDLE;
    bool has_debug_utils = false;
    bool has_color_spaces = false; ///< VK_EXT_swapchain_colorspace, for windows.
};

/// The caller destroys it with `destroy_instance`. Throws VulkanError: VK_ERROR_INCOMPATIBLE_DRIVER
/// when there is no driver, VK_ERROR_LAYER_NOT_PRESENT when validation is asked for and not
/// installed.
Instance create_instance(const InstanceOptions& options);
void destroy_instance(const Instance& instance);

/// What to say when no driver is installed: one line, with the package that has one.
std::string no_driver_message();

} // namespace seamline::renderer
