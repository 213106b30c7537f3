// renderer/measure_passes/frame_upload.h: planes in host memory, where shaders read them.
#pragma once

#include "renderer/cached_frame.h"
#include "renderer/measures/working_picture.h"
#include "renderer/vulkan/buffer.h"
#include "renderer/vulkan/device.h"

#include <memory>

namespace seamline::renderer {

/// The visible part of one frame at a time, in buffers that are kept.
///
/// Threads: one at a time. Lifetime: outlives the GPU's use of what it returned.
class FrameUpload {
public:
    explicit FrameUpload(const Device& device) : device_(&device) {}

    /// Copies the samples that cover the visible picture. The GPU has finished with the frame
    /// before. Throws VulkanError.
    std::shared_ptr<const CachedFrame> put(const measures::FrameView& frame);
    /// Whatever makes the last frame readable by compute shaders.
    void record(VkCommandBuffer cmd) const;

private:
    const Device* device_;
    Buffer host_;  ///< On a CPU device what shaders read.
    Buffer local_; ///< Elsewhere that is here.
    VkDeviceSize bytes_ = 0;
};

} // namespace seamline::renderer
