#include "renderer/vulkan/one_time.h"

#include "renderer/vulkan/check.h"
#include "renderer/vulkan/handles.h"

#include <cstdint>

namespace seamline::renderer {

void run_once(const Device& device, const std::function<void(VkCommandBuffer)>& record) {
    const VkCommandPoolCreateInfo pool_info{.sType = VK_STRUCTURE_TYPE_COMMAND_POOL_CREATE_INFO,
                                            .queueFamilyIndex = device.queue_family()};
    VkCommandPool new_pool = VK_NULL_HANDLE;
    check(vkCreateCommandPool(device.handle(), &pool_info, nullptr, &new_pool),
          "vkCreateCommandPool");
    const UniqueCommandPool pool(device.handle(), new_pool);
    const VkCommandBufferAllocateInfo allocation{
        .sType = VK_STRUCTURE_TYPE_COMMAND_BUFFER_ALLOCATE_INFO,
        .commandPool = new_pool,
        .level = VK_COMMAND_BUFFER_LEVEL_PRIMARY,
        .commandBufferCount = 1,
    };
    VkCommandBuffer cmd = VK_NULL_HANDLE;
    check(vkAllocateCommandBuffers(device.handle(), &allocation, &cmd), "vkAllocateCommandBuffers");
    const VkCommandBufferBeginInfo begin{.sType = VK_STRUCTURE_TYPE_COMMAND_BUFFER_BEGIN_INFO};
    check(vkBeginCommandBuffer(cmd, &begin), "vkBeginCommandBuffer");
    record(cmd);
    check(vkEndCommandBuffer(cmd), "vkEndCommandBuffer");

    const VkFenceCreateInfo fence_info{.sType = VK_STRUCTURE_TYPE_FENCE_CREATE_INFO};
    VkFence new_fence = VK_NULL_HANDLE;
    check(vkCreateFence(device.handle(), &fence_info, nullptr, &new_fence), "vkCreateFence");
    const UniqueHandle<VkFence, vkDestroyFence> fence(device.handle(), new_fence);
    const VkCommandBufferSubmitInfo commands{.sType = VK_STRUCTURE_TYPE_COMMAND_BUFFER_SUBMIT_INFO,
                                             .commandBuffer = cmd};
    device.submit({.sType = VK_STRUCTURE_TYPE_SUBMIT_INFO_2,
                   .commandBufferInfoCount = 1,
                   .pCommandBufferInfos = &commands},
                  new_fence);
    check(vkWaitForFences(device.handle(), 1, &new_fence, VK_TRUE, UINT64_MAX), "vkWaitForFences");
}

} // namespace seamline::renderer
