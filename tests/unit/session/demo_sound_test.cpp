#include "app/session/demo_sound.h"

#include "app/playback/loudness.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace seamline::session {
namespace {

constexpr std::int64_t kSamples = 96000;

double rms_db(const std::vector<float>& sound, std::int64_t first, std::int64_t count) {
    double square = 0;
    for (std::int64_t i = 2 * first; i < 2 * (first + count); ++i)
        square += std::pow(static_cast<double>(sound[static_cast<std::size_t>(i)]), 2);
    return 10 * std::log10(square / static_cast<double>(2 * count));
}

TEST(DemoSound, TheRoomHasItsLevelAndTheBeepItsInstantAndPeak) {
    DemoSound with;
    with.beep_s = 1.25F;
    with.room_dbfs = -40;
    const auto sound = demo_sound(with, kSamples);
    ASSERT_EQ(std::ssize(sound), 2 * kSamples);
    ASSERT_EQ(beep_sample(with), 60000);
    EXPECT_NEAR(rms_db(sound, 0, 60000), -40, 0.6); // The whole room is -40; this is a part of it.
    DemoSound without = with;
    without.beep_s = 600;
    const auto room = demo_sound(without, kSamples);
    EXPECT_NEAR(rms_db(room, 0, kSamples), -40, 1e-3);
    double peak = 0;
    for (std::size_t i = 0; i < sound.size(); ++i) {
        const double beep = static_cast<double>(sound[i]) - static_cast<double>(room[i]);
        // A sine begins with 0 and rises at once.
        if (i <= 2U * 60000 + 1) {
            ASSERT_EQ(beep, 0) << i;
        } else if (i <= 2U * 60001 + 1) {
            ASSERT_GT(beep, 0) << i;
        }
        peak = std::max(peak, std::abs(beep));
    }
    EXPECT_NEAR(20 * std::log10(peak), static_cast<double>(with.beep_dbfs), 0.1);
}

TEST(DemoSound, TakesThatDifferInGainDifferByItInLoudness) {
    const auto lufs = [](float gain_db) {
        DemoSound sound;
        sound.gain_db = gain_db;
        playback::LoudnessMeter meter;
        (void)meter.add(demo_sound(sound, kSamples));
        return meter.result().integrated_lufs.value();
    };
    EXPECT_NEAR(lufs(-6) - lufs(0), -6, 0.02);
    EXPECT_NEAR(lufs(3) - lufs(0), 3, 0.02);
}

TEST(DemoSound, IsTheSameAgainAndAnotherWithAnotherSeed) {
    DemoSound sound;
    const auto first = demo_sound(sound, 1000);
    EXPECT_EQ(first, demo_sound(sound, 1000));
    sound.seed = 2;
    EXPECT_NE(first, demo_sound(sound, 1000));
    // Left and right are two places of one room.
    EXPECT_NE(first[100], first[101]);
}

} // namespace
} // namespace seamline::session
