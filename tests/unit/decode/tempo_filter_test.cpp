// Sound at another speed keeps its pitch and its place.
#include "decode/tempo_filter.h"

#include "decode/audio_source.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

namespace seamline::decode {
namespace {

std::vector<float> tone(double hertz, std::int64_t samples) {
    std::vector<float> sound;
    for (std::int64_t i = 0; i < samples; ++i) {
        const auto value = static_cast<float>(
            0.5 * std::sin(2 * std::numbers::pi * hertz * static_cast<double>(i) / kSampleRate));
        sound.push_back(value);
        sound.push_back(-value);
    }
    return sound;
}

/// What comes out when `sound` goes in, in blocks.
std::vector<float> filtered(double tempo, std::span<const float> sound, std::size_t block) {
    auto filter = TempoFilter::open(tempo);
    EXPECT_TRUE(filter) << filter.error().message;
    std::vector<float> out;
    std::vector<float> some(2 * 1000);
    const auto take = [&] {
        for (;;) {
            const auto taken = filter.value().take(some);
            EXPECT_TRUE(taken);
            out.insert(out.end(), some.begin(), some.begin() + 2 * taken.value());
            if (taken.value() < 1000) return;
        }
    };
    while (!sound.empty()) {
        const auto now = sound.first(std::min(sound.size(), 2 * block));
        EXPECT_TRUE(filter.value().add(now));
        sound = sound.subspan(now.size());
        take();
    }
    EXPECT_TRUE(filter.value().finish());
    take();
    return out;
}

/// Energy of the left channel at a frequency (Goertzel), as an amplitude.
double amplitude(std::span<const float> interleaved, double hertz) {
    const double step = 2 * std::numbers::pi * hertz / kSampleRate;
    double re = 0;
    double im = 0;
    for (std::size_t i = 0; i < interleaved.size() / 2; ++i) {
        re += interleaved[2 * i] * std::cos(step * static_cast<double>(i));
        im += interleaved[2 * i] * std::sin(step * static_cast<double>(i));
    }
    return 2 * std::hypot(re, im) / static_cast<double>(interleaved.size() / 2);
}

TEST(TempoFilterTest, KeepsThePitchAndScalesTheLength) {
    const std::vector<float> sound = tone(440, 2 * kSampleRate);
    for (const double tempo : {0.25, 0.5, 0.8, 1.25, 2.0, 3.0, 4.0}) {
        const std::vector<float> out = filtered(tempo, sound, 4096);
        EXPECT_NEAR(static_cast<double>(out.size()) / 2, 2 * kSampleRate / tempo, 4096 / tempo)
            << tempo;
        // Without the two ends.
        const auto middle = std::span(out).subspan(out.size() / 8 * 2, out.size() / 4 * 2);
        EXPECT_GT(amplitude(middle, 440), 0.45) << tempo;
        EXPECT_LT(amplitude(middle, 440 * tempo), 0.05) << tempo;
        for (std::size_t i = 0; i < out.size(); i += 2) ASSERT_EQ(out[i], -out[i + 1]);
    }
}

TEST(TempoFilterTest, ASoundComesOutWhereItsTimeIs) {
    std::vector<float> sound(std::size_t{2} * 2 * kSampleRate);
    const std::vector<float> burst = tone(1000, 2400);
    std::ranges::copy(burst, sound.begin() + 2 * kSampleRate); // At 1 s, 50 ms.
    for (const double tempo : {0.5, 2.0, 4.0}) {
        const std::vector<float> out = filtered(tempo, sound, 10'000);
        std::size_t first = 0;
        while (first < out.size() && std::abs(out[first]) < 0.1F) ++first;
        const double at_s = static_cast<double>(first / 2) / kSampleRate;
        EXPECT_NEAR(at_s, 1 / tempo, 0.045) << tempo;
    }
}

TEST(TempoFilterTest, BlocksDoNotMatter) {
    const std::vector<float> sound = tone(330, kSampleRate);
    EXPECT_EQ(filtered(1.5, sound, 4096), filtered(1.5, sound, 777));
}

TEST(TempoFilterTest, RefusesWhatItCannot) {
    for (const double tempo : {0.2, 4.1, 0.0, -1.0, std::nan("")})
        EXPECT_FALSE(TempoFilter::open(tempo));
}

} // namespace
} // namespace seamline::decode
