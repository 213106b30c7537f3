// renderer/vulkan/one_time.h: commands that somebody waits for, outside of any frame.
#pragma once

#include "renderer/vulkan/device.h"

#include <functional>

namespace seamline::renderer {

/// Records with `record`, submits and waits until the device is done. Blocks. Threads: any.
/// Throws VulkanError.
void run_once(const Device& device, const std::function<void(VkCommandBuffer)>& record);

} // namespace seamline::renderer
