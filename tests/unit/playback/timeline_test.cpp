#include "app/playback/timeline.h"

#include <gtest/gtest.h>

namespace seamline::playback {
namespace {

decode::FrameIndex constant_rate(int frames, Rational rate) {
    decode::FrameIndex index;
    for (int i = 0; i < frames; ++i) index.frames.push_back({Rational(i) / rate, i == 0});
    index.end_s = Rational(frames) / rate;
    return index;
}

TEST(Timeline, EqualRatesShowEveryFrameOnceInOrder) {
    for (const Rational rate :
         {Rational(16), Rational(24000, 1001), Rational(25), Rational(30000, 1001)}) {
        const decode::FrameIndex index = constant_rate(500, rate);
        for (int tick = 0; tick < 500; ++tick)
            EXPECT_EQ(frame_at_tick({}, index, tick, rate).frame, tick) << rate.text();
    }
}

TEST(Timeline, TimesRoundedToMillisecondsStillGiveTheFrameOfTheTick) {
    decode::FrameIndex index = constant_rate(500, Rational(24));
    for (auto& frame : index.frames)
        frame.time_s = Rational((frame.time_s * Rational(1000)).round(), 1000);
    for (int tick = 0; tick < 500; ++tick)
        EXPECT_EQ(frame_at_tick({}, index, tick, Rational(24)).frame, tick);
}

TEST(Timeline, SixteenInTwentyFourRepeatsEveryOtherFrame) {
    const decode::FrameIndex index = constant_rate(8, Rational(16));
    const int expected[] = {0, 1, 1, 2, 3, 3, 4, 5, 5, 6, 7, 7};
    for (int tick = 0; tick < 12; ++tick)
        EXPECT_EQ(frame_at_tick({}, index, tick, Rational(24)).frame, expected[tick]) << tick;
}

TEST(Timeline, VariableRateShowsTheFrameWhoseTimeCoversTheTick) {
    decode::FrameIndex index;
    index.frames = {{Rational(0), true}, {Rational(1, 10), false}, {Rational(5, 10), false}};
    index.end_s = Rational(6, 10);
    const int expected[] = {0, 1, 1, 1, 1, 2};
    for (int tick = 0; tick < 6; ++tick)
        EXPECT_EQ(frame_at_tick({}, index, tick, Rational(10)).frame, expected[tick]) << tick;
}

TEST(Timeline, OffsetInPointAndSpeedMoveTheSource) {
    const decode::FrameIndex index = constant_rate(100, Rational(24));
    session::Timing timing;
    timing.offset_s = Rational(10, 24);
    EXPECT_TRUE(frame_at_tick(timing, index, 9, Rational(24)).before_start);
    EXPECT_EQ(frame_at_tick(timing, index, 10, Rational(24)).frame, 0);
    timing.in_s = Rational(5, 24);
    EXPECT_EQ(frame_at_tick(timing, index, 10, Rational(24)).frame, 5);
    timing.speed = Rational(2);
    EXPECT_EQ(frame_at_tick(timing, index, 13, Rational(24)).frame,
              12); // The middle of frames 11 and 12.
}

TEST(Timeline, EndsAreMarkedAndClamped) {
    const decode::FrameIndex index = constant_rate(10, Rational(25));
    const FrameAt after = frame_at_tick({}, index, 10, Rational(25));
    EXPECT_TRUE(after.past_end);
    EXPECT_EQ(after.frame, 9);
    EXPECT_FALSE(frame_at_tick({}, index, 9, Rational(25)).past_end);
    const TickSpan span = span_of({}, index, Rational(25));
    EXPECT_EQ(span.first, 0);
    EXPECT_EQ(span.last, 9);
}

TEST(Timeline, SpanInAFasterSessionCoversExactlyTheTicksWithAnOwnFrame) {
    const decode::FrameIndex index = constant_rate(49, Rational(8));
    for (const Rational rate : {Rational(24), Rational(25), Rational(60000, 1001)}) {
        session::Timing timing;
        timing.offset_s = Rational(1, 3);
        const TickSpan span = span_of(timing, index, rate);
        EXPECT_FALSE(frame_at_tick(timing, index, span.first, rate).before_start) << rate.text();
        EXPECT_TRUE(frame_at_tick(timing, index, span.first - 1, rate).before_start);
        EXPECT_FALSE(frame_at_tick(timing, index, span.last, rate).past_end);
        EXPECT_TRUE(frame_at_tick(timing, index, span.last + 1, rate).past_end);
    }
}

TEST(Timeline, FirstTickOfAFrameShowsThatFrameAndTheOneBeforeDoesNot) {
    const decode::FrameIndex index = constant_rate(49, Rational(8));
    const Rational rate(30);
    for (int frame = 1; frame < 49; ++frame) {
        const std::int64_t tick = first_tick_of({}, index, frame, rate);
        EXPECT_EQ(frame_at_tick({}, index, tick, rate).frame, frame);
        EXPECT_EQ(frame_at_tick({}, index, tick - 1, rate).frame, frame - 1);
    }
}

TEST(Timeline, OffsetShowingPutsTwoFramesAtTheSameMoment) {
    const decode::FrameIndex index = constant_rate(49, Rational(8));
    session::Timing timing;
    timing.in_s = Rational(1, 4);
    timing.speed = Rational(3, 2);
    timing.offset_s = offset_showing(timing, index, 20, Rational(7));
    EXPECT_EQ(frame_at_tick(timing, index, 7 * 24, Rational(24)).frame, 20);
    EXPECT_EQ(frame_at_tick(timing, index, 7 * 24 - 1, Rational(24)).frame, 19);
}

TEST(Timeline, RecordFramesOfACutAndTicksNameEachOther) {
    session::Timing timing;
    timing.offset_s = Rational(2);
    timing.in_s = Rational(1, 2);
    const Rational cut_rate(25);
    const Rational rate(50);
    for (const std::int64_t record : {0, 7, 13, 400}) {
        const std::int64_t tick = tick_of_record(timing, cut_rate, record, rate);
        EXPECT_EQ(record_at_tick(timing, cut_rate, tick, rate), record);
        EXPECT_EQ(record_at_tick(timing, cut_rate, tick - 1, rate), record - 1);
    }
    EXPECT_EQ(tick_of_record(timing, cut_rate, 25, rate), 125); // 1 s of it at 2.5 s.
}

} // namespace
} // namespace seamline::playback
