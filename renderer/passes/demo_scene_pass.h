// renderer/passes/demo_scene_pass.h: renders the procedural demo scene, the footage with known
// truth.
#pragma once

#include "renderer/vulkan/buffer.h"
#include "renderer/vulkan/device.h"
#include "renderer/vulkan/handles.h"
#include "shaders/shared/demo_scene.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>

namespace seamline::renderer {

using shared::DemoFace;
using shared::DemoSceneParams;

/// A scene of average numbers: the room, noon light at 6504 K, no grain, no bar code.
DemoSceneParams default_demo_scene(std::uint32_t width_px, std::uint32_t height_px);

/// A number that changes with the scene's and the camera's shaders.
std::uint64_t demo_scene_version();

/// Renders pictures of the demo scene, one at a time, and waits for each.
///
/// The same parameters give the same bytes on one device and driver. Sizes are at least 16x16.
/// Threads: confined to the thread that made it; other threads may use the device meanwhile.
/// Lifetime: `device` must outlive it. Throws: VulkanError.
class DemoScenePass {
public:
    explicit DemoScenePass(const Device& device);

    /// R'G'B'A rows from the top: bytes, or floats in [0, 1] where params.format says RGBA32F. Code
    /// values are the inverse of BT.1886 (black 0) of BT.709 light. The bytes stay valid until the
    /// next call. Blocks: until the device has finished.
    std::span<const std::byte> render(const DemoSceneParams& params);

private:
    struct Rectangle {
        std::uint32_t x, y, width, height;
    };
    void make_commands();
    void resize(const DemoSceneParams& params);
    void record(const DemoSceneParams& params);
    void dispatch(VkPipeline pipeline, const Rectangle& rectangle) const;
    /// The part of the picture that the figure can reach; empty when it is out of the picture.
    static Rectangle figure_rectangle(const DemoSceneParams& params);
    void submit_and_wait() const;
    VkPipeline scene_pipeline(const DemoSceneParams& params, bool with_figure);

    const Device* device_;
    UniqueSetLayout set_layout_;
    UniquePipelineLayout layout_;
    UniqueCommandPool pool_;
    VkCommandBuffer cmd_ = VK_NULL_HANDLE;
    UniqueHandle<VkFence, vkDestroyFence> fence_;
    UniqueShaderModule scene_module_;
    std::map<std::uint32_t, UniquePipeline> scene_pipelines_; ///< By set, figure, wall.
    UniquePipeline rows_pipeline_; ///< The camera's first half: blurs along the rows.
    UniquePipeline camera_pipeline_;
    Buffer params_;
    Buffer light_;
    Buffer rows_;
    Buffer picture_;
};

} // namespace seamline::renderer
