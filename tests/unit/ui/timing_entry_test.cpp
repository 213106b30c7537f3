#include "app/ui/timing_entry.h"

#include <gtest/gtest.h>

namespace seamline::ui {
namespace {

/// Source time that is seen at a session time.
Rational source_time(const session::Timing& timing, Rational at) {
    return timing.in_s + (at - timing.offset_s) * timing.speed;
}

TEST(TimingEntry, MovingTheInPointKeepsThePictureWhereItIs) {
    session::Timing timing{Rational(1, 2), Rational(2), Rational(3, 2)};
    const Rational before = source_time(timing, Rational(7));
    move_in_point(timing, Rational(5));
    EXPECT_EQ(timing.in_s, Rational(5));
    EXPECT_EQ(source_time(timing, Rational(7)), before);
}

TEST(TimingEntry, SpeedsAreReadExactly) {
    EXPECT_EQ(speed_from("24/25"), Rational(24, 25));
    EXPECT_EQ(speed_from("25.025/24"), Rational(25025, 24000));
    EXPECT_EQ(speed_from("50%"), Rational(1, 2));
    EXPECT_EQ(speed_from("1.04"), Rational(26, 25));
    for (const char* text : {"", "0", "-1", "1/0", "x", "101", "1.2.3", "%"})
        EXPECT_FALSE(speed_from(text)) << text;
}

TEST(TimingEntry, FrameRatesAreReadExactlyAndRoundedNtscOnesAreMeant) {
    EXPECT_EQ(frame_rate_from("24"), Rational(24));
    EXPECT_EQ(frame_rate_from("12.5"), Rational(25, 2));
    EXPECT_EQ(frame_rate_from("30000/1001"), Rational(30000, 1001));
    EXPECT_EQ(frame_rate_from("23.976"), Rational(24000, 1001));
    EXPECT_EQ(frame_rate_from("23.98"), Rational(24000, 1001));
    EXPECT_EQ(frame_rate_from("59.94"), Rational(60000, 1001));
    for (const char* text : {"", "0", "-24", "24/0", "50%", "241", "fast"})
        EXPECT_FALSE(frame_rate_from(text)) << text;
}

} // namespace
} // namespace seamline::ui
