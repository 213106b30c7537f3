// renderer/vulkan/frame_slot.h: what one frame in flight needs, made once and used again.
#pragma once

#include "renderer/vulkan/device.h"
#include "renderer/vulkan/handles.h"
#include "renderer/vulkan/timeline.h"
#include "renderer/vulkan/timestamps.h"

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace seamline::renderer {

/// A command buffer, timestamps, and everything that must live until the GPU has executed it.
///
/// Lifetime: the destructor waits for the last submission.
class FrameSlot {
public:
    static constexpr std::uint32_t kTimestamps = 4;

    /// `timeline` orders the submissions of all slots of one user. Throws VulkanError.
    FrameSlot(const Device& device, Timeline& timeline);
    ~FrameSlot();
    FrameSlot(const FrameSlot&) = delete;
    FrameSlot& operator=(const FrameSlot&) = delete;

    /// Waits for the slot's last submission, lets go of what it kept, and starts recording.
    VkCommandBuffer begin();
    /// Holds `object` until what is recorded now has been executed.
    void keep_alive(std::shared_ptr<const void> object);
    void keep_alive(std::vector<std::shared_ptr<const void>> objects);
    /// What is recorded now starts only when `semaphore` has reached `value`. The semaphore must be
    /// kept alive. Of several values of one semaphore the last named counts.
    void wait_for(VkSemaphore semaphore, std::uint64_t value);
    /// Ends recording and submits. `waits` and `signals` are binary semaphores, for a swapchain.
    void submit(std::span<const VkSemaphoreSubmitInfo> waits = {},
                std::span<const VkSemaphoreSubmitInfo> signals = {});
    /// Blocks until the last submission has been executed; false when there was none since `begin`
    /// or since the last wait.
    bool wait();
    /// Whether `wait` would return at once. Never blocks.
    bool is_done() const;

    Timestamps& timestamps() { return timestamps_; }

private:
    const Device* device_;
    Timeline* timeline_;
    UniqueCommandPool pool_;
    VkCommandBuffer cmd_ = VK_NULL_HANDLE;
    Timestamps timestamps_;
    std::vector<std::shared_ptr<const void>> in_use_;
    std::vector<VkSemaphoreSubmitInfo> waits_;
    std::uint64_t value_ = 0; ///< Of the last submission; 0 when it is known to be executed.
};

} // namespace seamline::renderer
