// Two pictures in one tile, against plain C++.
#include "tests/support/compositor_test.h"

namespace seamline::test {
namespace {

using namespace renderer;

constexpr double kHalfCode = 0.51;

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

INSTANTIATE_TEST_SUITE_P(Ways, CompositorMixTest,
                         testing::Values(Way::Fast, Way::Scaled, Way::General, Way::OneMissing));

} // namespace
} // namespace seamline::test
