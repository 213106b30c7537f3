#include "renderer/vulkan/video_decode.h"

#include "renderer/vulkan/device_extensions.h"

#include <algorithm>
#include <array>

namespace seamline::renderer {
namespace {

// Queues let several sources decode at once; more than a card has engines gain nothing.
constexpr std::uint32_t kMostQueues = 8;

struct Codec {
    const char* extension;
    std::uint32_t operation; // VkVideoCodecOperationFlagBitsKHR
};

// By value and by name: the headers of Vulkan 1.3.239 know no AV1.
constexpr std::array<Codec, 3> kCodecs{{{"VK_KHR_video_decode_h264", 0x1},
                                        {"VK_KHR_video_decode_h265", 0x2},
                                        {"VK_KHR_video_decode_av1", 0x4}}};

/// The queues of the family that decodes most codecs.
void find_queues(VkPhysicalDevice device, VideoDecode& found) {
    std::uint32_t count = 0;
    vkGetPhysicalDeviceQueueFamilyProperties2(device, &count, nullptr);
    std::vector<VkQueueFamilyVideoPropertiesKHR> video(
        count, {.sType = VK_STRUCTURE_TYPE_QUEUE_FAMILY_VIDEO_PROPERTIES_KHR});
    std::vector<VkQueueFamilyProperties2> families(
        count, {.sType = VK_STRUCTURE_TYPE_QUEUE_FAMILY_PROPERTIES_2});
    for (std::uint32_t i = 0; i < count; ++i) families[i].pNext = &video[i];
    vkGetPhysicalDeviceQueueFamilyProperties2(device, &count, families.data());
    int most = 0;
    for (std::uint32_t i = 0; i < count; ++i) {
        const VkQueueFamilyProperties& family = families[i].queueFamilyProperties;
        if ((family.queueFlags & VK_QUEUE_VIDEO_DECODE_BIT_KHR) == 0) continue;
        const auto codecs = static_cast<std::uint32_t>(video[i].videoCodecOperations);
        const auto known = static_cast<int>(std::ranges::count_if(
            kCodecs, [&](const Codec& codec) { return (codecs & codec.operation) != 0; }));
        if (known <= most) continue;
        most = known;
        found.family = i;
        found.queue_count = std::min(family.queueCount, kMostQueues);
        found.flags = family.queueFlags;
        found.codecs = codecs;
    }
}

} // namespace

VideoDecode find_video_decode(VkPhysicalDevice device) {
    VideoDecode found;
    const DeviceExtensions extensions(device);
    for (const char* needed :
         {VK_KHR_VIDEO_QUEUE_EXTENSION_NAME, VK_KHR_VIDEO_DECODE_QUEUE_EXTENSION_NAME}) {
        if (!extensions.has(needed)) {
            found.reason = std::string("its driver has no ") + needed;
            return found;
        }
        found.extensions.push_back(needed);
    }
    find_queues(device, found);
    std::uint32_t usable = 0;
    for (const Codec& codec : kCodecs) {
        if ((found.codecs & codec.operation) == 0 || !extensions.has(codec.extension)) continue;
        found.extensions.push_back(codec.extension);
        usable |= codec.operation;
    }
    found.codecs = usable;
    if (usable == 0) {
        found.queue_count = 0;
        found.reason = "it has no queue that decodes H.264, HEVC or AV1";
    }
    return found;
}

} // namespace seamline::renderer
