// renderer/vulkan/present_watch.h: when presents reached the screen.
#pragma once

#include "renderer/vulkan/device.h"

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

namespace seamline::renderer {

/// A refresh of the display that was noticed.
struct SeenRefresh {
    /// The present that it showed first, counted from 1; 0: not known, an image came free.
    std::uint64_t present = 0;
    std::int64_t at_ns = 0; ///< std::chrono::steady_clock.
};

/// A thread that waits for each present of one swapchain (VK_KHR_present_wait) and notes the time.
/// It wakes when the display takes the picture, so that nobody else has to be there just then.
///
/// Threads: of the swapchain's owner; `vkWaitForPresentKHR` may run beside all other uses of a
/// swapchain but its destruction, which must come after this object's.
class PresentWatch {
public:
    /// `device.wait_for_present()` is not null. Presents up to `before` were others'.
    PresentWatch(const Device& device, VkSwapchainKHR swapchain, std::uint64_t before);
    ~PresentWatch(); ///< Blocks: 20 ms at most.
    PresentWatch(const PresentWatch&) = delete;
    PresentWatch& operator=(const PresentWatch&) = delete;

    /// A present with this id was queued; ids rise.
    void queued(std::uint64_t present);
    /// Blocks until the screen has shown the present `present` or given it up. False after
    /// `timeout_ms`.
    bool wait_shown(std::uint64_t present, int timeout_ms);
    /// Those since the last call, at most the newest 64.
    std::vector<SeenRefresh> take();

private:
    void run(const std::stop_token& stop);

    const Device* device_;
    VkSwapchainKHR swapchain_;
    std::mutex mutex_; // Guards everything below but the thread.
    std::condition_variable_any changed_;
    std::deque<std::uint64_t> queue_;
    std::uint64_t done_; ///< The last one that was shown or given up.
    std::deque<SeenRefresh> seen_;
    std::jthread thread_; // Last: starts when everything above exists.
};

} // namespace seamline::renderer
