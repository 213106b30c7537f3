#include "renderer/vulkan/instance.h"

#include "renderer/vulkan/check.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstring>

namespace seamline::renderer {
namespace {

constexpr const char* kValidationLayer = "VK_LAYER_KHRONOS_validation";

VKAPI_ATTR VkBool32 VKAPI_CALL count_message(VkDebugUtilsMessageSeverityFlagBitsEXT,
                                             VkDebugUtilsMessageTypeFlagsEXT,
                                             const VkDebugUtilsMessengerCallbackDataEXT* data,
                                             void* counter) {
    std::fprintf(stderr, "vulkan: %s\n", data->pMessage);
    ++*static_cast<std::atomic<int>*>(counter);
    return VK_FALSE;
}

template <typename Function> Function load(VkInstance instance, const char* name) {
    return reinterpret_cast<Function>(vkGetInstanceProcAddr(instance, name));
}

bool has_layer(const char* name) {
    std::uint32_t count = 0;
    vkEnumerateInstanceLayerProperties(&count, nullptr);
    std::vector<VkLayerProperties> layers(count);
    vkEnumerateInstanceLayerProperties(&count, layers.data());
    return std::ranges::any_of(
        layers, [&](const VkLayerProperties& l) { return std::strcmp(l.layerName, name) == 0; });
}

bool has_extension(const char* layer, const char* name) {
    std::uint32_t count = 0;
    vkEnumerateInstanceExtensionProperties(layer, &count, nullptr);
    std::vector<VkExtensionProperties> extensions(count);
    vkEnumerateInstanceExtensionProperties(layer, &count, extensions.data());
    return std::ranges::any_of(extensions, [&](const VkExtensionProperties& e) {
        return std::strcmp(e.extensionName, name) == 0;
    });
}

VkDebugUtilsMessengerCreateInfoEXT messenger_info(std::atomic<int>* messages) {
    return {
        .sType = VK_STRUCTURE_TYPE_DEBUG_UTILS_MESSENGER_CREATE_INFO_EXT,
        .messageSeverity = VK_DEBUG_UTILS_MESSAGE_SEVERITY_WARNING_BIT_EXT |
                           VK_DEBUG_UTILS_MESSAGE_SEVERITY_ERROR_BIT_EXT,
        .messageType = VK_DEBUG_UTILS_MESSAGE_TYPE_VALIDATION_BIT_EXT,
        .pfnUserCallback = count_message,
        .pUserData = messages,
    };
}

bool asks_for_surfaces(const InstanceOptions& options) {
    return std::ranges::find(options.extensions, VK_KHR_SURFACE_EXTENSION_NAME) !=
           options.extensions.end();
}

std::vector<const char*> instance_extensions(const InstanceOptions& options, bool debug_utils,
                                             bool color_spaces) {
    std::vector<const char*> names;
    for (const std::string& name : options.extensions) names.push_back(name.c_str());
    if (color_spaces) names.push_back(VK_EXT_SWAPCHAIN_COLOR_SPACE_EXTENSION_NAME);
    if (debug_utils) names.push_back(VK_EXT_DEBUG_UTILS_EXTENSION_NAME);
    if (options.validation) names.push_back(VK_EXT_VALIDATION_FEATURES_EXTENSION_NAME);
    return names;
}

} // namespace

std::string no_driver_message() {
    return "no Vulkan driver found: install the package mesa-vulkan-drivers, or the driver of the "
           "graphics card's maker";
}

Instance create_instance(const InstanceOptions& options) {
    if (options.validation && !has_layer(kValidationLayer))
        throw VulkanError("the Vulkan validation layer is not installed: install the package "
                          "vulkan-validationlayers, or unset SEAMLINE_VALIDATION",
                          VK_ERROR_LAYER_NOT_PRESENT);
    Instance instance;
    instance.has_debug_utils =
        options.validation || has_extension(nullptr, VK_EXT_DEBUG_UTILS_EXTENSION_NAME);
    instance.has_color_spaces = asks_for_surfaces(options) &&
                                has_extension(nullptr, VK_EXT_SWAPCHAIN_COLOR_SPACE_EXTENSION_NAME);

    VkDebugUtilsMessengerCreateInfoEXT messenger = messenger_info(options.messages);
    const std::array enabled{VK_VALIDATION_FEATURE_ENABLE_SYNCHRONIZATION_VALIDATION_EXT};
    const VkValidationFeaturesEXT features{
        .sType = VK_STRUCTURE_TYPE_VALIDATION_FEATURES_EXT,
        .pNext = &messenger,
        .enabledValidationFeatureCount = static_cast<std::uint32_t>(enabled.size()),
        .pEnabledValidationFeatures = enabled.data(),
    };
    const VkApplicationInfo application{
        .sType = VK_STRUCTURE_TYPE_APPLICATION_INFO,
        .pApplicationName = "seamline",
        .apiVersion = VK_API_VERSION_1_3,
    };
    const std::vector<const char*> extensions =
        instance_extensions(options, instance.has_debug_utils, instance.has_color_spaces);
    const VkInstanceCreateInfo info{
        .sType = VK_STRUCTURE_TYPE_INSTANCE_CREATE_INFO,
        .pNext = options.validation ? &features : nullptr,
        .pApplicationInfo = &application,
        .enabledLayerCount = options.validation ? 1U : 0U,
        .ppEnabledLayerNames = &kValidationLayer,
        .enabledExtensionCount = static_cast<std::uint32_t>(extensions.size()),
        .ppEnabledExtensionNames = extensions.data(),
    };
    const VkResult made = vkCreateInstance(&info, nullptr, &instance.handle);
    if (made == VK_ERROR_INCOMPATIBLE_DRIVER) throw VulkanError(no_driver_message(), made);
    if (made == VK_ERROR_EXTENSION_NOT_PRESENT)
        throw VulkanError("the Vulkan drivers cannot show a window on this display: install the "
                          "package mesa-vulkan-drivers",
                          made);
    check(made, "vkCreateInstance");
    if (options.validation) {
        load<PFN_vkCreateDebugUtilsMessengerEXT>(instance.handle, "vkCreateDebugUtilsMessengerEXT")(
            instance.handle, &messenger, nullptr, &instance.messenger);
    }
    return instance;
}

void destroy_instance(const Instance& instance) {
    if (instance.handle == VK_NULL_HANDLE) return;
    if (instance.messenger != VK_NULL_HANDLE) {
        load<PFN_vkDestroyDebugUtilsMessengerEXT>(
            instance.handle, "vkDestroyDebugUtilsMessengerEXT")(instance.handle, instance.messenger,
                                                                nullptr);
    }
    vkDestroyInstance(instance.handle, nullptr);
}

} // namespace seamline::renderer
