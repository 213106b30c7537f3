#include "renderer/vulkan/timeline.h"

#include "renderer/vulkan/check.h"
#include "renderer/vulkan/exportable_signal.h"

#include <limits>

namespace seamline::renderer {

Timeline::Timeline(const Device& device)
    : device_(&device), semaphore_(make_timeline_semaphore(device)) {}

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
