// Where pixels come from: fast paths, crops, turns, resizing.
#include "renderer/layout.h"
#include "renderer/passes/composite_plan.h"
#include "tests/support/compositor_test.h"

#include <algorithm>

namespace seamline::test {
namespace {

using namespace renderer;

constexpr double kHalfCode = 0.51;
/// Positions in single precision move a sample by up to 1/1000 of a pixel.
constexpr double kResized16 = 20;

class CompositorGeometryTest : public CompositorTest {
protected:
    explicit CompositorGeometryTest(const DeviceOptions& options = {}) : CompositorTest(options) {}

    Picture frame_at(const PixelLayout& layout, Extent coded, Rect visible, const glm::mat3x2& map,
                     ColorTags color = {}, std::size_t alignment = 4) {
        Picture picture = one_to_one(make_frame(
            device(), {layout, coded, visible, color, alignment}, random_samples(layout, 3)));
        picture.target_to_source = map;
        return picture;
    }
    static glm::mat3x2 scaled(float factor, glm::vec2 origin) {
        return {glm::vec2(factor, 0), glm::vec2(0, factor), origin};
    }
    static bool plans_fast(const Composition& composition) {
        const auto plan = composite_plan(composition, TargetFormat::Rgba8, 16);
        return std::any_of(plan.draws.begin(), plan.draws.end(), [](const CompositeDraw& draw) {
            return draw.key.shader == CompositeShader::Fast;
        });
    }
    static bool plans_pairs(const Composition& composition) {
        const auto plan = composite_plan(composition, TargetFormat::Rgba8, 16);
        return std::ranges::any_of(
            plan.draws, [](const CompositeDraw& draw) { return draw.key.word_pairs != 0; });
    }
};

TEST_F(CompositorGeometryTest, FastPathsEqualTheReferenceAtEveryOffsetPackingAndSiting) {
    const LayoutSpec specs[]{
        {},
        {.packing = Packing::SemiPlanar},
        {.packing = Packing::SemiPlanarCrFirst},
        {.depth = 10},
        {.depth = 10, .packing = Packing::SemiPlanar, .high_bits = true},
        {.depth = 12, .packing = Packing::SemiPlanarCrFirst, .high_bits = true},
    };
    for (const LayoutSpec& spec : specs) {
        const PixelLayout layout = make_layout(spec);
        for (const auto location : {ChromaLocation::Left, ChromaLocation::Bottom,
                                    ChromaLocation::Center, ChromaLocation::TopLeft}) {
            // The first two already need every way of interpolating.
            if (layout.sample_bytes == 2 && location == ChromaLocation::Center) break;
            for (const float factor : {1.0F, 2.0F}) {
                for (const glm::vec2 origin :
                     {glm::vec2(0, 0), glm::vec2(-4, 2), glm::vec2(6, -6), glm::vec2(-10, 4)}) {
                    const Composition composition =
                        single(frame_at(layout, {88, 46}, {4, 2, 75, 41}, scaled(factor, origin),
                                        {.chroma_location = location}),
                               {48, 23});
                    EXPECT_TRUE(plans_fast(composition));
                    EXPECT_LE(worst_error(composition, TargetFormat::Rgba8), kHalfCode)
                        << &spec - specs << " " << name(location) << " 1:" << factor << " from "
                        << origin.x << ", " << origin.y;
                }
            }
        }
    }
}

TEST_F(CompositorGeometryTest, HalvesOfAlignedRowsAreReadInPairsOfWords) {
    for (const LayoutSpec& spec :
         {LayoutSpec{}, LayoutSpec{.packing = Packing::SemiPlanarCrFirst}, LayoutSpec{.depth = 10},
          LayoutSpec{.depth = 12, .packing = Packing::SemiPlanar, .high_bits = true}}) {
        const PixelLayout layout = make_layout(spec);
        for (const auto location : {ChromaLocation::Left, ChromaLocation::TopLeft}) {
            for (const glm::vec2 origin : {glm::vec2(0, 0), glm::vec2(-8, 2), glm::vec2(-20, 4)}) {
                const Picture picture =
                    frame_at(layout, {88, 46}, {4, 2, 75, 41}, scaled(2, origin),
                             {.chroma_location = location}, 64);
                Composition composition = single(picture, {48, 23});
                EXPECT_TRUE(plans_pairs(composition));
                EXPECT_LE(worst_error(composition, TargetFormat::Rgba8), kHalfCode)
                    << name(location) << " from " << origin.x << ", " << origin.y;
                Tile& tile = composition.tiles[0];
                tile.b = frame_at(layout, {88, 46}, {4, 2, 75, 41}, scaled(2, origin), {}, 64);
                tile.mix = Mix::Overlay;
                EXPECT_TRUE(plans_pairs(composition));
                EXPECT_LE(worst_error(composition, TargetFormat::Rgba8), kHalfCode)
                    << "mixed, " << name(location) << " from " << origin.x << ", " << origin.y;
                // One that lies otherwise makes the shader read both word by word.
                tile.b = frame_at(layout, {90, 46}, {4, 2, 75, 41}, scaled(2, origin), {}, 4);
                EXPECT_FALSE(plans_pairs(composition));
                EXPECT_LE(worst_error(composition, TargetFormat::Rgba8), kHalfCode)
                    << "mixed with another, " << name(location) << " from " << origin.x;
            }
        }
    }
}

TEST_F(CompositorGeometryTest, FastPathsWriteEveryFormatAndOddPitches) {
    const PixelLayout layout = make_layout({});
    for (const auto format :
         {TargetFormat::Rgba8, TargetFormat::Bgra8, TargetFormat::Rgba16, TargetFormat::Rgba32f}) {
        for (const int width : {40, 37}) {
            for (const float factor : {1.0F, 2.0F}) {
                const Composition composition =
                    single(frame_at(layout, {80, 42}, {0, 0, 80, 42}, scaled(factor, {0, 0})),
                           {width, 21});
                EXPECT_TRUE(plans_fast(composition));
                EXPECT_LE(worst_error(composition, format), 0.6)
                    << static_cast<int>(format) << " " << width << " " << factor;
            }
        }
    }
}

TEST_F(CompositorGeometryTest, FastPathsAdjustLikeTheOthers) {
    const PixelLayout layout = make_layout({});
    Picture picture = frame_at(layout, {40, 20}, {0, 0, 40, 20}, scaled(1, {0, 0}));
    picture.adjust = {.exposure_stops = 1, .gamma = 1.2F, .saturation = 1.5F};
    EXPECT_LE(worst_error(single(picture, {40, 20}), TargetFormat::Rgba8), 0.55);
}

TEST_F(CompositorGeometryTest, TurnedAndMirroredPicturesWithOddCropsAreInPlace) {
    const PixelLayout layout = make_layout({.depth = 10});
    for (const int rotation : {0, 90, 180, 270}) {
        for (const bool flipped : {false, true}) {
            const PictureShape shape{{37, 21}, {1, 1}, rotation, flipped};
            const Rect tile{2, 1, 50, 44};
            const glm::mat3x2 map = target_to_source(shape, shape, tile, {Fit::OneToOne});
            Composition composition =
                single(frame_at(layout, {45, 27}, {3, 5, 37, 21}, map), {53, 47});
            composition.tiles[0].rect = tile;
            composition.background = {0.25F, 0.5F, 0.75F};
            composition.empty = {0.75F, 0.25F, 0.5F};
            EXPECT_LE(worst_error(composition, TargetFormat::Rgba8), kHalfCode)
                << rotation << (flipped ? " flipped" : "");
        }
    }
}

TEST_F(CompositorGeometryTest, BilinearIsPrefilteredAtEveryScale) {
    for (const int depth : {8, 10}) {
        const PixelLayout layout = make_layout({.depth = depth});
        for (const float factor : {0.31F, 0.77F, 1.37F, 1.93F, 2.0F, 2.6F, 4.0F, 5.3F}) {
            const Extent target{static_cast<int>(71 / factor), static_cast<int>(39 / factor)};
            const Composition composition =
                single(frame_at(layout, {80, 44}, {4, 2, 71, 39}, scaled(factor, {0.21F, -0.43F})),
                       target);
            EXPECT_LE(worst_error(composition, TargetFormat::Rgba16), kResized16)
                << depth << " 1:" << factor;
        }
    }
}

TEST_F(CompositorGeometryTest, EveryPackingIsResizedMirroredAndStretched) {
    const LayoutSpec specs[]{
        {},
        {.packing = Packing::SemiPlanarCrFirst},
        {.depth = 10, .packing = Packing::SemiPlanar, .high_bits = true},
        {.depth = 16, .chroma_shift_y = 0},
        {.depth = 12, .big_endian = true},
        {.chroma_shift_x = 2, .chroma_shift_y = 0, .has_alpha = true},
        {.model = ColorModel::Rgb, .packing = Packing::Packed},
        {.model = ColorModel::Rgb, .packing = Packing::Packed, .has_alpha = true},
        {.model = ColorModel::Gray, .depth = 16},
    };
    for (const LayoutSpec& spec : specs) {
        const PixelLayout layout = make_layout(spec);
        for (const glm::vec2 step :
             {glm::vec2(0.6, 0.8), glm::vec2(1.5, 2.5), glm::vec2(3, 1.2), glm::vec2(7.7, 4.4)}) {
            for (const bool mirrored : {false, true}) {
                const glm::mat3x2 map(glm::vec2(mirrored ? -step.x : step.x, 0),
                                      glm::vec2(0, step.y),
                                      glm::vec2(mirrored ? 71.3F : -0.4F, 0.3F));
                const Extent target{static_cast<int>(71 / step.x) + 3,
                                    static_cast<int>(39 / step.y) + 2};
                const Composition composition =
                    single(frame_at(layout, {80, 44}, {5, 3, 71, 39}, map), target);
                EXPECT_LE(worst_error(composition, TargetFormat::Rgba16), kResized16)
                    << &spec - specs << " by " << step.x << ", " << step.y << mirrored;
            }
        }
    }
}

TEST_F(CompositorGeometryTest, PicturesOfAPixelOrTwoAreResized) {
    const PixelLayout layout = make_layout({});
    for (const int width : {1, 2, 3}) {
        for (const float factor : {0.1F, 0.7F, 1.3F}) {
            const Composition composition =
                single(frame_at(layout, {8, 4}, {2, 1, width, 2}, scaled(factor, {0, 0})),
                       {static_cast<int>(static_cast<float>(width) / factor) + 1, 4});
            EXPECT_LE(worst_error(composition, TargetFormat::Rgba16), kResized16)
                << width << " by " << factor;
        }
    }
}

TEST_F(CompositorGeometryTest, ExactlyHalfIsTheMeanOfTwoByTwo) {
    const PixelLayout layout = make_layout({.model = ColorModel::Gray});
    const auto samples = [](int, int column, int row) {
        return (column % 2 == 0 ? 10.0 : 50.0) + (row % 2 == 0 ? 100.0 : 0.0);
    };
    Picture picture = one_to_one(make_frame(
        device(), {layout, {16, 8}, {0, 0, 16, 8}, {.range = ColorRange::Full}}, samples));
    picture.target_to_source = scaled(2, {0, 0});
    for (const glm::dvec3 pixel : render(single(picture, {8, 4}), TargetFormat::Rgba8)) {
        EXPECT_EQ(pixel.r * 255, 80);
    }
}

TEST_F(CompositorGeometryTest, NearestKeepsHardPixels) {
    const PixelLayout layout = make_layout({.depth = 10});
    for (const float factor : {0.25F, 0.4F, 1.7F, 3.1F}) {
        Composition composition = single(
            frame_at(layout, {45, 27}, {3, 5, 37, 21}, scaled(factor, {0.013F, 0.007F})), {31, 17});
        composition.filter = ResizeFilter::Nearest;
        EXPECT_LE(worst_error(composition, TargetFormat::Rgba8), kHalfCode) << factor;
        composition.filter = ResizeFilter::Lanczos;
        composition.nearest_at_1_to_1 = true;
        if (factor > 1) continue;
        EXPECT_LE(worst_error(composition, TargetFormat::Rgba8), kHalfCode) << factor;
    }
}

TEST_F(CompositorGeometryTest, LanczosIsLinearLightWithAWidenedFootprint) {
    const PixelLayout layout = make_layout({.depth = 10, .has_alpha = true});
    for (const float factor : {0.4F, 1.0F, 1.6F, 2.5F}) {
        Picture picture = one_to_one(make_frame(device(), {layout, {45, 27}, {3, 5, 37, 21}, {}},
                                                smooth_samples(layout, 0.4)));
        picture.target_to_source = scaled(factor, {0.3F, 0.2F});
        Composition composition = single(picture, {21, 11});
        composition.filter = ResizeFilter::Lanczos;
        EXPECT_LE(worst_error(composition, TargetFormat::Rgba16), 60) << factor;
        EXPECT_LE(worst_error(composition, TargetFormat::Rgba8), 0.8) << factor;
    }
}

TEST_F(CompositorGeometryTest, TilesTheirBarsAndTheBackgroundFillTheTargetExactlyOnce) {
    const PixelLayout layout = make_layout({});
    const PictureShape shape{{40, 20}};
    Composition composition{
        .target = {101, 67}, .background = {0.1F, 0.2F, 0.3F}, .empty = {0.6F, 0.4F, 0.2F}};
    // Three tiles with gaps, one of them partly outside, one over another, one with no frame.
    for (const Rect tile :
         {Rect{3, 2, 45, 30}, Rect{52, 1, 60, 33}, Rect{10, 20, 30, 25}, Rect{5, 50, 20, 10}}) {
        const glm::mat3x2 map = target_to_source(shape, shape, tile, {});
        composition.tiles.push_back(
            {.rect = tile, .a = frame_at(layout, {40, 20}, {0, 0, 40, 20}, map)});
    }
    composition.tiles.back().a.frame = nullptr;
    EXPECT_LE(worst_error(composition, TargetFormat::Rgba8), kHalfCode);
}

TEST_F(CompositorGeometryTest, PreparingLeavesNothingForRecordAndChangesNothing) {
    const PixelLayout layout = make_layout({});
    const Composition composition =
        single(frame_at(layout, {37, 21}, {0, 0, 37, 21}, scaled(1, {0, 0})), {48, 30});
    compositor().prepare(composition, TargetFormat::Rgba8);
    EXPECT_LE(worst_error(composition, TargetFormat::Rgba8), kHalfCode);
}

/// A device that fetches sample by sample instead of picking from words of a row.
class CompositorOnGpuTest : public CompositorGeometryTest {
protected:
    CompositorOnGpuTest() : CompositorGeometryTest(DeviceOptions{.separate_memory = true}) {}
};

TEST_F(CompositorOnGpuTest, ReductionsOfEveryLayoutAreTheSame) {
    const LayoutSpec specs[]{
        {},
        {.packing = Packing::SemiPlanar},
        {.depth = 10},
        {.depth = 10, .packing = Packing::SemiPlanar, .high_bits = true},
        {.model = ColorModel::Rgb, .packing = Packing::Packed},
        {.depth = 12, .chroma_shift_y = 0, .big_endian = true},
    };
    for (const LayoutSpec& spec : specs) {
        const PixelLayout layout = make_layout(spec);
        for (const float factor : {0.77F, 1.37F, 2.6F, 4.0F, 8.0F}) {
            const Extent target{static_cast<int>(151 / factor), static_cast<int>(79 / factor)};
            const Composition composition = single(
                frame_at(layout, {160, 84}, {4, 2, 151, 79}, scaled(factor, {0.21F, -0.43F})),
                target);
            EXPECT_LE(worst_error(composition, TargetFormat::Rgba16), kResized16)
                << layout.name << " " << factor;
        }
    }
}

} // namespace
} // namespace seamline::test
