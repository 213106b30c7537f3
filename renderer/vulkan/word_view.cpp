#include "renderer/vulkan/word_view.h"

#include "renderer/vulkan/check.h"

namespace seamline::renderer {

UniqueBufferView make_word_view(const Device& device, VkBuffer buffer, VkDeviceSize offset,
                                VkDeviceSize size) {
    const VkBufferViewCreateInfo info{
        .sType = VK_STRUCTURE_TYPE_BUFFER_VIEW_CREATE_INFO,
        .buffer = buffer,
        .format = VK_FORMAT_R32_UINT,
        .offset = offset,
        .range = size / 4 * 4,
    };
    VkBufferView handle = VK_NULL_HANDLE;
    check(vkCreateBufferView(device.handle(), &info, nullptr, &handle), "vkCreateBufferView");
    return {device.handle(), handle};
}

} // namespace seamline::renderer
