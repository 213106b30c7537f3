// Two pictures in one tile, against plain C++.
#include "tests/support/compositor_test.h"

#include <cmath>
#include <utility>

namespace seamline::test {
namespace {

using namespace renderer;

constexpr double kHalfCode = 0.51;
constexpr double kFloats = 1e-4 * 65535; ///< `worst_error` counts floats in codes of 16 bits.

/// Pictures that make each shader do the mixing.
enum class Way { Fast, Scaled, General, OneMissing };

class CompositorMixTest : public CompositorTest, public testing::WithParamInterface<Way> {
protected:
    Composition two_pictures() {
        const Way way = GetParam();
        const PixelLayout layout = make_layout({});
        const PixelLayout other = make_layout({.depth = way == Way::Fast ? 10 : 16});
        Composition composition = single(picture_of(layout, 1), {75, 43});
        Tile& tile = composition.tiles[0];
        tile.rect = {3, 2, 70, 39};
        tile.b = picture_of(other, 2);
        if (way == Way::General) tile.b.target_to_source = {{0, 1}, {1, 0}, {-1, 2}};
        if (way == Way::OneMissing) tile.b.frame = nullptr;
        tile.wipe_center_px = {36.25F, 20.75F};
        composition.empty = {0.3F, 0.1F, 0.6F};
        return composition;
    }

    /// Both pictures of different layouts than what they dissolve into, and moved.
    Composition dissolving_pictures() {
        Composition composition = two_pictures();
        const bool fast = GetParam() == Way::Fast;
        const PixelLayout layout =
            make_layout({.depth = 12, .packing = fast ? Packing::SemiPlanar : Packing::Planar});
        const PixelLayout rgb = make_layout({.model = ColorModel::Rgb, .has_alpha = true});
        Tile& tile = composition.tiles[0];
        Dissolve of_a{.incoming = picture_of(layout, 3), .weight = 0.3F};
        of_a.incoming.adjust = {.exposure_stops = 0.5F};
        Dissolve of_b{.incoming = picture_of(fast ? layout : rgb, 4), .weight = 0.8F};
        of_b.incoming.target_to_source[2] = {-12, 1};
        tile.a.dissolve = std::make_shared<const Dissolve>(std::move(of_a));
        tile.b.dissolve = std::make_shared<const Dissolve>(std::move(of_b));
        return composition;
    }

private:
    Picture picture_of(const PixelLayout& layout, std::uint32_t seed) {
        Picture picture = one_to_one(make_frame(device(), {layout, {66, 38}, {0, 0, 66, 38}, {}},
                                                random_samples(layout, seed)));
        picture.target_to_source[2] = {-4, -3};
        return picture;
    }
};

TEST_P(CompositorMixTest, WipeShowsEachPictureOnItsSideAndALineBetween) {
    for (const glm::vec2 normal : {glm::vec2(1, 0), glm::vec2(0, 1), glm::vec2(-1, 0),
                                   glm::vec2(0.6F, 0.8F), glm::vec2(-0.8F, 0.6F)}) {
        Composition composition = two_pictures();
        composition.tiles[0].mix = Mix::Wipe;
        composition.tiles[0].wipe_normal = normal;
        EXPECT_LE(worst_error(composition, TargetFormat::Rgba8), kHalfCode)
            << normal.x << ", " << normal.y;
    }
}

TEST_P(CompositorMixTest, WipeOutsideTheTileShowsOnePicture) {
    for (const float x : {-500.0F, 500.0F}) {
        Composition composition = two_pictures();
        composition.tiles[0].mix = Mix::Wipe;
        composition.tiles[0].wipe_center_px.x = x;
        EXPECT_LE(worst_error(composition, TargetFormat::Rgba8), kHalfCode) << x;
    }
}

TEST_P(CompositorMixTest, OverlayBlendsByOpacity) {
    Composition composition = two_pictures();
    composition.tiles[0].mix = Mix::Overlay;
    for (const float opacity : {0.0F, 0.3F, 1.0F}) {
        composition.tiles[0].opacity = opacity;
        EXPECT_LE(worst_error(composition, TargetFormat::Rgba8), kHalfCode) << opacity;
    }
}

TEST_P(CompositorMixTest, CheckerboardAlternatesFromTheTilesCorner) {
    Composition composition = two_pictures();
    composition.tiles[0].mix = Mix::Checkerboard;
    composition.tiles[0].checker_px = 9;
    EXPECT_LE(worst_error(composition, TargetFormat::Rgba8), kHalfCode);
}

TEST_P(CompositorMixTest, ButterflyMirrorsTheSecondPictureAtTheAxis) {
    Composition composition = two_pictures();
    composition.tiles[0].mix = Mix::Butterfly;
    composition.tiles[0].butterfly_axis_px = 31;
    EXPECT_LE(worst_error(composition, TargetFormat::Rgba8), kHalfCode);
}

TEST_P(CompositorMixTest, EveryDifferenceFollowsItsDefinition) {
    for (const auto kind : {DifferenceKind::Absolute, DifferenceKind::Signed, DifferenceKind::Sqrt,
                            DifferenceKind::Luma}) {
        Composition composition = two_pictures();
        composition.tiles[0].mix = Mix::Difference;
        composition.tiles[0].difference = kind;
        composition.tiles[0].gain = 1.75F;
        EXPECT_LE(worst_error(composition, TargetFormat::Rgba8), 0.52) << static_cast<int>(kind);
    }
}

TEST_P(CompositorMixTest, PerceptualDifferencesAreHeatScalesOfOkLab) {
    for (const auto kind :
         {DifferenceKind::DeltaE, DifferenceKind::Lightness, DifferenceKind::Chroma}) {
        for (const float gain : {0.25F, 1.5F}) {
            Composition composition = two_pictures();
            composition.tiles[0].mix = Mix::Difference;
            composition.tiles[0].difference = kind;
            composition.tiles[0].gain = gain;
            // Published scales have corners between the 33 places: worth 6 codes of a colour, and
            // a twentieth of a delta E.
            EXPECT_LE(worst_error(composition, TargetFormat::Rgba8), 6.5)
                << static_cast<int>(kind) << " " << gain;
        }
    }
}

TEST_P(CompositorMixTest, AdaptiveDifferenceMakesThe99thPercentileWhite) {
    Composition composition = two_pictures();
    composition.tiles[0].mix = Mix::Difference;
    composition.tiles[0].difference = DifferenceKind::Adaptive;
    composition.tiles[0].gain = 0.5F;
    composition.tiles[0].a.adjust.exposure_stops = -3;
    composition.tiles[0].b.adjust.exposure_stops = -3;
    // One of 2048 levels, at half gain, over a percentile near 1/2.
    EXPECT_LE(worst_error(composition, TargetFormat::Rgba8), 1.0);
}

TEST_P(CompositorMixTest, PicturesDissolveBeforeTheyAreMixed) {
    for (const Mix mix : {Mix::A, Mix::Wipe, Mix::Overlay, Mix::Checkerboard, Mix::Butterfly}) {
        Composition composition = dissolving_pictures();
        composition.tiles[0].mix = mix;
        composition.tiles[0].wipe_normal = {0.6F, 0.8F};
        composition.tiles[0].checker_px = 9;
        composition.tiles[0].butterfly_axis_px = 31.3F;
        EXPECT_LE(worst_error(composition, TargetFormat::Rgba8), kHalfCode)
            << static_cast<int>(mix);
        EXPECT_LE(worst_error(composition, TargetFormat::Rgba32f), kFloats)
            << static_cast<int>(mix);
    }
}

TEST_P(CompositorMixTest, DifferencesAreThoseOfTheDissolves) {
    for (const auto kind : {DifferenceKind::Absolute, DifferenceKind::Signed, DifferenceKind::Sqrt,
                            DifferenceKind::Luma, DifferenceKind::Adaptive}) {
        Composition composition = dissolving_pictures();
        composition.tiles[0].mix = Mix::Difference;
        composition.tiles[0].difference = kind;
        composition.tiles[0].gain = 0.75F;
        EXPECT_LE(worst_error(composition, TargetFormat::Rgba8),
                  kind == DifferenceKind::Adaptive ? 1.0 : 0.52)
            << static_cast<int>(kind);
    }
}

// Into black, out of black, and of one source only.
TEST_P(CompositorMixTest, WhatIsNotThereDissolvesAsTheEmptyColour) {
    for (const bool of_b : {false, true}) {
        for (const bool incoming : {false, true}) {
            Composition composition = two_pictures();
            Tile& tile = composition.tiles[0];
            tile.mix = Mix::Overlay;
            Picture& picture = of_b ? tile.b : tile.a;
            Dissolve dissolve{.incoming = {}, .weight = 0.3F};
            if (incoming) std::swap(dissolve.incoming, picture);
            picture.dissolve = std::make_shared<const Dissolve>(std::move(dissolve));
            EXPECT_LE(worst_error(composition, TargetFormat::Rgba8), kHalfCode) << of_b << incoming;
        }
    }
}

TEST_P(CompositorMixTest, DissolvesAreResizedTurnedAndPlacedOnTheirOwn) {
    for (const ResizeFilter filter :
         {ResizeFilter::Nearest, ResizeFilter::Bilinear, ResizeFilter::Lanczos}) {
        Composition composition = dissolving_pictures();
        composition.filter = filter;
        Tile& tile = composition.tiles[0];
        Dissolve of_a = *tile.a.dissolve;
        of_a.incoming.target_to_source = {{1.31F, 0}, {0, 0.83F}, {-9.4F, 1.2F}};
        tile.a.dissolve = std::make_shared<const Dissolve>(of_a);
        Dissolve of_b = *tile.b.dissolve;
        of_b.incoming.target_to_source = {{0, 0.7F}, {0.9F, 0}, {1.3F, -3.3F}};
        tile.b.dissolve = std::make_shared<const Dissolve>(of_b);
        for (const Mix mix : {Mix::Wipe, Mix::Butterfly, Mix::Difference}) {
            tile.mix = mix;
            EXPECT_LE(worst_error(composition, TargetFormat::Rgba8),
                      filter == ResizeFilter::Lanczos ? 0.8 : 0.52)
                << static_cast<int>(filter) << " " << static_cast<int>(mix);
        }
    }
}

// The memory of passes is one for all frames in flight: nothing waits between these.
TEST_P(CompositorMixTest, FramesInFlightShareTheMemoryOfDissolves) {
    Composition composition = dissolving_pictures();
    composition.tiles[0].mix = Mix::Wipe;
    composition.tiles[0].wipe_normal = {0.6F, 0.8F};
    const auto expected = render(composition, TargetFormat::Rgba8);
    const std::vector<std::byte> noise(expected.size() * 4, std::byte{0xa5});
    const Buffer first = make_buffer<std::byte>(noise, BufferMemory::Device);
    const Buffer second = make_buffer<std::byte>(noise, BufferMemory::Device);
    Composition other = composition;
    std::swap(other.tiles[0].a, other.tiles[0].b);
    run([&](VkCommandBuffer cmd) {
        compositor().record(cmd, other, first, TargetFormat::Rgba8, 0);
        compositor().record(cmd, composition, second, TargetFormat::Rgba8, 1);
    });
    const std::vector<std::byte> bytes = read<std::byte>(second);
    for (std::size_t i = 0; i < expected.size(); ++i)
        for (int c = 0; c < 3; ++c)
            ASSERT_EQ(std::to_integer<int>(bytes[4 * i + static_cast<std::size_t>(c)]),
                      std::lround(expected[i][c] * 255))
                << i;
}

INSTANTIATE_TEST_SUITE_P(Ways, CompositorMixTest,
                         testing::Values(Way::Fast, Way::Scaled, Way::General, Way::OneMissing));

} // namespace
} // namespace seamline::test
