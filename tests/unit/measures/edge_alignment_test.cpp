#include "renderer/measures/edge_alignment.h"

#include "tests/unit/measures/shadow_scene.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
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

/// A timecode, a name and two logos, as burnt in: boxes with strokes in them.
Picture with_burn_ins(Picture picture) {
    for (const auto& [left, top, width, height] :
         {std::array{20, 12, 110, 24}, std::array{350, 12, 110, 24}, std::array{20, 234, 150, 24},
          std::array{330, 234, 130, 24}})
        for (int y = top; y < top + height; ++y)
            for (int x = left; x < left + width; ++x) {
                const int glyph = x / 6 * 31 + y / 6 * 17;
                const bool is_stroke = glyph * glyph % 7 < 3;
                for (Plane& plane : picture.planes) plane.at(x, y) = is_stroke ? 0.9F : 0.02F;
            }
    return picture;
}

// They stand in one place in all takes, and are a distinct match.
TEST(EdgeAlignment, BurnInsDoNotMakeOtherThingsOneFraming) {
    const auto a = alignment_source(with_burn_ins(seen(Boards(1), 0, 0, 0.4, 130)));
    double most = 0;
    for (unsigned seed = 2; seed < 8; ++seed) {
        const auto b = alignment_source(with_burn_ins(seen(Boards(seed), 0, 0, 2.0, 170)));
        EXPECT_EQ(align_by_edges(a, b).coverage, 0) << seed;
        most = std::max(most, match_edges(a, b).distinctness);
    }
    EXPECT_GT(most, 8) << "else nothing is tested";
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
