// renderer/vulkan/dma_buf.h: whether a GPU reads pictures in memory that other APIs share
// (DMA-BUF).
#pragma once

#include "decode/media/vulkan_sharing.h"

#include <vulkan/vulkan.h>

#include <optional>
#include <string>
#include <vector>

namespace seamline::renderer {

struct DmaBuf {
    std::vector<const char*> extensions; ///< Needed at the device's creation; none: it cannot.
    std::string reason;                  ///< Why it cannot, as half a sentence; empty when it can.
    std::optional<RenderNode> render_node;
};

DmaBuf find_dma_buf(VkPhysicalDevice device);

} // namespace seamline::renderer
