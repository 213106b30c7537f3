#include "renderer/passes/composite_plan.h"

#include "renderer/layout.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <vector>

namespace seamline::renderer {
namespace {

std::shared_ptr<const CachedFrame> frame_of(Extent size) {
    auto frame = std::make_shared<CachedFrame>();
    frame->layout.chroma_shift_x = 1;
    frame->layout.chroma_shift_y = 1;
    for (std::uint8_t i = 0; i < 3; ++i) frame->layout.components[i].plane = i;
    frame->coded = size;
    frame->visible = {0, 0, size.width, size.height};
    return frame;
}

/// How often each pixel of the target is made.
std::vector<int> coverage(const CompositePlan& plan, Extent target) {
    std::vector<int> count(static_cast<std::size_t>(target.width * target.height));
    const auto add = [&](const Rect& rect) {
        for (int y = rect.y; y < rect.y + rect.height; ++y) {
            for (int x = rect.x; x < rect.x + rect.width; ++x) {
                ++count.at(static_cast<std::size_t>(y * target.width + x));
            }
        }
    };
    for (const auto& fill : plan.fills) add(fill.rect);
    for (const auto& draw : plan.draws) add(draw.rect);
    return count;
}

TEST(CompositePlan, MakesEveryPixelExactlyOnceWhateverTheTiles) {
    std::mt19937 random(11);
    const auto number = [&](int low, int high) {
        return std::uniform_int_distribution<int>(low, high)(random);
    };
    constexpr Extent kTarget{160, 90};
    for (int round = 0; round < 300; ++round) {
        Composition composition{.target = kTarget};
        composition.filter = static_cast<ResizeFilter>(number(0, 2));
        for (int i = number(0, 4); i > 0; --i) {
            Tile tile{.rect = {number(-20, 150), number(-20, 80), number(1, 120), number(1, 90)}};
            tile.mix = static_cast<Mix>(number(0, 5));
            const PictureShape shape{{number(1, 100), number(1, 60)}, {1, 1}, 90 * number(0, 3)};
            const View view{static_cast<Fit>(number(0, 3)), number(1, 20) / 5.0};
            tile.a = {.frame = frame_of(shape.visible),
                      .target_to_source = target_to_source(shape, shape, tile.rect, view)};
            tile.b = tile.a;
            if (number(0, 4) == 0) tile.b.frame = nullptr;
            const float angle = static_cast<float>(number(0, 16)) * 0.39269908F;
            tile.wipe_normal = {std::cos(angle), std::sin(angle)};
            tile.wipe_center_px = {number(-10, 170), number(-10, 100)};
            tile.butterfly_axis_px = static_cast<float>(number(-10, 170));
            composition.tiles.push_back(tile);
        }
        const auto counts = coverage(composite_plan(composition, TargetFormat::Rgba8, 16), kTarget);
        for (std::size_t i = 0; i < counts.size(); ++i) {
            ASSERT_EQ(counts[i], 1) << round << ": " << i % 160 << ", " << i / 160;
        }
    }
}

TEST(CompositePlan, TwoHdTakesSideBySideAreNothingButFastDrawsAndBars) {
    Composition composition{.target = {1920, 1080}};
    const PictureShape shape{{1920, 1080}};
    for (const Rect& tile : tile_rects(CompareLayout::Row, 2, composition.target)) {
        composition.tiles.push_back(
            {.rect = tile,
             .a = {.frame = frame_of(shape.visible),
                   .target_to_source = target_to_source(shape, shape, tile, {})}});
    }
    const CompositePlan plan = composite_plan(composition, TargetFormat::Rgba8, 16);
    EXPECT_EQ(plan.draws.size(), 2U);
    EXPECT_EQ(plan.fills.size(), 4U);
    for (const CompositeDraw& draw : plan.draws) {
        EXPECT_EQ(draw.key.shader, CompositeShader::Fast);
        EXPECT_EQ(draw.key.a.path, shared::kPathHalf);
        EXPECT_EQ(draw.rect.width, 960);
        EXPECT_EQ(draw.rect.height, 540);
    }
}

TEST(CompositePlan, WordsOfARowAreSharedOnlyWhereThatIsAskedFor) {
    const PictureShape shape{{1920, 1080}};
    const Rect tile{0, 0, 640, 360};
    const Composition composition{
        .target = {640, 360},
        .tiles = {{.rect = tile,
                   .a = {.frame = frame_of(shape.visible),
                         .target_to_source = target_to_source(shape, shape, tile, {})}}}};
    const CompositePlan shares = composite_plan(composition, TargetFormat::Rgba8, 16);
    const CompositePlan fetches = composite_plan(composition, TargetFormat::Rgba8, 16, false);
    ASSERT_EQ(shares.draws.size(), 1U);
    ASSERT_EQ(fetches.draws.size(), 1U);
    EXPECT_GT(shares.draws[0].key.a.luma_words, 0U);
    EXPECT_GT(shares.draws[0].key.a.chroma_words, 0U);
    EXPECT_EQ(fetches.draws[0].key.a.luma_words, 0U);
    EXPECT_EQ(fetches.draws[0].key.a.chroma_words, 0U);
}

TEST(CompositePlan, WordsComeInPairsWhereRowsAreHalvedAndAligned) {
    const PictureShape shape{{1920, 1080}};
    const auto keys = [&](std::uint32_t stride, Extent target, bool shares) {
        auto frame = std::make_shared<CachedFrame>(*frame_of(shape.visible));
        frame->size_bytes = 8U << 20;
        frame->layout.plane_count = 3;
        frame->stride_bytes = {stride, stride / 2, stride / 2};
        const Rect tile{0, 0, target.width, target.height};
        const Composition composition{
            .target = target,
            .tiles = {{.rect = tile,
                       .a = {.frame = frame,
                             .target_to_source = target_to_source(shape, shape, tile, {})}}}};
        const CompositePlan plan = composite_plan(composition, TargetFormat::Rgba8, 16, shares);
        EXPECT_EQ(plan.draws.size(), 1U);
        EXPECT_EQ(plan.blocks.at(plan.draws.at(0).block).word_pairs,
                  plan.draws.at(0).key.word_pairs != 0);
        return plan.draws.at(0).key;
    };
    EXPECT_EQ(keys(1920, {960, 540}, true).word_pairs, 1U);
    EXPECT_EQ(keys(1920, {960, 540}, false).word_pairs, 0U);
    EXPECT_EQ(keys(1928, {960, 540}, true).word_pairs, 0U) << "chroma rows at odd words";
    EXPECT_EQ(keys(1920, {1920, 1080}, true).word_pairs, 0U);
    EXPECT_EQ(keys(1920, {640, 360}, true).word_pairs, 0U);
}

TEST(CompositePlan, HalvesThatAreMovedAgainstEachOtherAreFastWithoutPairs) {
    const PictureShape shape{{1920, 1080}};
    auto frame = std::make_shared<CachedFrame>(*frame_of(shape.visible));
    frame->size_bytes = 8U << 20;
    frame->layout.plane_count = 3;
    frame->stride_bytes = {1920, 960, 960};
    const Rect tile{0, 0, 960, 540};
    const auto shader = [&](float moved) {
        Picture a{.frame = frame, .target_to_source = target_to_source(shape, shape, tile, {})};
        Picture b = a;
        b.target_to_source[2].x += moved;
        const CompositePlan plan =
            composite_plan({.target = {960, 540},
                            .tiles = {{.rect = tile, .mix = Mix::Difference, .a = a, .b = b}}},
                           TargetFormat::Rgba8, 16);
        return plan.draws.at(0).key;
    };
    EXPECT_EQ(shader(0).shader, CompositeShader::FastMix);
    EXPECT_EQ(shader(0).word_pairs, 1U);
    EXPECT_EQ(shader(-16).word_pairs, 1U);
    EXPECT_EQ(shader(-8).shader, CompositeShader::FastMix);
    EXPECT_EQ(shader(-8).word_pairs, 0U);
}

TEST(CompositePlan, BandsOfLightHoldEveryNeededSourcePixelOnceAndStayInside) {
    for (const int rotation : {0, 90, 180, 270}) {
        const PictureShape shape{{1900, 1070}, {1, 1}, rotation};
        const Rect tile{0, 0, 700, 500};
        const Picture picture{.frame = frame_of(shape.visible),
                              .target_to_source = target_to_source(shape, shape, tile, {})};
        const Composition composition{.target = {700, 500},
                                      .filter = ResizeFilter::Lanczos,
                                      .tiles = {{.rect = tile, .a = picture}}};
        const CompositePlan plan = composite_plan(composition, TargetFormat::Rgba8, 16);
        ASSERT_EQ(plan.lights.size(), 1U);
        const CompositeLight& light = plan.lights[0].pictures[0];
        ASSERT_GT(light.bands.size(), 1U);
        std::int64_t pixels = 0;
        int next_row = 0;
        for (const LightBand& band : light.bands) {
            EXPECT_EQ(band.columns.y, next_row);
            next_row += band.columns.height;
            pixels += std::int64_t{band.pixels.width} * band.pixels.height;
            const bool turned = rotation % 180 != 0;
            EXPECT_EQ(turned ? band.pixels.x : band.pixels.y, band.columns.y);
            EXPECT_EQ(turned ? band.pixels.width : band.pixels.height, band.columns.height);
            EXPECT_LE(static_cast<VkDeviceSize>(band.columns.height * light.pitch_px * 3 * 4),
                      plan.lights[0].light_bytes);
        }
        EXPECT_EQ(pixels, 1900 * 1070) << "the whole picture is shown";
    }
}

TEST(CompositePlan, LanczosOfLargePicturesNeedsLittleMemoryAtEveryScale) {
    for (const Extent size : {Extent{1920, 1080}, Extent{3840, 2160}, Extent{7680, 4320}}) {
        for (const int width : {480, 960, 1000, 1900, 3800}) {
            const Extent target{width, width * 9 / 16};
            const Rect tile{0, 0, target.width, target.height};
            const PictureShape shape{size};
            const Picture picture{.frame = frame_of(size),
                                  .target_to_source = target_to_source(shape, shape, tile, {})};
            const Composition composition{
                .target = target,
                .filter = ResizeFilter::Lanczos,
                .tiles = {{.rect = tile, .mix = Mix::Difference, .a = picture, .b = picture}}};
            const CompositePlan plan = composite_plan(composition, TargetFormat::Rgba8, 16);
            for (const CompositeLights& lights : plan.lights) {
                EXPECT_LE(lights.light_bytes, 2U << 20);
                EXPECT_LE(lights.filtered_bytes, 128U << 20) << size.width << " in " << width;
            }
            for (const int count : coverage(plan, target)) ASSERT_EQ(count, 1);
        }
    }
}

} // namespace
} // namespace seamline::renderer
