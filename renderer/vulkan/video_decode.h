// renderer/vulkan/video_decode.h: whether a GPU decodes video through Vulkan, and on which queues.
#pragma once

#include <vulkan/vulkan.h>

#include <cstdint>
#include <string>
#include <vector>

namespace seamline::renderer {

/// What Vulkan Video needs of a device at its creation.
struct VideoDecode {
    std::uint32_t family = 0;
    std::uint32_t queue_count = 0; ///< 0: it decodes none.
    VkQueueFlags flags = 0;
    std::uint32_t codecs = 0; ///< VkVideoCodecOperationFlagsKHR.
    std::vector<const char*> extensions;
    std::string reason; ///< Why it decodes none, as half a sentence; empty when it does.
};

VideoDecode find_video_decode(VkPhysicalDevice device);

} // namespace seamline::renderer
