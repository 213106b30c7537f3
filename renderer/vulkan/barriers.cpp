#include "renderer/vulkan/barriers.h"

namespace seamline::renderer {
namespace {

constexpr VkPipelineStageFlags2 kPasses =
    VK_PIPELINE_STAGE_2_COMPUTE_SHADER_BIT | VK_PIPELINE_STAGE_2_ALL_TRANSFER_BIT;
constexpr VkAccessFlags2 kWrites =
    VK_ACCESS_2_SHADER_STORAGE_WRITE_BIT | VK_ACCESS_2_TRANSFER_WRITE_BIT;

void memory_barrier(VkCommandBuffer cmd, VkAccessFlags2 from_access, VkPipelineStageFlags2 to_stage,
                    VkAccessFlags2 to_access) {
    const VkMemoryBarrier2 barrier{
        .sType = VK_STRUCTURE_TYPE_MEMORY_BARRIER_2,
        .srcStageMask = kPasses,
        .srcAccessMask = from_access,
        .dstStageMask = to_stage,
        .dstAccessMask = to_access,
    };
    const VkDependencyInfo dependency{
        .sType = VK_STRUCTURE_TYPE_DEPENDENCY_INFO,
        .memoryBarrierCount = 1,
        .pMemoryBarriers = &barrier,
    };
    vkCmdPipelineBarrier2(cmd, &dependency);
}

} // namespace

void storage_write_to_copy_read(VkCommandBuffer cmd) {
    memory_barrier(cmd, kWrites, VK_PIPELINE_STAGE_2_ALL_TRANSFER_BIT,
                   VK_ACCESS_2_TRANSFER_READ_BIT);
}

void device_write_to_host_read(VkCommandBuffer cmd) {
    memory_barrier(cmd, kWrites, VK_PIPELINE_STAGE_2_HOST_BIT, VK_ACCESS_2_HOST_READ_BIT);
}

void before_storage_write(VkCommandBuffer cmd) { memory_barrier(cmd, kWrites, kPasses, kWrites); }

} // namespace seamline::renderer
