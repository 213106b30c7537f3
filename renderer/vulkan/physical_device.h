// renderer/vulkan/physical_device.h: which GPUs there are and whether the program can use them.
#pragma once

#include "renderer/vulkan/device.h"

#include <vulkan/vulkan.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
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
    VkPhysicalDevicePresentIdFeaturesKHR present_id{};
    VkPhysicalDevicePresentWaitFeaturesKHR present_wait{};

    /// Chains the two structures of presenting, which only devices with the extensions know.
    void chain_present_wait();
    void enable_present_wait();
};

struct PhysicalDevice {
    VkPhysicalDevice handle = VK_NULL_HANDLE;
    VkPhysicalDeviceProperties properties{};
    std::string driver;
    std::uint32_t queue_family = 0; ///< Does graphics, compute and transfer.
    std::uint32_t timestamp_bits = 0;
    bool has_memory_budget = false; ///< VK_EXT_memory_budget.
    bool has_hdr_metadata = false;  ///< VK_EXT_hdr_metadata.
    bool has_present_wait = false;  ///< VK_KHR_present_id and _wait, with their features.
    bool can_export = false; ///< VK_KHR_external_memory_fd and VK_KHR_external_semaphore_fd.
    std::array<std::uint8_t, VK_UUID_SIZE> uuid{};
    std::string reason; ///< Why it cannot be used; empty when it can.
};

/// All devices of the instance, in the driver's order; `can_present` may be empty. Throws
/// VulkanError.
std::vector<PhysicalDevice> physical_devices(VkInstance instance, bool needs_swapchain,
                                             const PresentCheck& can_present);

/// The number of the device to use: `index`, or when it is negative the best usable one.
/// Throws VulkanError, with one line that says why each device was refused.
std::size_t choose_device(const std::vector<PhysicalDevice>& devices, int index);

/// Creates the device to use. One whose `create` throws a VulkanError gets that for its reason, and
/// the next best is tried. Returns its number; throws as `choose_device`.
std::size_t open_best(std::vector<PhysicalDevice>& devices, int index,
                      const std::function<void(const PhysicalDevice&)>& create);

/// One line that names each device better than `used`, which has a reason, and says what is used
/// instead; empty when `used` is the best.
std::string describe_passed_over(const std::vector<PhysicalDevice>& devices, std::size_t used);

/// Fills `enabled` with what the program needs and the optional features that `device` has.
void enable_features(VkPhysicalDevice device, FeatureChain& enabled);

DeviceSummary summary(const PhysicalDevice& device);

} // namespace seamline::renderer
