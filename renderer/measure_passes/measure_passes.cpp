#include "renderer/measure_passes/measure_passes.h"

#include "renderer/vulkan/barriers.h"
#include "renderer/vulkan/check.h"
#include "renderer/vulkan/compute_pipeline.h"
#include "shaders/measures/measure_columns.comp.h"
#include "shaders/measures/measure_edges.comp.h"
#include "shaders/measures/measure_gradient.comp.h"
#include "shaders/measures/measure_grain.comp.h"
#include "shaders/measures/measure_histogram.comp.h"
#include "shaders/measures/measure_mattes.comp.h"
#include "shaders/measures/measure_means.comp.h"
#include "shaders/measures/measure_rows.comp.h"
#include "shaders/measures/measure_threshold.comp.h"

#include <algorithm>
#include <cstring>
#include <string>

namespace seamline::renderer {
namespace {

using namespace shared;

enum MeasureBinding : std::uint32_t { kInput, kPlanes, kScratch, kResult, kBindings };

/// Invocations of one area, where it has as many rows: else a lab picture keeps a GPU waiting.
constexpr std::uint32_t kLanes = 8;

UniquePipeline make_pipeline(const Device& device, VkPipelineLayout layout,
                             std::span<const std::uint32_t> words, std::uint32_t lanes) {
    const UniqueShaderModule shader = make_shader_module(device, words);
    const VkSpecializationMapEntry entry{0, 0, sizeof(lanes)};
    const VkSpecializationInfo constants{1, &entry, sizeof(lanes), &lanes};
    return make_compute_pipeline(device, layout, shader.get(), &constants, "measures");
}

int divided(int value, int by) { return (value + by - 1) / by; }

} // namespace

const char* name(MeasureStage stage) {
    constexpr std::array<const char*, kMeasureStages> kNames{
        "light means", "lab means", "row extents", "soft gradient", "grain",
        "mattes",      "threshold", "edges",       "read back"};
    return kNames[static_cast<std::size_t>(stage)];
}

MeasurePasses::MeasurePasses(const Device& device)
    : device_(&device), set_layout_(make_storage_set_layout(device, kBindings)),
      layout_(make_compute_layout(device, set_layout_.get(), sizeof(std::uint32_t))) {
    const std::span<const std::uint32_t> words[kShaders]{
        shaders::measure_means_comp,     shaders::measure_means_comp,
        shaders::measure_rows_comp,      shaders::measure_columns_comp,
        shaders::measure_mattes_comp,    shaders::measure_gradient_comp,
        shaders::measure_histogram_comp, shaders::measure_threshold_comp,
        shaders::measure_edges_comp,     shaders::measure_grain_comp};
    for (std::size_t i = 0; i < kShaders; ++i)
        pipelines_[i] =
            make_pipeline(device, layout_.get(), words[i], i == kMeansInLanes ? kLanes : 1);
}

VkDeviceSize MeasurePasses::input_bytes(const MeasurePlan& plan) {
    return sizeof(plan.params) + plan.tables.size() * sizeof(std::uint32_t);
}

void MeasurePasses::write_input(const MeasurePlan& plan, std::byte* mapped) {
    std::memcpy(mapped, &plan.params, sizeof(plan.params));
    std::memcpy(mapped + sizeof(plan.params), plan.tables.data(),
                plan.tables.size() * sizeof(std::uint32_t));
}

void MeasurePasses::dispatch(VkCommandBuffer cmd, Shader shader, Groups groups,
                             std::uint32_t which) const {
    if (groups.x <= 0 || groups.y <= 0) return;
    vkCmdBindPipeline(cmd, VK_PIPELINE_BIND_POINT_COMPUTE, pipelines_[shader].get());
    vkCmdPushConstants(cmd, layout_.get(), VK_SHADER_STAGE_COMPUTE_BIT, 0, sizeof(which), &which);
    vkCmdDispatch(cmd, static_cast<std::uint32_t>(groups.x), static_cast<std::uint32_t>(groups.y),
                  static_cast<std::uint32_t>(groups.z));
}

void MeasurePasses::record_means(VkCommandBuffer cmd, const MeasurePlan& plan,
                                 std::uint32_t which) const {
    const MeasureGrid& grid = plan.params.grid[which];
    const int areas = grid.width * grid.height;
    if (areas == 0) return;
    const bool in_lanes = plan.params.size.y / grid.height >= static_cast<int>(kLanes);
    const int per_group = in_lanes ? kMeansGroup / static_cast<int>(kLanes) : kMeansGroup;
    dispatch(cmd, in_lanes ? kMeansInLanes : kMeans,
             {divided(areas, per_group), 1, plan.params.components}, which);
}

void MeasurePasses::record_lens(VkCommandBuffer cmd, const MeasurePlan& plan,
                                Timestamps& marks) const {
    const auto mark = [&](MeasureStage stage) {
        marks.mark(cmd, static_cast<std::uint32_t>(stage) + 1);
    };
    const MeasureParams& params = plan.params;
    dispatch(cmd, kRows, {params.size.y});
    mark(MeasureStage::Rows);
    dispatch(cmd, kGradient,
             {divided(params.lattice.x, kSoftTile), divided(params.lattice.y, kSoftTileRows)});
    mark(MeasureStage::Gradient);
    storage_write_to_shader_read(cmd);
    dispatch(cmd, kGrain, {divided(params.blocks.x - 1, kGrainGroupBlocks), params.blocks.y - 1});
    mark(MeasureStage::Grain);
    dispatch(cmd, kMattes, {}, 0);
    storage_write_to_shader_read(cmd);
    dispatch(cmd, kColumns,
             {divided(params.size.x, kMeasureGroup), divided(params.size.y, kColumnSlab)});
    storage_write_to_shader_read(cmd);
    dispatch(cmd, kMattes, {}, 1);
    storage_write_to_shader_read(cmd);
    mark(MeasureStage::Mattes);
    const int points = params.lattice.x * params.lattice.y;
    dispatch(cmd, kHistogram, {std::min(divided(points, kMeasureGroup), kHistogramGroups)});
    storage_write_to_shader_read(cmd);
    dispatch(cmd, kThreshold, {});
    storage_write_to_shader_read(cmd);
    mark(MeasureStage::Threshold);
    dispatch(cmd, kEdges,
             {divided(params.lattice.x, kEdgeTile), divided(params.lattice.y, kEdgeTileRows)});
    mark(MeasureStage::Edges);
}

void MeasurePasses::record(VkCommandBuffer cmd, const CachedFrame& frame, const MeasurePlan& plan,
                           const Buffers& buffers, Timestamps& marks) const {
    const VkDeviceSize plane_bytes = (frame.size_bytes + 3) / 4 * 4;
    if (plane_bytes > device_->limits().maxStorageBufferRange)
        throw VulkanError("a frame of " + std::to_string(plane_bytes >> 20) +
                              " MiB is too large for measuring on " + device_->name(),
                          VK_ERROR_OUT_OF_DEVICE_MEMORY);
    vkCmdFillBuffer(cmd, buffers.result.handle(), 0, kMeasureHeader * 4, 0);
    if (plan.lens) {
        const MeasureParams& params = plan.params;
        vkCmdFillBuffer(cmd, buffers.scratch.handle(), VkDeviceSize{params.columns_word} * 4,
                        VkDeviceSize{params.histogram_word - params.columns_word} * 4, UINT32_MAX);
        vkCmdFillBuffer(cmd, buffers.scratch.handle(), VkDeviceSize{params.histogram_word} * 4,
                        VkDeviceSize{kGradientBins} * 4, 0);
    }
    copy_write_to_storage(cmd);
    const VkDescriptorBufferInfo bound[kBindings]{
        {buffers.input.handle(), 0, input_bytes(plan)},
        {frame.buffer, frame.offset_bytes, plane_bytes},
        {buffers.scratch.handle(), 0, VK_WHOLE_SIZE},
        {buffers.result.handle(), 0, VkDeviceSize{plan.result_words} * 4}};
    push_storage_buffers(*device_, cmd, layout_.get(), bound);
    marks.mark(cmd, 0);
    record_means(cmd, plan, 0);
    marks.mark(cmd, 1);
    record_means(cmd, plan, 1);
    marks.mark(cmd, 2);
    if (plan.lens) record_lens(cmd, plan, marks);
    storage_write_to_copy_read(cmd);
    const VkBufferCopy region{0, 0, VkDeviceSize{plan.result_words} * 4};
    vkCmdCopyBuffer(cmd, buffers.result.handle(), buffers.read_back.handle(), 1, &region);
    device_write_to_host_read(cmd);
    marks.mark(cmd, kMeasureStages);
}

} // namespace seamline::renderer
