// renderer/vulkan/word_view.h: buffers as shaders read planes: 32-bit words through a texel view.
#pragma once

#include "renderer/vulkan/device.h"
#include "renderer/vulkan/unique_handle.h"

#include <cstdint>

namespace seamline::renderer {

using UniqueBufferView = UniqueHandle<VkBufferView, vkDestroyBufferView>;

enum class WordTexel : std::uint8_t { One, Two }; ///< Words to a texel.

/// Of the whole texels in [offset, offset + size), in bytes; `offset` is a multiple of the device's
/// minTexelBufferOffsetAlignment. Throws VulkanError.
UniqueBufferView make_word_view(const Device& device, VkBuffer buffer, VkDeviceSize offset,
                                VkDeviceSize size, WordTexel texel = WordTexel::One);

} // namespace seamline::renderer
