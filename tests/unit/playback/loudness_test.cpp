// tests/unit/playback/loudness_test.cpp: against the test signals of EBU Tech 3341 and 3342.
#include "app/playback/loudness.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

namespace seamline::playback {
namespace {

constexpr double kRate = 48000;

/// A stereo sine of `level_dbfs` (peak), `seconds` long, added to `sound`.
void add_sine(std::vector<float>& sound, double hz, double level_dbfs, double seconds,
              double phase = 0) {
    const double peak = std::pow(10.0, level_dbfs / 20);
    const auto samples = static_cast<std::size_t>(seconds * kRate);
    for (std::size_t i = 0; i < samples; ++i) {
        const double angle = 2 * std::numbers::pi * hz * static_cast<double>(i) / kRate + phase;
        const auto value = static_cast<float>(peak * std::sin(angle));
        sound.insert(sound.end(), {value, value});
    }
}

Loudness measured(const std::vector<float>& sound) {
    LoudnessMeter meter;
    meter.add(sound);
    return meter.result();
}

// Source: EBU Tech 3341 (2016), table 1; tolerances are the standard's.
TEST(Loudness, Case1SineOfMinus23IsMinus23Everywhere) {
    std::vector<float> sound;
    add_sine(sound, 1000, -23, 20);
    const Loudness loudness = measured(sound);
    EXPECT_NEAR(loudness.integrated_lufs.value(), -23.0, 0.1);
    EXPECT_NEAR(loudness.max_momentary_lufs.value(), -23.0, 0.1);
    EXPECT_NEAR(loudness.max_short_term_lufs.value(), -23.0, 0.1);
}

TEST(Loudness, Case2SineOfMinus33IsMinus33) {
    std::vector<float> sound;
    add_sine(sound, 1000, -33, 20);
    EXPECT_NEAR(measured(sound).integrated_lufs.value(), -33.0, 0.1);
}

TEST(Loudness, Case3RelativeGateLeavesTheQuietEndsOut) {
    std::vector<float> sound;
    add_sine(sound, 1000, -36, 10);
    add_sine(sound, 1000, -23, 60);
    add_sine(sound, 1000, -36, 10);
    EXPECT_NEAR(measured(sound).integrated_lufs.value(), -23.0, 0.1);
}

TEST(Loudness, Case4AbsoluteGateLeavesNearSilenceOut) {
    std::vector<float> sound;
    for (const auto& [level, seconds] :
         {std::pair{-72.0, 10.0}, {-36.0, 10.0}, {-23.0, 60.0}, {-36.0, 10.0}, {-72.0, 10.0}}) {
        add_sine(sound, 1000, level, seconds);
    }
    EXPECT_NEAR(measured(sound).integrated_lufs.value(), -23.0, 0.1);
}

TEST(Loudness, Case5LouderMiddleCountsByEnergy) {
    std::vector<float> sound;
    add_sine(sound, 1000, -26, 20);
    add_sine(sound, 1000, -20, 20.1);
    add_sine(sound, 1000, -26, 20);
    EXPECT_NEAR(measured(sound).integrated_lufs.value(), -23.0, 0.1);
}

// Source: EBU Tech 3341, cases 15 and 16: sines whose crest falls between the samples.
TEST(Loudness, TruePeakIsFoundBetweenSamples) {
    std::vector<float> sound;
    const double minus_6_dbfs = 20 * std::log10(0.5);
    add_sine(sound, kRate / 4, minus_6_dbfs, 1, 0);
    EXPECT_NEAR(measured(sound).true_peak_dbtp.value(), -6.0, 0.4);
    sound.clear();
    add_sine(sound, kRate / 4, minus_6_dbfs, 1, std::numbers::pi / 4); // samples stay 3 dB below
    EXPECT_GT(measured(sound).true_peak_dbtp.value(), -6.4);
    EXPECT_LT(measured(sound).true_peak_dbtp.value(), -5.8);
}

// Source: EBU Tech 3342, table 1, cases 1 and 2.
TEST(Loudness, RangeOfTwoLevelsIsTheirDistance) {
    std::vector<float> sound;
    add_sine(sound, 1000, -20, 20);
    add_sine(sound, 1000, -30, 20);
    EXPECT_NEAR(measured(sound).range_lu.value(), 10.0, 1.0);
    sound.clear();
    add_sine(sound, 1000, -20, 20);
    add_sine(sound, 1000, -15, 20);
    EXPECT_NEAR(measured(sound).range_lu.value(), 5.0, 1.0);
}

TEST(Loudness, SilenceAndNothingHaveNone) {
    const Loudness silence = measured(std::vector<float>(96000 * 5));
    EXPECT_FALSE(silence.integrated_lufs);
    EXPECT_FALSE(silence.range_lu);
    EXPECT_FALSE(silence.true_peak_dbtp);
    EXPECT_EQ(measured({}), Loudness{});
}

TEST(Loudness, PointsComeEvery100MsHoweverTheSoundIsCut) {
    std::vector<float> sound;
    add_sine(sound, 1000, -23, 1);
    LoudnessMeter whole;
    const std::vector<LoudnessPoint> expected = whole.add(sound);
    ASSERT_EQ(expected.size(), 10U);
    EXPECT_NEAR(expected.back().momentary_lufs, -23.0, 0.1);
    LoudnessMeter cut;
    std::vector<LoudnessPoint> points;
    for (std::size_t at = 0; at < sound.size(); at += 1234) {
        const auto part =
            std::span(sound).subspan(at, std::min<std::size_t>(1234, sound.size() - at));
        for (const LoudnessPoint& point : cut.add(part)) points.push_back(point);
    }
    ASSERT_EQ(points.size(), expected.size());
    for (std::size_t i = 0; i < points.size(); ++i) {
        EXPECT_NEAR(points[i].momentary_lufs, expected[i].momentary_lufs, 1e-4) << i;
    }
}

TEST(MatchedGains, BringEverySourceDownToTheQuietest) {
    Loudness loud, quiet, silent;
    loud.integrated_lufs = -17;
    quiet.integrated_lufs = -23;
    const std::vector<float> gains = matched_gains(std::vector{loud, quiet, silent});
    EXPECT_NEAR(gains[0], std::pow(10.0, -6.0 / 20), 1e-6);
    EXPECT_FLOAT_EQ(gains[1], 1);
    EXPECT_FLOAT_EQ(gains[2], 1);
}

TEST(MatchedGains, DoNotPushAPeakAboveThePermittedOne) {
    Loudness source;
    source.integrated_lufs = -30;
    source.true_peak_dbtp = -5;
    EXPECT_NEAR(matched_gains(std::vector{source}, -23.0)[0], std::pow(10.0, 4.0 / 20), 1e-5);
    source.true_peak_dbtp = 0.5;
    EXPECT_FLOAT_EQ(matched_gains(std::vector{source}, -23.0)[0], 1);
    EXPECT_LT(matched_gains(std::vector{source}, -33.0)[0], 1);
}

TEST(MatchedGains, MatchedSourcesMeasureTheSame) {
    std::vector<float> loud, quiet;
    add_sine(loud, 997, -14, 5);
    add_sine(quiet, 440, -27, 5);
    const std::vector<float> gains = matched_gains(std::vector{measured(loud), measured(quiet)});
    for (float& sample : loud) sample *= gains[0];
    for (float& sample : quiet) sample *= gains[1];
    EXPECT_NEAR(measured(loud).integrated_lufs.value(), measured(quiet).integrated_lufs.value(),
                0.05);
}

} // namespace
} // namespace seamline::playback
