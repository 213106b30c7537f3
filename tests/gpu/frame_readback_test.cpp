// What is read back from device-only frames is what the host-memory path reads, bit for bit.
#include "renderer/frame_readback.h"

#include "app/ui/thumbnails.h"
#include "renderer/frame_cache.h"
#include "renderer/frame_renderer.h"
#include "renderer/picture_probe.h"
#include "tests/support/gpu_test.h"
#include "tests/support/test_frame.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <thread>

namespace seamline {
namespace {

using namespace renderer;
using test::LayoutSpec;
using test::Packing;

/// A CPU driver as if it were a GPU with memory of its own: frames are not mapped.
class FrameReadbackTest : public test::GpuTest {
protected:
    FrameReadbackTest() : GpuTest({.separate_memory = true}) {}

    static test::FrameSpec spec_of(const LayoutSpec& layout) {
        test::FrameSpec spec;
        spec.layout = test::make_layout(layout);
        // Cropped by odd numbers, so that chroma does not start with the picture.
        spec.coded = {44, 40};
        spec.visible = {3, 5, 37, 31};
        return spec;
    }
    /// The same frame in memory that only the device reaches.
    std::shared_ptr<const CachedFrame> device_only(const CachedFrame& plain) {
        auto buffer = std::make_shared<Buffer>(device(), plain.size_bytes, BufferMemory::Device,
                                               "device-only frame");
        run([&](VkCommandBuffer cmd) {
            const VkBufferCopy region{plain.offset_bytes, 0, plain.size_bytes};
            vkCmdCopyBuffer(cmd, plain.buffer, buffer->handle(), 1, &region);
        });
        auto frame = std::make_shared<CachedFrame>(plain);
        frame->buffer = buffer->handle();
        frame->offset_bytes = 0;
        frame->mapped = nullptr;
        frame->keep = std::move(buffer);
        return frame;
    }
    template <typename T>
    static Result<T> collected(FrameReadback& readback, std::future<Result<T>> future) {
        constexpr int kLimit = 10'000; // Of milliseconds.
        for (int i = 0; i < kLimit; ++i) {
            readback.turn(FrameReadback::Work::All);
            if (future.wait_for(std::chrono::milliseconds(1)) == std::future_status::ready)
                return future.get();
        }
        return Error{ErrorCode::Unavailable, "not read within ten seconds"};
    }
};

void expect_same(const ProbedColor& a, const ProbedColor& b, const std::string& where) {
    EXPECT_EQ(a.component_count, b.component_count) << where;
    for (std::size_t i = 0; i < a.code.size(); ++i) EXPECT_EQ(a.code[i], b.code[i]) << where;
    EXPECT_EQ(a.rgb, b.rgb) << where;
    EXPECT_EQ(a.alpha, b.alpha) << where;
}

std::vector<LayoutSpec> layouts() {
    return {{},
            {.depth = 10},
            {.depth = 10, .packing = Packing::SemiPlanar, .high_bits = true},
            {.chroma_shift_x = 2, .chroma_shift_y = 2},
            {.chroma_shift_y = 0, .has_alpha = true},
            {.model = ColorModel::Rgb, .packing = Packing::Packed, .has_alpha = true},
            {.model = ColorModel::Rgb, .depth = 32, .is_float = true},
            {.model = ColorModel::Gray, .depth = 12}};
}

TEST_F(FrameReadbackTest, EveryRowReadsAsInHostMemoryInEveryLayoutAndSiting) {
    FrameReadback readback(device());
    for (const LayoutSpec& layout : layouts()) {
        test::FrameSpec spec = spec_of(layout);
        const auto plain = test::make_frame(device(), spec, test::random_samples(spec.layout, 7));
        ASSERT_NE(plain->mapped, nullptr);
        const auto frame = device_only(*plain);
        for (const ChromaLocation location :
             {ChromaLocation::Left, ChromaLocation::BottomLeft, ChromaLocation::Top}) {
            ColorTags color = spec.color;
            color.chroma_location = location;
            const PictureProbe whole(*plain, color);
            for (int y = 0; y < spec.visible.height;
                 y += location == ChromaLocation::Left ? 1 : 7) {
                const auto rows = collected(readback, readback.rows(frame, y, 1));
                ASSERT_TRUE(rows) << rows.error().message;
                ASSERT_TRUE(rows.value().holds(y));
                const PictureProbe cut(rows.value().frame, color);
                for (int x = 0; x < spec.visible.width; ++x)
                    expect_same(cut.at(x, y - rows.value().offset), whole.at(x, y),
                                spec.layout.name + " row " + std::to_string(y));
            }
        }
    }
}

TEST_F(FrameReadbackTest, MeansOverAreasAreThoseOfHostMemory) {
    FrameReadback readback(device());
    const test::FrameSpec spec = spec_of({.depth = 10});
    const auto plain = test::make_frame(device(), spec, test::random_samples(spec.layout, 3));
    const auto frame = device_only(*plain);
    for (const Rect area : {Rect{0, 0, 37, 31}, Rect{4, 6, 9, 11}, Rect{20, 30, 99, 99}}) {
        const auto rows = collected(readback, readback.rows(frame, area.y, area.height));
        ASSERT_TRUE(rows);
        Rect moved = area;
        moved.y -= rows.value().offset;
        const ProbedColor whole = PictureProbe(*plain, spec.color).mean(area);
        // Below the asked rows the cut ends later than the area: only the area's own rows count.
        moved.height = std::min(area.y + area.height, spec.visible.height) - area.y;
        expect_same(PictureProbe(rows.value().frame, spec.color).mean(moved), whole, "area");
    }
}

TEST_F(FrameReadbackTest, ThumbnailsAreTheCompositorsPictureAndCloseToTheHostPaths) {
    FrameReadback readback(device());
    FrameCache cache(device(), 1 << 20);
    FrameRenderer renderer(device(), cache);
    for (const LayoutSpec& layout : {LayoutSpec{}, LayoutSpec{.depth = 10}}) {
        const test::FrameSpec spec = spec_of(layout);
        const auto plain = test::make_frame(device(), spec, test::smooth_samples(spec.layout, 0.4));
        PictureShape shape;
        shape.visible = {spec.visible.width, spec.visible.height};
        const Extent size{16, 13};
        const Composition composition =
            ui::thumbnail_composition(device_only(*plain), spec.color, shape, size);
        const auto read = collected(readback, readback.picture(composition));
        ASSERT_TRUE(read) << read.error().message;
        EXPECT_EQ(read.value().size, size);
        const auto direct = renderer.render_and_read(composition, TargetFormat::Rgba8);
        EXPECT_EQ(read.value().pixels, direct.pixels);

        const auto host = ui::make_thumbnail(*plain, spec.color, shape, size);
        ASSERT_EQ(host.size() * 4, read.value().pixels.size());
        // Four samples per pixel there, an area's average here: near, in a smooth picture.
        double sum = 0;
        for (std::size_t i = 0; i < host.size(); ++i)
            for (unsigned c = 0; c < 3; ++c)
                sum += std::abs(static_cast<double>((host[i] >> (8 * c)) & 255U) -
                                std::to_integer<int>(read.value().pixels[4 * i + c]));
        EXPECT_LT(sum / static_cast<double>(3 * host.size()), 3.0);
    }
}

TEST_F(FrameReadbackTest, ManyRequestsAreServedInFewTurnsAndEachGetsItsOwn) {
    FrameReadback readback(device());
    const test::FrameSpec spec = spec_of({});
    const auto plain = test::make_frame(device(), spec, test::random_samples(spec.layout, 9));
    const auto frame = device_only(*plain);
    std::vector<std::future<Result<FrameRows>>> futures;
    for (int y = 0; y < spec.visible.height; ++y) futures.push_back(readback.rows(frame, y, 1));
    const auto first = readback.turn(FrameReadback::Work::Rows);
    EXPECT_TRUE(first.is_busy);
    EXPECT_FALSE(first.has_left);
    for (int y = 0; y < spec.visible.height; ++y) {
        const auto rows = collected(readback, std::move(futures[static_cast<std::size_t>(y)]));
        ASSERT_TRUE(rows);
        EXPECT_TRUE(rows.value().holds(y));
        expect_same(PictureProbe(rows.value().frame, spec.color).at(5, y - rows.value().offset),
                    PictureProbe(*plain, spec.color).at(5, y), "row " + std::to_string(y));
    }
    EXPECT_FALSE(readback.turn(FrameReadback::Work::All).is_busy);
}

TEST_F(FrameReadbackTest, PicturesWaitUntilTheyAreAllowed) {
    FrameReadback readback(device());
    Composition composition;
    composition.target = {4, 2};
    composition.background = {0, 1, 0};
    auto future = readback.picture(composition);
    for (int i = 0; i < 3; ++i) {
        const auto turn = readback.turn(FrameReadback::Work::Rows);
        EXPECT_FALSE(turn.is_busy);
        EXPECT_TRUE(turn.has_left);
    }
    const auto picture = collected(readback, std::move(future));
    ASSERT_TRUE(picture);
    EXPECT_EQ(picture.value().pixels[1], std::byte{255});
}

TEST_F(FrameReadbackTest, WhatIsStillAskedForAtTheEndIsCancelledAndNonsenseRefused) {
    std::future<Result<FrameRows>> pending, in_flight;
    {
        FrameReadback readback(device());
        const test::FrameSpec spec = spec_of({});
        const auto frame =
            device_only(*test::make_frame(device(), spec, test::random_samples(spec.layout, 1)));
        in_flight = readback.rows(frame, 0, 1);
        readback.turn(FrameReadback::Work::All);
        pending = readback.rows(frame, 1, 1);
        EXPECT_EQ(readback.rows(nullptr, 0, 1).get().error().code, ErrorCode::InvalidArgument);
        EXPECT_EQ(readback.picture({}).get().error().code, ErrorCode::InvalidArgument);
    }
    EXPECT_EQ(pending.get().error().code, ErrorCode::Cancelled);
    EXPECT_EQ(in_flight.get().error().code, ErrorCode::Cancelled);
}

} // namespace
} // namespace seamline
