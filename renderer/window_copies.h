// renderer/window_copies.h: fills a swapchain image from buffers.
#pragma once

#include "decode/media/pixel_layout.h"

#include <vulkan/vulkan.h>

#include <glm/glm.hpp>

#include <vector>

namespace seamline::renderer {

/// Records, in this order: `begin`, any number of `copy`, one of the `end` functions.
class WindowCopies {
public:
    /// `image` is in no particular layout; its contents are lost.
    WindowCopies(VkCommandBuffer cmd, VkImage image, VkExtent2D extent, int bytes_per_pixel = 4);

    /// Fills all of the image unless a copy to `covered` will.
    void begin(Rect covered, glm::vec3 clear_rgb, float alpha = 1.0F);
    /// Shows `size` pixels, tightly packed at `offset_bytes`, with their top left corner
    /// at that of `to`, cut to `to` and to the image.
    void copy(VkBuffer pixels, VkDeviceSize offset_bytes, Extent size, Rect to);
    /// For presentation.
    void end_for_present();
    /// For drawing over it, in VK_IMAGE_LAYOUT_COLOR_ATTACHMENT_OPTIMAL, and then for presentation.
    void end_for_drawing();
    void drawing_to_present();
    /// For copies out of it, in VK_IMAGE_LAYOUT_TRANSFER_SRC_OPTIMAL.
    void drawing_to_read();

private:
    struct Use {
        VkPipelineStageFlags2 stage;
        VkAccessFlags2 access;
        VkImageLayout layout;
    };
    void transition(const Use& from, const Use& to);
    static const Use kUnknown, kCopied, kDrawn, kPresented, kRead;

    VkCommandBuffer cmd_;
    VkImage image_;
    VkExtent2D extent_;
    VkDeviceSize pixel_bytes_;
    std::vector<Rect> written_; ///< Since the last barrier.
};

} // namespace seamline::renderer
