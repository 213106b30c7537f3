#include "renderer/window_layer.h"

#include "renderer/vulkan/barriers.h"

namespace seamline::renderer {

WindowLayer::WindowLayer(const Device& device, WindowOutput output, bool with_interface)
    : device_(&device), output_(output), with_interface_(with_interface), encoder_(device) {}

bool WindowLayer::fit(VkExtent2D extent) {
    if (extent.width == extent_.width && extent.height == extent_.height) return false;
    extent_ = {};
    image_ = {};
    pixels_ = {};
    words_ = {};
    const VkDeviceSize pixels = static_cast<VkDeviceSize>(extent.width) * extent.height;
    const auto bytes = static_cast<VkDeviceSize>(OutputEncoder::bytes_per_pixel(output_));
    words_ = Buffer(*device_, pixels * bytes, BufferMemory::Device, "window words");
    if (with_interface_) {
        image_ = Image(*device_, 2, {extent.width, extent.height, 1}, kFormat, "interface layer",
                       VK_IMAGE_USAGE_COLOR_ATTACHMENT_BIT | VK_IMAGE_USAGE_TRANSFER_SRC_BIT);
        pixels_ = Buffer(*device_, pixels * 4, BufferMemory::Device, "interface pixels");
    }
    extent_ = extent;
    return true;
}

void WindowLayer::take_image(VkCommandBuffer cmd, OutputFrame& frame) {
    before_storage_write(cmd); // The frame before may still be read.
    const VkBufferImageCopy region{.imageSubresource = {VK_IMAGE_ASPECT_COLOR_BIT, 0, 0, 1},
                                   .imageExtent = {extent_.width, extent_.height, 1}};
    vkCmdCopyImageToBuffer(cmd, image_.handle(), VK_IMAGE_LAYOUT_TRANSFER_SRC_OPTIMAL,
                           pixels_.handle(), 1, &region);
    frame.layer = &pixels_;
}

void WindowLayer::encode(VkCommandBuffer cmd, const OutputFrame& frame) {
    write_to_storage_read(cmd);
    before_storage_write(cmd);
    encoder_.record(cmd, frame, words_);
    storage_write_to_copy_read(cmd);
}

} // namespace seamline::renderer
