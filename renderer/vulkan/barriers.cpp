#include "renderer/vulkan/barriers.h"

namespace seamline::renderer {
namespace {

constexpr VkPipelineStageFlags2 kPasses =
    VK_PIPELINE_STAGE_2_COMPUTE_SHADER_BIT | VK_PIPELINE_STAGE_2_ALL_TRANSFER_BIT;
constexpr VkAccessFlags2 kWrites =
    VK_ACCESS_2_SHADER_STORAGE_WRITE_BIT | VK_ACCESS_2_TRANSFER_WRITE_BIT;

constexpr VkAccessFlags2 kShaderReads =
    VK_ACCESS_2_SHADER_STORAGE_READ_BIT | VK_ACCESS_2_SHADER_SAMPLED_READ_BIT;

struct Use {
    VkPipelineStageFlags2 stage;
    VkAccessFlags2 access;
};

void memory_barrier(VkCommandBuffer cmd, const Use& from, const Use& to) {
    const VkMemoryBarrier2 barrier{
        .sType = VK_STRUCTURE_TYPE_MEMORY_BARRIER_2,
        .srcStageMask = from.stage,
        .srcAccessMask = from.access,
        .dstStageMask = to.stage,
        .dstAccessMask = to.access,
    };
    const VkDependencyInfo dependency{
        .sType = VK_STRUCTURE_TYPE_DEPENDENCY_INFO,
        .memoryBarrierCount = 1,
        .pMemoryBarriers = &barrier,
    };
    vkCmdPipelineBarrier2(cmd, &dependency);
}

void image_barrier(VkCommandBuffer cmd, VkImage image, const Use& from, const Use& to,
                   VkImageLayout before, VkImageLayout after) {
    const VkImageMemoryBarrier2 barrier{
        .sType = VK_STRUCTURE_TYPE_IMAGE_MEMORY_BARRIER_2,
        .srcStageMask = from.stage,
        .srcAccessMask = from.access,
        .dstStageMask = to.stage,
        .dstAccessMask = to.access,
        .oldLayout = before,
        .newLayout = after,
        .srcQueueFamilyIndex = VK_QUEUE_FAMILY_IGNORED,
        .dstQueueFamilyIndex = VK_QUEUE_FAMILY_IGNORED,
        .image = image,
        .subresourceRange = {VK_IMAGE_ASPECT_COLOR_BIT, 0, 1, 0, 1},
    };
    const VkDependencyInfo dependency{.sType = VK_STRUCTURE_TYPE_DEPENDENCY_INFO,
                                      .imageMemoryBarrierCount = 1,
                                      .pImageMemoryBarriers = &barrier};
    vkCmdPipelineBarrier2(cmd, &dependency);
}

} // namespace

void storage_write_to_copy_read(VkCommandBuffer cmd) {
    memory_barrier(cmd, {kPasses, kWrites},
                   {VK_PIPELINE_STAGE_2_ALL_TRANSFER_BIT, VK_ACCESS_2_TRANSFER_READ_BIT});
}

void device_write_to_host_read(VkCommandBuffer cmd) {
    memory_barrier(cmd, {kPasses, kWrites},
                   {VK_PIPELINE_STAGE_2_HOST_BIT, VK_ACCESS_2_HOST_READ_BIT});
}

void storage_write_to_shader_read(VkCommandBuffer cmd) {
    memory_barrier(cmd,
                   {VK_PIPELINE_STAGE_2_COMPUTE_SHADER_BIT, VK_ACCESS_2_SHADER_STORAGE_WRITE_BIT},
                   {VK_PIPELINE_STAGE_2_COMPUTE_SHADER_BIT,
                    kShaderReads | VK_ACCESS_2_SHADER_STORAGE_WRITE_BIT});
}

void copy_write_to_read(VkCommandBuffer cmd) {
    memory_barrier(cmd, {VK_PIPELINE_STAGE_2_COPY_BIT, VK_ACCESS_2_TRANSFER_WRITE_BIT},
                   {VK_PIPELINE_STAGE_2_COMPUTE_SHADER_BIT | VK_PIPELINE_STAGE_2_COPY_BIT,
                    kShaderReads | VK_ACCESS_2_TRANSFER_READ_BIT});
}

void before_storage_write(VkCommandBuffer cmd) {
    memory_barrier(cmd, {kPasses, kWrites}, {kPasses, kWrites});
}

void image_to_copy_write(VkCommandBuffer cmd, VkImage image) {
    image_barrier(cmd, image, {VK_PIPELINE_STAGE_2_NONE, VK_ACCESS_2_NONE},
                  {VK_PIPELINE_STAGE_2_COPY_BIT, VK_ACCESS_2_TRANSFER_WRITE_BIT},
                  VK_IMAGE_LAYOUT_UNDEFINED, VK_IMAGE_LAYOUT_TRANSFER_DST_OPTIMAL);
}

void image_copy_write_to_sampled_read(VkCommandBuffer cmd, VkImage image) {
    image_barrier(cmd, image, {VK_PIPELINE_STAGE_2_COPY_BIT, VK_ACCESS_2_TRANSFER_WRITE_BIT},
                  {VK_PIPELINE_STAGE_2_COMPUTE_SHADER_BIT, VK_ACCESS_2_SHADER_SAMPLED_READ_BIT},
                  VK_IMAGE_LAYOUT_TRANSFER_DST_OPTIMAL, VK_IMAGE_LAYOUT_SHADER_READ_ONLY_OPTIMAL);
}

void acquire_from_other_api(VkCommandBuffer cmd, VkBuffer buffer, VkDeviceSize offset_bytes,
                            VkDeviceSize size_bytes, std::uint32_t queue_family) {
    const VkBufferMemoryBarrier2 barrier{
        .sType = VK_STRUCTURE_TYPE_BUFFER_MEMORY_BARRIER_2,
        // The wait for the other API's semaphore covers all stages.
        .srcStageMask = VK_PIPELINE_STAGE_2_ALL_COMMANDS_BIT,
        .dstStageMask = VK_PIPELINE_STAGE_2_COMPUTE_SHADER_BIT | VK_PIPELINE_STAGE_2_COPY_BIT,
        .dstAccessMask = kShaderReads | VK_ACCESS_2_TRANSFER_READ_BIT,
        .srcQueueFamilyIndex = VK_QUEUE_FAMILY_EXTERNAL,
        .dstQueueFamilyIndex = queue_family,
        .buffer = buffer,
        .offset = offset_bytes,
        .size = size_bytes,
    };
    const VkDependencyInfo dependency{.sType = VK_STRUCTURE_TYPE_DEPENDENCY_INFO,
                                      .bufferMemoryBarrierCount = 1,
                                      .pBufferMemoryBarriers = &barrier};
    vkCmdPipelineBarrier2(cmd, &dependency);
}

void copy_write_to_storage(VkCommandBuffer cmd) {
    memory_barrier(cmd, {VK_PIPELINE_STAGE_2_ALL_TRANSFER_BIT, VK_ACCESS_2_TRANSFER_WRITE_BIT},
                   {VK_PIPELINE_STAGE_2_COMPUTE_SHADER_BIT,
                    VK_ACCESS_2_SHADER_STORAGE_READ_BIT | VK_ACCESS_2_SHADER_STORAGE_WRITE_BIT});
}

void write_to_storage_read(VkCommandBuffer cmd) {
    memory_barrier(cmd, {kPasses, kWrites},
                   {VK_PIPELINE_STAGE_2_COMPUTE_SHADER_BIT, VK_ACCESS_2_SHADER_STORAGE_READ_BIT});
}

} // namespace seamline::renderer
