// tests/unit/playback/audio_clock_test.cpp: the clock against synthetic reports.
#include "app/playback/audio_clock.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace seamline::playback {
namespace {

constexpr std::int64_t kMs = 1'000'000;

/// A device that runs `drift` fast and reports every 50 ms with `jitter_s` of noise.
class Device {
public:
    explicit Device(double drift = 0, double jitter_s = 0) : drift_(drift), noise_(0, jitter_s) {}

    double frame(std::int64_t now_ns) const {
        return static_cast<double>(now_ns) * 1e-9 * 48000 * (1 + drift_) + shift_s * 48000;
    }
    void report(AudioClock& clock, std::int64_t from_ns, std::int64_t to_ns) {
        for (std::int64_t now = from_ns; now < to_ns; now += 50 * kMs) {
            clock.observe(now, frame(now) + noise_(random_) * 48000);
        }
    }
    double shift_s = 0;

private:
    double drift_;
    std::normal_distribution<double> noise_;
    std::mt19937 random_{11};
};

double error_s(const AudioClockReading& reading, const Device& device, std::int64_t now_ns) {
    return std::abs(reading.frame - device.frame(now_ns)) / 48000;
}

TEST(AudioClock, RunsAloneUntilTheReportsAreTrusted) {
    AudioClock clock;
    EXPECT_FALSE(clock.read(0).settled);
    clock.observe(10 * kMs, 480);
    const AudioClockReading reading = clock.read(510 * kMs);
    EXPECT_FALSE(reading.settled);
    EXPECT_NEAR(reading.frame, 480 + 24000, 1e-6);
    EXPECT_GE(reading.uncertainty_s, 0.1);
}

TEST(AudioClock, FollowsADriftingNoisyDeviceWithinItsStatedUncertainty) {
    Device device(150e-6, 0.0005);
    AudioClock clock;
    device.report(clock, 0, 2000 * kMs);
    for (std::int64_t now = 2000 * kMs; now < 30'000 * kMs; now += 50 * kMs) {
        device.report(clock, now, now + 50 * kMs);
        const AudioClockReading reading = clock.read(now + 20 * kMs);
        ASSERT_TRUE(reading.settled) << now;
        ASSERT_LT(error_s(reading, device, now + 20 * kMs), reading.uncertainty_s) << now;
        ASSERT_LT(reading.uncertainty_s, 0.005) << now;
    }
}

TEST(AudioClock, NeverGoesBackBySlewing) {
    Device device(0, 0.001);
    AudioClock clock;
    device.shift_s = 0.1; // the first reports lie
    device.report(clock, 0, 200 * kMs);
    device.shift_s = 0;
    double last = clock.read(200 * kMs).frame;
    for (std::int64_t now = 200 * kMs; now < 12'000 * kMs; now += 10 * kMs) {
        if (now % (50 * kMs) == 0) device.report(clock, now, now + 1);
        const double frame = clock.read(now).frame;
        ASSERT_GE(frame, last) << now;
        last = frame;
    }
    EXPECT_LT(error_s(clock.read(12'000 * kMs), device, 12'000 * kMs), 0.002);
}

// What pa_stream_get_time() tells of a null sink for the first two seconds: ahead, then still.
TEST(AudioClock, DoesNotSettleOnAClockThatStandsAndJumps) {
    AudioClock clock;
    for (std::int64_t now = 0; now < 2500 * kMs; now += 50 * kMs) {
        clock.observe(now, std::floor(static_cast<double>(now) * 1e-9 * 2) * 24000 + 30000);
        ASSERT_FALSE(clock.read(now).settled) << now;
    }
    Device device;
    device.report(clock, 2500 * kMs, 5500 * kMs);
    EXPECT_TRUE(clock.read(5500 * kMs).settled);
    // The remaining error is stated.
    const AudioClockReading reading = clock.read(5500 * kMs);
    EXPECT_LT(error_s(reading, device, 5500 * kMs), reading.uncertainty_s);
    device.report(clock, 5500 * kMs, 45'000 * kMs);
    EXPECT_LT(error_s(clock.read(45'000 * kMs), device, 45'000 * kMs), 0.001);
}

TEST(AudioClock, IgnoresASingleLateReport) {
    Device device;
    AudioClock clock;
    device.report(clock, 0, 3000 * kMs);
    clock.observe(3000 * kMs, device.frame(3000 * kMs) - 4800);
    const AudioClockReading reading = clock.read(3010 * kMs);
    EXPECT_TRUE(reading.settled);
    EXPECT_LT(error_s(reading, device, 3010 * kMs), 0.0005);
}

TEST(AudioClock, FollowsADeviceThatChangedItsLatency) {
    Device device;
    AudioClock clock;
    device.report(clock, 0, 3000 * kMs);
    device.shift_s = -0.15; // moved to a Bluetooth device
    device.report(clock, 3000 * kMs, 16'000 * kMs);
    const AudioClockReading reading = clock.read(16'000 * kMs);
    EXPECT_TRUE(reading.settled);
    EXPECT_LT(error_s(reading, device, 16'000 * kMs), 0.001);
}

TEST(AudioClock, SaysSoWhenTheReportsStop) {
    Device device;
    AudioClock clock;
    device.report(clock, 0, 3000 * kMs);
    EXPECT_TRUE(clock.read(4000 * kMs).settled);
    const AudioClockReading reading = clock.read(7000 * kMs);
    EXPECT_FALSE(reading.settled);
    EXPECT_LT(error_s(reading, device, 7000 * kMs), 0.001); // still the best guess
}

TEST(AudioClock, StandsStillWhileStopped) {
    Device device;
    AudioClock clock;
    device.report(clock, 0, 3000 * kMs);
    clock.stop(3000 * kMs);
    const double frame = clock.read(3000 * kMs).frame;
    EXPECT_EQ(clock.read(9000 * kMs).frame, frame);
    clock.start(9000 * kMs);
    EXPECT_NEAR(clock.read(9100 * kMs).frame, frame + 4800, 1e-6);
}

} // namespace
} // namespace seamline::playback
