#include "renderer/vulkan/word_view.h"

#include "renderer/vulkan/check.h"

namespace seamline::renderer {

UniqueBufferView make_word_view(const Device& device, VkBuffer buffer, VkDeviceSize offset,
                                VkDeviceSize size, WordTexel texel) {
    const bool is_pair = texel == WordTexel::Two;
    const VkDeviceSize texel_bytes = is_pair ? 8 : 4;
    const VkBufferViewCreateInfo info{
        .sType = VK_STRUCTURE_TYPE_BUFFER_VIEW_CREATE_INFO,
        .buffer = buffer,
        .format = is_pair ? VK_FORMAT_R32G32_UINT : VK_FORMAT_R32_UINT,
        .offset = offset,
        .range = size / texel_bytes * texel_bytes,
    };
    VkBufferView handle = VK_NULL_HANDLE;
    check(vkCreateBufferView(device.handle(), &info, nullptr, &handle), "vkCreateBufferView");
    return {device.handle(), handle};
}

} // namespace seamline::renderer
