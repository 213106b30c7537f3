#include "app/ui/tick_meter.h"

#include <gtest/gtest.h>

namespace seamline::ui {
namespace {

constexpr playback::Nanoseconds kMs = 1'000'000;

TEST(TickMeter, KnowsNothingBeforeTheFirstTick) { EXPECT_FALSE(TickMeter{}.mean_ms()); }

TEST(TickMeter, GivesTheMeanOfTheTicks) {
    TickMeter meter;
    meter.add(0, 10 * kMs);
    meter.add(40 * kMs, 60 * kMs);
    EXPECT_DOUBLE_EQ(*meter.mean_ms(), 15.0);
}

TEST(TickMeter, ForgetsWhatIsOlderThanASecond) {
    TickMeter meter;
    meter.add(0, 100 * kMs);
    meter.add(600 * kMs, 604 * kMs);
    meter.add(1100 * kMs, 1102 * kMs);
    EXPECT_EQ(meter.ticks(), 2U);
    EXPECT_DOUBLE_EQ(*meter.mean_ms(), 3.0);
}

TEST(TickMeter, KeepsTheNewestTickHoweverLongItTook) {
    TickMeter meter;
    meter.add(0, 5000 * kMs);
    EXPECT_DOUBLE_EQ(*meter.mean_ms(), 5000.0);
}

} // namespace
} // namespace seamline::ui
