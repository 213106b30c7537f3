#include "app/ui/counter.h"

#include "app/ui/ui_model.h"

#include <gtest/gtest.h>

namespace seamline::ui {
namespace {

using session::CounterMode;

CounterFormat format_of(CounterMode mode, int base = 0, Rational rate = 24, std::int64_t start = 0,
                        bool drop = false) {
    return {mode, base, rate, start, drop};
}

std::int64_t absolute(std::string_view text, const CounterFormat& format) {
    const auto entry = parse_counter(text, format);
    EXPECT_TRUE(entry) << text;
    if (!entry) return INT64_MIN;
    EXPECT_FALSE(entry.value().relative) << text;
    return entry.value().count;
}

std::int64_t relative(std::string_view text, const CounterFormat& format) {
    const auto entry = parse_counter(text, format);
    EXPECT_TRUE(entry) << text;
    if (!entry) return INT64_MIN;
    EXPECT_TRUE(entry.value().relative) << text;
    return entry.value().count;
}

const Rational kNtsc{30000, 1001};

// Source: SMPTE ST 12-1: labels ;00 and ;01 do not exist at minutes that are no multiple of ten.
TEST(Counter, DropFrameSkipsTwoLabelsAtEachMinuteButEveryTenth) {
    EXPECT_EQ(timecode_text(1799, kNtsc, true), "00:00:59;29");
    EXPECT_EQ(timecode_text(1800, kNtsc, true), "00:01:00;02");
    EXPECT_EQ(timecode_text(17981, kNtsc, true), "00:09:59;29");
    EXPECT_EQ(timecode_text(17982, kNtsc, true), "00:10:00;00");
    EXPECT_EQ(timecode_text(107892, kNtsc, true), "01:00:00;00");
}

TEST(Counter, DropFrameAtSixtySkipsFourLabels) {
    EXPECT_EQ(timecode_text(3600, Rational(60000, 1001), true), "00:01:00;04");
}

TEST(Counter, EveryDropFrameLabelReadsBackAsItsFrame) {
    for (std::int64_t frame = 0; frame < 40000; frame += 7) {
        const std::string text = timecode_text(frame, kNtsc, true);
        EXPECT_EQ(timecode_frames(text, kNtsc, true), frame) << text;
    }
}

TEST(Counter, ALabelThatDropFrameSkipsMeansTheNextThatExists) {
    EXPECT_EQ(timecode_frames("00:01:00;00", kNtsc, true), 1800);
    EXPECT_EQ(timecode_frames("00:01:00;01", kNtsc, true), 1800);
    EXPECT_EQ(timecode_frames("00:01:00;02", kNtsc, true), 1800);
    EXPECT_EQ(timecode_frames("00:10:00;00", kNtsc, true), 17982);
}

TEST(Counter, FractionalFilmRateCountsTwentyFourFramesPerSecond) {
    EXPECT_EQ(timecode_text(24, Rational(24000, 1001), false), "00:00:01:00");
}

TEST(Counter, DropFrameMeansNothingAtOtherRates) {
    EXPECT_EQ(timecode_text(1500, Rational(25), true), "00:01:00:00");
}

TEST(Counter, WhatIsNoTimecodeIsRefused) {
    EXPECT_FALSE(timecode_frames("1:61:00", Rational(24), false));
    EXPECT_FALSE(timecode_frames("00:00:00:24", Rational(24), false));
    EXPECT_FALSE(timecode_frames("1::2", Rational(24), false));
    EXPECT_FALSE(timecode_frames("1:2:3:4:5", Rational(24), false));
    EXPECT_FALSE(timecode_frames("", Rational(24), false));
}

TEST(Counter, ShowsFramesFromTheChosenBase) {
    EXPECT_EQ(counter_text(0, format_of(CounterMode::Frames, 1001)), "1001");
    EXPECT_EQ(counter_text(12, format_of(CounterMode::Frames, 1)), "13");
}

TEST(Counter, ShowsSourceTimecodeFromItsStart) {
    EXPECT_EQ(counter_text(25, format_of(CounterMode::Timecode, 0, 25, 90000)), "01:00:01:00");
}

TEST(Counter, ShowsSecondsToTheNearestThousandth) {
    EXPECT_EQ(counter_text(1, format_of(CounterMode::Seconds, 0, Rational(24))), "0.042 s");
    EXPECT_EQ(counter_text(-24, format_of(CounterMode::Seconds, 0, Rational(24))), "-1.000 s");
}

TEST(Counter, ABareNumberMeansWhatTheModeCounts) {
    EXPECT_EQ(absolute("1013", format_of(CounterMode::Frames, 1001)), 12);
    EXPECT_EQ(absolute("2", format_of(CounterMode::Seconds)), 48);
    EXPECT_EQ(absolute("10015", format_of(CounterMode::Timecode)), 60 * 24 + 15);
}

TEST(Counter, UnitsWinOverTheMode) {
    EXPECT_EQ(absolute("2s", format_of(CounterMode::Frames, 1001)), 48);
    EXPECT_EQ(absolute("2.5", format_of(CounterMode::Frames)), 60);
    EXPECT_EQ(absolute(" 12f ", format_of(CounterMode::Seconds, 1)), 11);
    EXPECT_EQ(absolute("1:00", format_of(CounterMode::Frames)), 24);
}

TEST(Counter, ATypedTimecodeIsCountedFromTheFilesStart) {
    EXPECT_EQ(absolute("01:00:00:10", format_of(CounterMode::Timecode, 0, 24, 86400)), 10);
}

TEST(Counter, SignedValuesMoveBy) {
    EXPECT_EQ(relative("+12", format_of(CounterMode::Frames, 1001)), 12);
    EXPECT_EQ(relative("+12", format_of(CounterMode::Timecode, 0, 24, 86400)), 12);
    EXPECT_EQ(relative("-1:00", format_of(CounterMode::Frames)), -24);
    EXPECT_EQ(relative("-1:00:00", format_of(CounterMode::Timecode, 0, kNtsc, 0, true)), -1800);
    EXPECT_EQ(relative("- 0.5s", format_of(CounterMode::Frames)), -12);
}

TEST(Counter, NonsenseIsRefusedInWords) {
    for (const char* text :
         {"", "+", "abc", "1.2.3", "--3", "12x", "1:99:00", "99999999999999999999"}) {
        const auto entry = parse_counter(text, format_of(CounterMode::Timecode));
        ASSERT_FALSE(entry) << text;
        EXPECT_EQ(entry.error().code, ErrorCode::InvalidArgument);
    }
}

TEST(Counter, ATypedSourceTimecodeMeansWhereTheMediumWouldBe) {
    const CounterFormat record = format_of(CounterMode::Timecode, 0, Rational(24), 86400);
    playback::FrameChoice choice;
    choice.frame = 100;
    choice.cached = std::make_shared<renderer::CachedFrame>();
    const auto format = source_counter(record, choice, {Rational(24), "10:00:00:00"}, 40);
    ASSERT_TRUE(format);
    EXPECT_EQ(counter_text(40, *format), "10:00:04:04");
    EXPECT_EQ(absolute("10:00:05:04", *format), 64);
    EXPECT_EQ(absolute("10000504", *format), 64);
    EXPECT_EQ(relative("+12", *format), 12);
    // Another rate: its seconds stay, its frames are recounted.
    const auto slower = source_counter(record, choice, {Rational(25), ""}, 0);
    EXPECT_EQ(counter_text(0, *slower), "00:00:04:00");
    EXPECT_FALSE(source_counter(record, {}, {}, 0)) << "a gap has no source";
}

} // namespace
} // namespace seamline::ui
