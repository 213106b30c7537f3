// Timecode against labels counted one by one, as SMPTE ST 12-1 describes the count.
#include "decode/media/timecode.h"

#include <gtest/gtest.h>

#include <cstdio>

namespace seamline {
namespace {

struct Count {
    Rational rate;
    int base;
    bool drop;
};

/// Counts every label of a day and calls `check(frame, label)` for all those about a change of
/// minute, and in a whole one.
template <typename Check> void count_day(const Count& count, Check check) {
    std::int64_t frame = 0;
    char label[32];
    for (int hour = 0; hour < 24; ++hour)
        for (int minute = 0; minute < 60; ++minute)
            for (int second = 0; second < 60; ++second)
                for (int f = 0; f < count.base; ++f) {
                    const bool skipped =
                        count.drop && second == 0 && minute % 10 != 0 && f < count.base / 15;
                    if (skipped) continue;
                    const bool checked = second == 0 || second == 59 || (hour == 0 && minute == 1);
                    if (!checked) {
                        ++frame;
                        continue;
                    }
                    std::snprintf(label, sizeof label, "%02d:%02d:%02d%c%02d", hour, minute, second,
                                  count.drop ? ';' : ':', f);
                    if (!check(frame++, label)) return;
                }
}

class TimecodeOfRate : public testing::TestWithParam<Count> {};

TEST_P(TimecodeOfRate, LabelsOfADayAreTheirFramesAndBack) {
    const Count count = GetParam();
    std::int64_t frames = 0;
    count_day(count, [&](std::int64_t frame, const char* label) {
        frames = frame + 1;
        const bool same = timecode_text(frame, count.rate, count.drop) == label &&
                          timecode_frames(label, count.rate, count.drop) == frame;
        EXPECT_TRUE(same) << label << " is not frame " << frame;
        return same;
    });
    EXPECT_EQ(timecode_frames("24:00:00:00", count.rate, count.drop), frames);
    // 24 h of 30000/1001 drop frame are 2,589,408 frames: 108 fewer an hour than at 30.
    if (count.drop) {
        EXPECT_EQ(frames,
                  std::int64_t{count.base} * 86'400 - std::int64_t{count.base} / 30 * 108 * 24);
    }
}

TEST_P(TimecodeOfRate, SkippedLabelsMeanTheNextOne) {
    const Count count = GetParam();
    for (int f = 0; f < count.base / 15; ++f) {
        char label[32];
        std::snprintf(label, sizeof label, "00:01:00;%02d", f);
        const auto frame = timecode_frames(label, count.rate, count.drop);
        char next[32];
        std::snprintf(next, sizeof next, "00:01:00;%02d", count.drop ? count.base / 15 : f);
        EXPECT_EQ(frame, timecode_frames(next, count.rate, count.drop)) << label;
    }
}

TEST_P(TimecodeOfRate, LabelsOfOthersAreWholeAndExist) {
    const Count count = GetParam();
    std::int64_t frames = 0;
    count_day(count, [&](std::int64_t frame, std::string label) {
        frames = frame + 1;
        for (const char mark : {':', ';', '.'}) {
            label[8] = mark;
            if (timecode_label(label, count.rate, count.drop) == frame) continue;
            ADD_FAILURE() << label << " is not frame " << frame;
            return false;
        }
        return true;
    });
    EXPECT_EQ(timecode_day(count.rate, count.drop), frames);
    EXPECT_FALSE(timecode_label("24:00:00:00", count.rate, count.drop));
    // Counted by no drop-frame clock; by every other.
    for (const char* skipped : {"00:01:00:00", "00:01:00:01", "12:59:00:00"})
        EXPECT_EQ(timecode_label(skipped, count.rate, count.drop).has_value(), !count.drop);
    for (const char* kept : {"00:10:00:00", "00:00:00:01", "00:01:01:00"})
        EXPECT_TRUE(timecode_label(kept, count.rate, count.drop)) << kept;
    for (const char* text :
         {"", "1:00", "00:00:00", "0:00:00:00", "00:00:00:0", "00:00:00:00:00", "000:00:00:0",
          "-0:00:00:01", "00 00:00:00", "00:60:00:00", "00:00:60:00", "00:00:00:99"})
        EXPECT_FALSE(timecode_label(text, count.rate, count.drop)) << text;
}

INSTANTIATE_TEST_SUITE_P(Rates, TimecodeOfRate,
                         testing::Values(Count{{24000, 1001}, 24, false}, Count{24, 24, false},
                                         Count{25, 25, false}, Count{{30000, 1001}, 30, false},
                                         Count{{30000, 1001}, 30, true}, Count{30, 30, false},
                                         Count{50, 50, false}, Count{{60000, 1001}, 60, true},
                                         Count{60, 60, false}));

TEST(Timecode, DropFrameOnlyWhereItExists) {
    EXPECT_TRUE(has_drop_frame({30000, 1001}));
    EXPECT_TRUE(has_drop_frame({60000, 1001}));
    for (const Rational rate : {Rational(24000, 1001), Rational(24), Rational(25), Rational(30),
                                Rational(50), Rational(60)}) {
        EXPECT_FALSE(has_drop_frame(rate));
        EXPECT_EQ(timecode_text(1800, rate, true), timecode_text(1800, rate, false));
    }
}

TEST(Timecode, RefusesWhatIsNone) {
    for (const char* text : {"", ":", "00:00:00:24", "00:60:00:00", "00:00:61:00", "1:2:3:4:5",
                             "aa:00:00:00", "-1:00:00:00", "00:00:00:"})
        EXPECT_FALSE(timecode_frames(text, 24, false)) << text;
}

} // namespace
} // namespace seamline
