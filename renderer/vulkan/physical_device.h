// renderer/vulkan/physical_device.h: which GPUs there are and whether the program can use them.
#pragma once

#include "renderer/vulkan/device.h"

#include <vulkan/vulkan.h>

#include <cstdint>
#include <string>
#include <vector>

namespace seamline::renderer {

/// The feature structures of Vulkan 1.0 to 1.3, chained. Address must not change once linked.
struct FeatureChain {
    FeatureChain();
    FeatureChain(const FeatureChain&) = delete;
    FeatureChain& operator=(const FeatureChain&) = delete;

    VkPhysicalDeviceFeatures2 core{};
    VkPhysicalDeviceVulkan11Features v11{};
    VkPhysicalDeviceVulkan12Features v12{};
    VkPhysicalDeviceVulkan13Features v13{};
};

struct PhysicalDevice {
    VkPhysicalDevice handle = VK_NULL_HANDLE;
    VkPhysicalDeviceProperties properties{};
    std::string driver;
    std::uint32_t queue_family = 0; ///< Does graphics, compute and transfer.
    std::uint32_t timestamp_bits = 0;
    std::string reason; ///< Why it cannot be used; empty when it can.
};

/// All devices of the instance, in the driver's order. Throws VulkanError.
std::vector<PhysicalDevice> physical_devices(VkInstance instance, bool needs_swapchain);

/// The device to use: `index`, or when it is negative the best usable one.
/// Throws VulkanError, with one line that says why each device was refused.
PhysicalDevice choose_device(const std::vector<PhysicalDevice>& devices, int index);

/// Fills `enabled` with what the program needs and the optional features that `device` has.
void enable_features(VkPhysicalDevice device, FeatureChain& enabled);

DeviceSummary summary(const PhysicalDevice& device);

} // namespace seamline::renderer
