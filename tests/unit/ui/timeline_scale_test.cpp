#include "app/ui/timeline_scale.h"

#include <gtest/gtest.h>

namespace seamline::ui {
namespace {

TEST(TimelineScale, TheWholeLengthFillsTheWidth) {
    const TimelineScale scale = timeline_scale({}, 240, 50, 480);
    EXPECT_DOUBLE_EQ(scale.px_of(0), 50);
    EXPECT_DOUBLE_EQ(scale.px_of(240), 530);
}

TEST(TimelineScale, EveryPixelOfAFrameMeansThatFrame) {
    const TimelineScale scale = timeline_scale({}, 10, 0, 100);
    EXPECT_EQ(scale.clamped_tick_at(30, 10), 3);
    EXPECT_EQ(scale.clamped_tick_at(39.9, 10), 3);
    EXPECT_EQ(scale.clamped_tick_at(40, 10), 4);
}

TEST(TimelineScale, OutsideTheEndsTheFirstAndLastFrameAreMeant) {
    const TimelineScale scale = timeline_scale({}, 10, 20, 100);
    EXPECT_EQ(scale.clamped_tick_at(-400, 10), 0);
    EXPECT_EQ(scale.clamped_tick_at(4000, 10), 9);
    EXPECT_EQ(timeline_scale({}, 0, 20, 100).clamped_tick_at(60, 0), 0);
}

TEST(TimelineScale, ZoomKeepsTheTickUnderTheCursor) {
    const TimelineScale before = timeline_scale({}, 1000, 10, 500);
    const double at_px = 210;
    const TimelineView view = zoomed(before, 2, at_px, 1000);
    const TimelineScale after = timeline_scale(view, 1000, 10, 500);
    EXPECT_NEAR(after.tick_at(at_px), before.tick_at(at_px), 1e-9);
    EXPECT_NEAR(after.px_per_tick, before.px_per_tick * 2, 1e-9);
}

TEST(TimelineScale, ZoomStopsAtFourFramesAndAtTheWhole) {
    const TimelineScale all = timeline_scale({}, 100, 0, 400);
    EXPECT_DOUBLE_EQ(zoomed(all, 1e9, 200, 100).span, 4);
    EXPECT_EQ(zoomed(all, 0.01, 200, 100), TimelineView{});
}

TEST(TimelineScale, PanningStopsAtTheEnds) {
    const TimelineScale scale = timeline_scale({40, 20}, 100, 0, 400);
    EXPECT_DOUBLE_EQ(panned(scale, 1e6, 100).first, 0);
    EXPECT_DOUBLE_EQ(panned(scale, -1e6, 100).first, 80);
    EXPECT_DOUBLE_EQ(panned(scale, -20, 100).first, 41);
}

TEST(TimelineScale, FollowingTurnsThePageOnlyWhenThePlayheadLeaves) {
    const TimelineScale scale = timeline_scale({40, 20}, 100, 0, 400);
    EXPECT_DOUBLE_EQ(following(scale, 59, 100).first, 40);
    EXPECT_DOUBLE_EQ(following(scale, 60, 100).first, 60);
    EXPECT_DOUBLE_EQ(following(scale, 39, 100).first, 20);
}

TEST(TimelineScale, RulerLabelsKeepTheirDistance) {
    const CounterFormat frames{session::CounterMode::Frames, 0, 24};
    for (const double px_per_tick : {0.001, 0.03, 0.5, 1.0, 7.0, 90.0}) {
        const RulerSteps steps = ruler_steps(px_per_tick, 80, frames);
        EXPECT_GE(static_cast<double>(steps.major) * px_per_tick, 80) << px_per_tick;
        EXPECT_EQ(steps.major % steps.minor, 0) << px_per_tick;
    }
}

TEST(TimelineScale, TimecodeRulersStandOnWholeSeconds) {
    const CounterFormat timecode{session::CounterMode::Timecode, 0, Rational(30000, 1001)};
    for (const double px_per_tick : {0.001, 0.03, 0.5, 1.0, 3.0}) {
        const RulerSteps steps = ruler_steps(px_per_tick, 80, timecode);
        EXPECT_EQ(steps.major % 30, 0) << px_per_tick;
        EXPECT_EQ(steps.major % steps.minor, 0) << px_per_tick;
    }
}

} // namespace
} // namespace seamline::ui
