// renderer/compositor.h: the one fused pass from native planes to the target's pixels.
#pragma once

#include "decode/media/result.h"
#include "renderer/composition.h"
#include "renderer/vulkan/buffer.h"
#include "renderer/vulkan/device.h"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <span>
#include <string>

namespace seamline::renderer {

enum class TargetFormat : std::uint8_t {
    Rgba8,  ///< One 32-bit word per pixel, R in the low byte; rounded to nearest.
    Bgra8,  ///< The same with R and B exchanged, for swapchains.
    Rgba16, ///< 16-bit unsigned normalised, native byte order.
    Rgba32f,     ///< Clamped to [0, 1].
    Rgba32fWide, ///< As it comes, for steps that go on with it.
};
int bytes_per_pixel(TargetFormat format);

/// Records a Composition into a storage buffer of tightly packed rows.
///
/// Pictures with a ColorTransform need shaders that are compiled while the program runs, on a thread
/// of the compositor. Until they are there, `record` shows what replaces them: the last transform of
/// the picture's owner, else none.
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

    /// Whether `record` of such a composition would show every transform; asks for those that are
    /// missing. Returns at once, also true for those that cannot be compiled.
    bool has_colors(const Composition& composition, TargetFormat format);
    /// Blocks until it would. Errors: Unsupported, when one cannot be compiled.
    Result<Done> wait_colors(const Composition& composition, TargetFormat format);
    /// The last `record` showed a picture without the transform that it should have ...
    bool is_preparing_color() const;
    /// ... and why it will stay so; empty when it is only being made.
    const std::string& color_failure() const;
    /// Rises whenever shaders with transforms became ready: then `record` may show more.
    std::uint64_t color_shaders() const;

    /// Overwrites all of the target, whose size is at least width * height *
    /// bytes_per_pixel(format) bytes. Pipelines for formats seen first are created here (see
    /// `prepare`). `slot` in [0, 2] names the frame in flight, whose parameter memory the GPU has
    /// finished with. The frames of the composition must be kept until the GPU has finished with
    /// the submission. Barriers around it are the caller's: target writable by compute before,
    /// compute writes visible after. Those between its own passes are recorded here: percentiles of
    /// adaptive differences before all draws, the rows of pictures that Lanczos resizes before
    /// the strip of their tile, and pictures that dissolve before the tile that mixes them with
    /// another. The memory for the rows is made when first needed or too small, and kept: 10 to 25
    /// MB for pictures of HD; that for dissolves, 16 bytes for each pixel of the target and
    /// picture, until one is recorded without any.
    void record(VkCommandBuffer cmd, const Composition& composition, const Buffer& target,
                TargetFormat format, int slot);

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace seamline::renderer
