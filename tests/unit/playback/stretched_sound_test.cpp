// A stretch of sound at another speed: pitch, place, and joins that nobody hears.
#include "app/playback/stretched_sound.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

namespace seamline::playback {
namespace {

constexpr double kRate = 48000;

/// A tone of `length` samples, whose left channel is also the negative of its right.
PcmReader tone(double hertz, std::int64_t length) {
    return [=](std::int64_t first, std::span<float> interleaved) -> Result<std::int64_t> {
        const auto wanted = static_cast<std::int64_t>(interleaved.size()) / 2;
        const std::int64_t count = std::clamp<std::int64_t>(length - first, 0, wanted);
        for (std::int64_t i = 0; i < count; ++i) {
            const double at = static_cast<double>(first + i) / kRate;
            const auto value =
                static_cast<float>(0.5 * std::sin(2 * std::numbers::pi * hertz * at));
            interleaved[static_cast<std::size_t>(2 * i)] = value;
            interleaved[static_cast<std::size_t>(2 * i + 1)] = -value;
        }
        return count;
    };
}

std::vector<float> read(StretchedSound& sound, std::int64_t first, std::int64_t count) {
    std::vector<float> out(static_cast<std::size_t>(2 * count), 9.0F);
    const auto got = sound.read(first, out);
    EXPECT_TRUE(got);
    out.resize(static_cast<std::size_t>(2 * got.value()));
    return out;
}

/// Frequency of the left channel from its rising zero crossings.
double frequency(std::span<const float> interleaved) {
    double first = -1;
    double last = -1;
    int crossings = 0;
    for (std::size_t i = 2; i + 1 < interleaved.size(); i += 2) {
        const float before = interleaved[i - 2];
        const float now = interleaved[i];
        if (before >= 0 || now < 0) continue;
        last = static_cast<double>(i / 2) - now / (now - before);
        if (first < 0) first = last;
        ++crossings;
    }
    return (crossings - 1) * kRate / (last - first);
}

TEST(StretchedSoundTest, SaysWhichSpeedsKeepTheirPitch) {
    for (const double rate : {0.25, 0.5, 1.25, 4.0, -0.5, -2.0}) EXPECT_TRUE(keeps_pitch(rate));
    for (const double rate : {1.0, -1.0, 1001.0 / 1000, 1000.0 / 1001, 0.2, 4.5, 0.0})
        EXPECT_FALSE(keeps_pitch(rate));
}

TEST(StretchedSoundTest, KeepsThePitchForwardsAndBackwards) {
    for (const double rate : {0.5, 2.0, -0.5, -2.0}) {
        StretchedSound sound(tone(440, 480'000), rate < 0 ? 400'000 : 1000, rate);
        const std::vector<float> out = read(sound, 0, 96'000);
        ASSERT_EQ(out.size(), 192'000U);
        EXPECT_NEAR(frequency(std::span(out).subspan(9600)), 440, 1) << rate;
    }
}

TEST(StretchedSoundTest, WhatIsHeardDoesNotDependOnWhereReadingBegan) {
    const std::int64_t join = StretchedSound::kRun;
    StretchedSound whole(tone(440, 10'000'000), 5000, 2);
    const std::vector<float> all = read(whole, 0, join + 48'000);
    StretchedSound blocks(tone(440, 10'000'000), 5000, 2);
    // Behind the join, into its fade, before it, and back again.
    for (const std::int64_t at : {join + 20'000, join + 300, join - 7000, std::int64_t{100}}) {
        const std::vector<float> some = read(blocks, at, 9000);
        ASSERT_EQ(some.size(), 18'000U);
        EXPECT_TRUE(std::ranges::equal(some, std::span(all).subspan(2 * at, some.size()))) << at;
    }
    // The tone goes on over the join: no sample jumps further than the tone itself and a fade do.
    float largest = 0;
    for (std::int64_t i = join - 4000; i < join + 4000; ++i) {
        const auto at = static_cast<std::size_t>(2 * i);
        largest = std::max(largest, std::abs(all[at + 2] - all[at]));
    }
    EXPECT_LT(largest, 0.06F);
}

TEST(StretchedSoundTest, IsSilentBeforeTheMediumAndEndsWithIt) {
    StretchedSound sound(tone(440, 48'000), -24'000, 0.5);
    const std::vector<float> out = read(sound, 0, 300'000);
    // Half a second of nothing and a second of tone at half speed.
    EXPECT_NEAR(static_cast<double>(out.size()) / 2, 144'000, 6000);
    for (std::size_t i = 0; i < 2 * 40'000; ++i) ASSERT_EQ(out[i], 0) << i;
    float loudest = 0;
    for (std::size_t i = 2 * 60'000; i < 2 * 70'000; ++i) loudest = std::max(loudest, out[i]);
    EXPECT_GT(loudest, 0.4F);
}

TEST(StretchedSoundTest, BackwardsItEndsAtTheMediumsHead) {
    StretchedSound sound(tone(440, 480'000), 48'000, -2);
    const std::vector<float> out = read(sound, 0, 200'000);
    EXPECT_LT(out.size() / 2, 90'000U);
    EXPECT_GE(out.size() / 2, 22'000U);
}

TEST(StretchedSoundTest, AMediumThatFailsSaysSo) {
    StretchedSound sound([](std::int64_t, std::span<float>) -> Result<std::int64_t> {
        return Error{ErrorCode::Corrupt, "damaged"};
    }, 0, 2);
    std::vector<float> out(200);
    const auto got = sound.read(0, out);
    ASSERT_FALSE(got);
    EXPECT_EQ(got.error().message, "damaged");
}

} // namespace
} // namespace seamline::playback
