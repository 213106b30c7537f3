#include "renderer/window_copies.h"

#include <algorithm>

namespace seamline::renderer {
namespace {

constexpr VkImageSubresourceRange kAll{VK_IMAGE_ASPECT_COLOR_BIT, 0, 1, 0, 1};

Rect intersection(Rect a, Rect b) {
    const int left = std::max(a.x, b.x), right = std::min(a.x + a.width, b.x + b.width);
    const int top = std::max(a.y, b.y), bottom = std::min(a.y + a.height, b.y + b.height);
    return {left, top, std::max(right - left, 0), std::max(bottom - top, 0)};
}

bool has_area(Rect rect) { return rect.width > 0 && rect.height > 0; }

} // namespace

// The wait for the acquired image is at the transfer stage, which orders this transition after it.
const WindowCopies::Use WindowCopies::kUnknown{VK_PIPELINE_STAGE_2_ALL_TRANSFER_BIT, 0,
                                               VK_IMAGE_LAYOUT_UNDEFINED};
const WindowCopies::Use WindowCopies::kCopied{VK_PIPELINE_STAGE_2_ALL_TRANSFER_BIT,
                                              VK_ACCESS_2_TRANSFER_WRITE_BIT,
                                              VK_IMAGE_LAYOUT_TRANSFER_DST_OPTIMAL};
const WindowCopies::Use WindowCopies::kDrawn{VK_PIPELINE_STAGE_2_COLOR_ATTACHMENT_OUTPUT_BIT,
                                             VK_ACCESS_2_COLOR_ATTACHMENT_READ_BIT |
                                                 VK_ACCESS_2_COLOR_ATTACHMENT_WRITE_BIT,
                                             VK_IMAGE_LAYOUT_COLOR_ATTACHMENT_OPTIMAL};
const WindowCopies::Use WindowCopies::kPresented{VK_PIPELINE_STAGE_2_NONE, 0,
                                                 VK_IMAGE_LAYOUT_PRESENT_SRC_KHR};
const WindowCopies::Use WindowCopies::kRead{VK_PIPELINE_STAGE_2_ALL_TRANSFER_BIT,
                                            VK_ACCESS_2_TRANSFER_READ_BIT,
                                            VK_IMAGE_LAYOUT_TRANSFER_SRC_OPTIMAL};

WindowCopies::WindowCopies(VkCommandBuffer cmd, VkImage image, VkExtent2D extent,
                           int bytes_per_pixel)
    : cmd_(cmd), image_(image), extent_(extent),
      pixel_bytes_(static_cast<VkDeviceSize>(bytes_per_pixel)) {}

void WindowCopies::transition(const Use& from, const Use& to) {
    const VkImageMemoryBarrier2 barrier{
        .sType = VK_STRUCTURE_TYPE_IMAGE_MEMORY_BARRIER_2,
        .srcStageMask = from.stage,
        .srcAccessMask = from.access,
        .dstStageMask = to.stage,
        .dstAccessMask = to.access,
        .oldLayout = from.layout,
        .newLayout = to.layout,
        .srcQueueFamilyIndex = VK_QUEUE_FAMILY_IGNORED,
        .dstQueueFamilyIndex = VK_QUEUE_FAMILY_IGNORED,
        .image = image_,
        .subresourceRange = kAll,
    };
    const VkDependencyInfo dependency{
        .sType = VK_STRUCTURE_TYPE_DEPENDENCY_INFO,
        .imageMemoryBarrierCount = 1,
        .pImageMemoryBarriers = &barrier,
    };
    vkCmdPipelineBarrier2(cmd_, &dependency);
}

void WindowCopies::begin(Rect covered, glm::vec3 clear_rgb, float alpha) {
    transition(kUnknown, kCopied);
    const Rect whole{0, 0, static_cast<int>(extent_.width), static_cast<int>(extent_.height)};
    if (intersection(covered, whole) == whole) return;
    const VkClearColorValue color{{clear_rgb.r, clear_rgb.g, clear_rgb.b, alpha}};
    vkCmdClearColorImage(cmd_, image_, kCopied.layout, &color, 1, &kAll);
    written_.push_back(whole);
}

void WindowCopies::copy(VkBuffer pixels, VkDeviceSize offset_bytes, Extent size, Rect to) {
    const Rect whole{0, 0, static_cast<int>(extent_.width), static_cast<int>(extent_.height)};
    const Rect part = intersection(intersection(to, whole), {to.x, to.y, size.width, size.height});
    if (!has_area(part)) return;
    const bool overlaps = std::ranges::any_of(
        written_, [&](Rect other) { return has_area(intersection(part, other)); });
    if (overlaps) {
        transition(kCopied, kCopied);
        written_.clear();
    }
    const VkDeviceSize first =
        static_cast<VkDeviceSize>(part.y - to.y) * static_cast<VkDeviceSize>(size.width) +
        static_cast<VkDeviceSize>(part.x - to.x);
    const VkBufferImageCopy region{
        .bufferOffset = offset_bytes + first * pixel_bytes_,
        .bufferRowLength = static_cast<std::uint32_t>(size.width),
        .imageSubresource = {VK_IMAGE_ASPECT_COLOR_BIT, 0, 0, 1},
        .imageOffset = {part.x, part.y, 0},
        .imageExtent = {static_cast<std::uint32_t>(part.width),
                        static_cast<std::uint32_t>(part.height), 1},
    };
    vkCmdCopyBufferToImage(cmd_, pixels, image_, kCopied.layout, 1, &region);
    written_.push_back(part);
}

void WindowCopies::end_for_present() { transition(kCopied, kPresented); }

void WindowCopies::end_for_drawing() { transition(kCopied, kDrawn); }

void WindowCopies::drawing_to_present() { transition(kDrawn, kPresented); }

void WindowCopies::drawing_to_read() { transition(kDrawn, kRead); }

} // namespace seamline::renderer
