#include "renderer/scopes/gpu_scopes.h"

#include "renderer/scopes/chromaticity.h"
#include "renderer/vulkan/barriers.h"
#include "renderer/vulkan/check.h"
#include "renderer/vulkan/compute_pipeline.h"
#include "shaders/scopes/scope_chroma.comp.h"
#include "shaders/scopes/scope_chromaticity.comp.h"
#include "shaders/scopes/scope_levels.comp.h"

#include <algorithm>
#include <cstring>

namespace seamline::renderer {
namespace {

using namespace shared;

enum ScopeBinding : std::uint32_t { kInput, kPlanes, kPlaneBins, kWaveformBins, kBindings };

struct Push {
    int slab_rows;
    glm::ivec2 tile_first;
};

constexpr int kColumnBytes = (4 * 128 + 1) * 4;
constexpr int kMostStripColumns = 16;
constexpr int kTileSize = 64;
/// Workgroups that keep a large GPU busy; more only cost their flushes. A CPU has few cores.
constexpr int kWantedGroups = 512;
constexpr int kWantedGroupsOnCpu = 16;

int strip_columns(const Device& device) {
    const auto bytes = static_cast<int>(
        std::min<std::uint32_t>(device.limits().maxComputeSharedMemorySize, 1U << 20));
    return std::clamp(bytes / kColumnBytes, 1, kMostStripColumns);
}

UniquePipeline make_pipeline(const Device& device, VkPipelineLayout layout,
                             std::span<const std::uint32_t> words, int columns) {
    const UniqueShaderModule shader = make_shader_module(device, words);
    const VkSpecializationMapEntry entry{0, 0, sizeof(columns)};
    const VkSpecializationInfo constants{1, &entry, sizeof(columns), &columns};
    return make_compute_pipeline(device, layout, shader.get(), &constants, "scopes");
}

/// The tile whose middle is the white of the primaries.
glm::ivec2 tile_of_white(const ScopeParams& params) {
    const glm::dvec3 white(params.x_weights.x + params.x_weights.y + params.x_weights.z,
                           params.y_weights.x + params.y_weights.y + params.y_weights.z,
                           params.z_weights.x + params.z_weights.y + params.z_weights.z);
    const glm::dvec2 xy = glm::dvec2(white) / (white.x + white.y + white.z);
    const bool is_uv = (params.scopes & kScopeUv) != 0;
    const glm::dvec2 bin = is_uv ? uv_of_xy(xy) * 2560.0 / 7.0 : xy * 2560.0 / 9.0;
    return glm::clamp(glm::ivec2(bin) - kTileSize / 2, 0, kPlaneSize - kTileSize);
}

int divided(int value, int by) { return (value + by - 1) / by; }

} // namespace

GpuScopes::GpuScopes(const Device& device)
    : device_(device), strip_columns_(strip_columns(device)),
      set_layout_(make_storage_set_layout(device, kBindings)),
      layout_(make_compute_layout(device, set_layout_.get(), sizeof(Push))) {
    const std::span<const std::uint32_t> words[kShaders]{
        shaders::scope_levels_comp, shaders::scope_chroma_comp, shaders::scope_chromaticity_comp};
    for (std::size_t i = 0; i < kShaders; ++i)
        pipelines_[i] = make_pipeline(device, layout_.get(), words[i], strip_columns_);
}

void GpuScopes::write_input(const ScopeParams& params, const ScopeLight& light, std::byte* mapped) {
    std::memcpy(mapped, &params, sizeof(params));
    std::memcpy(mapped + sizeof(params), light.data(), sizeof(light));
}

void GpuScopes::dispatch(VkCommandBuffer cmd, const CachedFrame& frame, const Buffer& input,
                         const Dispatch& what) {
    const auto part = [](const Binding& b) {
        return VkDescriptorBufferInfo{b.buffer, b.first_word * 4, b.words * 4};
    };
    const VkDescriptorBufferInfo buffers[kBindings]{
        {input.handle(), 0, kInputBytes},
        {frame.buffer, frame.offset_bytes, (frame.size_bytes + 3) / 4 * 4},
        part(what.plane),
        part(what.waveforms)};
    push_storage_buffers(device_, cmd, layout_.get(), buffers);
    const int groups = device_.is_cpu() ? kWantedGroupsOnCpu : kWantedGroups;
    const int slabs = std::clamp(groups / what.columns, 1, what.rows);
    const Push push{std::min(divided(what.rows, slabs), what.most_slab_rows), what.tile_first};
    vkCmdPushConstants(cmd, layout_.get(), VK_SHADER_STAGE_COMPUTE_BIT, 0, sizeof(push), &push);
    vkCmdBindPipeline(cmd, VK_PIPELINE_BIND_POINT_COMPUTE, pipelines_[what.shader].get());
    vkCmdDispatch(cmd, static_cast<std::uint32_t>(what.columns),
                  static_cast<std::uint32_t>(divided(what.rows, push.slab_rows)), 1);
}

void GpuScopes::record(VkCommandBuffer cmd, const CachedFrame& frame, const ScopeParams& params,
                       const Buffer& input, const Buffer& bins) {
    if (frame.size_bytes > device_.limits().maxStorageBufferRange)
        throw VulkanError("a frame of " + std::to_string(frame.size_bytes >> 20) +
                              " MiB is too large for scopes on " + device_.name(),
                          VK_ERROR_OUT_OF_DEVICE_MEMORY);
    vkCmdFillBuffer(cmd, bins.handle(), 0, scope_words(params.columns) * 4, 0);
    copy_write_to_storage(cmd);
    if (params.region.z <= 0 || params.region.w <= 0) return;
    // Each shader is bound to its own bins: none has to wait for another.
    const VkDeviceSize channel = static_cast<VkDeviceSize>(params.columns) * shared::kLevels;
    const VkBuffer to = bins.handle();
    const Binding levels{to, kWaveformWord, 4 * channel};
    const Binding chroma{to, kWaveformWord + 4 * channel, 2 * channel};
    constexpr VkDeviceSize kPlaneWords = kPlaneSize * kPlaneSize;
    if ((params.scopes & (kScopeHistogram | kScopeParade | kScopeLuma)) != 0) {
        // A count of a slab fits 16 bits.
        const int most_rows = std::max(65535 / divided(params.region.z, params.columns), 1);
        dispatch(cmd, frame, input,
                 {.shader = kLevels,
                  .plane = {to, kHistogramWord, kHistograms * shared::kLevels},
                  .waveforms = levels,
                  .columns = divided(params.columns, strip_columns_),
                  .rows = params.region.w,
                  .most_slab_rows = most_rows});
    }
    if ((params.scopes & (kScopeVector | kScopeChroma)) != 0) {
        dispatch(cmd, frame, input,
                 {.shader = kChroma,
                  .plane = {to, kVectorWord, kPlaneWords},
                  .waveforms = chroma,
                  .tile_first = glm::ivec2(128 - kTileSize / 2),
                  .rows = params.chroma.w,
                  .most_slab_rows = params.chroma.w});
    }
    if ((params.scopes & (kScopeXy | kScopeUv)) != 0) {
        const int rows = divided(params.region.w, params.chromaticity_step);
        const Binding plane{to, kChromaticityWord, kPlaneWords};
        dispatch(cmd, frame, input,
                 {.shader = kChromaticity,
                  .plane = plane,
                  .waveforms = plane,
                  .tile_first = tile_of_white(params),
                  .rows = rows,
                  .most_slab_rows = rows});
    }
}

} // namespace seamline::renderer
