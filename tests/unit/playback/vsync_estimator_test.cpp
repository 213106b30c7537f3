#include "tests/unit/playback/fake_display.h"

#include <gtest/gtest.h>

#include <cmath>

namespace seamline::playback {
namespace {

constexpr double kHz60Ns = 1e9 / 60;
constexpr double kHz5994Ns = 1001e9 / 60000;
constexpr Nanoseconds kNominal60 = 16'666'667;
constexpr Nanoseconds kMillisecond = 1'000'000;

/// Tells of `n` presents that stay on for 2, 3, 2, 3 refreshes; returns the refresh after them.
std::int64_t feed(VsyncEstimator& estimator, double period, int n, std::int64_t from,
                  const std::function<Nanoseconds()>& late) {
    for (int i = 0; i < n; ++i) {
        estimator.seen(std::llround(static_cast<double>(from) * period) + (late ? late() : 0));
        from += 2 + i % 2;
    }
    return from;
}

TEST(VsyncEstimator, StartsFromTheStatedRateAndMeasuresTheRealOne) {
    VsyncEstimator estimator(kNominal60);
    EXPECT_EQ(estimator.estimate().kind, RefreshKind::Assumed);
    EXPECT_NEAR(estimator.estimate().hz(), 60, 1e-4);
    feed(estimator, kHz5994Ns, 200, 100, lateness(kMillisecond));
    const RefreshEstimate& estimate = estimator.estimate();
    EXPECT_EQ(estimate.kind, RefreshKind::Measured);
    EXPECT_NEAR(estimate.period_ns, kHz5994Ns, kHz5994Ns * 5e-5);
    // Uniform in [0, 1 ms]: a deviation of 0.29 ms around its middle.
    EXPECT_NEAR(estimate.jitter, 0.289e6 / kHz5994Ns, 0.006);
    const double place = static_cast<double>(estimate.origin - kMillisecond / 2) / kHz5994Ns;
    EXPECT_NEAR(place, std::round(place), 0.02) << "the phase is the middle of what was heard";
}

TEST(VsyncEstimator, NumbersRefreshesThatNobodySaw) {
    VsyncEstimator estimator(kNominal60);
    const std::int64_t next = feed(estimator, kHz60Ns, 50, 0, {});
    EXPECT_EQ(estimator.estimate().kind, RefreshKind::Measured);
    const auto later = std::llround(static_cast<double>(next + 30) * kHz60Ns);
    const double before = estimator.estimate().position(later);
    estimator.seen(later);
    EXPECT_NEAR(estimator.estimate().position(later), before, 1e-3);
    EXPECT_NEAR(before, std::round(before), 1e-3);
    EXPECT_EQ(estimator.estimate().time(std::llround(before)), later);
}

TEST(VsyncEstimator, IsUnharmedByRefreshesThatWereNoticedLate) {
    VsyncEstimator estimator(kNominal60);
    int n = 0;
    feed(estimator, kHz60Ns, 1000, 0, [&] {
        return ++n % 12 == 0 ? 6 * kMillisecond : n % 7 == 0 ? 14 * kMillisecond : 0;
    });
    EXPECT_EQ(estimator.estimate().kind, RefreshKind::Measured);
    EXPECT_NEAR(estimator.estimate().period_ns, kHz60Ns, kHz60Ns * 1e-5);
    const double place = static_cast<double>(estimator.estimate().origin) / kHz60Ns;
    EXPECT_NEAR(place, std::round(place), 1e-3);
}

TEST(VsyncEstimator, KeepsThePeriodAcrossAPauseAndTakesThePhaseAnew) {
    VsyncEstimator estimator(kNominal60);
    feed(estimator, kHz5994Ns, 200, 0, {});
    const std::int64_t before = estimator.estimate().count;
    const Nanoseconds later = 3'600'000'000'000 + 5 * kMillisecond;
    estimator.seen(later);
    EXPECT_EQ(estimator.estimate().kind, RefreshKind::Measured);
    EXPECT_EQ(estimator.estimate().origin, later);
    EXPECT_GT(estimator.estimate().count, before);
    EXPECT_NEAR(estimator.estimate().period_ns, kHz5994Ns, kHz5994Ns * 1e-6);
}

TEST(VsyncEstimator, FindsThePeriodThatNobodyStatedOrThatWasAnotherMonitors) {
    VsyncEstimator unknown;
    EXPECT_EQ(unknown.estimate().kind, RefreshKind::Unknown);
    feed(unknown, kHz60Ns, 100, 0, lateness(kMillisecond / 2));
    EXPECT_EQ(unknown.estimate().kind, RefreshKind::Measured);
    EXPECT_NEAR(unknown.estimate().hz(), 60, 0.01);

    VsyncEstimator other(std::llround(1e9 / 85));
    feed(other, kHz60Ns, 100, 0, lateness(kMillisecond / 2));
    EXPECT_EQ(other.estimate().kind, RefreshKind::Measured);
    EXPECT_NEAR(other.estimate().hz(), 60, 0.01);
}

/// A busy machine notices refreshes up to 3 ms late.
TEST(VsyncEstimator, FindsAPeriodThatNobodyStatedInNoise) {
    for (unsigned seed = 0; seed < 20; ++seed) {
        VsyncEstimator estimator;
        feed(estimator, kHz5994Ns, 200, 0, lateness(3 * kMillisecond, seed));
        EXPECT_EQ(estimator.estimate().kind, RefreshKind::Measured) << seed;
        EXPECT_NEAR(estimator.estimate().hz(), 59.94, 0.05) << seed;
    }
}

/// Even pictures agree with their own rate: that is none of the display's.
TEST(VsyncEstimator, DoesNotTakeThePicturesRateForTheDisplays) {
    VsyncEstimator estimator;
    for (int i = 0; i < 100; ++i) estimator.seen(std::llround(i * 1e9 / 24));
    EXPECT_EQ(estimator.estimate().kind, RefreshKind::Unknown);
}

TEST(VsyncEstimator, SaysThatARefreshIsUnsteadyUntilForgiven) {
    VsyncEstimator estimator(std::llround(1e9 / 144));
    const auto late = lateness(20 * kMillisecond);
    Nanoseconds at = 0;
    for (int i = 0; i < 60; ++i) estimator.seen(at += 12 * kMillisecond + late());
    EXPECT_EQ(estimator.estimate().kind, RefreshKind::Unsteady);
    feed(estimator, kHz60Ns, 100, 1000, {});
    EXPECT_EQ(estimator.estimate().kind, RefreshKind::Unsteady);
    const std::uint64_t epoch = estimator.estimate().epoch;
    estimator.forgive();
    EXPECT_EQ(estimator.estimate().kind, RefreshKind::Assumed);
    EXPECT_GT(estimator.estimate().epoch, epoch);
}

TEST(VsyncEstimator, AnotherMonitorStartsItAgain) {
    VsyncEstimator estimator(kNominal60);
    feed(estimator, kHz5994Ns, 100, 0, {});
    estimator.set_nominal(16'949'153); // 59 Hz: the same monitor, rounded down.
    EXPECT_EQ(estimator.estimate().kind, RefreshKind::Measured);
    estimator.set_nominal(std::llround(1e9 / 144));
    EXPECT_EQ(estimator.estimate().kind, RefreshKind::Assumed);
    EXPECT_NEAR(estimator.estimate().hz(), 144, 0.01);
}

} // namespace
} // namespace seamline::playback
