#include "renderer/measures/edge_alignment.h"

#include "tests/unit/measures/shadow_scene.h"

#include <gtest/gtest.h>

#include <utility>

namespace seamline::measures {
namespace {

constexpr int kWidth = test::kShadowSceneWidth;
constexpr int kHeight = test::kShadowSceneHeight;
using test::Boards;
using test::seen;

TEST(EdgeAlignment, FindsOneFramingUnderAnotherSun) {
    const Boards boards(1);
    const auto a = alignment_source(seen(boards, 0, 0, 0.4, 130));
    for (const auto& [dx, dy] : {std::pair{0, 0}, std::pair{14, -6}}) {
        const auto b = alignment_source(seen(boards, dx, dy, 2.0, 170));
        EXPECT_FALSE(align(a, b, AlignmentRange::Far).same_view()) << dx;
        const Alignment found = align_by_edges(a, b);
        EXPECT_TRUE(found.same_view())
            << dx << ": " << found.coverage << ", " << match_edges(a, b).distinctness;
        EXPECT_NEAR(found.flow.dx.at(kWidth / 2, kHeight / 2), dx, 2);
        EXPECT_NEAR(found.flow.dy.at(kWidth / 2, kHeight / 2), dy, 2);
        EXPECT_EQ(found.smooth.dx.values, found.flow.dx.values);
        EXPECT_EQ(found.valid.values, found.valid_for_color.values);
    }
}

TEST(EdgeAlignment, WhatTheMoveBringsInIsNotValid) {
    const Boards boards(1);
    const Alignment found = align_by_edges(alignment_source(seen(boards, 0, 0, 0.4, 130)),
                                           alignment_source(seen(boards, 14, -6, 2.0, 170)));
    ASSERT_TRUE(found.same_view());
    for (int y = 0; y < kHeight; ++y)
        for (int x = y < 4 ? 0 : kWidth - 10; x < kWidth; ++x)
            ASSERT_FALSE(found.valid.at(x, y)) << x << ' ' << y;
}

TEST(EdgeAlignment, OtherThingsAreAnotherFraming) {
    const auto a = alignment_source(seen(Boards(1), 0, 0, 0.4, 130));
    for (unsigned seed = 2; seed < 12; ++seed) {
        const auto b = alignment_source(seen(Boards(seed), 0, 0, 2.0, 170));
        EXPECT_EQ(align_by_edges(a, b).coverage, 0) << seed;
    }
}

TEST(EdgeAlignment, PicturesTooSmallOrOfOtherSizesHaveNone) {
    const auto small = alignment_source(Picture(12, 12));
    EXPECT_EQ(align_by_edges(small, small).coverage, 0);
    EXPECT_EQ(align_by_edges(alignment_source(Picture(kWidth, kHeight)), small).coverage, 0);
    // Nothing but one grey: no edge.
    const auto grey = alignment_source(Picture(kWidth, kHeight));
    EXPECT_EQ(align_by_edges(grey, grey).coverage, 0);
}

} // namespace
} // namespace seamline::measures
