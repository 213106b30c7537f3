#include "tests/unit/playback/fake_display.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

namespace seamline::playback {
namespace {

constexpr Nanoseconds kSecond = 1'000'000'000;
constexpr Nanoseconds kMillisecond = 1'000'000;
constexpr Nanoseconds kMinute = 60 * kSecond;
/// By then the period has been measured.
constexpr Nanoseconds kSettled = 2 * kSecond;
/// Half a refresh by rounding, a quarter by the line's play; and what the estimate may be off.
constexpr double kBound = 0.75 + 0.05;

struct Case {
    const char* name;
    Rational rate;
    double hz;
    double nominal_hz;              ///< As the window system says it.
    std::int64_t frames, refreshes; ///< Of one round of the cadence.
};

class Cadence : public testing::TestWithParam<Case> {};

/// Every run of frames takes as many refreshes as it should, to less than one: no other
/// distribution of whole refreshes is as even.
void expect_even(const std::vector<std::int64_t>& cadence, const Case& c) {
    std::int64_t frames = 0;
    std::int64_t refreshes = 0;
    std::int64_t least = 0;
    std::int64_t most = 0;
    for (const std::int64_t duration : cadence) {
        ++frames;
        refreshes += duration;
        const std::int64_t ahead = refreshes * c.frames - frames * c.refreshes; // Over c.frames.
        least = std::min(least, ahead);
        most = std::max(most, ahead);
    }
    EXPECT_LT(most - least, c.frames);
}

TEST_P(Cadence, IsExactForTenMinutesAndStaysAtTheClock) {
    const Case c = GetParam();
    FakeLoop loop(c.rate, c.hz, c.nominal_hz);
    loop.noise = lateness(kMillisecond);
    loop.run_until(10 * kMinute);
    ASSERT_EQ(loop.estimator.estimate().kind, RefreshKind::Measured);
    EXPECT_NEAR(loop.estimator.estimate().hz(), c.hz, c.hz * 1e-4);
    const std::vector<std::int64_t> cadence = loop.cadence(kSettled);
    ASSERT_GT(cadence.size(), 9'000U);
    expect_even(cadence, c);
    for (std::size_t i = 0; i + static_cast<std::size_t>(c.frames) <= cadence.size(); ++i)
        ASSERT_EQ(std::accumulate(cadence.begin() + static_cast<std::ptrdiff_t>(i),
                                  cadence.begin() + static_cast<std::ptrdiff_t>(i) + c.frames,
                                  std::int64_t{0}),
                  c.refreshes)
            << "from frame " << i;
    for (std::size_t i = 1; i < loop.frames.size(); ++i)
        ASSERT_EQ(loop.frames[i].step, loop.frames[i - 1].step + 1);
    // A frame per refresh: what was late before the display was known is kept, not dropped.
    const double kept = c.frames == c.refreshes ? 1 : 0;
    EXPECT_LE(loop.worst_error(kSettled, INT64_MAX), kBound + kept);
    EXPECT_NEAR(loop.mean_error(9 * kMinute, 10 * kMinute), loop.mean_error(kSettled, kMinute),
                0.05)
        << "drift";
    EXPECT_EQ(loop.pacer.counters().mistimed, 0);
    EXPECT_EQ(loop.pacer.counters().delayed, 0);
    EXPECT_EQ(loop.pacer.counters().dropped, 0);
}

/// One that hiccups for 30 ms every 5 s: each is counted once, and is over soon.
TEST_P(Cadence, RecoversFromAHiccupEveryFiveSeconds) {
    const Case c = GetParam();
    FakeLoop loop(c.rate, c.hz, c.nominal_hz);
    loop.noise = lateness(kMillisecond);
    std::vector<Nanoseconds> hiccups;
    loop.hiccup = [&](Nanoseconds now) {
        if (now < 5 * kSecond * static_cast<Nanoseconds>(hiccups.size() + 1)) return Nanoseconds{0};
        hiccups.push_back(now);
        return 30 * kMillisecond;
    };
    loop.run_until(3 * kMinute + kSecond);
    const auto faults = static_cast<std::int64_t>(hiccups.size());
    ASSERT_EQ(faults, 36);
    EXPECT_EQ(loop.estimator.estimate().kind, RefreshKind::Measured);
    EXPECT_EQ(loop.pacer.counters().delayed, faults);
    EXPECT_EQ(loop.pacer.counters().mistimed, faults);
    std::int64_t missing = 0;
    for (std::size_t i = 1; i < loop.frames.size(); ++i)
        missing += loop.frames[i].step - loop.frames[i - 1].step - 1;
    EXPECT_EQ(loop.pacer.counters().dropped, missing);
    // Six refreshes after the late picture came, everything is where it would have been.
    const auto six = static_cast<Nanoseconds>(6e9 / c.hz);
    for (std::size_t i = 0; i < hiccups.size(); ++i) {
        const Nanoseconds from = hiccups[i] + 32 * kMillisecond + six;
        EXPECT_LE(loop.worst_error(from, hiccups[i] + 5 * kSecond), kBound) << "after hiccup " << i;
        const FakeLoop::Frame* late = nullptr;
        for (const FakeLoop::Frame& frame : loop.frames)
            if (late == nullptr && frame.shown > hiccups[i] + 30 * kMillisecond) late = &frame;
        ASSERT_NE(late, nullptr);
        EXPECT_GT(loop.error(*late), 0.5) << "the hiccup was one";
    }
}

/// A master clock that wobbles by 0.15 refreshes and refreshes that are heard of up to 0.2 late, at
/// any phase, do not turn a single frame round.
TEST_P(Cadence, IsNotTurnedRoundByJitterAtTheEdge) {
    const Case c = GetParam();
    for (int phase = 0; phase < 20; ++phase) {
        const auto offset = static_cast<Nanoseconds>(1e9 / c.hz * phase / 20);
        FakeLoop loop(c.rate, c.hz, c.nominal_hz, false, offset);
        loop.noise = lateness(static_cast<Nanoseconds>(0.2e9 / c.hz), unsigned(phase));
        loop.clock = [wobble = lateness(static_cast<Nanoseconds>(0.15e9 / c.hz), 7),
                      start = loop.transport.due_at(0)](Transport& transport,
                                                        Nanoseconds now) mutable {
            transport.slew(wobble() - (transport.due_at(0) - start), now);
        };
        loop.run_until(kSettled);
        loop.pacer.reset_counters();
        loop.run_until(30 * kSecond);
        ASSERT_EQ(loop.estimator.estimate().kind, RefreshKind::Measured);
        const std::vector<std::int64_t> cadence = loop.cadence(kSettled);
        for (std::size_t i = 0; i + static_cast<std::size_t>(c.frames) <= cadence.size(); ++i)
            ASSERT_EQ(std::accumulate(cadence.begin() + static_cast<std::ptrdiff_t>(i),
                                      cadence.begin() + static_cast<std::ptrdiff_t>(i) + c.frames,
                                      std::int64_t{0}),
                      c.refreshes)
                << "phase " << phase << " from frame " << i;
        EXPECT_EQ(loop.pacer.counters().mistimed, 0) << phase;
    }
}

INSTANTIATE_TEST_SUITE_P(
    Rates, Cadence,
    testing::Values(Case{"24on60", 24, 60, 60, 2, 5},
                    Case{"2398on5994", Rational(24000, 1001), 60000.0 / 1001, 60, 2, 5},
                    Case{"25on60", 25, 60, 60, 5, 12}, Case{"60on144", 60, 144, 144, 5, 12},
                    Case{"30on60", 30, 60, 60, 1, 2}, Case{"60on60", 60, 60, 60, 1, 1},
                    Case{"16on60", 16, 60, 60, 4, 15}, Case{"24on120", 24, 120, 120, 1, 5}),
    [](const testing::TestParamInfo<Case>& one) { return std::string(one.param.name); });

TEST(FramePacer, TwentyFourOn60IsTwoThree) {
    FakeLoop loop(24, 60, 60);
    loop.run_until(kMinute);
    const std::vector<std::int64_t> cadence = loop.cadence(kSettled);
    for (std::size_t i = 0; i < cadence.size(); ++i) {
        ASSERT_TRUE(cadence[i] == 2 || cadence[i] == 3);
        if (i > 0) {
            ASSERT_NE(cadence[i], cadence[i - 1]) << i;
        }
    }
}

/// 24.000 on 59.94 Hz loses a refresh in 400 frames: it is given back one at a time, in one place.
TEST(FramePacer, ACadenceThatDoesNotFitSlipsOnceInAWhile) {
    FakeLoop loop(24, 60000.0 / 1001, 60);
    loop.noise = lateness(kMillisecond);
    loop.run_until(10 * kMinute);
    const std::vector<std::int64_t> cadence = loop.cadence(10 * kSecond);
    std::vector<std::size_t> slips;
    for (std::size_t i = 1; i < cadence.size(); ++i) {
        ASSERT_TRUE(cadence[i] == 2 || cadence[i] == 3);
        if (cadence[i] == cadence[i - 1]) slips.push_back(i);
    }
    const double expected = static_cast<double>(cadence.size()) * (2.5 - 60 / 1.001 / 24) * 2;
    EXPECT_NEAR(static_cast<double>(slips.size()), expected, 2);
    for (std::size_t i = 1; i < slips.size(); ++i) EXPECT_GT(slips[i] - slips[i - 1], 180U);
    EXPECT_LE(loop.worst_error(10 * kSecond, INT64_MAX), kBound);
    EXPECT_EQ(loop.pacer.counters().dropped, 0);
}

/// Sound whose clock is 200 ppm fast pulls the picture along, ten minutes long.
TEST(FramePacer, FollowsAMasterClockThatDrifts) {
    FakeLoop loop(24, 60, 60);
    loop.noise = lateness(kMillisecond);
    loop.clock = [last = Nanoseconds{0}](Transport& transport, Nanoseconds now) mutable {
        transport.slew(-(now - last) / 5000, now);
        last = now;
    };
    loop.run_until(10 * kMinute);
    for (const FakeLoop::Frame& frame : loop.frames) {
        if (frame.shown < kSettled) continue;
        ASSERT_LE(std::abs(loop.error(frame)), kBound) << frame.step;
    }
    EXPECT_NEAR(static_cast<double>(loop.frames.back().step),
                static_cast<double>(loop.transport.steps_at(loop.now)), 1);
    EXPECT_EQ(loop.pacer.counters().dropped, 0);
}

TEST(FramePacer, VariableRefreshIsNotQuantised) {
    for (const double rate : {24.0, 48.0, 50.0, 60.0}) {
        FakeLoop loop(Rational(static_cast<std::int64_t>(rate)), 144, 144, true);
        loop.noise = lateness(200'000);
        loop.run_until(20 * kSecond);
        EXPECT_EQ(loop.estimator.estimate().kind, RefreshKind::Unsteady) << rate;
        for (std::size_t i = 1; i < loop.frames.size(); ++i) {
            if (loop.frames[i - 1].shown < 3 * kSecond) continue;
            ASSERT_NEAR(static_cast<double>(loop.frames[i].shown - loop.frames[i - 1].shown),
                        1e9 / rate, 1000)
                << rate << " frame " << i;
        }
        EXPECT_LE(loop.mean_error(3 * kSecond, INT64_MAX), 0.5) << rate;
    }
}

/// Nothing is known of the display: the clock alone.
TEST(FramePacer, WithoutAMeasuredRefreshFramesComeWhenTheyAreDue) {
    Transport transport;
    transport.set_length(100, 0);
    transport.set_rate(Rational(24), 0);
    transport.play(Rational(1), kSecond);
    FramePacer pacer;
    const RefreshEstimate unknown;
    FramePlan plan = pacer.next(transport, unknown, kSecond);
    EXPECT_EQ(plan.step, 0);
    EXPECT_TRUE(plan.is_due(kSecond));
    pacer.handed_over(plan, 0, kSecond + 1000);
    plan = pacer.next(transport, unknown, kSecond + 2000);
    EXPECT_EQ(plan.step, 1);
    EXPECT_FALSE(plan.quantised);
    EXPECT_EQ(plan.hand_over, transport.due_at(1));
    plan = pacer.next(transport, unknown, transport.due_at(4));
    EXPECT_EQ(plan.step, 4) << "real time passed over three";
    EXPECT_EQ(pacer.counters().mistimed, 0);
}

/// A display that nobody sees any more may be anywhere by now.
TEST(FramePacer, ARefreshThatWasNotSeenForTwoSecondsIsNotReliedOn) {
    FakeLoop loop(24, 60, 60);
    loop.run_until(5 * kSecond);
    const RefreshEstimate seen = loop.estimator.estimate();
    EXPECT_TRUE(loop.pacer.next(loop.transport, seen, 6 * kSecond).quantised);
    EXPECT_FALSE(loop.pacer.next(loop.transport, seen, 8 * kSecond).quantised);
}

TEST(FramePacer, EndsWithTheLastFrameOfARangeThatPlaysOnce) {
    FakeLoop loop(24, 60, 60);
    loop.transport.set_loop(session::LoopMode::Once, 0);
    loop.transport.set_length(72, 0);
    loop.transport.play(Rational(1), 0);
    loop.run_until(2 * kSecond + 900 * kMillisecond);
    EXPECT_EQ(loop.frames.back().step, 69);
    loop.run_until(4 * kSecond);
    EXPECT_EQ(loop.frames.back().step, 71);
    EXPECT_EQ(loop.pacer.next(loop.transport, loop.estimator.estimate(), loop.now).hand_over,
              INT64_MAX);
}

/// More frames than refreshes: the newest one is shown, and none of the others was expected.
TEST(FramePacer, FasterThanTheDisplayTheNewestFrameIsShown) {
    FakeLoop loop(120, 60, 60);
    loop.run_until(10 * kSecond);
    for (std::size_t i = 1; i < loop.frames.size(); ++i) {
        if (loop.frames[i].shown < kSettled) continue;
        ASSERT_EQ(loop.frames[i].step - loop.frames[i - 1].step, 2) << i;
        ASSERT_EQ(loop.frames[i].refresh - loop.frames[i - 1].refresh, 1) << i;
    }
    EXPECT_EQ(loop.pacer.counters().mistimed, 0);
    EXPECT_EQ(loop.pacer.counters().dropped, 0);
}

/// At one frame per refresh a lateness under 20 ms is kept rather than paid for with a frame.
TEST(FramePacer, OneRefreshLateDropsNothing) {
    FakeLoop loop(60, 60, 60, false, 6 * kMillisecond);
    bool done = false;
    loop.hiccup = [&](Nanoseconds now) {
        if (done || now < 5 * kSecond) return Nanoseconds{0};
        done = true;
        return 15 * kMillisecond;
    };
    loop.run_until(20 * kSecond);
    EXPECT_EQ(loop.pacer.counters().delayed, 1);
    EXPECT_EQ(loop.pacer.counters().mistimed, 1);
    EXPECT_EQ(loop.pacer.counters().dropped, 0);
    for (std::size_t i = 1; i < loop.frames.size(); ++i)
        ASSERT_EQ(loop.frames[i].step, loop.frames[i - 1].step + 1);
    EXPECT_LE(loop.worst_error(kSettled, INT64_MAX), kBound + 1);
}

/// A picture that takes more than a refresh to draw is begun earlier, and is there in time.
TEST(FramePacer, WhatTakesLongIsBegunEarlier) {
    FakeLoop loop(24, 60, 60);
    loop.work = 24 * kMillisecond;
    loop.lead = 22 * kMillisecond;
    loop.run_until(kSettled);
    loop.pacer.reset_counters();
    loop.run_until(kMinute);
    EXPECT_EQ(loop.pacer.counters().delayed, 0);
    EXPECT_EQ(loop.pacer.counters().mistimed, 0);
    EXPECT_LE(loop.worst_error(kSettled, INT64_MAX), kBound);
}

/// Something else took a refresh: the frame after it is late, and none stays queued behind it.
TEST(FramePacer, ARefreshThatSomethingElseTookLeavesNoQueue) {
    FakeLoop loop(60, 60, 60, false, 6 * kMillisecond);
    loop.run_until(5 * kSecond);
    loop.display.present(loop.now);
    loop.display.present(loop.now);
    loop.run_until(20 * kSecond);
    EXPECT_EQ(loop.pacer.counters().delayed, 1);
    EXPECT_EQ(loop.pacer.counters().mistimed, 1);
    for (const FakeLoop::Frame& frame : loop.frames) {
        if (frame.shown > 6 * kSecond) {
            ASSERT_LE(static_cast<double>(frame.shown - frame.handed_over),
                      loop.display.period_ns());
        }
    }
}

TEST(FramePacer, AJumpAndANewRateStartANewRun) {
    FakeLoop loop(24, 60, 60);
    loop.run_until(5 * kSecond);
    loop.transport.seek(5000, loop.now);
    EXPECT_FALSE(loop.pacer.last_step(loop.transport).has_value());
    const FramePlan plan = loop.pacer.next(loop.transport, loop.estimator.estimate(), loop.now);
    EXPECT_EQ(plan.step, 0);
    EXPECT_TRUE(plan.is_due(loop.now)) << "what is asked for waits for nothing";
    loop.run_until(7 * kSecond);
    loop.transport.set_rate(Rational(30), loop.now);
    loop.run_until(10 * kSecond);
    for (const std::int64_t duration : loop.cadence(8 * kSecond)) EXPECT_EQ(duration, 2);
    EXPECT_EQ(loop.pacer.counters().mistimed, 0);
}

} // namespace
} // namespace seamline::playback
