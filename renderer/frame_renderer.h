// renderer/frame_renderer.h: renders ticks: ingest, composite, and hand-over to a target.
#pragma once

#include "renderer/composition.h"
#include "renderer/compositor.h"
#include "renderer/frame_cache.h"
#include "renderer/vulkan/device.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

namespace seamline::renderer {

/// GPU milliseconds of one submission, by timestamp queries; 0 where the device has none.
struct PassTimes {
    double ingest_ms = 0;
    double composite_ms = 0;
};

struct RenderedPicture {
    Extent size;
    TargetFormat format = TargetFormat::Rgba8;
    std::vector<std::byte> pixels; ///< Tightly packed rows from the top.
};

/// The recipe of a tick: [ingest] barrier [composite] barrier [copy to image or readback].
/// At most two ticks are in flight; the slots' command buffers and targets are made once per size.
///
/// Pictures always have their colour transforms. On a CPU device long ones are not computed by
/// shaders but by OpenColorIO; of the others rendering blocks until the shaders are
/// compiled, unless `has_colors` was waited for. Throws std::runtime_error when one cannot be.
///
/// Threads: render thread only.
class FrameRenderer {
public:
    FrameRenderer(const Device& device, FrameCache& cache);
    ~FrameRenderer();

    /// Renders offscreen without reading back; returns as soon as the oldest slot is free (the
    /// uncapped and real-time benchmarks, and warm-up).
    void render_offscreen(const Composition& composition, TargetFormat format);
    /// Renders and waits for the pixels: snapshots, exports, the `frame` command, tests.
    RenderedPicture render_and_read(const Composition& composition, TargetFormat format);
    /// See renderer/host_color.h; the composition itself where that has nothing to do. The other
    /// functions do it themselves. Blocks.
    Composition with_host_color(const Composition& composition);
    /// Whether rendering it would not wait for shaders; asks for them. Returns at once.
    bool has_colors(const Composition& composition, TargetFormat format);
    /// Runs ingest copies only, when paused.
    void ingest_pending();
    /// Waits until everything submitted has completed.
    void wait_idle();

    /// Of the most recently completed tick.
    PassTimes last_times() const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace seamline::renderer
