#include "renderer/frame_cache.h"

#include "decode/media/guarded.h"
#include "renderer/block_pool.h"
#include "renderer/cache_budget.h"
#include "renderer/cached_source.h"
#include "renderer/ingest_queue.h"
#include "renderer/memory_budget.h"
#include "renderer/plane_spans.h"
#include "renderer/vulkan/check.h"
#include "renderer/vulkan_sharing.h"

#include <algorithm>
#include <array>
#include <limits>
#include <map>
#include <string>
#include <utility>

namespace seamline::renderer {
namespace {

constexpr std::uint64_t kNoLimit = std::numeric_limits<std::uint64_t>::max();
constexpr std::uint64_t kLargestSmallSlab = 1 << 20;
// Of the farthest frame's distance: from there on, a frame whose memory fits is the better victim,
// because freeing and allocating device memory for every frame costs milliseconds.
constexpr std::int64_t kNearlyAsFarNum = 3, kNearlyAsFarDen = 4;

// About 10 ms of a PCIe 4 link.
constexpr std::uint64_t kMostIngestBytes = 256'000'000;

/// Few enough allocations for every driver's limit, small enough to be freed piecemeal.
std::uint64_t slab_bytes(std::uint64_t budget_bytes) {
    return std::max(budget_bytes / 1024, std::min(budget_bytes / 16, kLargestSmallSlab));
}

std::string megabytes(std::uint64_t bytes) {
    return std::to_string((bytes + 999'999) / 1'000'000) + " MB";
}

Error too_large(const DecodedFrame& frame, std::uint64_t bytes, const std::string& limit) {
    return {ErrorCode::TooLarge, "frame " + std::to_string(frame.index) + " (" +
                                     std::to_string(frame.coded.width) + "x" +
                                     std::to_string(frame.coded.height) + ") needs " +
                                     megabytes(bytes) + ", " + limit};
}

Error removed_meanwhile(std::int64_t frame) {
    return {ErrorCode::Cancelled,
            "frame " + std::to_string(frame) + " came after its source was removed"};
}

Error unusable(const DecodedFrame& frame, const std::string& why) {
    return {ErrorCode::InvalidArgument, "frame " + std::to_string(frame.index) + ": " + why};
}

/// What the frame is, without where its planes lie.
std::shared_ptr<CachedFrame> described(const DecodedFrame& frame) {
    auto cached = std::make_shared<CachedFrame>();
    cached->index = frame.index;
    cached->layout = frame.layout;
    cached->coded = frame.coded;
    cached->visible = frame.visible;
    cached->color = frame.color;
    cached->corrupt = frame.corrupt;
    cached->held = frame.held;
    return cached;
}

void place(CachedFrame& cached, CachedSource::Entry& entry, std::shared_ptr<const Block> block) {
    cached.buffer = block->buffer();
    cached.offset_bytes = block->offset_bytes();
    cached.size_bytes = block->size_bytes();
    entry.block_bytes = block->size_bytes();
    cached.keep = std::move(block);
}

struct State {
    std::map<SourceId, CachedSource> sources;
    IngestQueue waiting;
    SourceId next_source = 1;
    std::uint64_t wishes_revision = 0;

    CachedSource* source(SourceId id) {
        const auto found = sources.find(id);
        return found == sources.end() ? nullptr : &found->second;
    }
};

} // namespace

struct FrameCache::Impl final : PlaneAllocator {
    Impl(const Device& used_device, std::uint64_t wanted)
        : device(used_device),
          budget(wanted != 0 ? wanted : default_budget(memory_facts(used_device)).bytes),
          host(device, BufferMemory::HostCached, ledger, slab_bytes(budget.wanted_bytes()),
               "host frames"),
          local(device, BufferMemory::Exportable, ledger, slab_bytes(budget.wanted_bytes()),
                "cached frames") {}

    std::shared_ptr<PlaneMemory> allocate(std::size_t size_bytes) override {
        return obtain(host, size_bytes);
    }

    /// What hardware decoders ask.
    struct OfDevice final : DevicePlaneAllocator {
        explicit OfDevice(Impl& its_cache) : cache(its_cache) {}
        const std::array<std::uint8_t, 16>& device_uuid() const override {
            return cache.device.uuid();
        }
        const std::string& device_name() const override { return cache.device.name(); }
        bool can_export() const override { return cache.device.can_export(); }
        std::shared_ptr<DevicePlaneMemory> allocate(std::size_t size_bytes) override {
            return cache.obtain(cache.local, size_bytes);
        }
        std::shared_ptr<DeviceSignal> make_signal() override;
        const VulkanSharing* vulkan() const override { return &cache.sharing; }

        Impl& cache;
    };

    /// The budget as it is now.
    std::uint64_t allowed_bytes() const { return budget.bytes(CacheBudget::Clock::now()); }
    std::shared_ptr<Block> obtain(BlockPool& pool, std::uint64_t size_bytes);
    std::shared_ptr<Block> obtain_within_budget(BlockPool& pool, std::uint64_t size_bytes);
    void trim() {
        host.trim();
        local.trim();
    }
    bool evict_one(std::uint64_t wanted_block_bytes);
    bool wants(SourceId source, std::int64_t frame, std::uint64_t frame_bytes);
    Result<Done> insert(SourceId source, std::int64_t index, CachedSource::Entry entry);
    Result<CachedSource::Entry> make_entry(const DecodedFrame& frame);
    std::shared_ptr<const Block> host_block(const DecodedFrame& frame, PlaneSpans& spans);

    const Device& device;
    CacheBudget budget;
    std::shared_ptr<MemoryLedger> ledger = std::make_shared<MemoryLedger>();
    BlockPool host;
    BlockPool local; ///< Empty on a CPU device, where host blocks are the cache.
    Guarded<State> state;
    DeviceSharing sharing{device};
    OfDevice of_device{*this};
};

std::shared_ptr<DeviceSignal> FrameCache::Impl::OfDevice::make_signal() {
    try {
        return std::make_shared<ExportableSignal>(cache.device);
    } catch (const VulkanError&) {
        return nullptr;
    }
}

std::shared_ptr<Block> FrameCache::Impl::obtain_within_budget(BlockPool& pool,
                                                              std::uint64_t size_bytes) {
    if (auto block = pool.take(size_bytes)) return block;
    const std::uint64_t budget_bytes = allowed_bytes();
    if (auto block = pool.grow_and_take(size_bytes, budget_bytes)) return block;
    for (;;) {
        trim();
        if (auto block = pool.grow_and_take(size_bytes, budget_bytes)) return block;
        if (!evict_one(BlockPool::block_bytes(size_bytes))) return nullptr;
        if (auto block = pool.take(size_bytes)) return block;
    }
}

std::shared_ptr<Block> FrameCache::Impl::obtain(BlockPool& pool, std::uint64_t size_bytes) {
    constexpr int kAttempts =
        16; // Frames given up for a driver that has less memory than the budget.
    for (int attempt = 0; attempt < kAttempts; ++attempt) {
        try {
            if (auto block = obtain_within_budget(pool, size_bytes)) return block;
            return pool.grow_and_take(size_bytes, kNoLimit);
        } catch (const VulkanError& error) {
            if (is_out_of_memory(error.result()))
                budget.refused(ledger->used_bytes(), CacheBudget::Clock::now());
            if (!evict_one(BlockPool::block_bytes(size_bytes))) return nullptr;
            trim();
        }
    }
    return nullptr;
}

/// Drops the farthest frame of all sources, or one nearly as far whose memory is of the wanted
/// size.
bool FrameCache::Impl::evict_one(std::uint64_t wanted_block_bytes) {
    const CachedSource::Entry dropped = state.with([&](State& s) -> CachedSource::Entry {
        std::optional<std::pair<SourceId, CachedSource::Candidate>> best, fitting;
        for (const auto& [id, source] : s.sources) {
            const auto candidate = source.farthest();
            if (!candidate) continue;
            if (!best || best->second.farness < candidate->farness) best = {id, *candidate};
            if (candidate->block_bytes == wanted_block_bytes &&
                (!fitting || fitting->second.farness < candidate->farness))
                fitting = {id, *candidate};
        }
        if (!best) return {};
        if (fitting && fitting->second.farness.tier == best->second.farness.tier &&
            fitting->second.farness.distance * kNearlyAsFarDen >=
                best->second.farness.distance * kNearlyAsFarNum)
            best = fitting;
        s.waiting.remove(best->first, best->second.frame);
        return std::move(s.sources.at(best->first).entries.extract(best->second.frame).mapped());
    });
    return dropped.frame != nullptr;
}

bool FrameCache::Impl::wants(SourceId source, std::int64_t frame, std::uint64_t frame_bytes) {
    const BlockPool& pool = device.is_cpu() ? host : local;
    const std::uint64_t used = ledger->used_bytes();
    const std::uint64_t budget_bytes = allowed_bytes();
    const std::uint64_t block_bytes = BlockPool::block_bytes(frame_bytes);
    const std::uint64_t after = used + pool.growth_bytes(frame_bytes);
    const bool fits = used <= budget_bytes && (pool.has_free(frame_bytes) || after <= budget_bytes);
    return state.with([&](State& s) {
        const CachedSource* its = s.source(source);
        if (its == nullptr) return false;
        const std::optional<Farness> far = farness(its->focus, frame);
        if (fits || !far || its->entries.contains(frame)) return true;
        // Only frames that are farther may go for it. Else two takes of different sizes would push
        // each other's frames out for ever.
        std::uint64_t spare_bytes = 0;
        for (const auto& [id, other] : s.sources) {
            const CachedSource::Spare spare = other.beyond(*far, block_bytes);
            if (spare.has_fitting) return true;
            spare_bytes += spare.bytes;
        }
        return spare_bytes > 0 && after - spare_bytes <= budget_bytes;
    });
}

/// The frame's planes, at `spans`, in host memory that the device can read: where they lie, or
/// copied. Null when there is no memory.
std::shared_ptr<const Block> FrameCache::Impl::host_block(const DecodedFrame& frame,
                                                          PlaneSpans& spans) {
    if (auto block = host.own(frame.memory); block != nullptr && are_word_aligned(spans))
        return block;
    const PlaneSpans packed = packed_spans(spans);
    const std::shared_ptr<Block> copy = obtain(host, packed.end_bytes());
    if (copy != nullptr) copy_planes(frame.memory->data(), spans, copy->data(), packed);
    spans = packed;
    return copy;
}

/// Planes into memory that the device reads: adopted where they lie, or copied once.
Result<CachedSource::Entry> FrameCache::Impl::make_entry(const DecodedFrame& frame) {
    PlaneSpans spans = plane_spans(frame);
    if (frame.memory == nullptr || !lie_within(spans, frame.memory->size_bytes()))
        return unusable(frame, "its planes lie outside its memory");
    std::shared_ptr<CachedFrame> cached = described(frame);
    CachedSource::Entry entry;
    std::uint64_t begin = 0;
    std::shared_ptr<const Block> slot = local.own(frame.memory);
    if (slot != nullptr) { // A hardware decoder wrote into it, or is about to.
        entry.written = std::dynamic_pointer_cast<const ExportableSignal>(frame.written);
        entry.written_value = frame.written_value;
        if (entry.written == nullptr) return unusable(frame, "nobody says when it is written");
        if (!are_word_aligned(spans)) return unusable(frame, "its rows are not at whole words");
        place(*cached, entry, std::move(slot));
    } else {
        std::shared_ptr<const Block> block = host_block(frame, spans);
        if (block == nullptr)
            return too_large(frame, spans.end_bytes(),
                             "which the system has not: close other programs");
        if (device.is_cpu()) {
            cached->mapped = block->data();
            place(*cached, entry, std::move(block));
        } else {
            begin = spans.begin_bytes() / 4 * 4; // Keeps the planes at multiples of words.
            entry.copy_bytes = spans.end_bytes() - begin;
            slot = obtain(local, entry.copy_bytes);
            if (slot == nullptr)
                return too_large(frame, entry.copy_bytes,
                                 "which the device has not: lower --cache-mb");
            place(*cached, entry, std::move(slot));
            entry.staging_offset_bytes = block->offset_bytes() + begin;
            entry.staging = std::move(block);
        }
    }
    for (std::size_t i = 0; i < static_cast<std::size_t>(spans.count); ++i) {
        cached->plane_offset_bytes[i] =
            static_cast<std::uint32_t>(spans.planes[i].offset_bytes - begin);
        cached->stride_bytes[i] = static_cast<std::uint32_t>(spans.planes[i].stride_bytes);
    }
    entry.frame = std::move(cached);
    return entry;
}

Result<Done> FrameCache::Impl::insert(SourceId source, std::int64_t index,
                                      CachedSource::Entry entry) {
    // A frame that loses against one published meanwhile dies with `entry`, after the lock.
    const bool known = state.with([&](State& s) {
        CachedSource* its = s.source(source);
        if (its == nullptr) return false;
        const bool waits = !entry.is_findable();
        if (its->entries.try_emplace(index, std::move(entry)).second && waits)
            s.waiting.add(source, index);
        return true;
    });
    if (!known) return removed_meanwhile(index);
    const std::uint64_t budget_bytes = allowed_bytes();
    while (ledger->used_bytes() > budget_bytes) {
        trim();
        if (ledger->used_bytes() <= budget_bytes || !evict_one(0)) break;
    }
    return Done{};
}

FrameCache::FrameCache(const Device& device, std::uint64_t budget_bytes)
    : impl_(std::make_unique<Impl>(device, budget_bytes)) {}

FrameCache::~FrameCache() = default;

PlaneAllocator& FrameCache::allocator() { return *impl_; }

DevicePlaneAllocator* FrameCache::device_allocator() {
    return impl_->device.is_cpu() ? nullptr : &impl_->of_device;
}

SourceId FrameCache::add_source() {
    return impl_->state.with([](State& s) {
        s.sources.try_emplace(s.next_source);
        return s.next_source++;
    });
}

void FrameCache::remove_source(SourceId source) {
    clear(source);
    impl_->state.with([&](State& s) { s.sources.erase(source); });
}

void FrameCache::clear(SourceId source) {
    CachedSource::Entries dropped;
    impl_->state.with([&](State& s) {
        if (CachedSource* its = s.source(source)) dropped.swap(its->entries);
        s.waiting.remove(source);
        ++s.wishes_revision;
    });
    dropped.clear();
    impl_->trim();
}

void FrameCache::set_focus(SourceId source, const CacheFocus& focus) {
    CachedSource::Entries passed; // Freed after the lock is released.
    impl_->state.with([&](State& s) {
        CachedSource* its = s.source(source);
        if (its == nullptr || its->focus == focus) return;
        its->focus = focus;
        if (!focus.returns) passed = its->take_passed();
        for (const auto& [frame, entry] : passed) s.waiting.remove(source, frame);
        ++s.wishes_revision;
    });
}

std::uint64_t FrameCache::wishes_revision() const {
    return impl_->state.with([](State& s) { return s.wishes_revision; });
}

bool FrameCache::wants(SourceId source, std::int64_t frame, std::uint64_t frame_bytes) const {
    return impl_->wants(source, frame, frame_bytes);
}

Result<Done> FrameCache::publish(SourceId source, const DecodedFrame& frame) {
    const std::uint64_t bytes = packed_spans(plane_spans(frame)).end_bytes();
    // Not what holds now: a driver that is short of memory makes no frame too large for ever.
    const std::uint64_t wanted_bytes = impl_->budget.wanted_bytes();
    if (bytes > wanted_bytes)
        return too_large(frame, bytes,
                         "more than the cache's " + megabytes(wanted_bytes) +
                             ": give a larger --cache-mb");
    // Planes are read as 32-bit texels and addressed with signed bytes.
    const std::uint64_t range =
        std::min<std::uint64_t>(std::uint64_t{impl_->device.limits().maxTexelBufferElements} * 4,
                                std::numeric_limits<std::int32_t>::max());
    if (BlockPool::block_bytes(bytes) > range)
        return too_large(frame, bytes,
                         "more than the " + megabytes(range) + " that " + impl_->device.name() +
                             " can show: scale the file down");
    const auto [known, kept] = impl_->state.with([&](State& s) {
        const CachedSource* its = s.source(source);
        return std::pair(its != nullptr, its != nullptr && its->entries.contains(frame.index));
    });
    if (!known) return removed_meanwhile(frame.index);
    if (kept) return Done{};
    if (impl_->ledger->used_bytes() > impl_->allowed_bytes()) impl_->trim();
    // Memory that is ours is paid for already, as long as the budget holds.
    const bool is_free = impl_->device.is_cpu() && impl_->host.own(frame.memory) != nullptr &&
                         impl_->ledger->used_bytes() <= impl_->allowed_bytes();
    if (!is_free && !wants(source, frame.index, bytes)) return Done{};
    Result<CachedSource::Entry> entry = impl_->make_entry(frame);
    if (!entry) return entry.error();
    return impl_->insert(source, frame.index, std::move(entry).value());
}

std::shared_ptr<const CachedFrame> FrameCache::find(SourceId source, std::int64_t frame) const {
    return impl_->state.with([&](State& s) -> std::shared_ptr<const CachedFrame> {
        const CachedSource* its = s.source(source);
        if (its == nullptr) return nullptr;
        const auto found = its->entries.find(frame);
        const bool findable = found != its->entries.end() && found->second.is_findable();
        return findable ? found->second.frame : nullptr;
    });
}

std::shared_ptr<const CachedFrame> FrameCache::nearest(SourceId source, std::int64_t frame) const {
    return impl_->state.with([&](State& s) -> std::shared_ptr<const CachedFrame> {
        const CachedSource* its = s.source(source);
        return its == nullptr ? nullptr : its->nearest(frame);
    });
}

bool FrameCache::contains(SourceId source, std::int64_t frame) const {
    return impl_->state.with([&](State& s) {
        const CachedSource* its = s.source(source);
        return its != nullptr && its->entries.contains(frame);
    });
}

std::vector<std::pair<std::int64_t, std::int64_t>> FrameCache::ranges(SourceId source) const {
    return impl_->state.with([&](State& s) -> std::vector<std::pair<std::int64_t, std::int64_t>> {
        const CachedSource* its = s.source(source);
        return its == nullptr ? std::vector<std::pair<std::int64_t, std::int64_t>>{}
                              : its->ranges();
    });
}

CacheStats FrameCache::stats() const {
    CacheStats stats{.budget_bytes = impl_->allowed_bytes(),
                     .wanted_bytes = impl_->budget.wanted_bytes(),
                     .used_bytes = impl_->ledger->used_bytes()};
    impl_->state.with([&](State& s) {
        for (const auto& [id, source] : s.sources)
            stats.frames += static_cast<std::int64_t>(source.entries.size());
    });
    return stats;
}

void FrameCache::record_ingest(VkCommandBuffer cmd, FrameSlot& slot) {
    // What is in flight cannot be evicted, so it must be a small part of the budget.
    const std::uint64_t limit_bytes = std::min(kMostIngestBytes, impl_->allowed_bytes() / 8);
    const std::vector<IngestCopy> copies =
        impl_->state.with([&](State& s) { return s.waiting.take(s.sources, limit_bytes); });
    record_copies(cmd, copies, impl_->device.queue_family());
    for (const IngestCopy& copy : copies) {
        slot.keep_alive(copy.frame);
        slot.keep_alive(copy.staging);
        if (copy.written == nullptr) continue;
        slot.wait_for(copy.written->handle(), copy.written_value);
        slot.keep_alive(copy.written);
    }
}

bool FrameCache::has_pending_ingest() const {
    return impl_->state.with([](State& s) { return !s.waiting.is_empty(); });
}

int FrameCache::device_copies_per_frame() const { return impl_->device.is_cpu() ? 0 : 1; }

} // namespace seamline::renderer
