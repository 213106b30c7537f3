#include "app/session/cut_mark_edits.h"

#include <gtest/gtest.h>

namespace seamline::session {
namespace {

const CutMarks kNothing;

TEST(CutMarkEdits, AVerdictThatIsGivenAgainIsTakenBack) {
    CutMarks marks;
    toggle_verdict(marks, 48, SeamVerdict::Accepted);
    EXPECT_EQ(marks, (CutMarks{{48, CutPresence::Found, SeamVerdict::Accepted}}));
    toggle_verdict(marks, 48, SeamVerdict::Dismissed);
    EXPECT_EQ(marks, (CutMarks{{48, CutPresence::Found, SeamVerdict::Dismissed}}));
    toggle_verdict(marks, 48, SeamVerdict::Dismissed);
    EXPECT_EQ(marks, kNothing);
}

TEST(CutMarkEdits, AVerdictKeepsThatTheCutWasAdded) {
    CutMarks marks;
    add_cut(marks, 12);
    toggle_verdict(marks, 12, SeamVerdict::Accepted);
    EXPECT_EQ(marks, (CutMarks{{12, CutPresence::Added, SeamVerdict::Accepted}}));
}

TEST(CutMarkEdits, WhatIsAddedAndRemovedAgainLeavesNoTrace) {
    CutMarks marks;
    add_cut(marks, 12);
    remove_cut(marks, 12);
    EXPECT_EQ(marks, kNothing);
}

TEST(CutMarkEdits, WhatIsRemovedAndAddedAgainIsTheFoundCut) {
    CutMarks marks;
    remove_cut(marks, 48);
    EXPECT_EQ(marks, (CutMarks{{48, CutPresence::Removed, SeamVerdict::None}}));
    add_cut(marks, 48);
    EXPECT_EQ(marks, kNothing);
}

TEST(CutMarkEdits, StayInTheOrderOfFrames) {
    CutMarks marks;
    for (const std::int64_t frame : {30, 10, 20}) add_cut(marks, frame);
    ASSERT_EQ(marks.size(), 3U);
    EXPECT_EQ(marks[0].frame, 10);
    EXPECT_EQ(marks[2].frame, 30);
}

} // namespace
} // namespace seamline::session
