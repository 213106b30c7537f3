#include "renderer/passes/dissolve_passes.h"

#include "renderer/layout.h"
#include "renderer/passes/composite_tasks.h"

#include <gtest/gtest.h>

namespace seamline::renderer {
namespace {

std::shared_ptr<const CachedFrame> frame_of(Extent size) {
    auto frame = std::make_shared<CachedFrame>();
    frame->coded = size;
    frame->visible = {0, 0, size.width, size.height};
    return frame;
}

/// Two pictures of 160 x 80 at 1:1 in the middle of 160 x 90.
Composition two(Mix mix) {
    Picture picture{.frame = frame_of({160, 80})};
    picture.target_to_source = {{1, 0}, {0, 1}, {0, -5}};
    Tile tile{.rect = {0, 0, 160, 90}, .mix = mix, .a = picture, .b = picture};
    tile.wipe_center_px = {60, 45};
    tile.butterfly_axis_px = 60;
    return {.target = {160, 90}, .tiles = {tile}};
}

void dissolve(Picture& picture, float weight) {
    picture.dissolve = std::make_shared<const Dissolve>(Dissolve{{.frame = picture.frame}, weight});
}

TEST(DissolvePasses, WithoutADissolveNothingIsDone) {
    Composition composition = two(Mix::Wipe);
    const CompositeTasks plain(composition, TargetFormat::Rgba8);
    ASSERT_EQ(plain.tasks().size(), 1U);
    EXPECT_EQ(plain.tasks()[0].composition, &composition) << "not even copied";
    composition = two(Mix::A);
    dissolve(composition.tiles[0].b, 0.5F);
    EXPECT_FALSE(has_dissolves(composition)) << "B is not shown";
}

TEST(DissolvePasses, APictureAloneIsAnOverlayOfTwo) {
    Composition composition = two(Mix::A);
    dissolve(composition.tiles[0].a, 0.3F);
    const DissolvePasses split = dissolve_passes(composition);
    EXPECT_TRUE(split.passes.empty());
    ASSERT_EQ(split.shown.tiles.size(), 1U);
    EXPECT_EQ(split.shown.tiles[0].mix, Mix::Overlay);
    EXPECT_EQ(split.shown.tiles[0].opacity, 0.3F);
    EXPECT_FALSE(has_dissolves(split.shown));
}

TEST(DissolvePasses, AButterflyIsTwoPicturesAlone) {
    Composition composition = two(Mix::Butterfly);
    dissolve(composition.tiles[0].b, 0.3F);
    const DissolvePasses split = dissolve_passes(composition);
    EXPECT_TRUE(split.passes.empty());
    ASSERT_EQ(split.shown.tiles.size(), 2U);
    EXPECT_EQ(split.shown.tiles[0].rect, (Rect{0, 0, 60, 90}));
    EXPECT_EQ(split.shown.tiles[0].mix, Mix::A);
    EXPECT_EQ(split.shown.tiles[1].rect, (Rect{60, 0, 100, 90}));
    EXPECT_EQ(split.shown.tiles[1].mix, Mix::Overlay);
}

TEST(DissolvePasses, OnlyWhatIsShownOfAPictureIsMade) {
    Composition composition = two(Mix::Wipe);
    dissolve(composition.tiles[0].a, 0.3F);
    // Where both pictures are, left of the line and of what may see it.
    const DissolvePasses left = dissolve_passes(composition);
    ASSERT_EQ(left.passes.size(), 1U);
    const Rect made = left.passes[0].composition.tiles[0].rect;
    EXPECT_EQ(made.x, 0);
    EXPECT_EQ(made.y, 0);
    EXPECT_EQ(made.height, 85) << "the incoming picture lies higher";
    EXPECT_GE(made.width, 62);
    EXPECT_LE(made.width, 72);
    EXPECT_EQ(left.passes[0].frame->visible, made);
    EXPECT_EQ(left.shown.tiles[0].a.frame, left.passes[0].frame);
    EXPECT_TRUE(left.shown.tiles[0].a.is_view);
    EXPECT_EQ(left.shown.tiles[0].b.frame, composition.tiles[0].b.frame);

    composition.tiles[0].mix = Mix::Difference;
    const DissolvePasses all = dissolve_passes(composition);
    EXPECT_EQ(all.passes.at(0).composition.tiles[0].rect, (Rect{0, 0, 160, 85}));
}

TEST(DissolvePasses, BlackIntoBlackNeedsNone) {
    Composition composition = two(Mix::Difference);
    composition.tiles[0].a = {};
    dissolve(composition.tiles[0].a, 0.3F);
    const DissolvePasses split = dissolve_passes(composition);
    EXPECT_TRUE(split.passes.empty());
    EXPECT_EQ(split.shown.tiles[0].a.frame, nullptr);
}

} // namespace
} // namespace seamline::renderer
