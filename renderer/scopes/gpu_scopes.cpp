#include "renderer/scopes/gpu_scopes.h"

#include "renderer/scopes/chromaticity.h"
#include "renderer/vulkan/barriers.h"
#include "renderer/vulkan/check.h"
#include "renderer/vulkan/compute_pipeline.h"
#include "shaders/scopes/scope_chroma.comp.h"
#include "shaders/scopes/scope_chromaticity.comp.h"
#include "shaders/scopes/scope_levels.comp.h"

#include <algorithm>
#include <chrono>
#include <cstring>
#include <utility>

namespace seamline::renderer {
namespace {

using namespace shared;

enum ScopeBinding : std::uint32_t { kInput, kPlanes, kPlaneBins, kWaveformBins, kBindings };

struct Push {
    int slab_rows;
    int strip_columns;
    glm::ivec2 tile_first;
};

constexpr int kSlotBytes = (4 * 256 + 1) * 4;
constexpr int kMostSlots = 8;
/// Large: a workgroup's shared memory is cleared and emptied once.
constexpr std::uint32_t kMostInvocations = 1024;
/// Workgroups that keep a large GPU busy; more only cost their flushes. A CPU has few cores.
constexpr int kWantedGroups = 128;
constexpr int kWantedGroupsOnCpu = 16;
constexpr int kMostCount = 65535; ///< Of 16 bits, in the planes' tile.

int wanted_groups(const Device& device) {
    return device.is_cpu() ? kWantedGroupsOnCpu : kWantedGroups;
}

int slots_of(const Device& device) {
    const auto bytes = static_cast<int>(
        std::min<std::uint32_t>(device.limits().maxComputeSharedMemorySize, 1U << 20));
    return std::clamp(bytes / kSlotBytes - 1, 1, kMostSlots); // One is for what does not count.
}

/// With 16 bits to a bin; the smallest fits every device.
int tile_size_of(const Device& device) {
    return device.limits().maxComputeSharedMemorySize >= (128 * 128 + 1024) * 2 ? 128 : 64;
}

int invocations_of(const Device& device) {
    const VkPhysicalDeviceLimits& limits = device.limits();
    return static_cast<int>(std::min({kMostInvocations, limits.maxComputeWorkGroupInvocations,
                                      limits.maxComputeWorkGroupSize[0]}));
}

/// `room`: slots or the tile's size.
UniquePipeline make_pipeline(const Device& device, VkPipelineLayout layout,
                             std::span<const std::uint32_t> words, int room, std::uint32_t samples,
                             std::uint32_t model) {
    const UniqueShaderModule shader = make_shader_module(device, words);
    const std::array<std::uint32_t, 4> values{static_cast<std::uint32_t>(invocations_of(device)),
                                              static_cast<std::uint32_t>(room), samples, model};
    std::array<VkSpecializationMapEntry, values.size()> entries{};
    for (std::uint32_t i = 0; i < entries.size(); ++i)
        entries[i] = {i, i * 4, sizeof(std::uint32_t)};
    const VkSpecializationInfo constants{entries.size(), entries.data(), sizeof(values),
                                         values.data()};
    return make_compute_pipeline(device, layout, shader.get(), &constants, "scopes");
}

std::uint32_t samples_of(const ScopeParams& params) {
    if ((params.flags & kScopeFloat) != 0) return kScopeSamplesAny;
    if (params.sample_bytes == 2)
        return (params.flags & kScopeBigEndian) != 0 ? kScopeSamplesAny : kScopeSamplesWords;
    const bool shifted = std::ranges::any_of(
        params.component, [](const ScopeComponent& c) { return c.mask != 0 && c.shift != 0; });
    return params.sample_bytes == 1 && !shifted ? kScopeSamplesBytes : kScopeSamplesAny;
}

/// The tile whose middle is the white of the primaries.
glm::ivec2 tile_of_white(const ScopeParams& params, int size) {
    const glm::dvec3 white(params.x_weights.x + params.x_weights.y + params.x_weights.z,
                           params.y_weights.x + params.y_weights.y + params.y_weights.z,
                           params.z_weights.x + params.z_weights.y + params.z_weights.z);
    const glm::dvec2 xy = glm::dvec2(white) / (white.x + white.y + white.z);
    const bool is_uv = (params.scopes & kScopeUv) != 0;
    const glm::dvec2 bin = is_uv ? uv_of_xy(xy) * 2560.0 / 7.0 : xy * 2560.0 / 9.0;
    return glm::clamp(glm::ivec2(bin) - size / 2, 0, kPlaneSize - size);
}

int divided(int value, int by) { return (value + by - 1) / by; }

} // namespace

GpuScopes::GpuScopes(const Device& device)
    : device_(device), slots_(slots_of(device)), tile_size_(tile_size_of(device)),
      set_layout_(make_input_set_layout(device, kBindings)),
      layout_(make_compute_layout(device, set_layout_.get(), sizeof(Push))) {}

std::vector<GpuScopes::Key> GpuScopes::keys_of(const ScopeParams& params) {
    std::vector<Key> keys;
    if (params.region.z <= 0 || params.region.w <= 0) return keys;
    const auto add = [&](std::uint32_t scopes, Shader shader) {
        if ((params.scopes & scopes) != 0)
            keys.emplace_back(shader, samples_of(params), params.model);
    };
    add(kScopeVector | kScopeChroma, kChroma);
    add(kScopeHistogram | kScopeParade | kScopeLuma, kLevels);
    add(kScopeXy | kScopeUv, kChromaticity);
    return keys;
}

std::shared_future<UniquePipeline>& GpuScopes::asked(const Key& key) {
    const auto known = pipelines_.find(key);
    if (known != pipelines_.end()) return known->second;
    const auto make = [this, key] {
        const std::span<const std::uint32_t> words[]{shaders::scope_levels_comp,
                                                     shaders::scope_chroma_comp,
                                                     shaders::scope_chromaticity_comp};
        const auto& [shader, samples, model] = key;
        return make_pipeline(device_, layout_.get(), words[shader],
                             shader == kLevels ? slots_ : tile_size_, samples, model);
    };
    return pipelines_.emplace(key, std::async(std::launch::async, make).share()).first->second;
}

bool GpuScopes::is_ready(const ScopeParams& params) {
    bool ready = true;
    for (const Key& key : keys_of(params))
        ready = asked(key).wait_for(std::chrono::seconds(0)) == std::future_status::ready && ready;
    return ready;
}

void GpuScopes::write_input(const ScopeParams& params, const ScopeLight& light, std::byte* mapped) {
    std::memcpy(mapped, &params, sizeof(params));
    std::memcpy(mapped + sizeof(params), light.data(), sizeof(light));
}

void GpuScopes::dispatch(VkCommandBuffer cmd, const CachedFrame& frame, const ScopeParams& params,
                         const Buffer& input, const Dispatch& what) {
    const auto part = [](const Binding& b) {
        return VkDescriptorBufferInfo{b.buffer, b.first_word * 4, b.words * 4};
    };
    const VkDescriptorBufferInfo buffers[kBindings]{
        {input.handle(), 0, kInputBytes},
        {frame.buffer, frame.offset_bytes, (frame.size_bytes + 3) / 4 * 4},
        part(what.plane),
        part(what.waveforms)};
    push_input_buffers(device_, cmd, layout_.get(), buffers);
    const Push push{what.slab_rows, what.strip_columns, what.tile_first};
    vkCmdPushConstants(cmd, layout_.get(), VK_SHADER_STAGE_COMPUTE_BIT, 0, sizeof(push), &push);
    vkCmdBindPipeline(cmd, VK_PIPELINE_BIND_POINT_COMPUTE, asked({what.shader, samples_of(params), params.model}).get().get());
    vkCmdDispatch(cmd, static_cast<std::uint32_t>(what.strips),
                  static_cast<std::uint32_t>(divided(what.rows, what.slab_rows)), 1);
}

GpuScopes::Dispatch GpuScopes::levels(const ScopeParams& params, VkBuffer bins) const {
    const int groups = wanted_groups(device_);
    const int strip = std::clamp(divided(params.columns, groups), 1, slots_);
    const int strips = divided(params.columns, strip);
    const int slabs = std::clamp(groups / strips, 1, std::max(params.region.w, 1));
    const VkDeviceSize channel = static_cast<VkDeviceSize>(params.columns) * shared::kLevels;
    return {.shader = kLevels,
            .plane = {bins, kHistogramWord, kHistograms * shared::kLevels},
            .waveforms = {bins, kWaveformWord, kHistograms * channel},
            .strip_columns = strip,
            .strips = strips,
            .slab_rows = divided(params.region.w, slabs),
            .rows = params.region.w};
}

GpuScopes::Dispatch GpuScopes::chroma(const ScopeParams& params, VkBuffer bins) const {
    const VkDeviceSize channel = static_cast<VkDeviceSize>(params.columns) * shared::kLevels;
    return {.shader = kChroma,
            .plane = {bins, kVectorWord, kPlaneSize * kPlaneSize},
            .waveforms = {bins, kWaveformWord + kWaveformCb * channel, 2 * channel},
            .tile_first = glm::ivec2((kPlaneSize - tile_size_) / 2),
            .slab_rows = std::min(divided(params.chroma.w, wanted_groups(device_)),
                                  std::max(kMostCount / params.chroma.z, 1)),
            .rows = params.chroma.w};
}

GpuScopes::Dispatch GpuScopes::chromaticity(const ScopeParams& params, VkBuffer bins) const {
    const int columns = divided(params.region.z, params.chromaticity_step);
    const int rows = divided(params.region.w, params.chromaticity_step);
    const Binding plane{bins, kChromaticityWord, kPlaneSize * kPlaneSize};
    return {.shader = kChromaticity,
            .plane = plane,
            .waveforms = plane,
            .tile_first = tile_of_white(params, tile_size_),
            .slab_rows =
                std::min(divided(rows, wanted_groups(device_)), std::max(kMostCount / columns, 1)),
            .rows = rows};
}

/// `levels_too`: also the waveforms that scope_levels.comp stores without adding to them.
void GpuScopes::clear(VkCommandBuffer cmd, const ScopeParams& params, const Buffer& bins,
                      bool levels_too) const {
    const VkDeviceSize channel = static_cast<VkDeviceSize>(params.columns) * shared::kLevels;
    const auto fill = [&](std::uint32_t scopes, VkDeviceSize first, VkDeviceSize words) {
        if ((params.scopes & scopes) != 0)
            vkCmdFillBuffer(cmd, bins.handle(), first * 4, words * 4, 0);
    };
    constexpr VkDeviceSize kPlane = kPlaneSize * kPlaneSize;
    static_assert(kVectorWord == kHistogramWord + kHistograms * shared::kLevels);
    fill(kScopeHistogram | kScopeVector, kHistogramWord, kVectorWord + kPlane);
    fill(kScopeXy | kScopeUv, kChromaticityWord, kPlane);
    if (levels_too) fill(kScopeParade | kScopeLuma, kWaveformWord, kHistograms * channel);
    fill(kScopeChroma, kWaveformWord + kWaveformCb * channel, 2 * channel);
}

void GpuScopes::record(VkCommandBuffer cmd, const CachedFrame& frame, const ScopeParams& params,
                       const Buffer& input, const Buffer& bins) {
    if (frame.size_bytes > device_.limits().maxStorageBufferRange)
        throw VulkanError("a frame of " + std::to_string(frame.size_bytes >> 20) +
                              " MiB is too large for scopes on " + device_.name(),
                          VK_ERROR_OUT_OF_DEVICE_MEMORY);
    const bool is_empty = params.region.z <= 0 || params.region.w <= 0;
    if (is_empty) return clear(cmd, params, bins, true);
    const Dispatch of_levels = levels(params, bins.handle());
    clear(cmd, params, bins, of_levels.slab_rows < of_levels.rows);
    copy_write_to_storage(cmd);
    const std::vector<Key> keys = keys_of(params);
    for (const Key& key : keys) asked(key); // All at once.
    // Each shader is bound to its own bins: none has to wait for another.
    for (const Key& key : keys) {
        const Shader shader = std::get<0>(key);
        dispatch(cmd, frame, params, input,
                 shader == kChroma   ? chroma(params, bins.handle())
                 : shader == kLevels ? of_levels
                                     : chromaticity(params, bins.handle()));
    }
}

} // namespace seamline::renderer
