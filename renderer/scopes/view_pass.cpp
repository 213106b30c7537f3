#include "renderer/scopes/view_pass.h"

#include "renderer/scopes/gpu_scopes.h"
#include "renderer/vulkan/compute_pipeline.h"
#include "shaders/scopes/scope_view.comp.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace seamline::renderer {
namespace {

enum ViewBinding : std::uint32_t { kInput, kPlanes, kTable, kViewed, kBindings };

constexpr std::uint32_t kPushBytes = 12; // The push block that all scope shaders share.

UniquePipeline make_pipeline(const Device& device, VkPipelineLayout layout) {
    const UniqueShaderModule shader = make_shader_module(device, shaders::scope_view_comp);
    return make_compute_pipeline(device, layout, shader.get(), nullptr, "view signal");
}

} // namespace

ViewPass::ViewPass(const Device& device)
    : device_(device), set_layout_(make_input_set_layout(device, kBindings)),
      layout_(make_compute_layout(device, set_layout_.get(), kPushBytes)),
      pipeline_(make_pipeline(device, layout_.get())) {}

std::shared_ptr<const Buffer> ViewPass::table_of(const std::shared_ptr<const ViewSignal>& signal) {
    std::erase_if(tables_, [](const auto& one) { return one.first.expired(); });
    for (const auto& [known, table] : tables_)
        if (known.lock() == signal) return table;
    std::array<shared::ViewStage, shared::kMaxViewStages> stages{};
    std::ranges::copy(signal->stages().stages, stages.begin());
    const shared::ViewHeader header{signal->kind(),
                                    static_cast<std::uint32_t>(signal->stages().stages.size())};
    const std::span<const std::byte> data = signal->kind() == shared::kViewStaged
                                                ? std::as_bytes(std::span(signal->stages().tables))
                                                : std::as_bytes(signal->nodes());
    // Room for one word: a binding has a size.
    const VkDeviceSize bytes =
        sizeof(header) + sizeof(stages) + std::max<std::size_t>(data.size(), 4);
    auto table = std::make_shared<Buffer>(device_, bytes, BufferMemory::Upload, "view table");
    std::memcpy(table->mapped(), &header, sizeof(header));
    std::memcpy(table->mapped() + sizeof(header), stages.data(), sizeof(stages));
    if (!data.empty())
        std::memcpy(table->mapped() + sizeof(header) + sizeof(stages), data.data(), data.size());
    tables_.emplace_back(signal, table);
    return table;
}

std::shared_ptr<const CachedFrame> ViewPass::record(VkCommandBuffer cmd, const CachedFrame& frame,
                                                    const shared::ScopeParams& params,
                                                    const std::shared_ptr<const ViewSignal>& signal,
                                                    const Buffer& input,
                                                    std::shared_ptr<const Buffer> to) {
    const std::shared_ptr<const Buffer> table = table_of(signal);
    const std::array<VkDescriptorBufferInfo, kBindings> buffers{
        {{input.handle(), 0, GpuScopes::kInputBytes},
         {frame.buffer, frame.offset_bytes, (frame.size_bytes + 3) / 4 * 4},
         {table->handle(), 0, VK_WHOLE_SIZE},
         {to->handle(), 0, VK_WHOLE_SIZE}}};
    push_input_buffers(device_, cmd, layout_.get(), buffers);
    vkCmdBindPipeline(cmd, VK_PIPELINE_BIND_POINT_COMPUTE, pipeline_.get());
    const int words = (params.region.z + 3) / 4;
    vkCmdDispatch(
        cmd, static_cast<std::uint32_t>((words + shared::kScopeGroup - 1) / shared::kScopeGroup),
        static_cast<std::uint32_t>(params.region.w), 1);
    auto viewed = std::make_shared<CachedFrame>(viewed_frame(frame, params, *signal));
    viewed->buffer = to->handle();
    using Kept = std::pair<std::shared_ptr<const Buffer>, std::shared_ptr<const Buffer>>;
    viewed->keep = std::make_shared<Kept>(table, std::move(to));
    return viewed;
}

} // namespace seamline::renderer
