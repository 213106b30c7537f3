#include "renderer/vulkan_sharing.h"

#include "renderer/image_copies.h"
#include "renderer/vulkan/check.h"
#include "renderer/vulkan/dma_buf.h"

#include <algorithm>
#include <iterator>
#include <string_view>

namespace seamline::renderer {
namespace {

/// A decoder told of extensions for exporting would make all its images exportable, for nothing.
bool serves_decoders(std::string_view extension) {
    return extension == VK_KHR_PUSH_DESCRIPTOR_EXTENSION_NAME ||
           extension.starts_with("VK_KHR_video_");
}

} // namespace

DeviceSharing::DeviceSharing(const Device& device) : device_(&device), importer_(device) {
    shared_.get_instance_proc_addr =
        reinterpret_cast<SharedVulkanDevice::Function>(vkGetInstanceProcAddr);
    shared_.instance = device.instance();
    shared_.physical_device = device.physical();
    shared_.device = device.handle();
    shared_.features = &device.features();
    std::ranges::copy_if(device.extensions(), std::back_inserter(shared_.device_extensions),
                         serves_decoders);
    const VideoDecode& video = device.video_decode();
    shared_.queues.push_back(
        {.family = device.queue_family(),
         .count = 1,
         .flags = VK_QUEUE_GRAPHICS_BIT | VK_QUEUE_COMPUTE_BIT | VK_QUEUE_TRANSFER_BIT});
    if (video.queue_count > 0)
        shared_.queues.push_back({.family = video.family,
                                  .count = video.queue_count,
                                  .flags = VK_QUEUE_VIDEO_DECODE_BIT_KHR,
                                  .video_codecs = video.codecs});
    shared_.no_video_decode = video.reason;
    const DmaBuf dma_buf = find_dma_buf(device.physical());
    shared_.no_dma_buf = dma_buf.reason;
    shared_.render_node = dma_buf.render_node;
}

std::unique_ptr<ImageCopier> DeviceSharing::make_copier() const {
    try {
        return std::make_unique<ImageCopies>(*device_);
    } catch (const VulkanError&) {
        return nullptr;
    }
}

Result<std::shared_ptr<const ImportedImages>>
DeviceSharing::import(std::span<const DmaBufPlane> planes) const {
    return importer_.import(planes);
}

} // namespace seamline::renderer
