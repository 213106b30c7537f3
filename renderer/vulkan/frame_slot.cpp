#include "renderer/vulkan/frame_slot.h"

#include "renderer/vulkan/check.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace seamline::renderer {

FrameSlot::FrameSlot(const Device& device, Timeline& timeline)
    : device_(&device), timeline_(&timeline), timestamps_(device, kTimestamps) {
    const VkCommandPoolCreateInfo pool{
        .sType = VK_STRUCTURE_TYPE_COMMAND_POOL_CREATE_INFO,
        .flags = VK_COMMAND_POOL_CREATE_TRANSIENT_BIT,
        .queueFamilyIndex = device.queue_family(),
    };
    VkCommandPool new_pool = VK_NULL_HANDLE;
    check(vkCreateCommandPool(device.handle(), &pool, nullptr, &new_pool), "vkCreateCommandPool");
    pool_ = {device.handle(), new_pool};
    const VkCommandBufferAllocateInfo allocation{
        .sType = VK_STRUCTURE_TYPE_COMMAND_BUFFER_ALLOCATE_INFO,
        .commandPool = new_pool,
        .level = VK_COMMAND_BUFFER_LEVEL_PRIMARY,
        .commandBufferCount = 1,
    };
    check(vkAllocateCommandBuffers(device.handle(), &allocation, &cmd_),
          "vkAllocateCommandBuffers");
}

FrameSlot::~FrameSlot() {
    try {
        wait();
    } catch (const VulkanError&) {
        // A lost device executes nothing any more: all may be destroyed.
    }
}

VkCommandBuffer FrameSlot::begin() {
    wait();
    check(vkResetCommandPool(device_->handle(), pool_.get(), 0), "vkResetCommandPool");
    timestamps_.reset();
    waits_.clear();
    const VkCommandBufferBeginInfo begin{
        .sType = VK_STRUCTURE_TYPE_COMMAND_BUFFER_BEGIN_INFO,
        .flags = VK_COMMAND_BUFFER_USAGE_ONE_TIME_SUBMIT_BIT,
    };
    check(vkBeginCommandBuffer(cmd_, &begin), "vkBeginCommandBuffer");
    return cmd_;
}

void FrameSlot::keep_alive(std::shared_ptr<const void> object) {
    if (object != nullptr) in_use_.push_back(std::move(object));
}

void FrameSlot::keep_alive(std::vector<std::shared_ptr<const void>> objects) {
    in_use_.insert(in_use_.end(), std::make_move_iterator(objects.begin()),
                   std::make_move_iterator(objects.end()));
}

void FrameSlot::wait_for(VkSemaphore semaphore, std::uint64_t value) {
    const auto known = std::ranges::find(waits_, semaphore, &VkSemaphoreSubmitInfo::semaphore);
    if (known != waits_.end())
        known->value = value;
    else
        waits_.push_back({.sType = VK_STRUCTURE_TYPE_SEMAPHORE_SUBMIT_INFO,
                          .semaphore = semaphore,
                          .value = value,
                          .stageMask = VK_PIPELINE_STAGE_2_ALL_COMMANDS_BIT});
}

void FrameSlot::submit(std::span<const VkSemaphoreSubmitInfo> waits,
                       std::span<const VkSemaphoreSubmitInfo> signals) {
    check(vkEndCommandBuffer(cmd_), "vkEndCommandBuffer");
    const std::uint64_t value = timeline_->next_value();
    std::vector<VkSemaphoreSubmitInfo> all_signals(signals.begin(), signals.end());
    all_signals.push_back({.sType = VK_STRUCTURE_TYPE_SEMAPHORE_SUBMIT_INFO,
                           .semaphore = timeline_->handle(),
                           .value = value,
                           .stageMask = VK_PIPELINE_STAGE_2_ALL_COMMANDS_BIT});
    const VkCommandBufferSubmitInfo commands{
        .sType = VK_STRUCTURE_TYPE_COMMAND_BUFFER_SUBMIT_INFO,
        .commandBuffer = cmd_,
    };
    waits_.insert(waits_.end(), waits.begin(), waits.end());
    device_->submit({
        .sType = VK_STRUCTURE_TYPE_SUBMIT_INFO_2,
        .waitSemaphoreInfoCount = static_cast<std::uint32_t>(waits_.size()),
        .pWaitSemaphoreInfos = waits_.data(),
        .commandBufferInfoCount = 1,
        .pCommandBufferInfos = &commands,
        .signalSemaphoreInfoCount = static_cast<std::uint32_t>(all_signals.size()),
        .pSignalSemaphoreInfos = all_signals.data(),
    });
    value_ = value;
}

bool FrameSlot::is_done() const { return value_ == 0 || timeline_->is_completed(value_); }

bool FrameSlot::wait() {
    if (value_ == 0) return false;
    timeline_->wait(value_);
    value_ = 0;
    in_use_.clear();
    return true;
}

} // namespace seamline::renderer
