// renderer/scopes/gpu_scopes.h: counts scope bins in compute shaders.
#pragma once

#include "renderer/scopes/scope_bins.h"
#include "renderer/vulkan/buffer.h"
#include "renderer/vulkan/device.h"
#include "renderer/vulkan/handles.h"

#include <array>

namespace seamline::renderer {

/// The Vulkan implementation of scope_bins.h.
///
/// Threads: render thread only.
class GpuScopes {
public:
    /// Makes the pipelines. Blocks: tens of milliseconds. Throws VulkanError.
    explicit GpuScopes(const Device& device);

    /// Size of what `write_input` writes.
    static constexpr VkDeviceSize kInputBytes = sizeof(shared::ScopeParams) + sizeof(ScopeLight);
    /// What the shaders are told of a frame, into a mapped buffer.
    static void write_input(const shared::ScopeParams& params, const ScopeLight& light,
                            std::byte* mapped);

    /// Counts `frame` into `bins`, of scope_words(params.columns) words at least, and sets the rest
    /// of them to zero. `input` holds what `write_input` wrote of the same `params`. The frame must
    /// be kept until the GPU has finished with the submission, and the buffers too. The barrier
    /// between clearing and counting is recorded here; those around are the caller's: bins writable
    /// by copies before, compute writes visible after.
    void record(VkCommandBuffer cmd, const CachedFrame& frame, const shared::ScopeParams& params,
                const Buffer& input, const Buffer& bins);

private:
    enum Shader : std::size_t { kLevels, kChroma, kChromaticity, kShaders };
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
        int columns = 1;        ///< Workgroups
        int rows = 0;           ///< To be cut into slabs ...
        int most_slab_rows = 0; ///< ... of at most so many.
    };
    void dispatch(VkCommandBuffer cmd, const CachedFrame& frame, const Buffer& input,
                  const Dispatch& what);

    const Device& device_;
    int strip_columns_;
    UniqueSetLayout set_layout_;
    UniquePipelineLayout layout_;
    std::array<UniquePipeline, kShaders> pipelines_;
};

} // namespace seamline::renderer
