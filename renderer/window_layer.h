// renderer/window_layer.h: the interface of a window that takes more than 8 bits, drawn apart.
#pragma once

#include "renderer/passes/output_encoder.h"
#include "renderer/vulkan/buffer.h"
#include "renderer/vulkan/image.h"

#include <memory>

namespace seamline::renderer {

/// Where such a window's interface is drawn, as 8-bit R'G'B' multiplied by alpha, and what the
/// encoder makes of it and the picture. Memory is made for one size at a time.
///
/// Threads: render thread. Lifetime: outlives the GPU's use of it.
class WindowLayer {
public:
    /// Of images in this layer.
    static constexpr VkFormat kFormat = VK_FORMAT_R8G8B8A8_UNORM;

    WindowLayer(const Device& device, WindowOutput output, bool with_interface);

    /// True when memory was made anew: the GPU must have finished with the old one.
    bool fit(VkExtent2D extent);
    const Image& image() const { return image_; } ///< None without an interface.

    /// The image, in VK_IMAGE_LAYOUT_TRANSFER_SRC_OPTIMAL, becomes `frame.layer`.
    void take_image(VkCommandBuffer cmd, OutputFrame& frame);
    /// Fills `words()` for a copy to the window; what it reads was written before in this queue.
    void encode(VkCommandBuffer cmd, const OutputFrame& frame);
    const Buffer& words() const { return words_; }

private:
    const Device* device_;
    WindowOutput output_;
    bool with_interface_;
    OutputEncoder encoder_;
    VkExtent2D extent_{};
    Image image_;
    Buffer pixels_; ///< Of the image.
    Buffer words_;
};

} // namespace seamline::renderer
