#include "renderer/vulkan/physical_device.h"

#include "renderer/vulkan/check.h"
#include "renderer/vulkan/instance.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>

namespace seamline::renderer {
namespace {

constexpr VkQueueFlags kQueueNeeds = VK_QUEUE_GRAPHICS_BIT | VK_QUEUE_COMPUTE_BIT;

std::string version_text(std::uint32_t version) {
    return std::to_string(VK_API_VERSION_MAJOR(version)) + "." +
           std::to_string(VK_API_VERSION_MINOR(version)) + "." +
           std::to_string(VK_API_VERSION_PATCH(version));
}

const char* type_text(VkPhysicalDeviceType type) {
    switch (type) {
    case VK_PHYSICAL_DEVICE_TYPE_DISCRETE_GPU:
        return "discrete";
    case VK_PHYSICAL_DEVICE_TYPE_INTEGRATED_GPU:
        return "integrated";
    case VK_PHYSICAL_DEVICE_TYPE_VIRTUAL_GPU:
        return "virtual";
    case VK_PHYSICAL_DEVICE_TYPE_CPU:
        return "cpu";
    default:
        return "other";
    }
}

/// Lower is better.
int rank(VkPhysicalDeviceType type) {
    constexpr std::array order{VK_PHYSICAL_DEVICE_TYPE_DISCRETE_GPU,
                               VK_PHYSICAL_DEVICE_TYPE_INTEGRATED_GPU,
                               VK_PHYSICAL_DEVICE_TYPE_VIRTUAL_GPU, VK_PHYSICAL_DEVICE_TYPE_CPU};
    return static_cast<int>(std::ranges::find(order, type) - order.begin());
}

bool is_better(const PhysicalDevice& one, const PhysicalDevice& other) {
    return rank(one.properties.deviceType) < rank(other.properties.deviceType);
}

std::string name_and_reason(const PhysicalDevice& device) {
    return std::string(device.properties.deviceName) + ": " + device.reason;
}

bool has_extension(VkPhysicalDevice device, const char* name) {
    std::uint32_t count = 0;
    vkEnumerateDeviceExtensionProperties(device, nullptr, &count, nullptr);
    std::vector<VkExtensionProperties> extensions(count);
    vkEnumerateDeviceExtensionProperties(device, nullptr, &count, extensions.data());
    return std::ranges::any_of(extensions, [&](const VkExtensionProperties& e) {
        return std::strcmp(e.extensionName, name) == 0;
    });
}

bool find_queue_family(PhysicalDevice& device) {
    std::uint32_t count = 0;
    vkGetPhysicalDeviceQueueFamilyProperties(device.handle, &count, nullptr);
    std::vector<VkQueueFamilyProperties> families(count);
    vkGetPhysicalDeviceQueueFamilyProperties(device.handle, &count, families.data());
    for (std::uint32_t i = 0; i < count; ++i) {
        if ((families[i].queueFlags & kQueueNeeds) != kQueueNeeds) continue;
        device.queue_family = i;
        device.timestamp_bits = families[i].timestampValidBits;
        return true;
    }
    return false;
}

std::string missing_feature(VkPhysicalDevice device) {
    FeatureChain has;
    vkGetPhysicalDeviceFeatures2(device, &has.core);
    if (!has.v13.synchronization2) return "no synchronization2";
    if (!has.v13.maintenance4) return "no maintenance4";
    if (!has.v13.dynamicRendering) return "no dynamic rendering";
    if (!has.v12.timelineSemaphore) return "no timeline semaphores";
    if (!has.v12.scalarBlockLayout) return "no scalar block layout";
    if (!has.v12.hostQueryReset) return "no host query reset";
    return {};
}

bool has_present_wait(const PhysicalDevice& device) {
    if (device.properties.apiVersion < VK_API_VERSION_1_3 ||
        !has_extension(device.handle, VK_KHR_PRESENT_ID_EXTENSION_NAME) ||
        !has_extension(device.handle, VK_KHR_PRESENT_WAIT_EXTENSION_NAME))
        return false;
    FeatureChain has;
    has.chain_present_wait();
    vkGetPhysicalDeviceFeatures2(device.handle, &has.core);
    return has.present_id.presentId == VK_TRUE && has.present_wait.presentWait == VK_TRUE;
}

std::string reason_unusable(PhysicalDevice& device, bool needs_swapchain) {
    if (device.properties.apiVersion < VK_API_VERSION_1_3)
        return "its driver has Vulkan " + version_text(device.properties.apiVersion) +
               ", 1.3 is needed";
    if (!find_queue_family(device)) return "no queue for graphics and compute";
    if (!has_extension(device.handle, VK_KHR_PUSH_DESCRIPTOR_EXTENSION_NAME))
        return "no VK_KHR_push_descriptor";
    if (needs_swapchain && !has_extension(device.handle, VK_KHR_SWAPCHAIN_EXTENSION_NAME))
        return "it cannot show a window (no VK_KHR_swapchain)";
    return missing_feature(device.handle);
}

PhysicalDevice inspect(VkInstance instance, VkPhysicalDevice handle, bool needs_swapchain,
                       const PresentCheck& can_present) {
    PhysicalDevice device;
    device.handle = handle;
    vkGetPhysicalDeviceProperties(handle, &device.properties);
    if (device.properties.apiVersion >= VK_API_VERSION_1_2) {
        VkPhysicalDeviceDriverProperties driver{
            .sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_DRIVER_PROPERTIES};
        VkPhysicalDeviceIDProperties identity{
            .sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_ID_PROPERTIES, .pNext = &driver};
        VkPhysicalDeviceProperties2 properties{
            .sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_PROPERTIES_2, .pNext = &identity};
        vkGetPhysicalDeviceProperties2(handle, &properties);
        std::ranges::copy(identity.deviceUUID, device.uuid.begin());
        device.driver = std::string(driver.driverName) + " " + driver.driverInfo;
    }
    device.reason = reason_unusable(device, needs_swapchain);
    if (device.reason.empty() && can_present && !can_present(instance, handle, device.queue_family))
        device.reason = "it cannot show windows on this display";
    device.has_memory_budget = has_extension(handle, VK_EXT_MEMORY_BUDGET_EXTENSION_NAME);
    device.has_hdr_metadata = has_extension(handle, VK_EXT_HDR_METADATA_EXTENSION_NAME);
    device.has_present_wait = has_present_wait(device);
    device.can_export = has_extension(handle, VK_KHR_EXTERNAL_MEMORY_FD_EXTENSION_NAME) &&
                        has_extension(handle, VK_KHR_EXTERNAL_SEMAPHORE_FD_EXTENSION_NAME);
    return device;
}

} // namespace

FeatureChain::FeatureChain() {
    core.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_FEATURES_2;
    core.pNext = &v11;
    v11.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_VULKAN_1_1_FEATURES;
    v11.pNext = &v12;
    v12.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_VULKAN_1_2_FEATURES;
    v12.pNext = &v13;
    v13.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_VULKAN_1_3_FEATURES;
}

void FeatureChain::chain_present_wait() {
    v13.pNext = &present_id;
    present_id.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_PRESENT_ID_FEATURES_KHR;
    present_id.pNext = &present_wait;
    present_wait.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_PRESENT_WAIT_FEATURES_KHR;
}

void FeatureChain::enable_present_wait() {
    chain_present_wait();
    present_id.presentId = VK_TRUE;
    present_wait.presentWait = VK_TRUE;
}

std::vector<PhysicalDevice> physical_devices(VkInstance instance, bool needs_swapchain,
                                             const PresentCheck& can_present) {
    std::uint32_t count = 0;
    check(vkEnumeratePhysicalDevices(instance, &count, nullptr), "vkEnumeratePhysicalDevices");
    std::vector<VkPhysicalDevice> handles(count);
    check(vkEnumeratePhysicalDevices(instance, &count, handles.data()),
          "vkEnumeratePhysicalDevices");
    std::vector<PhysicalDevice> devices;
    for (const VkPhysicalDevice handle : handles)
        devices.push_back(inspect(instance, handle, needs_swapchain, can_present));
    return devices;
}

std::size_t choose_device(const std::vector<PhysicalDevice>& devices, int index) {
    if (devices.empty()) throw VulkanError(no_driver_message(), VK_ERROR_INCOMPATIBLE_DRIVER);
    if (index >= static_cast<int>(devices.size()))
        throw VulkanError("there is no Vulkan device " + std::to_string(index) +
                              ": choose one of 0 to " + std::to_string(devices.size() - 1) +
                              " with SEAMLINE_DEVICE",
                          VK_ERROR_INCOMPATIBLE_DRIVER);
    std::optional<std::size_t> best;
    std::string refused;
    for (std::size_t i = 0; i < devices.size(); ++i) {
        if (index >= 0 && i != static_cast<std::size_t>(index)) continue;
        if (!devices[i].reason.empty())
            refused += (refused.empty() ? "" : "; ") + name_and_reason(devices[i]);
        else if (!best || is_better(devices[i], devices[*best]))
            best = i;
    }
    if (!best)
        throw VulkanError("no usable Vulkan device (" + refused +
                              "): install the package mesa-vulkan-drivers or a newer driver",
                          VK_ERROR_INCOMPATIBLE_DRIVER);
    return *best;
}

std::size_t open_best(std::vector<PhysicalDevice>& devices, int index,
                      const std::function<void(const PhysicalDevice&)>& create) {
    while (true) {
        const std::size_t number = choose_device(devices, index);
        try {
            create(devices[number]);
            return number;
        } catch (const VulkanError& error) {
            devices[number].reason = error.what();
        }
    }
}

std::string describe_passed_over(const std::vector<PhysicalDevice>& devices, std::size_t used) {
    std::string line;
    for (std::size_t i = 0; i < devices.size(); ++i) {
        if (devices[i].reason.empty()) continue;
        // Of equals the first would have been taken.
        const bool is_preferred = is_better(devices[i], devices[used]) ||
                                  (i < used && !is_better(devices[used], devices[i]));
        if (is_preferred) line += (line.empty() ? "" : "; ") + name_and_reason(devices[i]);
    }
    if (line.empty()) return line;
    return line + "; using " + devices[used].properties.deviceName + " instead";
}

void enable_features(VkPhysicalDevice device, FeatureChain& enabled) {
    FeatureChain has;
    vkGetPhysicalDeviceFeatures2(device, &has.core);
    enabled.v13.synchronization2 = VK_TRUE;
    enabled.v13.maintenance4 =
        VK_TRUE; // glslc targets Vulkan 1.3 with LocalSizeId, which needs it.
    enabled.v13.dynamicRendering = VK_TRUE;
    enabled.v12.timelineSemaphore = VK_TRUE;
    enabled.v12.scalarBlockLayout = VK_TRUE;
    enabled.v12.hostQueryReset = VK_TRUE;
    enabled.v12.storageBuffer8BitAccess = has.v12.storageBuffer8BitAccess;
    enabled.v12.shaderInt8 = has.v12.shaderInt8;
    enabled.v12.shaderFloat16 = has.v12.shaderFloat16;
    // Decoders' images have formats of several planes, whose views need it.
    enabled.v11.samplerYcbcrConversion = has.v11.samplerYcbcrConversion;
    enabled.v11.storageBuffer16BitAccess = has.v11.storageBuffer16BitAccess;
    enabled.core.features.shaderInt16 = has.core.features.shaderInt16;
    enabled.core.features.shaderInt64 = has.core.features.shaderInt64;
}

DeviceSummary summary(const PhysicalDevice& device) {
    return {.name = device.properties.deviceName,
            .type = type_text(device.properties.deviceType),
            .driver = device.driver,
            .api_version = version_text(device.properties.apiVersion),
            .usable = device.reason.empty(),
            .reason = device.reason,
            .present_wait = device.has_present_wait};
}

} // namespace seamline::renderer
