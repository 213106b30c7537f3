#include "renderer/passes/dissolve_passes.h"

#include "renderer/layout.h"
#include "renderer/passes/composite_tasks.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

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

TEST(DissolvePasses, OnlyWhereTwoPicturesMeetAPassIsMade) {
    Composition composition = two(Mix::Wipe);
    dissolve(composition.tiles[0].a, 0.3F);
    const DissolvePasses wipe = dissolve_passes(composition);
    ASSERT_EQ(wipe.passes.size(), 1U);
    // Near the line, and where either picture is: the incoming one lies higher.
    ASSERT_EQ(wipe.passes[0].composition.tiles.size(), 1U);
    const Rect made = wipe.passes[0].composition.tiles[0].rect;
    EXPECT_GE(made.x, 48);
    EXPECT_LE(made.x + made.width, 72);
    EXPECT_EQ(made.y, 0);
    EXPECT_EQ(made.height, 85);
    EXPECT_EQ(wipe.passes[0].frame->visible, made);
    int overlays = 0;
    int singles = 0;
    for (const Tile& tile : wipe.shown.tiles) {
        overlays += tile.mix == Mix::Overlay ? 1 : 0;
        singles += tile.mix == Mix::A ? 1 : 0;
        if (tile.mix != Mix::Wipe) continue;
        EXPECT_EQ(tile.a.frame, wipe.passes[0].frame);
        EXPECT_TRUE(tile.a.is_view);
        EXPECT_EQ(tile.b.frame, composition.tiles[0].b.frame);
    }
    EXPECT_EQ(overlays, 1) << "left of the line";
    EXPECT_EQ(singles, 1) << "right of it";

    composition.tiles[0].mix = Mix::Difference;
    const DissolvePasses all = dissolve_passes(composition);
    EXPECT_EQ(all.passes.at(0).composition.tiles.at(0).rect, (Rect{0, 0, 160, 85}));
    ASSERT_EQ(all.shown.tiles.size(), 1U);
    EXPECT_EQ(all.shown.tiles[0].rect, composition.tiles[0].rect) << "a percentile is the tile's";
}

TEST(DissolvePasses, EveryPixelIsMadeOnce) {
    for (const Mix mix :
         {Mix::A, Mix::Wipe, Mix::Overlay, Mix::Checkerboard, Mix::Butterfly, Mix::Difference}) {
        Composition composition = two(mix);
        composition.tiles[0].rect = {-7, 3, 150, 80};
        composition.tiles[0].wipe_normal = {0.6F, -0.8F};
        dissolve(composition.tiles[0].a, 0.3F);
        dissolve(composition.tiles[0].b, 0.6F);
        const DissolvePasses split = dissolve_passes(composition);
        std::vector<int> made(std::size_t{160} * 90);
        for (const Tile& tile : split.shown.tiles)
            for (int y = std::max(tile.rect.y, 0); y < tile.rect.y + tile.rect.height; ++y)
                for (int x = std::max(tile.rect.x, 0); x < tile.rect.x + tile.rect.width; ++x)
                    ++made.at(static_cast<std::size_t>(y) * 160 + static_cast<std::size_t>(x));
        for (int y = 0; y < 90; ++y)
            for (int x = 0; x < 160; ++x)
                ASSERT_EQ(made[static_cast<std::size_t>(y) * 160 + static_cast<std::size_t>(x)],
                          x < 143 && y >= 3 && y < 83 ? 1 : 0)
                    << static_cast<int>(mix) << ": " << x << ", " << y;
    }
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
