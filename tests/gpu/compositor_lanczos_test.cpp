// Lanczos in two directions, one after the other, against the kernel in one piece.
#include "renderer/layout.h"
#include "renderer/passes/composite_plan.h"
#include "tests/support/compositor_test.h"

#include <algorithm>
#include <cmath>

namespace seamline::test {
namespace {

using namespace renderer;

constexpr double kPowOfLight8 = 0.8;
constexpr double kPowOfLight16 = 60;

class CompositorLanczosTest : public CompositorTest {
protected:
    /// Odd edges all around, and maps that end within the target.
    Picture cropped(const PixelLayout& layout, const glm::mat3x2& map, double phase = 0.4) {
        Picture picture = one_to_one(make_frame(device(), {layout, {45, 27}, {3, 5, 37, 21}, {}},
                                                smooth_samples(layout, phase)));
        picture.target_to_source = map;
        return picture;
    }
    static Composition lanczos(const Picture& a, Extent target) {
        Composition composition = single(a, target);
        composition.filter = ResizeFilter::Lanczos;
        composition.empty = {0.2F, 0.5F, 0.7F};
        return composition;
    }
    static bool filters_beforehand(const Composition& composition) {
        return !composite_plan(composition, TargetFormat::Rgba8, 16).lights.empty();
    }
};

TEST_F(CompositorLanczosTest, TurnedMirroredAndStretchedPicturesAreInPlace) {
    const PixelLayout layout = make_layout({});
    for (const int rotation : {0, 90, 180, 270}) {
        for (const bool flipped : {false, true}) {
            const PictureShape shape{{37, 21}, {4, 3}, rotation, flipped};
            const Rect tile{2, 1, 26, 19};
            const glm::mat3x2 map = target_to_source(shape, shape, tile, {});
            Composition composition = lanczos(cropped(layout, map), {30, 22});
            composition.tiles[0].rect = tile;
            EXPECT_TRUE(filters_beforehand(composition));
            EXPECT_LE(worst_error(composition, TargetFormat::Rgba8), kPowOfLight8)
                << rotation << (flipped ? " flipped" : "");
        }
    }
}

TEST_F(CompositorLanczosTest, EveryKindOfLayoutIsConverted) {
    const LayoutSpec specs[]{
        {.packing = Packing::SemiPlanar},
        {.depth = 12, .chroma_shift_y = 0, .big_endian = true},
        {.model = ColorModel::Gray, .depth = 16, .has_alpha = true},
        {.model = ColorModel::Rgb, .packing = Packing::Packed, .has_alpha = true},
        {.depth = 10, .has_alpha = true, .premultiplied = true},
        {.model = ColorModel::Rgb, .depth = 32, .is_float = true},
    };
    for (const LayoutSpec& spec : specs) {
        for (const float turned : {0.0F, 1.0F}) {
            const float upright = 1 - turned;
            const glm::mat3x2 map{glm::vec2(1.7F * upright, 1.7F * turned),
                                  glm::vec2(1.3F * turned, 1.3F * upright), glm::vec2(0.3F, -2.4F)};
            Picture picture = cropped(make_layout(spec), map);
            picture.adjust = {.exposure_stops = -0.5F, .gamma = 1.2F};
            EXPECT_LE(worst_error(lanczos(picture, {21, 16}), TargetFormat::Rgba16), kPowOfLight16)
                << &spec - specs << (turned > 0 ? " turned" : "");
        }
    }
}

TEST_F(CompositorLanczosTest, OtherMapsUseTheKernelInOnePiece) {
    const PixelLayout layout = make_layout({});
    const glm::mat3x2 map{glm::vec2(1.2F, 0.5F), glm::vec2(-0.5F, 1.2F), glm::vec2(6, -2)};
    const Composition composition = lanczos(cropped(layout, map), {18, 12});
    EXPECT_FALSE(filters_beforehand(composition));
    EXPECT_LE(worst_error(composition, TargetFormat::Rgba8), kPowOfLight8);
}

TEST_F(CompositorLanczosTest, EveryMixTakesEachPictureFromItsOwnRows) {
    const PixelLayout layout = make_layout({});
    const glm::mat3x2 map_a{glm::vec2(1.4F, 0), glm::vec2(0, 1.4F), glm::vec2(0.3F, 0.2F)};
    const glm::mat3x2 maps_b[]{
        {glm::vec2(-1.3F, 0), glm::vec2(0, 1.2F), glm::vec2(36, -3)}, // Mirrored.
        {glm::vec2(1, 0), glm::vec2(0, 1), glm::vec2(2, 1)},          // 1:1: not filtered.
        {glm::vec2(1.2F, 0.5F), glm::vec2(-0.5F, 1.2F), glm::vec2(6, -2)},
        {glm::vec2(1.4F, 0), glm::vec2(0, 1.4F), glm::vec2(900, 0)}, // Nothing of it is shown.
    };
    for (const glm::mat3x2& map_b : maps_b) {
        for (const Mix mix : {Mix::Wipe, Mix::Butterfly, Mix::Difference}) {
            Composition composition = lanczos(cropped(layout, map_a), {24, 14});
            Tile& tile = composition.tiles[0];
            tile.b = cropped(make_layout({.depth = 10, .has_alpha = true}), map_b, 1.7);
            tile.mix = mix;
            tile.wipe_center_px = {11.37F, 6.21F}; // No pixel lies where rounding decides.
            tile.wipe_normal = {0.8F, 0.6F};
            tile.butterfly_axis_px = 12;
            EXPECT_LE(worst_error(composition, TargetFormat::Rgba8), kPowOfLight8)
                << &map_b - maps_b << " mix " << static_cast<int>(mix);
        }
    }
}

TEST_F(CompositorLanczosTest, TilesDoNotDisturbEachOther) {
    Composition composition = lanczos({}, {50, 30});
    composition.tiles.clear();
    const PictureShape shape{{37, 21}};
    // The third covers part of the first two, whose rest is drawn in pieces.
    double phase = 0.1;
    for (const Rect tile : {Rect{0, 0, 24, 30}, Rect{25, 2, 25, 28}, Rect{15, 8, 18, 12}}) {
        const glm::mat3x2 map = target_to_source(shape, shape, tile, {Fit::Fill});
        composition.tiles.push_back(
            {.rect = tile, .a = cropped(make_layout({}), map, phase += 0.6)});
    }
    EXPECT_LE(worst_error(composition, TargetFormat::Rgba8), kPowOfLight8);
}

TEST_F(CompositorLanczosTest, BandsAndStripsOfALargePictureJoinWithoutASeam) {
    const PixelLayout layout = make_layout({.model = ColorModel::Gray});
    constexpr Extent kSize{1000, 620};
    constexpr int kRows = 600;
    constexpr int kStrip = 60;
    Picture picture =
        one_to_one(make_frame(device(), {layout, kSize, {0, 0, kSize.width, kSize.height}, {}},
                              random_samples(layout, 8)));
    picture.target_to_source[2] = {0.25F, 0.375F};
    const Composition whole = lanczos(picture, {kSize.width, kRows});
    const auto lights = composite_plan(whole, TargetFormat::Rgba8, 16).lights;
    ASSERT_EQ(lights.size(), 2U);
    ASSERT_GT(lights[0].pictures[0].bands.size(), 2U);
    const auto pixels = render(whole, TargetFormat::Rgba16);
    for (int top = 0; top < kRows; top += kStrip) {
        picture.target_to_source[2].y = 0.375F + static_cast<float>(top);
        const Composition strip = lanczos(picture, {kSize.width, kStrip});
        ASSERT_EQ(composite_plan(strip, TargetFormat::Rgba8, 16).lights[0].pictures[0].bands.size(),
                  1U);
        const auto alone = render(strip, TargetFormat::Rgba16);
        const auto first = static_cast<std::size_t>(top * kSize.width);
        double worst = 0;
        for (std::size_t i = 0; i < alone.size(); ++i) {
            worst = std::max(worst, std::abs(alone[i].g - pixels[first + i].g));
        }
        EXPECT_LE(worst * 65535, 2) << top;
    }
}

TEST_F(CompositorLanczosTest, PreparingChangesNothing) {
    const glm::mat3x2 map{glm::vec2(1.5F, 0), glm::vec2(0, 1.5F), glm::vec2(0, 0)};
    const Composition composition = lanczos(cropped(make_layout({}), map), {24, 14});
    compositor().prepare(composition, TargetFormat::Rgba8);
    EXPECT_LE(worst_error(composition, TargetFormat::Rgba8), kPowOfLight8);
}

} // namespace
} // namespace seamline::test
