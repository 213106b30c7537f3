// renderer/scopes/view_pass.h: makes the signal behind the view transform in a compute shader.
#pragma once

#include "renderer/scopes/view_signal.h"
#include "renderer/vulkan/buffer.h"
#include "renderer/vulkan/device.h"
#include "renderer/vulkan/handles.h"

#include <memory>
#include <utility>
#include <vector>

namespace seamline::renderer {

/// The Vulkan implementation of view_signal.h.
///
/// Threads: render thread only.
class ViewPass {
public:
    /// Makes the pipeline. Blocks: tens of milliseconds. Throws VulkanError.
    explicit ViewPass(const Device& device);

    /// Records the transform of `frame` into `to`, of viewed_bytes(params), and returns the viewed
    /// frame, which keeps `to` and the table. `input`: what GpuScopes::write_input wrote of
    /// `params`, which describe the source. Barriers are the caller's: `to` writable before,
    /// compute writes visible after. Tables stay on the device while somebody holds their signals.
    /// Throws VulkanError.
    std::shared_ptr<const CachedFrame> record(VkCommandBuffer cmd, const CachedFrame& frame,
                                              const shared::ScopeParams& params,
                                              const std::shared_ptr<const ViewSignal>& signal,
                                              const Buffer& input,
                                              std::shared_ptr<const Buffer> to);

private:
    std::shared_ptr<const Buffer> table_of(const std::shared_ptr<const ViewSignal>& signal);

    const Device& device_;
    UniqueSetLayout set_layout_;
    UniquePipelineLayout layout_;
    UniquePipeline pipeline_;
    std::vector<std::pair<std::weak_ptr<const ViewSignal>, std::shared_ptr<const Buffer>>> tables_;
};

} // namespace seamline::renderer
