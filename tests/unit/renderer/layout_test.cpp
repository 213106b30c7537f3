#include "renderer/layout.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace seamline::renderer {
namespace {

glm::vec2 apply(const glm::mat3x2& map, glm::vec2 p) { return map * glm::vec3(p, 1.0F); }

bool overlaps(const Rect& a, const Rect& b) {
    return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height &&
           b.y < a.y + a.height;
}

/// Corners of the picture on the target: left, top, right, bottom.
glm::vec4 drawn_box(const PictureShape& shape, const PictureShape& reference, Rect tile,
                    const View& view) {
    const glm::mat3x2 map = source_to_target(shape, reference, tile, view);
    const glm::vec2 a = apply(map, {0, 0});
    const glm::vec2 b = apply(map, {shape.visible.width, shape.visible.height});
    return {glm::min(a, b), glm::max(a, b)};
}

constexpr Rect kHdTile{0, 0, 1920, 1080};

TEST(TileRects, CoverTheTargetWithoutGapsOrOverlapForEveryCountAndSize) {
    for (const auto layout : {CompareLayout::Row, CompareLayout::Column, CompareLayout::Grid}) {
        for (int count = 1; count <= 25; ++count) {
            for (const Extent target : {Extent{1920, 1080}, Extent{37, 41}, Extent{101, 53}}) {
                const auto rects = tile_rects(layout, count, target);
                ASSERT_EQ(rects.size(), static_cast<std::size_t>(count));
                int area = 0;
                for (std::size_t i = 0; i < rects.size(); ++i) {
                    area += rects[i].width * rects[i].height;
                    EXPECT_GE(rects[i].x, 0);
                    EXPECT_LE(rects[i].x + rects[i].width, target.width);
                    EXPECT_LE(rects[i].y + rects[i].height, target.height);
                    for (std::size_t j = 0; j < i; ++j) {
                        EXPECT_FALSE(overlaps(rects[i], rects[j]))
                            << count << ": " << i << ", " << j;
                    }
                }
                EXPECT_EQ(area, target.width * target.height) << count;
            }
        }
    }
}

TEST(TileRects, TwoInARowSplitTheTargetInHalves) {
    const auto rects = tile_rects(CompareLayout::Row, 2, {1920, 1080});
    EXPECT_EQ(rects[0], (Rect{0, 0, 960, 1080}));
    EXPECT_EQ(rects[1], (Rect{960, 0, 960, 1080}));
}

TEST(TileRects, SingleIsTheWholeTargetAndNoPictureHasNoTile) {
    EXPECT_EQ(tile_rects(CompareLayout::Single, 4, {640, 360}),
              (std::vector{Rect{0, 0, 640, 360}}));
    EXPECT_TRUE(tile_rects(CompareLayout::Grid, 0, {640, 360}).empty());
}

TEST(DisplaySize, KeepsTheLongerSideWhenPixelsAreNotSquareAndTurnsWithThePicture) {
    EXPECT_EQ(display_size({{720, 576}, {16, 15}}), glm::dvec2(768, 576));
    EXPECT_EQ(display_size({{720, 480}, {8, 9}}), glm::dvec2(720, 540));
    EXPECT_EQ(display_size({{720, 576}, {16, 15}, 90}), glm::dvec2(576, 768));
    EXPECT_EQ(display_size({{720, 576}, {0, 1}}), glm::dvec2(720, 576))
        << "unknown aspect is square";
}

TEST(LayoutMaps, AreInversesForRandomShapesTilesAndViews) {
    std::mt19937 random(7);
    auto number = [&](int low, int high) {
        return std::uniform_int_distribution<int>(low, high)(random);
    };
    for (int i = 0; i < 2000; ++i) {
        const PictureShape shape{{number(16, 4096), number(16, 4096)},
                                 Rational(number(1, 4), number(1, 4)),
                                 90 * number(0, 3),
                                 number(0, 1) == 1};
        const PictureShape reference{{number(16, 4096), number(16, 4096)}};
        const Rect tile{number(0, 500), number(0, 500), number(50, 2000), number(50, 2000)};
        const View view{static_cast<Fit>(number(0, 3)),
                        number(25, 400) / 100.0,
                        {number(-100, 100) / 100.0, number(-100, 100) / 100.0}};
        const glm::vec2 there(number(0, 2000), number(0, 2000));
        const glm::vec2 source = apply(target_to_source(shape, reference, tile, view), there);
        const glm::vec2 back = apply(source_to_target(shape, reference, tile, view), source);
        EXPECT_NEAR(back.x, there.x, 0.02) << i;
        EXPECT_NEAR(back.y, there.y, 0.02) << i;
    }
}

TEST(LayoutMaps, FitShowsTheWholePictureAndTouchesTwoSides) {
    const PictureShape tall{{1080, 1920}};
    const glm::vec4 box = drawn_box(tall, tall, kHdTile, {});
    EXPECT_NEAR(box.y, 0, 1e-3);
    EXPECT_NEAR(box.w, 1080, 1e-3);
    EXPECT_NEAR(box.z - box.x, 607.5, 1e-3);
    EXPECT_NEAR(box.x + box.z, 1920, 1e-3);
}

TEST(LayoutMaps, FillCoversTheTile) {
    const PictureShape wide{{2048, 858}};
    const glm::vec4 box = drawn_box(wide, wide, kHdTile, {Fit::Fill});
    EXPECT_LE(box.x, 0);
    EXPECT_GE(box.z, 1920);
    EXPECT_NEAR(box.y, 0, 1e-3);
    EXPECT_NEAR(box.w, 1080, 1e-3);
}

TEST(LayoutMaps, OneToOneLiesOnWholePixelsWhateverTheParities) {
    for (const Extent size : {Extent{1281, 721}, Extent{1280, 720}, Extent{37, 1079}}) {
        const glm::mat3x2 map = target_to_source({size}, {size}, kHdTile, {Fit::OneToOne});
        EXPECT_EQ(map[0], glm::vec2(1, 0));
        EXPECT_EQ(map[1], glm::vec2(0, 1));
        EXPECT_EQ(map[2], glm::round(map[2])) << size.width;
    }
}

TEST(LayoutMaps, SameSizeFitsIntoTheFirstPicturesBox) {
    const PictureShape first{{1000, 1000}};
    const glm::vec4 box = drawn_box({{1920, 1080}}, first, kHdTile, {Fit::SameSize});
    EXPECT_NEAR(box.z - box.x, 1080, 1e-2);
    EXPECT_NEAR(box.w - box.y, 607.5, 1e-2);
}

TEST(LayoutMaps, ATwinWithOtherResolutionCoversTheSamePlace) {
    const PictureShape first{{1920, 1080}};
    const glm::vec4 a = drawn_box(first, first, {0, 0, 960, 1080}, {Fit::SameSize});
    const glm::vec4 b = drawn_box({{1280, 720}}, first, {0, 0, 960, 1080}, {Fit::SameSize});
    for (int i = 0; i < 4; ++i) EXPECT_NEAR(a[i], b[i], 1e-2);
}

TEST(LayoutMaps, RotationIsClockwiseAfterTheMirror) {
    const Rect square{0, 0, 100, 100};
    const PictureShape plain{{100, 100}};
    // Where the source's top left corner goes.
    const auto corner = [&](int rotation, bool flipped) {
        const PictureShape shape{{100, 100}, {1, 1}, rotation, flipped};
        return glm::round(apply(source_to_target(shape, plain, square, {}), {0, 0}));
    };
    EXPECT_EQ(corner(0, false), glm::vec2(0, 0));
    EXPECT_EQ(corner(90, false), glm::vec2(100, 0));
    EXPECT_EQ(corner(180, false), glm::vec2(100, 100));
    EXPECT_EQ(corner(270, false), glm::vec2(0, 100));
    EXPECT_EQ(corner(0, true), glm::vec2(100, 0));
    EXPECT_EQ(corner(90, true), glm::vec2(100, 100));
}

TEST(LayoutMaps, ZoomKeepsTheTilesCentreAndPanMovesByFractionsOfTheTile) {
    const PictureShape shape{{1920, 1080}};
    const glm::vec2 centre(960, 540);
    const glm::vec2 source =
        apply(target_to_source(shape, shape, kHdTile, {Fit::Fit, 4.0}), centre);
    EXPECT_NEAR(source.x, 960, 1e-3);
    EXPECT_NEAR(source.y, 540, 1e-3);
    const glm::vec4 box = drawn_box(shape, shape, kHdTile, {Fit::Fit, 1.0, {0.25, -0.5}});
    EXPECT_NEAR(box.x, 480, 1e-3);
    EXPECT_NEAR(box.y, -540, 1e-3);
}

} // namespace
} // namespace seamline::renderer
