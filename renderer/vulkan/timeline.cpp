#include "renderer/vulkan/timeline.h"

#include "renderer/vulkan/check.h"

#include <limits>

namespace seamline::renderer {

Timeline::Timeline(const Device& device) : device_(&device) {
    const VkSemaphoreTypeCreateInfo type{
        .sType = VK_STRUCTURE_TYPE_SEMAPHORE_TYPE_CREATE_INFO,
        .semaphoreType = VK_SEMAPHORE_TYPE_TIMELINE,
    };
    const VkSemaphoreCreateInfo info{.sType = VK_STRUCTURE_TYPE_SEMAPHORE_CREATE_INFO,
                                     .pNext = &type};
    VkSemaphore semaphore = VK_NULL_HANDLE;
    check(vkCreateSemaphore(device.handle(), &info, nullptr, &semaphore), "vkCreateSemaphore");
    semaphore_ = {device.handle(), semaphore};
}

bool Timeline::is_completed(std::uint64_t value) const {
    std::uint64_t passed = 0;
    check(vkGetSemaphoreCounterValue(device_->handle(), handle(), &passed),
          "vkGetSemaphoreCounterValue");
    return passed >= value;
}

void Timeline::wait(std::uint64_t value) const {
    const VkSemaphore semaphore = handle();
    const VkSemaphoreWaitInfo info{
        .sType = VK_STRUCTURE_TYPE_SEMAPHORE_WAIT_INFO,
        .semaphoreCount = 1,
        .pSemaphores = &semaphore,
        .pValues = &value,
    };
    check(vkWaitSemaphores(device_->handle(), &info, std::numeric_limits<std::uint64_t>::max()),
          "vkWaitSemaphores");
}

} // namespace seamline::renderer
