// renderer/vulkan/word_view.h: buffers as shaders read planes: 32-bit words through a texel view.
#pragma once

#include "renderer/vulkan/device.h"
#include "renderer/vulkan/unique_handle.h"

namespace seamline::renderer {

using UniqueBufferView = UniqueHandle<VkBufferView, vkDestroyBufferView>;

/// Of the whole words in [offset, offset + size), in bytes; `offset` is a multiple of the device's
/// minTexelBufferOffsetAlignment. Throws VulkanError.
UniqueBufferView make_word_view(const Device& device, VkBuffer buffer, VkDeviceSize offset,
                                VkDeviceSize size);

} // namespace seamline::renderer
