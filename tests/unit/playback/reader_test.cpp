#include "app/playback/reader.h"

#include <gtest/gtest.h>

namespace seamline::playback {
namespace {

ReadFocus focus_at(std::int64_t frame, int direction, bool wraps = true) {
    ReadFocus focus;
    focus.frame = frame;
    focus.direction = direction;
    focus.first = 0;
    focus.last = 99;
    focus.wraps = wraps;
    return focus;
}

TEST(NextMissing, IsTheFocusItselfWhenNothingIsCached) {
    EXPECT_EQ(next_missing(focus_at(40, 1), {}), 40);
    EXPECT_EQ(next_missing(focus_at(40, -1), {}), 40);
}

TEST(NextMissing, FollowsTheDirectionOfPlayAndWraps) {
    EXPECT_EQ(next_missing(focus_at(40, 1), {{40, 60}}), 60);
    EXPECT_EQ(next_missing(focus_at(40, -1), {{30, 60}}), 29);
    EXPECT_EQ(next_missing(focus_at(40, 1), {{0, 5}, {40, 100}}), 5);
    EXPECT_EQ(next_missing(focus_at(40, -1), {{0, 60}, {90, 100}}), 89);
}

TEST(NextMissing, StopsAtTheEndWhenPlayDoesNotReturn) {
    EXPECT_EQ(next_missing(focus_at(40, 1, false), {{40, 100}}), -1);
    EXPECT_EQ(next_missing(focus_at(40, -1, false), {{0, 41}}), -1);
    EXPECT_EQ(next_missing(focus_at(40, 1), {{0, 100}}), -1);
}

TEST(NextMissing, LooksNoFurtherThanAskedThroughTheWrapToo) {
    ReadFocus focus = focus_at(95, 1);
    focus.lookahead = 6;
    EXPECT_EQ(next_missing(focus, {{95, 100}}), 0);         // 5 frames ahead.
    EXPECT_EQ(next_missing(focus, {{0, 1}, {95, 100}}), 1); // 6 frames ahead.
    EXPECT_EQ(next_missing(focus, {{0, 2}, {95, 100}}), -1);
    focus = focus_at(2, -1);
    focus.lookahead = 4;
    EXPECT_EQ(next_missing(focus, {{0, 3}}), 99);
    EXPECT_EQ(next_missing(focus, {{0, 3}, {98, 100}}), -1);
}

} // namespace
} // namespace seamline::playback
