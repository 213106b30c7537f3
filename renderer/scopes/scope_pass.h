// renderer/scopes/scope_pass.h: draws scopes from counted bins on a GPU.
#pragma once

#include "renderer/scopes/scope_monitor.h"
#include "renderer/scopes/scope_view.h"
#include "renderer/vulkan/buffer.h"
#include "renderer/vulkan/device.h"
#include "renderer/vulkan/handles.h"

#include <memory>
#include <span>
#include <vector>

namespace seamline::renderer {

/// A scope and the bins that it is drawn from.
struct ScopeSheet {
    ScopeView view;
    std::shared_ptr<const ScopeReading> a; ///< Null: nothing is drawn.
    std::shared_ptr<const ScopeReading> b; ///< Of a pair; may be null.

    friend bool operator==(const ScopeSheet&, const ScopeSheet&) = default;
};

/// Pixels that lie in a window, 32 bits each, tightly packed.
struct WindowPixels {
    Rect rect; ///< In window pixels: top left corner, and what the picture is cut to.
    Extent size;
    std::shared_ptr<const Buffer> buffer;
};

/// The Vulkan implementation of scope_view.h's `draw`; it never reads bins back.
///
/// Threads: render thread.
class ScopePass {
public:
    /// Makes the pipeline. Blocks: tens of milliseconds. Throws VulkanError.
    ScopePass(const Device& device, bool swaps_red_and_blue);

    /// Draws what differs from the last call and returns the pixels of all, ready for copies. Who
    /// records keeps the readings and the returned buffers alive until it is executed. Barriers are
    /// recorded here, those before and after included. Throws VulkanError.
    std::vector<WindowPixels> record(VkCommandBuffer cmd, std::span<const ScopeSheet> sheets);

private:
    struct Picture {
        ScopeSheet drawn;
        std::shared_ptr<Buffer> pixels;
        std::shared_ptr<Buffer> input;
    };
    void dispatch(VkCommandBuffer cmd, const Picture& picture) const;

    const Device* device_;
    bool swaps_red_and_blue_;
    UniqueSetLayout set_layout_;
    UniquePipelineLayout layout_;
    UniquePipeline pipeline_;
    std::vector<Picture> pictures_;
};

} // namespace seamline::renderer
