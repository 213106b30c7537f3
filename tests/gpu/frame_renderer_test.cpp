#include "renderer/frame_renderer.h"

#include "tests/support/gpu_test.h"

#include <algorithm>

namespace seamline {
namespace {

using renderer::Composition;
using renderer::FrameCache;
using renderer::FrameRenderer;
using renderer::TargetFormat;

/// Both kinds of device: a CPU driver as it is, and as if it were a GPU with memory of its own.
class FrameRendererTest : public test::GpuTest, public testing::WithParamInterface<bool> {
protected:
    FrameRendererTest() : GpuTest({.separate_memory = GetParam()}) {}
};

INSTANTIATE_TEST_SUITE_P(Devices, FrameRendererTest, testing::Values(false, true),
                         [](const auto& kind) { return kind.param ? "Gpu" : "Cpu"; });

Composition plain(Extent size, glm::vec3 background) {
    return {.target = size, .background = background, .tiles = {}};
}

/// A full-range grey frame of one value.
DecodedFrame gray_frame(PlaneAllocator& allocator, std::int64_t index, std::uint8_t value) {
    DecodedFrame frame;
    frame.index = index;
    frame.layout = {
        .name = "gray", .model = ColorModel::Gray, .component_count = 1, .plane_count = 1};
    frame.coded = {64, 32};
    frame.visible = {0, 0, 64, 32};
    frame.color.range = ColorRange::Full;
    const auto memory = allocator.allocate(64 * 32);
    std::fill_n(memory->data(), 64 * 32, static_cast<std::byte>(value));
    frame.memory = memory;
    frame.stride_bytes[0] = 64;
    return frame;
}

TEST_P(FrameRendererTest, ReadsBackEveryPixelInEveryFormat) {
    FrameCache cache(device(), 1 << 20);
    FrameRenderer renderer(device(), cache);
    for (const TargetFormat format :
         {TargetFormat::Rgba8, TargetFormat::Bgra8, TargetFormat::Rgba16, TargetFormat::Rgba32f}) {
        const auto picture = renderer.render_and_read(plain({37, 21}, {1, 0, 0}), format);
        ASSERT_EQ(picture.pixels.size(), std::size_t(37 * 21 * bytes_per_pixel(format)));
        EXPECT_EQ(picture.size, (Extent{37, 21}));
    }
    const auto red = renderer.render_and_read(plain({37, 21}, {1, 0, 0}), TargetFormat::Bgra8);
    for (std::size_t i = 0; i < red.pixels.size(); i += 4) {
        ASSERT_EQ(red.pixels[i], std::byte{0}) << i;
        ASSERT_EQ(red.pixels[i + 2], std::byte{255}) << i;
    }
}

TEST_P(FrameRendererTest, TicksOfChangingSizesDoNotMix) {
    FrameCache cache(device(), 1 << 20);
    FrameRenderer renderer(device(), cache);
    for (int i = 1; i <= 20; ++i) {
        const float red = static_cast<float>(i) / 255;
        renderer.render_offscreen(plain({16 + i, 8}, {1, 1, 1}), TargetFormat::Rgba8);
        const auto picture =
            renderer.render_and_read(plain({8, 16 + i}, {red, 0, 0}), TargetFormat::Rgba8);
        EXPECT_EQ(picture.pixels[0], static_cast<std::byte>(i));
        EXPECT_EQ(picture.pixels[picture.pixels.size() - 4], static_cast<std::byte>(i));
    }
}

TEST_P(FrameRendererTest, ShowsAnIngestedFrame) {
    FrameCache cache(device(), 1 << 20);
    FrameRenderer renderer(device(), cache);
    const renderer::SourceId source = cache.add_source();
    ASSERT_TRUE(cache.publish(source, gray_frame(cache.allocator(), 0, 200)));
    renderer.ingest_pending();
    EXPECT_FALSE(cache.has_pending_ingest());
    Composition one = plain({64, 32}, {0, 0, 0});
    renderer::Tile tile;
    tile.rect = {0, 0, 64, 32};
    tile.a.frame = cache.find(source, 0);
    ASSERT_NE(tile.a.frame, nullptr);
    tile.a.color = tile.a.frame->color;
    one.tiles = {tile};
    const auto picture = renderer.render_and_read(one, TargetFormat::Rgba8);
    EXPECT_EQ(picture.pixels[4 * (64 * 16 + 32)], std::byte{200});
}

TEST_P(FrameRendererTest, HoldsFramesUntilTheGpuIsDoneAndNoLonger) {
    FrameCache cache(device(), 1 << 20);
    FrameRenderer renderer(device(), cache);
    const renderer::SourceId source = cache.add_source();
    ASSERT_TRUE(cache.publish(source, gray_frame(cache.allocator(), 0, 1)));
    renderer.ingest_pending();
    std::weak_ptr<const renderer::CachedFrame> frame = cache.find(source, 0);
    {
        Composition one = plain({64, 32}, {0, 0, 0});
        renderer::Tile tile;
        tile.rect = {0, 0, 64, 32};
        tile.a.frame = frame.lock();
        one.tiles = {tile};
        renderer.render_offscreen(one, TargetFormat::Rgba8);
    }
    cache.remove_source(source);
    renderer.wait_idle();
    EXPECT_TRUE(frame.expired());
}

TEST_P(FrameRendererTest, AllocatesNothingOnceASizeWasSeen) {
    FrameCache cache(device(), 1 << 20);
    FrameRenderer renderer(device(), cache);
    const Composition picture = plain({64, 64}, {0, 0, 0});
    for (int i = 0; i < 4; ++i) (void)renderer.render_and_read(picture, TargetFormat::Rgba8);
    const std::uint64_t bytes = device().allocated_bytes();
    for (int i = 0; i < 50; ++i) renderer.render_offscreen(picture, TargetFormat::Rgba8);
    (void)renderer.render_and_read(picture, TargetFormat::Rgba8);
    EXPECT_EQ(device().allocated_bytes(), bytes);
}

TEST_P(FrameRendererTest, ReportsTheTimeOfTheCompositePass) {
    if (device().timestamp_bits() == 0) GTEST_SKIP() << "no timestamps on " << device().name();
    FrameCache cache(device(), 1 << 20);
    FrameRenderer renderer(device(), cache);
    (void)renderer.render_and_read(plain({640, 360}, {0, 0, 0}), TargetFormat::Rgba8);
    EXPECT_GT(renderer.last_times().composite_ms, 0);
}

} // namespace
} // namespace seamline
