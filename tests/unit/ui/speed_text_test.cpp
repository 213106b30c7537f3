#include "app/ui/speed_text.h"

#include <gtest/gtest.h>

namespace seamline::ui {
namespace {

TEST(SpeedText, EverySpeedButTheNormalOneIsToldWhilePlaying) {
    EXPECT_EQ(speed_notice(true, Rational(1)), "");
    EXPECT_EQ(speed_notice(true, Rational(1, 10)), "0.1x slow");
    EXPECT_EQ(speed_notice(true, Rational(3, 2)), "1.5x fast");
    EXPECT_EQ(speed_notice(true, Rational(8)), "8x fast");
    EXPECT_EQ(speed_notice(true, Rational(-1)), "1x reverse");
    EXPECT_EQ(speed_notice(true, Rational(-1, 4)), "0.25x slow reverse");
    EXPECT_EQ(speed_notice(true, Rational(-2)), "2x fast reverse");
}

TEST(SpeedText, NothingIsToldWhilePaused) {
    EXPECT_EQ(speed_notice(false, Rational(1, 4)), "");
    EXPECT_EQ(speed_text(Rational(-1, 4)), "-0.25x");
}

} // namespace
} // namespace seamline::ui
