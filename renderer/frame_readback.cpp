#include "renderer/frame_readback.h"

#include "decode/media/guarded.h"
#include "renderer/block_pool.h"
#include "renderer/compositor.h"
#include "renderer/vulkan/barriers.h"
#include "renderer/vulkan/check.h"
#include "renderer/vulkan/frame_slot.h"

#include <array>
#include <chrono>
#include <deque>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

namespace seamline::renderer {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::uint64_t kNoLimit = std::numeric_limits<std::uint64_t>::max();
constexpr std::uint64_t kSlabBytes = 1 << 20;
/// Of rows in one submission, unless one request alone has more: about 2 ms of a PCIe 4 link.
constexpr std::uint64_t kMostRowBytes = 48'000'000;
/// Memory that nobody has asked for goes back after this.
constexpr std::chrono::seconds kTrimAfter{5};

Error cancelled() {
    return {ErrorCode::Cancelled, "The window was closed before the picture was read."};
}

struct RowsWanted {
    std::shared_ptr<const CachedFrame> frame;
    RowCut cut;
    std::shared_ptr<Block> memory; ///< Null until it is recorded.
    std::promise<Result<FrameRows>> done;
};

struct PictureWanted {
    Composition composition;
    std::shared_ptr<Block> memory;
    std::promise<Result<RenderedPicture>> done;
};

struct Wanted {
    std::deque<RowsWanted> rows;
    std::deque<PictureWanted> pictures;

    bool is_empty() const { return rows.empty() && pictures.empty(); }
};

VkDeviceSize bytes_of(const Composition& composition) {
    return static_cast<VkDeviceSize>(composition.target.width) *
           static_cast<VkDeviceSize>(composition.target.height) *
           static_cast<VkDeviceSize>(bytes_per_pixel(TargetFormat::Rgba8));
}

/// One submission in flight. At most one picture: its target is the slot's.
struct Slot {
    Slot(const Device& device, Timeline& timeline) : frame(device, timeline) {}

    Buffer target;
    std::vector<RowsWanted> rows;
    std::optional<PictureWanted> picture;
    FrameSlot frame; ///< Dies before the buffers: it waits for the GPU.

    bool is_empty() const { return rows.empty() && !picture; }
};

} // namespace

struct FrameReadback::Impl {
    explicit Impl(const Device& used_device)
        : device(used_device), timeline(device),
          host(device, BufferMemory::HostCached, std::make_shared<MemoryLedger>(), kSlabBytes,
               "readback"),
          slots{Slot(device, timeline), Slot(device, timeline), Slot(device, timeline)} {}
    ~Impl();

    std::shared_ptr<Block> host_block(std::uint64_t bytes);
    bool hand_over(Slot& slot);
    bool take(Slot& slot, Work allowed);
    void record_rows(VkCommandBuffer cmd, Slot& slot);
    void record_picture(VkCommandBuffer cmd, Slot& slot, int index);
    void submit(Slot& slot, int index);
    void trim();

    const Device& device;
    Timeline timeline;
    BlockPool host;
    std::optional<Compositor> compositor; ///< Made with the first picture.
    Guarded<Wanted> wanted;
    Clock::time_point last_use = Clock::now();
    bool is_trimmed = true;
    std::array<Slot, 3> slots;
};

FrameReadback::Impl::~Impl() {
    const auto refuse = [](auto& requests) {
        for (auto& request : requests) request.done.set_value(cancelled());
    };
    wanted.with([&](Wanted& w) {
        refuse(w.rows);
        refuse(w.pictures);
    });
    for (Slot& slot : slots) {
        refuse(slot.rows);
        if (slot.picture) slot.picture->done.set_value(cancelled());
    }
}

std::shared_ptr<Block> FrameReadback::Impl::host_block(std::uint64_t bytes) {
    is_trimmed = false;
    if (auto block = host.take(bytes)) return block;
    return host.grow_and_take(bytes, kNoLimit);
}

/// Whether a future became ready.
bool FrameReadback::Impl::hand_over(Slot& slot) {
    if (slot.is_empty() || !slot.frame.is_done()) return false;
    slot.frame.wait(); // Lets go of the frames.
    for (RowsWanted& request : slot.rows) {
        FrameRows rows = std::move(request.cut.rows);
        rows.frame.buffer = request.memory->buffer();
        rows.frame.offset_bytes = request.memory->offset_bytes();
        rows.frame.mapped = request.memory->data();
        rows.frame.keep = std::move(request.memory);
        request.done.set_value(std::move(rows));
    }
    slot.rows.clear();
    if (slot.picture) {
        const std::byte* pixels = slot.picture->memory->data();
        const Composition& composition = slot.picture->composition;
        RenderedPicture picture{composition.target, TargetFormat::Rgba8, {}};
        picture.pixels.assign(pixels, pixels + bytes_of(composition));
        slot.picture->done.set_value(std::move(picture));
        slot.picture.reset();
    }
    return true;
}

/// Moves what fits one submission into the slot; false when there is nothing.
bool FrameReadback::Impl::take(Slot& slot, Work allowed) {
    wanted.with([&](Wanted& w) {
        std::uint64_t bytes = 0;
        while (!w.rows.empty() &&
               (bytes == 0 || bytes + w.rows.front().cut.size_bytes <= kMostRowBytes)) {
            bytes += w.rows.front().cut.size_bytes;
            slot.rows.push_back(std::move(w.rows.front()));
            w.rows.pop_front();
        }
        const bool takes_picture =
            !w.pictures.empty() &&
            (allowed == Work::All ||
             (allowed == Work::Ready && compositor &&
              compositor->prepare(w.pictures.front().composition, TargetFormat::Rgba8, 0)));
        if (takes_picture) {
            slot.picture = std::move(w.pictures.front());
            w.pictures.pop_front();
        }
    });
    return !slot.is_empty();
}

void FrameReadback::Impl::record_rows(VkCommandBuffer cmd, Slot& slot) {
    for (RowsWanted& request : slot.rows) {
        request.memory = host_block(request.cut.size_bytes);
        std::array<VkBufferCopy, kMaxPlanes> regions{};
        for (std::size_t i = 0; i < static_cast<std::size_t>(request.cut.copy_count); ++i) {
            const RowCopy& copy = request.cut.copies[i];
            regions[i] = {request.frame->offset_bytes + copy.from_bytes,
                          request.memory->offset_bytes() + copy.to_bytes, copy.size_bytes};
        }
        vkCmdCopyBuffer(cmd, request.frame->buffer, request.memory->buffer(),
                        static_cast<std::uint32_t>(request.cut.copy_count), regions.data());
        slot.frame.keep_alive(std::move(request.frame));
    }
}

void FrameReadback::Impl::record_picture(VkCommandBuffer cmd, Slot& slot, int index) {
    const Composition& composition = slot.picture->composition;
    const VkDeviceSize bytes = bytes_of(composition);
    slot.picture->memory = host_block(bytes);
    if (slot.target.size_bytes() < bytes) {
        slot.target = {};
        slot.target = Buffer(device, bytes, BufferMemory::Device, "readback target");
    }
    if (!compositor) compositor.emplace(device);
    for (const Tile& tile : composition.tiles)
        for_each_picture(tile, [&](const Picture& one) { slot.frame.keep_alive(one.frame); });
    compositor->record(cmd, composition, slot.target, TargetFormat::Rgba8, index);
    storage_write_to_copy_read(cmd);
    const VkBufferCopy region{0, slot.picture->memory->offset_bytes(), bytes};
    vkCmdCopyBuffer(cmd, slot.target.handle(), slot.picture->memory->buffer(), 1, &region);
}

void FrameReadback::Impl::submit(Slot& slot, int index) {
    try {
        const VkCommandBuffer cmd = slot.frame.begin();
        storage_write_to_copy_read(cmd); // What ingest wrote.
        record_rows(cmd, slot);
        if (slot.picture) record_picture(cmd, slot, index);
        device_write_to_host_read(cmd);
        slot.frame.submit();
    } catch (const VulkanError& error) {
        // No memory is the failure of these requests; only a lost device is everyone's.
        const Error reason{ErrorCode::Unavailable, error.what()};
        for (RowsWanted& request : slot.rows) request.done.set_value(reason);
        if (slot.picture) slot.picture->done.set_value(reason);
        slot.rows.clear();
        slot.picture.reset();
        if (error.result() == VK_ERROR_DEVICE_LOST) throw;
        for (Slot& other : slots) other.frame.wait();
        compositor.reset(); // It may have stopped half-way.
    }
}

void FrameReadback::Impl::trim() {
    if (is_trimmed || Clock::now() - last_use < kTrimAfter) return;
    host.trim();
    is_trimmed = true;
}

FrameReadback::FrameReadback(const Device& device) : impl_(std::make_unique<Impl>(device)) {}

FrameReadback::~FrameReadback() = default;

std::future<Result<FrameRows>> FrameReadback::rows(std::shared_ptr<const CachedFrame> frame,
                                                   int first, int count) {
    RowsWanted request;
    std::future<Result<FrameRows>> done = request.done.get_future();
    if (frame == nullptr || frame->visible.width <= 0 || frame->visible.height <= 0) {
        request.done.set_value(Error{ErrorCode::InvalidArgument, "There is no picture to read."});
        return done;
    }
    request.cut = cut_rows(*frame, first, count);
    request.frame = std::move(frame);
    impl_->wanted.with([&](Wanted& w) { w.rows.push_back(std::move(request)); });
    return done;
}

std::future<Result<RenderedPicture>> FrameReadback::picture(Composition composition) {
    PictureWanted request;
    std::future<Result<RenderedPicture>> done = request.done.get_future();
    if (composition.target.width <= 0 || composition.target.height <= 0) {
        request.done.set_value(Error{ErrorCode::InvalidArgument, "There is no picture to read."});
        return done;
    }
    request.composition = std::move(composition);
    impl_->wanted.with([&](Wanted& w) { w.pictures.push_back(std::move(request)); });
    return done;
}

FrameReadback::Turn FrameReadback::turn(Work allowed) {
    Turn result;
    for (std::size_t i = 0; i < impl_->slots.size(); ++i) {
        Slot& slot = impl_->slots[i];
        result.handed_over = impl_->hand_over(slot) || result.handed_over;
        if (slot.is_empty() && impl_->take(slot, allowed)) {
            impl_->submit(slot, static_cast<int>(i));
            // What could not be submitted has failed, which is a result as well.
            result.handed_over = slot.is_empty() || result.handed_over;
            impl_->last_use = Clock::now();
        }
        result.is_busy = result.is_busy || !slot.is_empty();
    }
    result.has_left = impl_->wanted.with([](Wanted& w) { return !w.is_empty(); });
    if (!result.is_busy) impl_->trim();
    return result;
}

} // namespace seamline::renderer
