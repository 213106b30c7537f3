// renderer/vulkan/timeline.h: counts the submissions of one user of the queue.
#pragma once

#include "renderer/vulkan/device.h"
#include "renderer/vulkan/handles.h"

#include <cstdint>

namespace seamline::renderer {

/// A timeline semaphore and the value that the next submission signals.
///
/// Threads: confined, except `wait` and `is_completed`.
class Timeline {
public:
    explicit Timeline(const Device& device); ///< Throws VulkanError.

    VkSemaphore handle() const { return semaphore_.get(); }
    /// For the next submission; values start at 1.
    std::uint64_t next_value() { return ++last_value_; }
    std::uint64_t last_value() const { return last_value_; }
    bool is_completed(std::uint64_t value) const;
    /// Blocks until the GPU has passed `value`. Throws VulkanError: VK_ERROR_DEVICE_LOST.
    void wait(std::uint64_t value) const;

private:
    const Device* device_;
    UniqueSemaphore semaphore_;
    std::uint64_t last_value_ = 0;
};

} // namespace seamline::renderer
