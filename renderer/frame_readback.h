// renderer/frame_readback.h: what the CPU is to see of frames that only the GPU can reach.
#pragma once

#include "renderer/composition.h"
#include "renderer/frame_renderer.h"
#include "renderer/frame_rows.h"
#include "renderer/vulkan/device.h"

#include <cstdint>
#include <future>
#include <memory>

namespace seamline::renderer {

/// Copies rows of frames, and small pictures of them, to memory that the CPU reads: pixel probe and
/// thumbnails. What is asked for is submitted by a later `turn` and handed over by one after that,
/// when the GPU has done it; nothing ever waits for the GPU.
///
/// Threads: `rows` and `picture` from any thread, the rest on the render thread.
class FrameReadback {
public:
    explicit FrameReadback(const Device& device); ///< Throws VulkanError.
    /// What has not been handed over fails with Cancelled. Blocks: until the GPU has finished.
    ~FrameReadback();
    FrameReadback(const FrameReadback&) = delete;
    FrameReadback& operator=(const FrameReadback&) = delete;

    /// See `cut_rows`. Errors: InvalidArgument (no picture); Unavailable (no memory); Cancelled.
    std::future<Result<FrameRows>> rows(std::shared_ptr<const CachedFrame> frame, int first,
                                        int count);
    /// A small picture as Rgba8, by the compositor. Errors: as `rows`.
    std::future<Result<RenderedPicture>> picture(Composition composition);

    enum class Work : std::uint8_t {
        Rows,  ///< Copies only: microseconds.
        Ready, ///< Pictures, too, whose pipelines exist.
        All,   ///< All pictures. The first of a pixel format builds a pipeline.
    };
    struct Turn {
        bool handed_over = false; ///< A future became ready.
        bool is_busy = false;     ///< The GPU works on something: look again soon.
        bool has_left = false;    ///< Something was asked for that is not submitted yet.
    };
    /// Hands over what is done, and submits what was asked for and is allowed now.
    /// Throws: VulkanError: VK_ERROR_DEVICE_LOST.
    Turn turn(Work allowed);

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace seamline::renderer
