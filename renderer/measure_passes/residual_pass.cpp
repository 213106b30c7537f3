#include "renderer/measure_passes/residual_pass.h"

#include "renderer/vulkan/barriers.h"
#include "renderer/vulkan/compute_pipeline.h"
#include "shaders/measures/measure_residual.comp.h"
#include "shaders/shared/measures.h"

#include <cassert>
#include <cstring>

namespace seamline::renderer {
namespace {

enum ResidualBinding : std::uint32_t { kCodes, kSums, kBindings };

UniquePipeline make_pipeline(const Device& device, VkPipelineLayout layout) {
    const UniqueShaderModule shader = make_shader_module(device, shaders::measure_residual_comp);
    return make_compute_pipeline(device, layout, shader.get(), nullptr, "block residuals");
}

glm::ivec2 blocks_of(Extent size) {
    constexpr int kEdge = measures::kBlockEdge;
    return {(size.width + kEdge - 1) / kEdge, (size.height + kEdge - 1) / kEdge};
}

} // namespace

ResidualPass::ResidualPass(const Device& device)
    : device_(&device), set_layout_(make_storage_set_layout(device, kBindings)),
      layout_(make_compute_layout(device, set_layout_.get(), sizeof(shared::ResidualParams))),
      pipeline_(make_pipeline(device, layout_.get())) {}

VkDeviceSize ResidualPass::code_bytes(Extent size) {
    const auto codes =
        3 * static_cast<VkDeviceSize>(size.width) * static_cast<VkDeviceSize>(size.height);
    return (codes + 1) / 2 * 4;
}

void ResidualPass::write_codes(const measures::LabCodes& picture, std::byte* mapped) {
    std::memcpy(mapped, picture.codes.data(), picture.codes.size() * sizeof(std::int16_t));
}

void ResidualPass::record(VkCommandBuffer cmd, const Buffer& codes, const Buffer& sums, Extent size,
                          std::uint32_t pairs) const {
    const VkDescriptorBufferInfo bound[kBindings]{{codes.handle(), 0, 2 * pairs * code_bytes(size)},
                                                  {sums.handle(), 0, pairs * 4}};
    push_storage_buffers(*device_, cmd, layout_.get(), bound);
    const glm::ivec2 blocks = blocks_of(size);
    const shared::ResidualParams params{{size.width, size.height}, blocks};
    vkCmdPushConstants(cmd, layout_.get(), VK_SHADER_STAGE_COMPUTE_BIT, 0, sizeof(params), &params);
    vkCmdBindPipeline(cmd, VK_PIPELINE_BIND_POINT_COMPUTE, pipeline_.get());
    vkCmdDispatch(cmd, static_cast<std::uint32_t>(blocks.x), static_cast<std::uint32_t>(blocks.y),
                  pairs);
}

ResidualSlot::ResidualSlot(const Device& device, const ResidualPass& pass)
    : device_(&device), pass_(&pass), timeline_(device), slot_(device, timeline_) {}

std::vector<double> ResidualSlot::measure(std::span<const Pair> pairs) {
    if (pairs.empty()) return {};
    const Extent size{pairs[0].first->width, pairs[0].first->height};
    const VkDeviceSize picture = ResidualPass::code_bytes(size);
    const auto count = static_cast<std::uint32_t>(pairs.size());
    const VkCommandBuffer cmd = slot_.begin();
    if (codes_.size_bytes() < 2 * count * picture)
        codes_ = Buffer(*device_, 2 * count * picture, BufferMemory::Upload, "lab codes");
    if (sums_.size_bytes() < count * 4) {
        sums_ = Buffer(*device_, count * 4, BufferMemory::Device, "residual sums");
        read_back_ = Buffer(*device_, count * 4, BufferMemory::HostCached, "residual read-back");
    }
    std::byte* to = codes_.mapped();
    for (const Pair& pair : pairs) {
        for (const measures::LabCodes* codes : {pair.first, pair.second}) {
            assert(codes->width == size.width && codes->height == size.height);
            ResidualPass::write_codes(*codes, to);
            to += picture;
        }
    }
    vkCmdFillBuffer(cmd, sums_.handle(), 0, count * 4, 0);
    copy_write_to_storage(cmd);
    slot_.timestamps().mark(cmd, 0);
    pass_->record(cmd, codes_, sums_, size, count);
    slot_.timestamps().mark(cmd, 1);
    storage_write_to_copy_read(cmd);
    const VkBufferCopy region{0, 0, count * 4};
    vkCmdCopyBuffer(cmd, sums_.handle(), read_back_.handle(), 1, &region);
    device_write_to_host_read(cmd);
    slot_.submit();
    slot_.wait();
    std::vector<double> residuals(count);
    std::vector<std::uint32_t> sums(count);
    std::memcpy(sums.data(), read_back_.mapped(), count * sizeof(std::uint32_t));
    for (std::size_t i = 0; i < count; ++i)
        residuals[i] = measures::residual_of(sums[i], size.width, size.height);
    return residuals;
}

} // namespace seamline::renderer
