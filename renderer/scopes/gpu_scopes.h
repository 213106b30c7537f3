// renderer/scopes/gpu_scopes.h: counts scope bins in compute shaders.
#pragma once

#include "renderer/scopes/scope_bins.h"
#include "renderer/vulkan/buffer.h"
#include "renderer/vulkan/device.h"
#include "renderer/vulkan/handles.h"

#include <cstdint>
#include <future>
#include <map>
#include <tuple>
#include <vector>

namespace seamline::renderer {

/// The Vulkan implementation of scope_bins.h.
///
/// Threads: render thread only.
class GpuScopes {
public:
    /// Throws VulkanError.
    explicit GpuScopes(const Device& device);

    /// Size of what `write_input` writes.
    static constexpr VkDeviceSize kInputBytes = sizeof(shared::ScopeParams) + sizeof(ScopeLight);
    /// What the shaders are told of a frame, into a mapped buffer.
    static void write_input(const shared::ScopeParams& params, const ScopeLight& light,
                            std::byte* mapped);

    /// Whether `record` would not wait for a shader; those that are missing are made on threads of
    /// their own. Returns at once.
    bool is_ready(const shared::ScopeParams& params);
    /// Counts `frame` into `bins`, of scope_words(params.columns) words at least; parts that were
    /// not asked for are left as they are. `input` holds what `write_input` wrote of the same
    /// `params`. The frame must be kept until the GPU has finished with the submission, and the
    /// buffers too. The barrier between clearing and counting is recorded here; those around are
    /// the caller's: bins writable by copies before, compute writes visible after. Blocks for up to
    /// hundreds of milliseconds unless `is_ready`. Throws VulkanError.
    void record(VkCommandBuffer cmd, const CachedFrame& frame, const shared::ScopeParams& params,
                const Buffer& input, const Buffer& bins);

private:
    enum Shader : std::uint8_t { kLevels, kChroma, kChromaticity };
    /// A shader for samples of a kind and a colour model, see shaders/shared/scopes.h.
    using Key = std::tuple<Shader, std::uint32_t, std::uint32_t>;
    struct Binding {
        VkBuffer buffer;
        VkDeviceSize first_word;
        VkDeviceSize words;
    };
    struct Dispatch {
        Shader shader;
        Binding plane;
        Binding waveforms;
        glm::ivec2 tile_first{0};
        int strip_columns = 1;
        int strips = 1;    ///< Workgroups side by side.
        int slab_rows = 1; ///< Of each workgroup ...
        int rows = 0;      ///< ... of so many in all.
    };
    void clear(VkCommandBuffer cmd, const shared::ScopeParams& params, const Buffer& bins,
               bool levels_too) const;
    Dispatch levels(const shared::ScopeParams& params, VkBuffer bins) const;
    Dispatch chroma(const shared::ScopeParams& params, VkBuffer bins) const;
    Dispatch chromaticity(const shared::ScopeParams& params, VkBuffer bins) const;
    void dispatch(VkCommandBuffer cmd, const CachedFrame& frame, const shared::ScopeParams& params,
                  const Buffer& input, const Dispatch& what);
    static std::vector<Key> keys_of(const shared::ScopeParams& params);
    /// Begins to make it, unless that was done.
    std::shared_future<UniquePipeline>& asked(const Key& key);

    const Device& device_;
    int slots_;     ///< Waveform columns that a workgroup has room to count.
    int tile_size_; ///< Of a two-dimensional scope.
    UniqueSetLayout set_layout_;
    UniquePipelineLayout layout_;
    /// Made or being made; dies first: its threads use the layout.
    std::map<Key, std::shared_future<UniquePipeline>> pipelines_;
};

} // namespace seamline::renderer
