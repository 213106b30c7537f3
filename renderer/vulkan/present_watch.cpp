#include "renderer/vulkan/present_watch.h"

#include <chrono>

namespace seamline::renderer {
namespace {

using Clock = std::chrono::steady_clock;

/// How long a single wait takes at most: a swapchain that is replaced waits for its end.
constexpr std::uint64_t kSliceNs = 20'000'000;
/// A window that is covered may never show what it was given.
constexpr auto kLongest = std::chrono::milliseconds(500);
constexpr std::size_t kKept = 64;

} // namespace

PresentWatch::PresentWatch(const Device& device, VkSwapchainKHR swapchain, std::uint64_t before)
    : device_(&device), swapchain_(swapchain), done_(before),
      thread_([this](const std::stop_token& stop) { run(stop); }) {}

PresentWatch::~PresentWatch() {
    thread_.request_stop();
    changed_.notify_all();
}

void PresentWatch::queued(std::uint64_t present) {
    const std::scoped_lock lock(mutex_);
    queue_.push_back(present);
    changed_.notify_all();
}

bool PresentWatch::wait_shown(std::uint64_t present, int timeout_ms) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, std::chrono::milliseconds(timeout_ms),
                             [&] { return done_ >= present; });
}

std::vector<SeenRefresh> PresentWatch::take() {
    const std::scoped_lock lock(mutex_);
    std::vector<SeenRefresh> taken(seen_.begin(), seen_.end());
    seen_.clear();
    return taken;
}

void PresentWatch::run(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
        std::uint64_t present = 0;
        {
            std::unique_lock lock(mutex_);
            if (!changed_.wait(lock, stop, [&] { return !queue_.empty(); })) return;
            present = queue_.front();
        }
        VkResult result = VK_TIMEOUT;
        const Clock::time_point until = Clock::now() + kLongest;
        while (result == VK_TIMEOUT && !stop.stop_requested() && Clock::now() < until)
            result = device_->wait_for_present()(device_->handle(), swapchain_, present, kSliceNs);
        const std::int64_t now =
            std::chrono::duration_cast<std::chrono::nanoseconds>(Clock::now().time_since_epoch())
                .count();
        const std::scoped_lock lock(mutex_);
        queue_.pop_front();
        done_ = present;
        // What failed (out of date, surface or device lost) is told by the next present.
        if (result == VK_SUCCESS || result == VK_SUBOPTIMAL_KHR) seen_.push_back({present, now});
        while (seen_.size() > kKept) seen_.pop_front();
        changed_.notify_all();
    }
}

} // namespace seamline::renderer
