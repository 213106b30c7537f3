#include "renderer/vulkan/swapchain.h"

#include "renderer/color/chromaticity.h"
#include "renderer/vulkan/check.h"
#include "renderer/vulkan/surface_choice.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <limits>
#include <utility>

namespace seamline::renderer {
namespace {

constexpr std::uint32_t kUndefinedExtent = std::numeric_limits<std::uint32_t>::max();
constexpr std::uint32_t kWantedImages = 3;
constexpr int kShownTimeoutMs = 100;
/// An image that comes free this late was waited for: the display let go of it just then.
constexpr std::int64_t kWaitedNs = 1'000'000;
constexpr std::size_t kKeptRefreshes = 64;
constexpr float kMasteringPeakNits = 1000.0F;
constexpr float kMasteringBlackNits = 0.005F;

std::int64_t steady_ns() {
    return std::chrono::duration_cast<std::chrono::nanoseconds>(
               std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

VkSurfaceCapabilitiesKHR capabilities(const Device& device, VkSurfaceKHR surface) {
    VkSurfaceCapabilitiesKHR capabilities;
    check(vkGetPhysicalDeviceSurfaceCapabilitiesKHR(device.physical(), surface, &capabilities),
          "vkGetPhysicalDeviceSurfaceCapabilitiesKHR");
    return capabilities;
}

VkExtent2D surface_extent(const VkSurfaceCapabilitiesKHR& surface, Extent window) {
    if (surface.currentExtent.width != kUndefinedExtent) return surface.currentExtent;
    const auto clamped = [](int wanted, std::uint32_t least, std::uint32_t most) {
        return std::clamp(static_cast<std::uint32_t>(std::max(wanted, 0)), least, most);
    };
    return {clamped(window.width, surface.minImageExtent.width, surface.maxImageExtent.width),
            clamped(window.height, surface.minImageExtent.height, surface.maxImageExtent.height)};
}

VkCompositeAlphaFlagBitsKHR composite_alpha(const VkSurfaceCapabilitiesKHR& surface) {
    const bool opaque = (surface.supportedCompositeAlpha & VK_COMPOSITE_ALPHA_OPAQUE_BIT_KHR) != 0;
    return opaque ? VK_COMPOSITE_ALPHA_OPAQUE_BIT_KHR : VK_COMPOSITE_ALPHA_INHERIT_BIT_KHR;
}

UniqueImageView make_view(const Device& device, VkImage image, VkFormat format) {
    const VkImageViewCreateInfo info{
        .sType = VK_STRUCTURE_TYPE_IMAGE_VIEW_CREATE_INFO,
        .image = image,
        .viewType = VK_IMAGE_VIEW_TYPE_2D,
        .format = format,
        .subresourceRange = {VK_IMAGE_ASPECT_COLOR_BIT, 0, 1, 0, 1},
    };
    VkImageView view = VK_NULL_HANDLE;
    check(vkCreateImageView(device.handle(), &info, nullptr, &view), "vkCreateImageView");
    return {device.handle(), view};
}

SurfaceOffer offer_of(const Device& device, VkSurfaceKHR surface) {
    VkPhysicalDeviceProperties properties;
    vkGetPhysicalDeviceProperties(device.physical(), &properties);
    SurfaceOffer offer{
        {}, device.has_color_spaces(), properties.deviceType == VK_PHYSICAL_DEVICE_TYPE_CPU};
    std::uint32_t count = 0;
    check(vkGetPhysicalDeviceSurfaceFormatsKHR(device.physical(), surface, &count, nullptr),
          "vkGetPhysicalDeviceSurfaceFormatsKHR");
    offer.formats.resize(count);
    check(vkGetPhysicalDeviceSurfaceFormatsKHR(device.physical(), surface, &count,
                                               offer.formats.data()),
          "vkGetPhysicalDeviceSurfaceFormatsKHR");
    return offer;
}

} // namespace

UniqueSemaphore make_semaphore(const Device& device) {
    const VkSemaphoreCreateInfo info{.sType = VK_STRUCTURE_TYPE_SEMAPHORE_CREATE_INFO};
    VkSemaphore semaphore = VK_NULL_HANDLE;
    check(vkCreateSemaphore(device.handle(), &info, nullptr, &semaphore), "vkCreateSemaphore");
    return {device.handle(), semaphore};
}

Swapchain::Swapchain(const Device& device, VkSurfaceKHR surface, WindowOutput wanted, bool timed)
    : device_(&device), surface_(surface), timed_(timed) {
    try {
        VkBool32 presents = VK_FALSE;
        check(vkGetPhysicalDeviceSurfaceSupportKHR(device.physical(), device.queue_family(),
                                                   surface, &presents),
              "vkGetPhysicalDeviceSurfaceSupportKHR");
        if (!presents)
            throw VulkanError("the Vulkan device " + device.name() +
                                  " cannot show this window: choose another one with "
                                  "SEAMLINE_DEVICE",
                              VK_ERROR_INCOMPATIBLE_DRIVER);
        choose_format(wanted);
    } catch (...) {
        vkDestroySurfaceKHR(device.instance(), surface, nullptr);
        throw;
    }
}

Swapchain::~Swapchain() {
    watch_.reset();
    rendered_.clear();
    views_.clear();
    swapchain_ = {};
    vkDestroySurfaceKHR(device_->instance(), surface_, nullptr);
}

void Swapchain::choose_format(WindowOutput wanted) {
    const SurfaceOffer offer = offer_of(*device_, surface_);
    const auto choice = choose_surface(offer, wanted);
    if (!choice && offer.is_cpu)
        throw VulkanError("the CPU's Vulkan driver shows only 8 bit, which this display does not "
                          "offer: start X with a depth of 24, or choose a GPU with SEAMLINE_DEVICE",
                          VK_ERROR_FORMAT_NOT_SUPPORTED);
    if (!choice)
        throw VulkanError(
            "the Vulkan device " + device_->name() +
                " shows no RGB window of 8 or 10 bits on this display: choose another "
                "one with SEAMLINE_DEVICE",
            VK_ERROR_FORMAT_NOT_SUPPORTED);
    format_ = choice->format;
    state_ = {choice->output, describe(format_), choice->objection, output_options(offer)};
}

std::vector<OutputOption> surface_options(const Device& device, VkSurfaceKHR surface) {
    return output_options(offer_of(device, surface));
}

/// Without it a display may take the picture for one that was mastered at its own peak.
void Swapchain::tell_display() const {
    if (state_.used != WindowOutput::Hdr10 || device_->set_hdr_metadata() == nullptr) return;
    const auto xy = [](color::Chromaticity at) {
        return VkXYColorEXT{static_cast<float>(at.x), static_cast<float>(at.y)};
    };
    // BT.2020's volume, as most HDR is mastered; content light levels are unknown.
    const VkHdrMetadataEXT metadata{
        .sType = VK_STRUCTURE_TYPE_HDR_METADATA_EXT,
        .displayPrimaryRed = xy(color::kBt2020.red),
        .displayPrimaryGreen = xy(color::kBt2020.green),
        .displayPrimaryBlue = xy(color::kBt2020.blue),
        .whitePoint = xy(color::kD65),
        .maxLuminance = kMasteringPeakNits,
        .minLuminance = kMasteringBlackNits,
    };
    const VkSwapchainKHR swapchain = swapchain_.get();
    device_->set_hdr_metadata()(device_->handle(), 1, &swapchain, &metadata);
}

bool Swapchain::fits(Extent window) const { return valid_ && window == window_; }

bool Swapchain::fit(Extent window) {
    if (fits(window)) return true;
    if (window.width <= 0 || window.height <= 0) return false;
    const VkSurfaceCapabilitiesKHR surface = capabilities(*device_, surface_);
    const VkExtent2D extent = surface_extent(surface, window);
    if (extent.width == 0 || extent.height == 0) return false;
    make(surface, extent);
    window_ = window;
    valid_ = true;
    return true;
}

void Swapchain::make(const VkSurfaceCapabilitiesKHR& surface, VkExtent2D extent) {
    const std::uint32_t most =
        surface.maxImageCount == 0 ? kWantedImages : std::min(kWantedImages, surface.maxImageCount);
    const VkImageUsageFlags usage =
        VK_IMAGE_USAGE_TRANSFER_DST_BIT | VK_IMAGE_USAGE_COLOR_ATTACHMENT_BIT;
    const VkSwapchainCreateInfoKHR info{
        .sType = VK_STRUCTURE_TYPE_SWAPCHAIN_CREATE_INFO_KHR,
        .surface = surface_,
        .minImageCount = std::max(surface.minImageCount, most),
        .imageFormat = format_.format,
        .imageColorSpace = format_.colorSpace,
        .imageExtent = extent,
        .imageArrayLayers = 1,
        .imageUsage = usage,
        .imageSharingMode = VK_SHARING_MODE_EXCLUSIVE,
        .preTransform = surface.currentTransform,
        .compositeAlpha = composite_alpha(surface),
        .presentMode = VK_PRESENT_MODE_FIFO_KHR, // The only mode that every device has.
        .clipped = VK_TRUE,
        .oldSwapchain = swapchain_.get(),
    };
    VkSwapchainKHR swapchain = VK_NULL_HANDLE;
    check(vkCreateSwapchainKHR(device_->handle(), &info, nullptr, &swapchain),
          "vkCreateSwapchainKHR");
    watch_.reset();
    views_.clear();
    rendered_.clear();
    swapchain_ = {};
    swapchain_ = UniqueSwapchain(device_->handle(), swapchain);
    if (timed_ && device_->wait_for_present() != nullptr)
        watch_ = std::make_unique<PresentWatch>(*device_, swapchain, present_);
    tell_display();
    extent_ = extent;

    std::uint32_t count = 0;
    check(vkGetSwapchainImagesKHR(device_->handle(), swapchain, &count, nullptr),
          "vkGetSwapchainImagesKHR");
    images_.resize(count);
    check(vkGetSwapchainImagesKHR(device_->handle(), swapchain, &count, images_.data()),
          "vkGetSwapchainImagesKHR");
    for (const VkImage image : images_) {
        views_.push_back(make_view(*device_, image, format_.format));
        rendered_.push_back(make_semaphore(*device_));
    }
}

/// Only another size is worth a new swapchain: some displays (rotated, scaled) are never optimal.
void Swapchain::note_suboptimal() {
    const VkExtent2D now = surface_extent(capabilities(*device_, surface_), window_);
    if (now.width != extent_.width || now.height != extent_.height) invalidate();
}

std::optional<std::uint32_t> Swapchain::acquire(VkSemaphore acquired, int timeout_ms) {
    std::uint32_t image = 0;
    const std::uint64_t timeout_ns = static_cast<std::uint64_t>(timeout_ms) * 1'000'000;
    const std::int64_t before = steady_ns();
    const VkResult result = vkAcquireNextImageKHR(device_->handle(), swapchain_.get(), timeout_ns,
                                                  acquired, VK_NULL_HANDLE, &image);
    if (result == VK_TIMEOUT || result == VK_NOT_READY) return std::nullopt;
    if (result == VK_ERROR_OUT_OF_DATE_KHR) {
        invalidate();
        return std::nullopt;
    }
    if (result == VK_SUBOPTIMAL_KHR)
        note_suboptimal();
    else
        check(result, "vkAcquireNextImageKHR");
    const std::int64_t now = steady_ns();
    if (timed_ && watch_ == nullptr && now - before >= kWaitedNs) freed_.push_back({0, now});
    if (freed_.size() > kKeptRefreshes) freed_.erase(freed_.begin());
    return image;
}

void Swapchain::present(std::uint32_t image) {
    const VkSemaphore wait = rendered(image);
    const VkSwapchainKHR swapchain = swapchain_.get();
    ++present_;
    const VkPresentIdKHR id{
        .sType = VK_STRUCTURE_TYPE_PRESENT_ID_KHR, .swapchainCount = 1, .pPresentIds = &present_};
    const VkResult result = device_->present({
        .sType = VK_STRUCTURE_TYPE_PRESENT_INFO_KHR,
        .pNext = watch_ ? &id : nullptr,
        .waitSemaphoreCount = 1,
        .pWaitSemaphores = &wait,
        .swapchainCount = 1,
        .pSwapchains = &swapchain,
        .pImageIndices = &image,
    });
    if (result == VK_ERROR_OUT_OF_DATE_KHR) invalidate();
    if (result == VK_SUBOPTIMAL_KHR) note_suboptimal();
    if (watch_ && result != VK_ERROR_OUT_OF_DATE_KHR) watch_->queued(present_);
}

void Swapchain::wait_shown(std::uint64_t ahead) {
    if (!watch_ || present_ <= given_up_ + ahead) return;
    const std::uint64_t wanted = present_ - ahead;
    if (!watch_->wait_shown(wanted, kShownTimeoutMs)) given_up_ = wanted;
}

std::vector<SeenRefresh> Swapchain::take_refreshes() {
    return watch_ ? watch_->take() : std::exchange(freed_, {});
}

} // namespace seamline::renderer
