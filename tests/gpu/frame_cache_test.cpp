#include "renderer/frame_cache.h"

#include "renderer/block_pool.h"
#include "renderer/vulkan/exportable_signal.h"
#include "renderer/vulkan/frame_slot.h"
#include "tests/support/gpu_test.h"

#include <algorithm>
#include <atomic>
#include <optional>
#include <thread>

namespace seamline {
namespace {

using renderer::CacheFocus;
using renderer::FrameCache;
using renderer::SourceId;
using Ranges = std::vector<std::pair<std::int64_t, std::int64_t>>;

constexpr int kWidth = 256, kHeight = 64;
constexpr std::size_t kFrameBytes = kWidth * kHeight; // One size class, no rounding.

PixelLayout gray_layout() {
    PixelLayout layout;
    layout.name = "gray";
    layout.model = ColorModel::Gray;
    layout.component_count = 1;
    layout.plane_count = 1;
    return layout;
}

/// Every byte of frame n is n + `salt`.
DecodedFrame make_frame(PlaneAllocator& allocator, std::int64_t index, int salt = 0) {
    DecodedFrame frame;
    frame.index = index;
    frame.layout = gray_layout();
    frame.coded = {kWidth, kHeight};
    frame.visible = {0, 0, kWidth, kHeight};
    const std::shared_ptr<PlaneMemory> memory = allocator.allocate(kFrameBytes);
    if (memory == nullptr) throw std::bad_alloc();
    std::fill_n(memory->data(), kFrameBytes, static_cast<std::byte>(index + salt));
    frame.memory = memory;
    frame.stride_bytes[0] = kWidth;
    return frame;
}

/// Both kinds of device: a CPU driver as it is, and as if it were a GPU with memory of its own.
class FrameCacheTest : public test::GpuTest, public testing::WithParamInterface<bool> {
protected:
    explicit FrameCacheTest(const renderer::DeviceFaults& faults = {})
        : GpuTest({.separate_memory = GetParam(), .faults = faults}) {}
    void SetUp() override {
        test::GpuTest::SetUp();
        if (!IsSkipped() && !HasFailure() && !GetParam() && !device().is_cpu())
            GTEST_SKIP() << device().name() << " has memory of its own";
    }

    void publish(FrameCache& cache, SourceId source, std::int64_t index) {
        const auto published = cache.publish(source, make_frame(cache.allocator(), index));
        ASSERT_TRUE(published) << published.error().message;
    }
    void ingest(FrameCache& cache) {
        renderer::Timeline timeline(device());
        renderer::FrameSlot slot(device(), timeline);
        while (cache.has_pending_ingest()) {
            const VkCommandBuffer cmd = slot.begin();
            cache.record_ingest(cmd, slot);
            slot.submit();
            slot.wait();
        }
    }
    void publish_all(FrameCache& cache, SourceId source, std::int64_t first, std::int64_t last) {
        for (std::int64_t i = first; i <= last; ++i) {
            publish(cache, source, i);
            ingest(cache);
        }
    }
    /// As a reader does it: decodes only what the cache would keep.
    void publish_wanted(FrameCache& cache, SourceId source, std::int64_t first, std::int64_t last) {
        for (std::int64_t i = first; i <= last; ++i)
            if (cache.wants(source, i, kFrameBytes)) publish_all(cache, source, i, i);
    }
    std::vector<std::uint8_t> bytes_of(const renderer::CachedFrame& frame) {
        const renderer::Buffer copy(device(), kFrameBytes, renderer::BufferMemory::HostCached, "c");
        run([&](VkCommandBuffer cmd) {
            const VkBufferCopy region{frame.offset_bytes + frame.plane_offset_bytes[0], 0,
                                      kFrameBytes};
            vkCmdCopyBuffer(cmd, frame.buffer, copy.handle(), 1, &region);
        });
        return read<std::uint8_t>(copy);
    }
    /// Room for `frames` frames. On a GPU some of it goes to staging.
    static constexpr std::uint64_t budget(int frames) {
        return kFrameBytes * std::uint64_t(frames);
    }
};

INSTANTIATE_TEST_SUITE_P(Devices, FrameCacheTest, testing::Values(false, true),
                         [](const auto& kind) { return kind.param ? "Gpu" : "Cpu"; });

/// Other programs have the rest of the device's memory.
class ShortOfMemoryTest : public FrameCacheTest {
protected:
    static constexpr int kHad = 40; ///< Frames for which there is memory.
    ShortOfMemoryTest() : FrameCacheTest({.memory_bytes = budget(kHad)}) {}
};

INSTANTIATE_TEST_SUITE_P(Devices, ShortOfMemoryTest, testing::Values(false, true),
                         [](const auto& kind) { return kind.param ? "Gpu" : "Cpu"; });

TEST_P(ShortOfMemoryTest, TheCacheGivesWayAndKeepsWhatIsNearest) {
    constexpr std::int64_t kFrames = 96;
    FrameCache cache(device(), budget(kFrames));
    const SourceId source = cache.add_source();
    for (std::int64_t i = 0; i < kFrames; ++i) {
        cache.set_focus(source, CacheFocus{.frame = i});
        publish_all(cache, source, i, i);
        ASSERT_NE(cache.find(source, i), nullptr) << i;
    }
    const renderer::CacheStats stats = cache.stats();
    EXPECT_EQ(stats.wanted_bytes, budget(kFrames));
    EXPECT_LT(stats.budget_bytes, budget(kHad));
    EXPECT_LE(stats.used_bytes, budget(kHad));
    EXPECT_LE(device().allocated_bytes(), budget(kHad));
    EXPECT_GT(stats.frames, kHad / 4) << "it still holds what there is memory for";
}

TEST_P(FrameCacheTest, FindsWhatWasPublished) {
    FrameCache cache(device(), 1 << 20);
    const SourceId source = cache.add_source();
    publish_all(cache, source, 3, 5);
    const auto frame = cache.find(source, 4);
    ASSERT_NE(frame, nullptr);
    EXPECT_EQ(frame->index, 4);
    EXPECT_EQ(bytes_of(*frame), std::vector<std::uint8_t>(kFrameBytes, 4));
    EXPECT_EQ(cache.find(source, 6), nullptr);
    EXPECT_EQ(cache.find(source + 1, 4), nullptr);
}

/// What a hardware decoder does, with a queue's copy for its engine: it hands the frame over before
/// the block is written, and raises the signal after.
TEST_P(FrameCacheTest, ShowsWhatAHardwareDecoderWroteOnlyAfterItsSignal) {
    FrameCache cache(device(), 1 << 20);
    DevicePlaneAllocator* allocator = cache.device_allocator();
    if (!GetParam()) {
        EXPECT_EQ(allocator, nullptr) << "a CPU device has no decoder";
        return;
    }
    const SourceId source = cache.add_source();
    const renderer::Buffer surface(device(), kFrameBytes, renderer::BufferMemory::Upload, "surface");
    std::fill_n(surface.mapped(), kFrameBytes, std::byte{77});
    const auto signal =
        std::dynamic_pointer_cast<renderer::ExportableSignal>(allocator->make_signal());
    ASSERT_NE(signal, nullptr);

    DecodedFrame frame;
    frame.index = 2;
    frame.layout = gray_layout();
    frame.coded = {kWidth, kHeight};
    frame.visible = {0, 0, kWidth, kHeight};
    frame.stride_bytes[0] = kWidth;
    const std::shared_ptr<DevicePlaneMemory> block = allocator->allocate(kFrameBytes);
    ASSERT_NE(block, nullptr);
    frame.memory = block;
    frame.written_value = 5;
    EXPECT_FALSE(cache.publish(source, frame)) << "nobody says when it is written";
    frame.written = signal;
    ASSERT_TRUE(cache.publish(source, frame));
    EXPECT_EQ(cache.find(source, 2), nullptr);
    EXPECT_TRUE(cache.has_pending_ingest());

    renderer::Timeline decoders(device());
    renderer::FrameSlot decoder(device(), decoders);
    const VkCommandBuffer cmd = decoder.begin();
    const auto* slot = dynamic_cast<const renderer::Block*>(block.get());
    const VkBufferCopy region{0, slot->offset_bytes(), kFrameBytes};
    vkCmdCopyBuffer(cmd, surface.handle(), slot->buffer(), 1, &region);
    const VkSemaphoreSubmitInfo raises{.sType = VK_STRUCTURE_TYPE_SEMAPHORE_SUBMIT_INFO,
                                       .semaphore = signal->handle(),
                                       .value = 5,
                                       .stageMask = VK_PIPELINE_STAGE_2_ALL_COMMANDS_BIT};
    decoder.submit({}, std::span(&raises, 1));
    ingest(cache);
    const auto found = cache.find(source, 2);
    ASSERT_NE(found, nullptr);
    EXPECT_EQ(found->offset_bytes, slot->offset_bytes()) << "adopted where it lies";
    EXPECT_EQ(bytes_of(*found), std::vector<std::uint8_t>(kFrameBytes, 77));
}

TEST_P(FrameCacheTest, CopiesOnlyWhereTheDeviceHasItsOwnMemory) {
    FrameCache cache(device(), 1 << 20);
    const SourceId source = cache.add_source();
    const DecodedFrame decoded = make_frame(cache.allocator(), 0);
    ASSERT_TRUE(cache.publish(source, decoded));
    const bool is_gpu = GetParam();
    EXPECT_EQ(cache.has_pending_ingest(), is_gpu);
    EXPECT_EQ(cache.find(source, 0) == nullptr, is_gpu);
    EXPECT_TRUE(cache.contains(source, 0));
    ingest(cache);
    const auto frame = cache.find(source, 0);
    ASSERT_NE(frame, nullptr);
    EXPECT_EQ(frame->mapped == decoded.memory->data(), !is_gpu);
    EXPECT_EQ(cache.device_copies_per_frame(), is_gpu ? 1 : 0);
}

TEST_P(FrameCacheTest, TakesFramesFromForeignMemoryWithOddStrides) {
    FrameCache cache(device(), 1 << 20);
    const SourceId source = cache.add_source();
    HeapPlaneAllocator heap;
    DecodedFrame decoded = make_frame(heap, 9);
    decoded.coded = {101, 33};
    decoded.plane_offset_bytes[0] = 3;
    decoded.stride_bytes[0] = 103;
    ASSERT_TRUE(cache.publish(source, decoded));
    ingest(cache);
    const auto frame = cache.find(source, 9);
    ASSERT_NE(frame, nullptr);
    EXPECT_EQ(frame->stride_bytes[0] % 4, 0U);
    EXPECT_EQ(frame->plane_offset_bytes[0] % 4, 0U);
    EXPECT_EQ(bytes_of(*frame)[frame->stride_bytes[0] * 32 + 100], 9);
}

TEST_P(FrameCacheTest, DropsTheFarthestAndCountsBehindTwice) {
    FrameCache cache(device(), budget(16));
    const SourceId source = cache.add_source();
    cache.set_focus(source, {.frame = 100, .direction = 1});
    publish_wanted(cache, source, 90, 130);
    const Ranges ranges = cache.ranges(source);
    ASSERT_EQ(ranges.size(), 1U);
    const std::int64_t behind = 100 - ranges[0].first, ahead = ranges[0].second - 1 - 100;
    EXPECT_GE(ahead, 2 * behind - 1);
    EXPECT_LE(ahead, 2 * behind + 2);
    EXPECT_GE(ahead + behind + 1, GetParam() ? 12 : 15); // A GPU's staging takes some of the room.
}

TEST_P(FrameCacheTest, KeepsTheOtherSideWhenPlayingBackwards) {
    FrameCache cache(device(), budget(16));
    const SourceId source = cache.add_source();
    cache.set_focus(source, {.frame = 100, .direction = -1});
    publish_wanted(cache, source, 70, 110);
    EXPECT_TRUE(cache.contains(source, 93));
    EXPECT_FALSE(cache.contains(source, 107));
}

TEST_P(FrameCacheTest, KeepsThePinnedRangeAndTheFocusLongest) {
    FrameCache cache(device(), budget(16));
    const SourceId source = cache.add_source();
    cache.set_focus(source, {.frame = 50, .pinned_first = 10, .pinned_last = 14});
    publish_all(cache, source, 10, 14);
    publish_all(cache, source, 49, 51);
    publish_wanted(cache, source, 52, 90);
    for (const std::int64_t i : {10, 11, 12, 13, 14, 49, 50, 51, 52})
        EXPECT_TRUE(cache.contains(source, i)) << i;
    EXPECT_FALSE(cache.contains(source, 70));
}

TEST_P(FrameCacheTest, DropsHiddenSourcesFirst) {
    FrameCache cache(device(), budget(16));
    const SourceId hidden = cache.add_source(), shown = cache.add_source();
    cache.set_focus(hidden, {.frame = 0, .visible = false});
    cache.set_focus(shown, {.frame = 0});
    publish_all(cache, hidden, 0, 8);
    publish_wanted(cache, shown, 0, 20);
    EXPECT_EQ(cache.ranges(hidden).front().second, 2); // The focus and its neighbour stay.
    EXPECT_TRUE(cache.contains(shown, 8));
}

TEST_P(FrameCacheTest, WantsOnlyWhatItWouldKeep) {
    FrameCache cache(device(), budget(16));
    const SourceId source = cache.add_source();
    cache.set_focus(source, {.frame = 0});
    EXPECT_TRUE(cache.wants(source, 1000, kFrameBytes));
    publish_wanted(cache, source, 0, 19);
    EXPECT_FALSE(cache.wants(source, 1000, kFrameBytes));
    cache.set_focus(source, {.frame = 999});
    EXPECT_TRUE(cache.wants(source, 1000, kFrameBytes));
    EXPECT_TRUE(cache.wants(source, 1010, kFrameBytes));
    EXPECT_FALSE(cache.wants(source + 1, 0, kFrameBytes));
}

TEST_P(FrameCacheTest, StaysWithinTheBudgetWhateverIsPublished) {
    FrameCache cache(device(), budget(64));
    const SourceId a = cache.add_source(), b = cache.add_source();
    for (std::int64_t i = 0; i < 300; ++i) {
        cache.set_focus(a, {.frame = i});
        cache.set_focus(b, {.frame = 2 * i, .direction = -1});
        publish(cache, a, i);
        publish(cache, b, 2 * i);
        DecodedFrame other = make_frame(cache.allocator(), i); // Another size class.
        other.coded = {kWidth / 2, 20};
        ASSERT_TRUE(cache.publish(a, other));
        ingest(cache);
        ASSERT_LE(cache.stats().used_bytes, budget(64) + budget(64) / 10) << i;
        ASSERT_TRUE(cache.find(a, i)) << i;
    }
    EXPECT_GE(cache.stats().used_bytes, budget(64) * 3 / 4);
    EXPECT_GE(device().allocated_bytes(), cache.stats().used_bytes);
}

TEST_P(FrameCacheTest, GivesAllMemoryBackWithTheLastSource) {
    const std::uint64_t before = device().allocated_bytes();
    FrameCache cache(device(), budget(64));
    const SourceId a = cache.add_source(), b = cache.add_source();
    publish_all(cache, a, 0, 20);
    publish_all(cache, b, 0, 20);
    EXPECT_EQ(cache.stats().frames, 42);
    cache.clear(a);
    EXPECT_TRUE(cache.contains(b, 0));
    EXPECT_FALSE(cache.contains(a, 0));
    publish(cache, a, 0); // Waiting for its copy on a GPU.
    cache.remove_source(a);
    cache.remove_source(b);
    EXPECT_FALSE(cache.has_pending_ingest());
    EXPECT_EQ(cache.stats().frames, 0);
    EXPECT_EQ(cache.stats().used_bytes, 0U);
    EXPECT_EQ(device().allocated_bytes(), before);
}

TEST_P(FrameCacheTest, AFrameInUseSurvivesItsEvictionAndTheCache) {
    std::shared_ptr<const renderer::CachedFrame> frame;
    {
        FrameCache cache(device(), budget(16));
        const SourceId source = cache.add_source();
        publish(cache, source, 7);
        ingest(cache);
        frame = cache.find(source, 7);
        cache.remove_source(source);
        const SourceId next = cache.add_source();
        publish_all(cache, next, 20, 60);
        ingest(cache);
    }
    ASSERT_NE(frame, nullptr);
    EXPECT_EQ(bytes_of(*frame), std::vector<std::uint8_t>(kFrameBytes, 7));
}

TEST_P(FrameCacheTest, EvictsNothingForMemoryThatADecoderHolds) {
    FrameCache cache(device(), budget(16));
    const SourceId source = cache.add_source();
    cache.set_focus(source, {.frame = 0});
    publish_all(cache, source, 0, 7);
    std::vector<std::shared_ptr<PlaneMemory>> references; // More than the whole budget.
    for (int i = 0; i < 20; ++i) references.push_back(cache.allocator().allocate(kFrameBytes));
    EXPECT_EQ(std::ranges::count(references, nullptr), 0);
    EXPECT_TRUE(cache.contains(source, 0));
    EXPECT_TRUE(cache.contains(source, 1));
    references.clear();
    publish_all(cache, source, 8, 9);
    EXPECT_LE(cache.stats().used_bytes, budget(16) + budget(16) / 10);
}

TEST_P(FrameCacheTest, NearestIsTheCloserOfBothSides) {
    FrameCache cache(device(), 1 << 20);
    const SourceId source = cache.add_source();
    EXPECT_EQ(cache.nearest(source, 5), nullptr);
    publish(cache, source, 10);
    publish(cache, source, 20);
    ingest(cache);
    publish(cache, source, 13); // Not findable yet on a GPU.
    EXPECT_EQ(cache.nearest(source, 0)->index, 10);
    EXPECT_EQ(cache.nearest(source, 14)->index, GetParam() ? 10 : 13);
    EXPECT_EQ(cache.nearest(source, 99)->index, 20);
    EXPECT_EQ(cache.ranges(source), (Ranges{{10, 11}, {13, 14}, {20, 21}}));
}

TEST_P(FrameCacheTest, RefusesAFrameLargerThanTheBudgetInOneLine) {
    FrameCache cache(device(), kFrameBytes / 2);
    const SourceId source = cache.add_source();
    HeapPlaneAllocator heap;
    const auto published = cache.publish(source, make_frame(heap, 12));
    ASSERT_FALSE(published);
    EXPECT_EQ(published.error().code, ErrorCode::TooLarge);
    EXPECT_EQ(published.error().message, "frame 12 (256x64) needs 1 MB, more than the cache's 1 "
                                         "MB: give a larger --cache-mb");
}

TEST_P(FrameCacheTest, RefusesPlanesOutsideTheirMemory) {
    FrameCache cache(device(), 1 << 20);
    const SourceId source = cache.add_source();
    DecodedFrame decoded = make_frame(cache.allocator(), 0);
    decoded.coded.height = kHeight + 1;
    const auto published = cache.publish(source, decoded);
    ASSERT_FALSE(published);
    EXPECT_EQ(published.error().code, ErrorCode::InvalidArgument);
}

TEST_P(FrameCacheTest, RefusesFramesOfARemovedSource) {
    FrameCache cache(device(), 1 << 20);
    const SourceId source = cache.add_source();
    cache.remove_source(source);
    const auto published = cache.publish(source, make_frame(cache.allocator(), 0));
    ASSERT_FALSE(published);
    EXPECT_EQ(published.error().code, ErrorCode::Cancelled);
}

TEST_P(FrameCacheTest, ReadersAndARendererShareItWithoutMixingFrames) {
    FrameCache cache(device(), budget(32));
    const std::vector<SourceId> sources{cache.add_source(), cache.add_source(), cache.add_source()};
    std::atomic<int> running = 3;
    std::atomic<std::uint64_t> most_bytes = 0;
    std::vector<std::jthread> readers;
    for (const SourceId source : sources) {
        readers.emplace_back([&, source] {
            for (std::int64_t i = 0; i < 2000; ++i) {
                cache.set_focus(source, {.frame = i});
                const auto published =
                    cache.publish(source, make_frame(cache.allocator(), i, int(source)));
                if (!published) break;
                std::uint64_t most = most_bytes.load();
                const std::uint64_t used = cache.stats().used_bytes;
                while (used > most && !most_bytes.compare_exchange_weak(most, used)) {
                }
            }
            --running;
        });
    }
    int mixed = 0;
    while (running > 0) {
        ingest(cache);
        for (const SourceId source : sources) {
            const auto frame = cache.nearest(source, 1 << 20);
            if (frame == nullptr || frame->mapped == nullptr) continue;
            const auto expected = static_cast<std::byte>(frame->index + int(source));
            mixed += frame->mapped[0] != expected || frame->mapped[kFrameBytes - 1] != expected;
        }
    }
    readers.clear();
    ingest(cache);
    EXPECT_EQ(mixed, 0);
    for (const SourceId source : sources) {
        const auto last = cache.find(source, 1999);
        ASSERT_NE(last, nullptr);
        EXPECT_EQ(bytes_of(*last)[0], static_cast<std::uint8_t>(1999 + int(source)));
    }
    EXPECT_LE(most_bytes.load(), budget(32) + budget(32) / 10);
}

} // namespace
} // namespace seamline
