// renderer/vulkan/swapchain.h: the images that a window shows.
#pragma once

#include "decode/media/pixel_layout.h"
#include "renderer/vulkan/device.h"
#include "renderer/vulkan/handles.h"
#include "renderer/vulkan/present_watch.h"
#include "renderer/window_output.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace seamline::renderer {

/// A surface and the swapchain on it: FIFO, two or three images, in formats that leave the values
/// that are written into them as they are.
///
/// Throws: VulkanError; VK_ERROR_SURFACE_LOST_KHR when the window's surface is gone.
class Swapchain {
public:
    /// Takes ownership of `surface`. Makes no swapchain yet: `fit` does. Where the surface does not
    /// offer `wanted` it becomes another output; see `state`. `timed`: refreshes are noticed; see
    /// `take_refreshes`.
    Swapchain(const Device& device, VkSurfaceKHR surface, WindowOutput wanted = WindowOutput::Sdr8,
              bool timed = false);
    ~Swapchain();
    Swapchain(const Swapchain&) = delete;
    Swapchain& operator=(const Swapchain&) = delete;

    /// Makes the swapchain anew if it does not fit a window of this size any more, or after
    /// `invalidate`. The GPU must have finished with the images. Returns false while the window has
    /// no area.
    bool fit(Extent window);
    /// Whether `fit` would have to make it anew.
    bool fits(Extent window) const;
    void invalidate() { valid_ = false; }

    /// The next image to draw, whose contents are undefined; `acquired` is signalled when it may be
    /// written. Nothing when none is free within `timeout_ms` or the swapchain became invalid.
    std::optional<std::uint32_t> acquire(VkSemaphore acquired, int timeout_ms);
    /// Shows an image after `rendered(image)` is signalled.
    void present(std::uint32_t image);

    /// Whether the display tells when it shows a present: timed, and the device has present-wait.
    bool has_present_wait() const { return watch_ != nullptr; }
    /// The number of the last present; ids go on when the swapchain is made anew.
    std::uint64_t last_present() const { return present_; }
    /// With present-wait: blocks until all presents but the last `ahead` were shown, for 100 ms at
    /// most.
    void wait_shown(std::uint64_t ahead);
    /// Refreshes that were noticed since the last call: with present-wait each that showed a
    /// present first, else those on which `acquire` had to wait for an image.
    std::vector<SeenRefresh> take_refreshes();

    const OutputState& state() const { return state_; }
    VkFormat format() const { return format_.format; }
    VkExtent2D extent() const { return extent_; }
    const std::vector<VkImage>& images() const { return images_; }
    VkImageView view(std::uint32_t image) const { return views_[image].get(); }
    VkSemaphore rendered(std::uint32_t image) const { return rendered_[image].get(); }

private:
    void choose_format(WindowOutput wanted);
    void tell_display() const;
    void note_suboptimal();
    void make(const VkSurfaceCapabilitiesKHR& surface, VkExtent2D extent);

    const Device* device_;
    VkSurfaceKHR surface_;
    VkSurfaceFormatKHR format_{};
    OutputState state_;
    VkExtent2D extent_{};
    Extent window_{}; ///< That the swapchain was made for.
    UniqueSwapchain swapchain_;
    std::vector<VkImage> images_;
    std::vector<UniqueImageView> views_;
    std::vector<UniqueSemaphore> rendered_; // Per image: presentation may still wait on it.
    const bool timed_;
    std::uint64_t present_ = 0;
    std::uint64_t given_up_ = 0; ///< A present that was waited for in vain: not again.
    std::vector<SeenRefresh> freed_;
    std::unique_ptr<PresentWatch> watch_; // Ends before the swapchain does.
    bool valid_ = false;
};

/// What a surface offers on a device. Throws VulkanError.
std::vector<OutputOption> surface_options(const Device& device, VkSurfaceKHR surface);

/// A binary semaphore. Throws VulkanError.
UniqueSemaphore make_semaphore(const Device& device);

} // namespace seamline::renderer
