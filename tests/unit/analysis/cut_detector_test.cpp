#include "app/analysis/cut_detector.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace seamline::analysis {
namespace {

using Values = std::vector<double>;

/// A picture's signature in doubles.
Values random_picture(unsigned seed) {
    std::mt19937 random(seed);
    Values values(kSignatureSize);
    for (std::size_t i = 0; i < values.size(); ++i)
        values[i] = i < kSignatureSize / 3 ? 40.0 + static_cast<int>(random() % 160)
                                           : 110.0 + static_cast<int>(random() % 35);
    return values;
}

Values black_picture() {
    Values values(kSignatureSize, 127.5);
    std::fill_n(values.begin(), kSignatureSize / 3, 0.0);
    return values;
}

Values mixed(const Values& a, const Values& b, double share) {
    Values result(a.size());
    for (std::size_t i = 0; i < a.size(); ++i) result[i] = a[i] + (b[i] - a[i]) * share;
    return result;
}

void show(FrameFeatures& frame, const Values& picture) {
    frame.signature.clear();
    double lightness = 0;
    for (std::size_t i = 0; i < picture.size(); ++i) {
        frame.signature.push_back(static_cast<std::uint8_t>(std::lround(picture[i])));
        if (i < kSignatureSize / 3) lightness += picture[i] / (kSignatureSize / 3.0) / 255;
    }
    frame.mean_lab = {lightness, 0, 0};
}

/// A shot that moves a little.
std::vector<FrameFeatures> calm(std::size_t count, const Values& picture = random_picture(1)) {
    std::vector<FrameFeatures> frames(count);
    for (std::size_t t = 0; t < count; ++t) {
        frames[t].frame = static_cast<std::int64_t>(t);
        frames[t].time_s = Rational(static_cast<std::int64_t>(t), 24);
        show(frames[t], picture);
        if (t == 0) continue;
        frames[t].step.residual = 0.01 + 0.001 * static_cast<double>(t % 3);
        frames[t].step.mid_gap = 0.03;
        frames[t].step.difference = 1;
        frames[t].step.coverage = 0.5;
        frames[t].step.exposure_stops = 0;
        frames[t].step.delta_mired = 0.1;
    }
    return frames;
}

void set_residual(FrameFeatures& frame, double residual, double gap_share) {
    frame.step.residual = residual;
    frame.step.cross_gap = residual * gap_share;
}

TEST(CutDetector, LonePeakThatStaysIsACut) {
    std::vector<FrameFeatures> frames = calm(100);
    set_residual(frames[50], 0.15, 1);
    const auto cuts = detect_cuts(frames, {});
    ASSERT_EQ(cuts.size(), 1U);
    EXPECT_EQ(cuts[0].frame, 50);
    EXPECT_EQ(cuts[0].kind, CutKind::Hard);
    EXPECT_EQ(cuts[0].length, 0);
    EXPECT_GT(cuts[0].confidence, 0.5);
}

TEST(CutDetector, WhatFallsBackIsAFlash) {
    std::vector<FrameFeatures> frames = calm(100);
    set_residual(frames[50], 0.4, 0.05);
    set_residual(frames[52], 0.4, 0.05);
    EXPECT_TRUE(detect_cuts(frames, {}).empty());
}

TEST(CutDetector, FlashesDoNotHideACut) {
    std::vector<FrameFeatures> frames = calm(100);
    for (const std::size_t t : {30U, 31U, 33U, 35U, 62U, 64U}) set_residual(frames[t], 0.5, 0.05);
    set_residual(frames[48], 0.12, 1);
    const auto cuts = detect_cuts(frames, {});
    ASSERT_EQ(cuts.size(), 1U);
    EXPECT_EQ(cuts[0].frame, 48);
}

TEST(CutDetector, WhatGrowsAcrossTheGapIsAWhipPan) {
    std::vector<FrameFeatures> frames = calm(100);
    const double hump[] = {0.04, 0.06, 0.11, 0.06, 0.04};
    for (std::size_t i = 0; i < 5; ++i) set_residual(frames[50 + i], hump[i], 1.7);
    EXPECT_TRUE(detect_cuts(frames, {}).empty());
}

TEST(CutDetector, MotionAllAroundIsNoCut) {
    std::vector<FrameFeatures> frames = calm(100);
    for (std::size_t t = 1; t < 100; ++t) set_residual(frames[t], t % 2 == 0 ? 0.05 : 0.06, 1);
    EXPECT_TRUE(detect_cuts(frames, {}).empty());
}

TEST(CutDetector, RepeatedFramesSayNothingOfMotion) {
    // 8 pictures a second in 24: two of three frames repeat.
    std::vector<FrameFeatures> frames = calm(120);
    for (std::size_t t = 1; t < 120; ++t)
        if (t % 3 != 0)
            set_residual(frames[t], 0, 1);
        else
            set_residual(frames[t], 0.04, 1);
    EXPECT_TRUE(detect_cuts(frames, {}).empty());
    set_residual(frames[60], 0.2, 1);
    ASSERT_EQ(detect_cuts(frames, {}).size(), 1U);
}

TEST(CutDetector, MixturesOfTwoPicturesAreADissolve) {
    for (const std::int64_t length : {4, 11, 24}) {
        const Values a = random_picture(1);
        const Values b = random_picture(2);
        std::vector<FrameFeatures> frames = calm(120, a);
        const std::size_t first = 50;
        for (std::size_t t = first; t < 120; ++t) {
            const double share =
                static_cast<double>(t - first + 1) / static_cast<double>(length + 1);
            show(frames[t], mixed(a, b, std::min(share, 1.0)));
        }
        const double middle = static_cast<double>(first) + static_cast<double>(length) / 2;
        for (std::size_t t = 1; t < 120; ++t)
            frames[t].step.mid_gap =
                0.2 * std::exp(-std::pow((static_cast<double>(t) - middle) / 8, 2));
        const auto cuts = detect_cuts(frames, {});
        ASSERT_EQ(cuts.size(), 1U) << length;
        EXPECT_EQ(cuts[0].kind, CutKind::Dissolve);
        EXPECT_NEAR(static_cast<double>(cuts[0].frame), 50, 1);
        EXPECT_NEAR(static_cast<double>(cuts[0].length), static_cast<double>(length), 2);
    }
}

TEST(CutDetector, LightThatRisesOnOnePictureIsNoDissolve) {
    const Values a = random_picture(1);
    Values b = a;
    for (std::size_t i = 0; i < kSignatureSize / 3; ++i) b[i] = std::min(a[i] * 1.25, 255.0);
    std::vector<FrameFeatures> frames = calm(120, a);
    for (std::size_t t = 50; t < 120; ++t)
        show(frames[t], mixed(a, b, std::min((static_cast<double>(t) - 49) / 12, 1.0)));
    for (std::size_t t = 50; t < 64; ++t) frames[t].step.mid_gap = 0.15;
    EXPECT_TRUE(detect_cuts(frames, {}).empty());
}

/// Lightness goes with the 0.8th power of code values, which are what is mixed with black.
Values darkened(const Values& picture, double code_share) {
    return mixed(black_picture(), picture, std::pow(code_share, 0.8));
}

std::vector<FrameFeatures> through_black(const Values& a, const Values& b) {
    std::vector<FrameFeatures> frames = calm(120, a);
    // Eight frames down from 40, three black ones, six up.
    for (std::size_t k = 0; k < 8; ++k)
        show(frames[40 + k], darkened(a, 1 - (static_cast<double>(k) + 1) / 9));
    for (std::size_t k = 0; k < 3; ++k) show(frames[48 + k], black_picture());
    for (std::size_t k = 0; k < 6; ++k)
        show(frames[51 + k], darkened(b, (static_cast<double>(k) + 1) / 7));
    for (std::size_t t = 57; t < 120; ++t) show(frames[t], b);
    return frames;
}

TEST(CutDetector, ThroughBlackToAnotherPictureIsAFade) {
    std::vector<FrameFeatures> frames = through_black(random_picture(1), random_picture(2));
    for (std::size_t t = 45; t < 54; ++t) set_residual(frames[t], 0.09, 1);
    const auto cuts = detect_cuts(frames, {});
    ASSERT_EQ(cuts.size(), 1U);
    EXPECT_EQ(cuts[0].kind, CutKind::Fade);
    EXPECT_NEAR(static_cast<double>(cuts[0].frame), 40, 1);
    EXPECT_NEAR(static_cast<double>(cuts[0].length), 17, 2);
}

TEST(CutDetector, DipToBlackInOneShotIsNoCut) {
    EXPECT_TRUE(detect_cuts(through_black(random_picture(1), random_picture(1)), {}).empty());
}

TEST(CutDetector, FewFramesAreFine) {
    EXPECT_TRUE(detect_cuts({}, {}).empty());
    EXPECT_TRUE(detect_cuts(calm(1), {}).empty());
    EXPECT_TRUE(detect_cuts(calm(2), {}).empty());
    EXPECT_TRUE(detect_seams(calm(1), {}).empty());
    EXPECT_TRUE(detect_seams({}, {}).empty());
}

TEST(SeamDetector, StepThatStaysIsASeam) {
    std::vector<FrameFeatures> frames = calm(100);
    frames[60].step.delta_mired = -4;
    frames[60].step.exposure_stops = 0.01;
    const auto seams = detect_seams(frames, {});
    ASSERT_EQ(seams.size(), 1U);
    EXPECT_EQ(seams[0].frame, 60);
    EXPECT_DOUBLE_EQ(seams[0].delta_mired, -4);
    EXPECT_DOUBLE_EQ(seams[0].normalised, 2);
    const DetectedCut cut{.frame = 61};
    EXPECT_TRUE(detect_seams(frames, std::span(&cut, 1)).empty()) << "next to a cut";
}

TEST(SeamDetector, WhatGoesBackIsNoSeam) {
    std::vector<FrameFeatures> frames = calm(100);
    frames[60].step.exposure_stops = 0.2;
    frames[62].step.exposure_stops = -0.2;
    EXPECT_TRUE(detect_seams(frames, {}).empty());
}

TEST(SeamDetector, StepAfterARepeatedFrameIsWorthTwo) {
    std::vector<FrameFeatures> frames = calm(100);
    for (std::size_t t = 1; t < 100; ++t) frames[t].step.delta_mired = 0;
    frames[59].step.difference = 0;
    frames[60].step.delta_mired = 3; // Below twice the floor of 2.
    EXPECT_TRUE(detect_seams(frames, {}).empty());
    frames[59].step.difference = 1;
    EXPECT_EQ(detect_seams(frames, {}).size(), 1U);
}

TEST(SeamDetector, RestlessLightRaisesTheBar) {
    std::vector<FrameFeatures> frames = calm(200);
    for (std::size_t t = 1; t < 200; ++t) frames[t].step.delta_mired = t % 2 == 0 ? 2.5 : -2.4;
    EXPECT_TRUE(detect_seams(frames, {}).empty());
}

} // namespace
} // namespace seamline::analysis
