#include "renderer/frame_renderer.h"

#include "renderer/host_color.h"
#include "renderer/vulkan/barriers.h"
#include "renderer/vulkan/frame_slot.h"

#include <array>
#include <cstring>
#include <stdexcept>

namespace seamline::renderer {
namespace {

enum Mark : std::uint32_t { kStart, kIngested, kComposed };

/// A frame in flight and where it is drawn.
struct Tick {
    Tick(const Device& device, Timeline& timeline) : slot(device, timeline) {}

    Buffer target;
    Buffer readback; ///< Only where the CPU cannot read `target`.
    FrameSlot slot;  ///< Dies first: it waits for the GPU's use of the buffers.
};

VkDeviceSize target_bytes(const Composition& composition, TargetFormat format) {
    return static_cast<VkDeviceSize>(composition.target.width) *
           static_cast<VkDeviceSize>(composition.target.height) *
           static_cast<VkDeviceSize>(bytes_per_pixel(format));
}

} // namespace

struct FrameRenderer::Impl {
    Impl(const Device& used_device, FrameCache& used_cache)
        : device(used_device), cache(used_cache), timeline(device),
          compositor(device), ticks{Tick(device, timeline), Tick(device, timeline)} {}

    /// Waits for the oldest slot and starts it.
    Tick& next_tick(VkCommandBuffer& cmd);
    void ingest(Tick& tick, VkCommandBuffer cmd);
    Tick& compose(const Composition& composition, TargetFormat format, bool read_back);
    Tick& compose_plain(const Composition& composition, TargetFormat format, bool read_back);
    Composition with_host_color(const Composition& composition);
    RenderedPicture read(Tick& tick, const Composition& composition, TargetFormat format);
    void note_times(Tick& tick);

    const Device& device;
    FrameCache& cache;
    Timeline timeline;
    Compositor compositor;
    std::array<Tick, 2> ticks;
    int next = 0;
    PassTimes times;
};

void FrameRenderer::Impl::note_times(Tick& tick) {
    times = {.ingest_ms = tick.slot.timestamps().milliseconds(kStart, kIngested),
             .composite_ms = tick.slot.timestamps().milliseconds(kIngested, kComposed)};
}

Tick& FrameRenderer::Impl::next_tick(VkCommandBuffer& cmd) {
    Tick& tick = ticks[static_cast<std::size_t>(next)];
    next = 1 - next;
    if (tick.slot.wait()) note_times(tick);
    cmd = tick.slot.begin();
    return tick;
}

void FrameRenderer::Impl::ingest(Tick& tick, VkCommandBuffer cmd) {
    tick.slot.timestamps().mark(cmd, kStart);
    cache.record_ingest(cmd, tick.slot);
    tick.slot.timestamps().mark(cmd, kIngested);
}

Composition FrameRenderer::Impl::with_host_color(const Composition& composition) {
    return renderer::with_host_color(device, composition, [this](const Composition& one) {
        constexpr TargetFormat kFormat = TargetFormat::Rgba32fWide;
        const RenderedPicture picture = read(compose_plain(one, kFormat, true), one, kFormat);
        std::vector<float> floats(picture.pixels.size() / sizeof(float));
        std::memcpy(floats.data(), picture.pixels.data(), picture.pixels.size());
        return floats;
    });
}

Tick& FrameRenderer::Impl::compose(const Composition& composition, TargetFormat format,
                                   bool read_back) {
    if (!wants_host_color(device, composition))
        return compose_plain(composition, format, read_back);
    return compose_plain(with_host_color(composition), format, read_back);
}

Tick& FrameRenderer::Impl::compose_plain(const Composition& composition, TargetFormat format,
                                         bool read_back) {
    if (const auto colors = compositor.wait_colors(composition, format); !colors)
        throw std::runtime_error(colors.error().message);
    VkCommandBuffer cmd = VK_NULL_HANDLE;
    const int slot = next;
    Tick& tick = next_tick(cmd);
    const VkDeviceSize bytes = target_bytes(composition, format);
    if (tick.target.size_bytes() != bytes) {
        tick.readback = {};
        tick.target = {};
        tick.target = Buffer(device, bytes, BufferMemory::Device, "offscreen target");
    }
    ingest(tick, cmd);
    for (const Tile& tile : composition.tiles)
        for_each_picture(tile, [&](const Picture& one) { tick.slot.keep_alive(one.frame); });
    compositor.record(cmd, composition, tick.target, format, slot);
    tick.slot.timestamps().mark(cmd, kComposed);
    if (read_back && tick.target.mapped() == nullptr) {
        if (tick.readback.size_bytes() != bytes)
            tick.readback = Buffer(device, bytes, BufferMemory::HostCached, "offscreen readback");
        storage_write_to_copy_read(cmd);
        const VkBufferCopy region{0, 0, bytes};
        vkCmdCopyBuffer(cmd, tick.target.handle(), tick.readback.handle(), 1, &region);
    }
    if (read_back) device_write_to_host_read(cmd);
    tick.slot.submit();
    return tick;
}

FrameRenderer::FrameRenderer(const Device& device, FrameCache& cache)
    : impl_(std::make_unique<Impl>(device, cache)) {}

FrameRenderer::~FrameRenderer() = default;

void FrameRenderer::render_offscreen(const Composition& composition, TargetFormat format) {
    impl_->compose(composition, format, false);
}

RenderedPicture FrameRenderer::render_and_read(const Composition& composition,
                                               TargetFormat format) {
    return impl_->read(impl_->compose(composition, format, true), composition, format);
}

RenderedPicture FrameRenderer::Impl::read(Tick& tick, const Composition& composition,
                                          TargetFormat format) {
    if (tick.slot.wait()) note_times(tick);
    const Buffer& pixels = tick.target.mapped() != nullptr ? tick.target : tick.readback;
    RenderedPicture picture{.size = composition.target, .format = format, .pixels = {}};
    picture.pixels.assign(pixels.mapped(), pixels.mapped() + target_bytes(composition, format));
    return picture;
}

bool FrameRenderer::has_colors(const Composition& composition, TargetFormat format) {
    if (!wants_host_color(impl_->device, composition))
        return impl_->compositor.has_colors(composition, format);
    Composition others = composition;
    std::erase_if(others.tiles, [&](const Tile& tile) {
        Composition one = composition;
        one.tiles = {tile};
        return wants_host_color(impl_->device, one);
    });
    return impl_->compositor.has_colors(others, format);
}

Composition FrameRenderer::with_host_color(const Composition& composition) {
    return impl_->with_host_color(composition);
}

void FrameRenderer::ingest_pending() {
    if (!impl_->cache.has_pending_ingest()) return;
    VkCommandBuffer cmd = VK_NULL_HANDLE;
    Tick& tick = impl_->next_tick(cmd);
    impl_->ingest(tick, cmd);
    tick.slot.submit();
}

void FrameRenderer::wait_idle() {
    for (const int i : {impl_->next, 1 - impl_->next}) { // The older one first.
        Tick& tick = impl_->ticks[static_cast<std::size_t>(i)];
        if (tick.slot.wait()) impl_->note_times(tick);
    }
}

PassTimes FrameRenderer::last_times() const { return impl_->times; }

} // namespace seamline::renderer
