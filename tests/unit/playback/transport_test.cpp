#include "app/playback/transport.h"

#include <gtest/gtest.h>

#include <limits>

namespace seamline::playback {
namespace {

using session::LoopMode;
constexpr Nanoseconds kSecond = 1'000'000'000;

Transport playing(std::int64_t length, Rational rate, LoopMode loop, Rational speed = 1) {
    Transport transport;
    transport.set_length(length, 0);
    transport.set_rate(rate, 0);
    transport.set_loop(loop, 0);
    transport.play(speed, 0);
    return transport;
}

TEST(Transport, TickIsTheWholeNumberOfPeriodsThatPassed) {
    const Transport transport = playing(1000, Rational(24000, 1001), LoopMode::Once);
    for (std::int64_t n = 0; n < 999; ++n) {
        const Nanoseconds due = (n * 1001 * kSecond + 23999) / 24000; // Rounded up by hand.
        EXPECT_EQ(transport.tick_at(due), n);
        EXPECT_EQ(transport.next_due(due), ((n + 1) * 1001 * kSecond + 23999) / 24000);
        EXPECT_EQ(transport.tick_at(due - 1), n > 0 ? n - 1 : 0);
    }
}

TEST(Transport, EightHoursAt2398DriftByNothing) {
    const std::int64_t ticks = 690'480; // Under 8 h of 23.976.
    const Transport transport = playing(ticks + 1, Rational(24000, 1001), LoopMode::Once);
    const Nanoseconds due = (ticks * Nanoseconds{1001} * (kSecond / 1000) + 23) / 24;
    EXPECT_EQ(transport.tick_at(due), ticks);
    EXPECT_EQ(transport.tick_at(due - 1), ticks - 1);
}

TEST(Transport, LoopReturnsToTheInPointAndReverseToTheOutPoint) {
    Transport forward = playing(100, 10, LoopMode::Loop);
    forward.set_range(20, 29, 0);
    EXPECT_EQ(forward.tick_at(0), 20); // Outside the range: starts at its first tick.
    EXPECT_EQ(forward.tick_at(9 * kSecond / 10), 29);
    EXPECT_EQ(forward.tick_at(kSecond), 20);
    forward.play(-1, 0);
    EXPECT_EQ(forward.tick_at(kSecond / 10), 29);
}

TEST(Transport, PingPongShowsEachEndOnce) {
    const Transport transport = playing(4, 1, LoopMode::PingPong);
    const int expected[] = {0, 1, 2, 3, 2, 1, 0, 1, 2, 3};
    for (int second = 0; second < 10; ++second)
        EXPECT_EQ(transport.tick_at(second * kSecond), expected[second]) << second;
    EXPECT_EQ(transport.direction_at(4 * kSecond), -1);
    EXPECT_EQ(transport.direction_at(7 * kSecond), 1);
}

TEST(Transport, PingPongFromReverseTurnsAtTheFirstTick) {
    Transport transport = playing(4, 1, LoopMode::PingPong);
    transport.seek(2, 0);
    transport.play(-1, 0);
    const int expected[] = {2, 1, 0, 1, 2, 3, 2};
    for (int second = 0; second < 7; ++second)
        EXPECT_EQ(transport.tick_at(second * kSecond), expected[second]) << second;
}

TEST(Transport, TickAfterAgreesWithTheClockInEveryLoopMode) {
    for (const LoopMode loop : {LoopMode::Once, LoopMode::Loop, LoopMode::PingPong}) {
        for (const int speed : {1, -1}) {
            Transport transport = playing(7, 1, loop, speed);
            transport.seek(3, 0);
            std::int64_t tick = 3;
            int direction = speed;
            for (int second = 1; second < 40; ++second) {
                tick = transport.tick_after(tick, direction);
                ASSERT_EQ(tick, transport.tick_at(second * kSecond))
                    << "loop " << static_cast<int>(loop) << " speed " << speed << " at " << second;
            }
        }
    }
}

TEST(Transport, OnceStopsAfterTheLastTickHasHadItsTime) {
    Transport transport = playing(3, 1, LoopMode::Once);
    EXPECT_FALSE(transport.stop_at_end(2 * kSecond));
    EXPECT_EQ(transport.tick_at(2 * kSecond), 2);
    EXPECT_TRUE(transport.stop_at_end(3 * kSecond));
    EXPECT_FALSE(transport.playing());
    EXPECT_EQ(transport.tick_at(9 * kSecond), 2);
    transport.play(1, 9 * kSecond); // At the end: from the start again.
    EXPECT_EQ(transport.tick_at(9 * kSecond), 0);
}

TEST(Transport, EveryFrameWaitsUntilTheTickWasPresented) {
    Transport transport = playing(10, 1, LoopMode::Once);
    transport.set_every_frame(true, 0);
    EXPECT_EQ(transport.tick_at(5 * kSecond), 1); // Not 5: tick 1 has not been shown yet.
    transport.presented(1, 5 * kSecond);
    EXPECT_EQ(transport.tick_at(5 * kSecond + kSecond / 2), 1);
    EXPECT_EQ(transport.tick_at(6 * kSecond), 2);
    transport.presented(2, 6 * kSecond + kSecond / 4); // A little late keeps the beat.
    EXPECT_EQ(transport.tick_at(7 * kSecond), 3);
}

TEST(Transport, SpeedScalesExactlyAndSlewMovesTheBeat) {
    Transport transport = playing(1000, 24, LoopMode::Once, Rational(1, 10));
    EXPECT_EQ(transport.tick_at(10 * kSecond), 24);
    EXPECT_EQ(transport.tick_at(10 * kSecond - 1), 23);
    transport.slew(-kSecond, 10 * kSecond);
    EXPECT_EQ(transport.tick_at(10 * kSecond), 26);
}

TEST(Transport, SlewNeverShowsAPassedTickAgain) {
    Transport transport = playing(1000, 24, LoopMode::Once);
    const Nanoseconds just_after = kSecond + 1'000'000;
    transport.slew(4'000'000, just_after);
    EXPECT_EQ(transport.tick_at(just_after), 24);
    EXPECT_EQ(transport.next_due(just_after), kSecond + 1'000'000 + (kSecond + 23) / 24);
}

TEST(Transport, EmptyAndOneTickTimelinesStandStill) {
    const Transport empty = playing(0, 24, LoopMode::PingPong);
    EXPECT_EQ(empty.tick_at(kSecond), 0);
    EXPECT_EQ(empty.next_due(kSecond), std::numeric_limits<Nanoseconds>::max());
    for (const LoopMode loop : {LoopMode::Once, LoopMode::Loop, LoopMode::PingPong})
        EXPECT_EQ(playing(1, 24, loop).tick_at(77 * kSecond), 0);
}

TEST(Transport, TimeBetweenTicksIsExact) {
    const Transport transport = playing(1000, 24, LoopMode::Once, 2);
    EXPECT_EQ(transport.time_at(kSecond + kSecond / 2), Rational(3));
    EXPECT_EQ(transport.time_at(kSecond / 100), Rational(2, 100));
}

} // namespace
} // namespace seamline::playback
