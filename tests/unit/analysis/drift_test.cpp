#include "app/analysis/drift.h"

#include "tests/unit/measures/texture_scene.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace seamline::analysis {
namespace {

using measures::test::picture_of;
using measures::test::TexturedWall;

double wobble(std::mt19937& random, double reach) {
    return reach * (static_cast<double>(random() % 2001) / 1000 - 1);
}

// 24 frames per second, from frame 100; drifting by these amounts per second.
std::vector<FrameFeatures> shot(int count, double mired, double stops) {
    std::mt19937 random(5);
    std::vector<FrameFeatures> frames;
    for (int i = 0; i < count; ++i) {
        FrameFeatures frame;
        frame.frame = 100 + i;
        frame.time_s = Rational(100 + i, 24);
        frame.global.mired = 150 + mired * i / 24 + wobble(random, 1);
        frame.step.coverage = 0.6;
        frame.step.exposure_stops = stops / 24;
        frames.push_back(frame);
    }
    return frames;
}

TEST(TheilSen, IsTheSlopeWhateverAThirdOfThePointsSays) {
    std::vector<double> x, y;
    for (int i = 0; i < 300; ++i) {
        x.push_back(0.1 * i);
        y.push_back(i % 4 == 1 ? 1000.0 - i : 3 - 0.7 * 0.1 * i);
    }
    EXPECT_NEAR(theil_sen_slope(x, y), -0.7, 0.02);
    y[0] = kNotMeasured;
    EXPECT_NEAR(theil_sen_slope(x, y), -0.7, 0.02);
    EXPECT_TRUE(std::isnan(theil_sen_slope(std::vector{1.0}, std::vector{1.0})));
    EXPECT_TRUE(std::isnan(theil_sen_slope(std::vector{1.0, 1.0}, std::vector{1.0, 2.0})));
}

TEST(Drift, OfASteadyChangeIsItsSlope) {
    const std::vector<FrameFeatures> frames = shot(97, 10, -0.2);
    const DriftCurve curve = drift(frames, 100, 197);
    EXPECT_NEAR(curve.mired_slope, 10, 0.5);
    EXPECT_NEAR(curve.stops_slope, -0.2, 1e-6);
    EXPECT_NEAR(curve.mired_change, 40, 2);
    EXPECT_NEAR(curve.stops_change, -0.8, 1e-6);
    EXPECT_TRUE(curve.flagged());
    ASSERT_EQ(curve.mired.size(), 97U);
    EXPECT_NEAR(curve.mired[0], 0, 1.5);
    EXPECT_NEAR(curve.mired[96], 40, 2);
    EXPECT_NEAR(curve.stops[48], -0.4, 1e-6);
}

TEST(Drift, SmallChangesAreShownAndNotFlagged) {
    const DriftCurve curve = drift(shot(97, 4, 0.1), 100, 197);
    EXPECT_NEAR(curve.mired_change, 16, 2);
    EXPECT_NEAR(curve.stops_change, 0.4, 1e-6);
    EXPECT_FALSE(curve.flagged());
}

TEST(Drift, IsOfOneShotOnly) {
    std::vector<FrameFeatures> frames = shot(97, 0, 0);
    for (int i = 40; i < 97; ++i) frames[static_cast<std::size_t>(i)].global.mired += 100;
    frames[40].step.exposure_stops = 3; // The cut's own step belongs to no shot.
    for (const DriftCurve& curve : {drift(frames, 100, 140), drift(frames, 140, 197)}) {
        EXPECT_NEAR(curve.mired_change, 0, 2);
        EXPECT_NEAR(curve.stops_change, 0, 1e-9);
    }
    EXPECT_EQ(drift(frames, 140, 197).mired.size(), 57U);
}

TEST(Drift, PassesOverWhatWasNotMeasured) {
    std::vector<FrameFeatures> frames = shot(97, 10, 0.2);
    for (const std::size_t i : {3UL, 30UL, 31UL}) {
        frames[i].substitute = true;
        frames[i].global.mired = 0;
    }
    frames[50].step.coverage = 0.02;
    frames[50].step.exposure_stops = 5;
    const DriftCurve curve = drift(frames, 100, 197);
    EXPECT_TRUE(std::isnan(curve.mired[30]));
    EXPECT_TRUE(std::isnan(curve.stops[30]));
    EXPECT_NEAR(curve.mired_slope, 10, 0.5);
    EXPECT_NEAR(curve.stops_slope, 0.2, 0.005);
    // Measuring still goes on: the rest is not known yet.
    const DriftCurve half = drift(std::span(frames).first(50), 100, 197);
    EXPECT_EQ(half.stops.size(), 97U);
    EXPECT_TRUE(std::isnan(half.stops[60]));
    EXPECT_NEAR(half.mired_slope, 10, 1);
    EXPECT_TRUE(std::isnan(drift(frames, 100, 104).mired_slope));
    EXPECT_TRUE(std::isnan(drift({}, 0, 10).mired_slope));
    EXPECT_FALSE(drift({}, 0, 10).flagged());
}

TEST(Drift, AnchorsReplaceTheSumOfSteps) {
    // Steps are wrong by 0.01 each: a walk of 0.96 stop. Anchors know better.
    const std::vector<FrameFeatures> frames = shot(97, 0, 0.24);
    std::vector<AnchorStep> anchors;
    for (const int to : {112, 124, 136, 148})
        anchors.push_back({.from = 100, .to = to, .coverage = 0.5, .exposure_stops = 0});
    for (const int to : {160, 172, 184, 196})
        anchors.push_back({.from = 148, .to = to, .coverage = 0.5, .exposure_stops = 0});
    anchors.push_back({.from = 100, .to = 190, .coverage = 0.01, .exposure_stops = 9});
    anchors.push_back({.from = 90, .to = 150, .coverage = 0.9, .exposure_stops = 9});
    const DriftCurve curve = drift(frames, 100, 197, anchors);
    EXPECT_NEAR(curve.stops_slope, 0, 1e-9);
    for (const double stops : curve.stops) EXPECT_NEAR(stops, 0, 1e-9);
    // What the anchors do not reach goes on from them.
    const DriftCurve open = drift(frames, 100, 197, std::span(anchors).first(4));
    EXPECT_NEAR(open.stops[96] - open.stops[48], 0.48, 1e-9);
    EXPECT_NEAR(open.stops[48] - open.stops[0], 0, 1e-9);
}

measures::Picture view(const TexturedWall& wall, double pan, double gain) {
    return picture_of(240, 136, [&](double x, double y) {
        std::array<double, 3> light = wall.at(x + pan, y);
        for (double& value : light) value *= gain;
        return light;
    });
}

TEST(DriftAnchors, CompareWithTheKeyWhileItIsInView) {
    const TexturedWall wall(3);
    DriftAnchors anchors;
    EXPECT_FALSE(anchors.add(10, view(wall, 0, 1)));
    const auto near = anchors.add(22, view(wall, 20, 1.2));
    ASSERT_TRUE(near);
    EXPECT_EQ(near->from, 10);
    EXPECT_EQ(near->to, 22);
    EXPECT_NEAR(near->exposure_stops, std::log2(1.2), 0.02);
    EXPECT_NEAR(near->delta_mired, 0, 1);
    // 400 px further on nothing of the key is left, and nothing of frame 22.
    EXPECT_FALSE(anchors.add(34, view(wall, 420, 1.2)));
    const auto next = anchors.add(46, view(wall, 430, 0.9));
    ASSERT_TRUE(next);
    EXPECT_EQ(next->from, 34);
    anchors.reset();
    EXPECT_FALSE(anchors.add(58, view(wall, 430, 0.9)));
}

TEST(DriftAnchors, TheLastComparedFrameBecomesTheKey) {
    const TexturedWall wall(4);
    DriftAnchors anchors;
    anchors.add(0, view(wall, 0, 1));
    ASSERT_TRUE(anchors.add(1, view(wall, 40, 1)));
    std::int64_t key = 0;
    for (int i = 2; i < 12; ++i) {
        const auto step = anchors.add(i, view(wall, 40.0 * i, 1));
        ASSERT_TRUE(step) << i;
        EXPECT_GE(step->from, key);
        key = step->from;
    }
    EXPECT_GT(key, 4);
}

} // namespace
} // namespace seamline::analysis
