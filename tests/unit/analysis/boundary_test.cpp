#include "app/analysis/boundary.h"

#include <gtest/gtest.h>

namespace seamline::analysis {
namespace {

TEST(Boundary, ShotsLieBetweenCutsAndOutsideTransitions) {
    const std::vector<DetectedCut> cuts{{24, CutKind::Hard, 0, 0.9},
                                        {60, CutKind::Dissolve, 12, 0.7}};
    const std::vector<Boundary> boundaries = boundaries_of(3, 100, cuts);
    ASSERT_EQ(boundaries.size(), 2U);
    EXPECT_EQ(boundaries[0].frame, 24);
    EXPECT_EQ(boundaries[0].outgoing.first, 0);
    EXPECT_EQ(boundaries[0].outgoing.end, 24);
    EXPECT_EQ(boundaries[0].incoming.first, 24);
    EXPECT_EQ(boundaries[0].incoming.end, 60);
    EXPECT_EQ(boundaries[1].frame, 60);
    EXPECT_EQ(boundaries[1].outgoing.first, 24);
    EXPECT_EQ(boundaries[1].outgoing.end, 60);
    EXPECT_EQ(boundaries[1].incoming.first, 72);
    EXPECT_EQ(boundaries[1].incoming.end, 100);
    EXPECT_EQ(boundaries[1].kind, CutKind::Dissolve);
    EXPECT_EQ(boundaries[1].incoming.source, 3U);
    EXPECT_TRUE(boundaries_of(0, 100, {}).empty());
}

TEST(Boundary, ATransitionThatNeverEndsIsNoBoundary) {
    const std::vector<DetectedCut> cuts{{90, CutKind::Fade, 10, 0.9}};
    EXPECT_TRUE(boundaries_of(0, 100, cuts).empty()); // A fade out at the end has no incoming shot.
}

TEST(Boundary, CutsOfALongerFileAndInsideTransitionsLoseNoOthers) {
    const std::vector<DetectedCut> found{{24, CutKind::Hard, 0, 1}, {50, CutKind::Dissolve, 10, 1}};
    const std::vector<std::int64_t> added{55, 400};
    const std::vector<std::int64_t> removed{24};
    const std::vector<DetectedCut> cuts = corrected_cuts(found, added, removed);
    ASSERT_EQ(cuts.size(), 2U);
    EXPECT_EQ(cuts[0].frame, 55); // In place of the dissolve.
    const std::vector<Boundary> boundaries = boundaries_of(0, 100, cuts);
    ASSERT_EQ(boundaries.size(), 1U);
    EXPECT_EQ(boundaries[0].outgoing.end, 55);
    EXPECT_EQ(boundaries[0].incoming.end, 100);
}

TEST(Boundary, ComparesOneFrameAwayUnlessTheShotIsTooShort) {
    Boundary boundary;
    boundary.outgoing = {0, 0, 24};
    boundary.incoming = {0, 24, 48};
    EXPECT_EQ(compared_frames(boundary).outgoing, 22);
    EXPECT_EQ(compared_frames(boundary).incoming, 25);
    boundary.outgoing = {0, 22, 24};
    boundary.incoming = {0, 24, 25};
    EXPECT_EQ(compared_frames(boundary).outgoing, 23);
    EXPECT_EQ(compared_frames(boundary).incoming, 24);
    boundary.compared = ComparedFrames{7, 99};
    EXPECT_EQ(compared_frames(boundary).incoming, 99);
}

} // namespace
} // namespace seamline::analysis
