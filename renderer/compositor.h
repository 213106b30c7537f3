// renderer/compositor.h: the one fused pass from native planes to the target's pixels.
#pragma once

#include "renderer/composition.h"
#include "renderer/vulkan/buffer.h"
#include "renderer/vulkan/device.h"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <span>

namespace seamline::renderer {

enum class TargetFormat : std::uint8_t {
    Rgba8,  ///< One 32-bit word per pixel, R in the low byte; rounded to nearest.
    Bgra8,  ///< The same with R and B exchanged, for swapchains.
    Rgba16, ///< 16-bit unsigned normalised, native byte order.
    Rgba32f,
};
int bytes_per_pixel(TargetFormat format);

/// Records a Composition into a storage buffer of tightly packed rows.
///
/// Threads: render thread only.
class Compositor {
public:
    explicit Compositor(const Device& device); ///< Throws VulkanError.
    ~Compositor();

    /// Creates what `record` of such a composition would create, so that it will not have to. The
    /// driver of a CPU device compiles at the first dispatch: there this also runs one that writes
    /// nothing. Blocks: tens to hundreds of milliseconds for each new pipeline; returns at once
    /// otherwise. Makes `most` pipelines at most; returns false when others are still missing.
    bool prepare(const Composition& composition, TargetFormat format,
                 std::size_t most = std::numeric_limits<std::size_t>::max());
    /// How many pipelines were created so far.
    std::size_t pipelines() const;

    /// Overwrites all of the target, whose size is at least width * height *
    /// bytes_per_pixel(format) bytes. Pipelines for formats seen first are created here (see
    /// `prepare`). `slot` in [0, 2] names the frame in flight, whose parameter memory the GPU has
    /// finished with. The frames of the composition must be kept until the GPU has finished with
    /// the submission. Barriers around it are the caller's: target writable by compute before,
    /// compute writes visible after. Those between its own passes are recorded here: percentiles of
    /// adaptive differences before all draws, and the rows of pictures that Lanczos resizes before
    /// the strip of their tile. The memory for these rows is made when first needed or too small,
    /// and kept: 10 to 25 MB for pictures of HD.
    void record(VkCommandBuffer cmd, const Composition& composition, const Buffer& target,
                TargetFormat format, int slot);

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace seamline::renderer
