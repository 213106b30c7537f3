#include "renderer/image_copies.h"

#include "renderer/block_pool.h"
#include "renderer/vulkan/barriers.h"
#include "renderer/vulkan/buffer.h"
#include "renderer/vulkan/check.h"
#include "renderer/vulkan/one_time.h"

#include <algorithm>
#include <cstring>
#include <string>
#include <vector>

namespace seamline::renderer {
namespace {

VkSemaphore semaphore_of(const DecodedImage& image) {
    return reinterpret_cast<VkSemaphore>(image.semaphore);
}

VkImage image_of(const DecodedImage& image) { return reinterpret_cast<VkImage>(image.image); }

Error failed(const VulkanError& error) { return {ErrorCode::Unsupported, error.what()}; }

VkImageAspectFlags aspect_of(int plane) {
    constexpr std::array kPlanes{VK_IMAGE_ASPECT_PLANE_0_BIT, VK_IMAGE_ASPECT_PLANE_1_BIT,
                                 VK_IMAGE_ASPECT_PLANE_2_BIT};
    if (plane < 0) return VK_IMAGE_ASPECT_COLOR_BIT;
    return static_cast<VkImageAspectFlags>(kPlanes[static_cast<std::size_t>(plane)]);
}

bool is_of_other_api(const DecodedImage& image) {
    return image.family == VK_QUEUE_FAMILY_FOREIGN_EXT;
}

void record(VkCommandBuffer cmd, std::span<const VkImageMemoryBarrier2> barriers) {
    const VkDependencyInfo dependency{.sType = VK_STRUCTURE_TYPE_DEPENDENCY_INFO,
                                      .imageMemoryBarrierCount =
                                          static_cast<std::uint32_t>(barriers.size()),
                                      .pImageMemoryBarriers = barriers.data()};
    vkCmdPipelineBarrier2(cmd, &dependency);
}

/// After the decoder's semaphore, which the copies wait for, the images become their source.
void to_copy_source(VkCommandBuffer cmd, std::span<DecodedImage> images, std::uint32_t family) {
    std::vector<VkImageMemoryBarrier2> barriers;
    for (DecodedImage& image : images) {
        const bool changes_hands =
            image.family != VK_QUEUE_FAMILY_IGNORED && image.family != family;
        barriers.push_back({
            .sType = VK_STRUCTURE_TYPE_IMAGE_MEMORY_BARRIER_2,
            .srcStageMask = VK_PIPELINE_STAGE_2_COPY_BIT,
            .dstStageMask = VK_PIPELINE_STAGE_2_COPY_BIT,
            .dstAccessMask = VK_ACCESS_2_TRANSFER_READ_BIT,
            .oldLayout = static_cast<VkImageLayout>(image.layout),
            .newLayout = VK_IMAGE_LAYOUT_TRANSFER_SRC_OPTIMAL,
            .srcQueueFamilyIndex = changes_hands ? image.family : VK_QUEUE_FAMILY_IGNORED,
            .dstQueueFamilyIndex = changes_hands ? family : VK_QUEUE_FAMILY_IGNORED,
            .image = image_of(image),
            .subresourceRange = {VK_IMAGE_ASPECT_COLOR_BIT, 0, 1, 0, 1},
        });
        image.layout = VK_IMAGE_LAYOUT_TRANSFER_SRC_OPTIMAL;
        if (changes_hands) image.family = family;
    }
    record(cmd, barriers);
}

/// Decoders go on reading such pictures, as references: they become again what they were in
/// `before`.
void give_back(VkCommandBuffer cmd, std::span<const DecodedImage> before,
               std::span<DecodedImage> images) {
    std::vector<VkImageMemoryBarrier2> barriers;
    for (std::size_t i = 0; i < images.size(); ++i) {
        if (!is_of_other_api(before[i])) continue;
        barriers.push_back({
            .sType = VK_STRUCTURE_TYPE_IMAGE_MEMORY_BARRIER_2,
            .srcStageMask = VK_PIPELINE_STAGE_2_COPY_BIT,
            .oldLayout = static_cast<VkImageLayout>(images[i].layout),
            .newLayout = static_cast<VkImageLayout>(before[i].layout),
            .srcQueueFamilyIndex = images[i].family,
            .dstQueueFamilyIndex = before[i].family,
            .image = image_of(images[i]),
            .subresourceRange = {VK_IMAGE_ASPECT_COLOR_BIT, 0, 1, 0, 1},
        });
        images[i].layout = before[i].layout;
        images[i].family = before[i].family;
    }
    if (!barriers.empty()) record(cmd, barriers);
}

void copy_planes(VkCommandBuffer cmd, std::span<const DecodedImage> images,
                 std::span<const DecodedPlane> planes, const Block& to) {
    for (const DecodedPlane& plane : planes) {
        const VkBufferImageCopy region{
            .bufferOffset = to.offset_bytes() + plane.offset_bytes,
            .bufferRowLength = static_cast<std::uint32_t>(plane.texels_per_row),
            .imageSubresource = {aspect_of(plane.aspect), 0, 0, 1},
            .imageExtent = {static_cast<std::uint32_t>(plane.width),
                            static_cast<std::uint32_t>(plane.height), 1},
        };
        vkCmdCopyImageToBuffer(cmd, image_of(images[plane.image]),
                               VK_IMAGE_LAYOUT_TRANSFER_SRC_OPTIMAL, to.buffer(), 1, &region);
    }
}

} // namespace

ImageCopies::ImageCopies(const Device& device, std::chrono::milliseconds patience)
    : device_(&device), patience_(patience),
      timeline_(device), slots_{FrameSlot(device, timeline_), FrameSlot(device, timeline_)},
      signal_(std::make_shared<ExportableSignal>(device, SignalRaiser::ThisQueue)) {}

Result<Done> ImageCopies::wait_for(std::span<const DecodedImage> images) const {
    std::vector<VkSemaphore> semaphores;
    std::vector<std::uint64_t> values;
    for (const DecodedImage& image : images) {
        if (image.semaphore == 0) continue;
        semaphores.push_back(semaphore_of(image));
        values.push_back(image.value);
    }
    if (semaphores.empty()) return Done{};
    const VkSemaphoreWaitInfo info{
        .sType = VK_STRUCTURE_TYPE_SEMAPHORE_WAIT_INFO,
        .semaphoreCount = static_cast<std::uint32_t>(semaphores.size()),
        .pSemaphores = semaphores.data(),
        .pValues = values.data(),
    };
    const VkResult waited = vkWaitSemaphores(
        device_->handle(), &info, static_cast<std::uint64_t>(patience_.count()) * 1'000'000);
    if (waited == VK_SUCCESS) return Done{};
    if (waited == VK_TIMEOUT)
        return Error{ErrorCode::Unavailable, "a picture was not decoded within " +
                                                 std::to_string(patience_.count()) + " ms"};
    return failed(VulkanError(waited, "vkWaitSemaphores"));
}

Result<std::uint64_t> ImageCopies::copy(std::span<DecodedImage> images,
                                        std::span<const DecodedPlane> planes,
                                        std::shared_ptr<const void> surface,
                                        std::shared_ptr<const DevicePlaneMemory> to) {
    const auto* block = dynamic_cast<const Block*>(to.get());
    if (block == nullptr)
        return Error{ErrorCode::InvalidArgument, "the memory is not the frame cache's"};
    try {
        FrameSlot& slot = slots_[next_];
        VkCommandBuffer cmd = slot.begin();
        slot.keep_alive(std::move(surface));
        slot.keep_alive(to);
        std::vector<DecodedImage> copied(images.begin(), images.end());
        to_copy_source(cmd, copied, device_->queue_family());
        copy_planes(cmd, copied, planes, *block);
        give_back(cmd, images, copied);
        submit(slot, copied);
        for (DecodedImage& image : copied)
            if (image.semaphore != 0) ++image.value;
        std::ranges::copy(copied, images.begin());
        next_ = (next_ + 1) % slots_.size();
        return value_;
    } catch (const VulkanError& error) {
        return failed(error);
    }
}

void ImageCopies::submit(FrameSlot& slot, std::span<const DecodedImage> images) {
    std::vector<VkSemaphoreSubmitInfo> signals{{
        .sType = VK_STRUCTURE_TYPE_SEMAPHORE_SUBMIT_INFO,
        .semaphore = signal_->handle(),
        .value = value_ + 1,
        .stageMask = VK_PIPELINE_STAGE_2_COPY_BIT,
    }};
    for (const DecodedImage& image : images) {
        if (image.semaphore == 0) continue;
        slot.wait_for(semaphore_of(image), image.value);
        signals.push_back(signals.front());
        signals.back().semaphore = semaphore_of(image);
        signals.back().value = image.value + 1;
    }
    slot.keep_alive(signal_);
    slot.submit({}, signals);
    ++value_;
}

Result<Done> ImageCopies::read_back(const DevicePlaneMemory& block, std::span<std::byte> bytes) {
    const auto* from = dynamic_cast<const Block*>(&block);
    if (from == nullptr || from->size_bytes() < bytes.size())
        return Error{ErrorCode::InvalidArgument, "the memory is not the frame cache's"};
    try {
        finish();
        const Buffer copy(*device_, bytes.size(), BufferMemory::HostCached, "first frame");
        run_once(*device_, [&](VkCommandBuffer cmd) {
            const VkBufferCopy region{from->offset_bytes(), 0, bytes.size()};
            vkCmdCopyBuffer(cmd, from->buffer(), copy.handle(), 1, &region);
            device_write_to_host_read(cmd);
        });
        std::memcpy(bytes.data(), copy.mapped(), bytes.size());
        return Done{};
    } catch (const VulkanError& error) {
        return failed(error);
    }
}

void ImageCopies::finish() {
    try {
        for (FrameSlot& slot : slots_) slot.wait();
    } catch (const VulkanError&) {
        // A lost device finishes nothing; whoever draws on it says so.
    }
}

} // namespace seamline::renderer
