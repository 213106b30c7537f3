// renderer/vulkan/device_extensions.h: which extensions a GPU's driver offers.
#pragma once

#include <vulkan/vulkan.h>

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <vector>

namespace seamline::renderer {

class DeviceExtensions {
public:
    explicit DeviceExtensions(VkPhysicalDevice device) {
        std::uint32_t count = 0;
        vkEnumerateDeviceExtensionProperties(device, nullptr, &count, nullptr);
        all_.resize(count);
        vkEnumerateDeviceExtensionProperties(device, nullptr, &count, all_.data());
    }
    bool has(std::string_view name) const {
        return std::ranges::any_of(
            all_, [&](const VkExtensionProperties& e) { return e.extensionName == name; });
    }

private:
    std::vector<VkExtensionProperties> all_;
};

} // namespace seamline::renderer
