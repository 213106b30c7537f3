// renderer/passes/output_encoder.h: picture and interface become what a deep or HDR window takes.
#pragma once

#include "decode/media/pixel_layout.h"
#include "renderer/color/display_signal.h"
#include "renderer/vulkan/buffer.h"
#include "renderer/vulkan/device.h"
#include "renderer/vulkan/handles.h"
#include "renderer/window_output.h"

#include <glm/glm.hpp>

#include <map>
#include <tuple>

namespace seamline::renderer {

/// Of one frame. Buffers are tightly packed rows from the top.
struct OutputFrame {
    WindowOutput output = WindowOutput::Sdr10; ///< All but Sdr8.
    bool blue_first = false;                   ///< Of 10 bits: A2R10G10B10.
    Extent window;
    Rect viewer; ///< Where the picture's top left corner lies; cut to the window.
    const Buffer* picture = nullptr; ///< 16-bit R'G'B'A as TargetFormat::Rgba16; null: none.
    Extent picture_size;
    color::DisplaySignal signal; ///< Of the picture's code values.
    glm::vec3 around_rgb{0.0F};  ///< sRGB.
    /// 8-bit R'G'B'A of the window's size over all, sRGB, multiplied by alpha; null: none.
    const Buffer* layer = nullptr;
};

/// 10-bit R'G'B' keeps the picture's code values, and the interface is mixed as it is in 8 bits. In
/// HDR the interface's white is 203 cd/m2, and so is the picture's where it is SDR; scRGB keeps
/// colours outside of BT.709 as negative values.
///
/// Threads: render thread.
class OutputEncoder {
public:
    explicit OutputEncoder(const Device& device); ///< Throws VulkanError.

    static int bytes_per_pixel(WindowOutput output) {
        return output == WindowOutput::ScRgb ? 8 : 4;
    }
    /// Records one dispatch into `words`, which holds window pixels. A pipeline is made when
    /// an output, a curve or a layer is seen first. Barriers around it are the caller's.
    /// Throws VulkanError.
    void record(VkCommandBuffer cmd, const OutputFrame& frame, const Buffer& words);

private:
    using Key = std::tuple<std::uint32_t, std::uint32_t, bool, bool, bool>;
    VkPipeline pipeline(const Key& key);

    const Device* device_;
    UniqueSetLayout set_layout_;
    UniquePipelineLayout layout_;
    UniqueShaderModule shader_;
    Buffer nothing_; ///< Bound where there is no picture or layer.
    std::map<Key, UniquePipeline> pipelines_;
};

} // namespace seamline::renderer
