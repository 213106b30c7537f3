#include "app/playback/cut_program.h"

#include "tests/support/edits.h"

#include <gtest/gtest.h>

namespace seamline::playback {
namespace {

using interchange::Edit;
using interchange::Event;
using interchange::Track;

CutProgram program_of(Edit edit) {
    return CutProgram(std::make_shared<const Edit>(std::move(edit)));
}

Rational seconds(const Event& event, std::int64_t record, Rational rate, Rational media_rate) {
    return media_time_s(event, record, rate, media_rate);
}

/// The frame of a medium of constant rate that a time lies in.
std::int64_t frame_of(const Event& event, std::int64_t record, Rational rate, Rational media_rate) {
    return (seconds(event, record, rate, media_rate) * media_rate).floor();
}

TEST(CutProgramTest, EventsGapsAndTheEndFollowEachOther) {
    Edit edit;
    Track& track = edit.tracks.emplace_back();
    test::add_clip(track, "a.mp4", 24, 10, 5);
    test::add_gap(track, 3);
    test::add_clip(track, "b.mp4", 24, 0, 4);
    const CutProgram program = program_of(edit);
    EXPECT_EQ(program.duration(), 12);
    EXPECT_EQ(program.at(4).a, (EventPlace{0, 0}));
    EXPECT_FALSE(program.at(5).a);
    EXPECT_FALSE(program.at(7).a);
    EXPECT_EQ(program.at(8).a, (EventPlace{0, 2}));
    EXPECT_FALSE(program.at(12).a);
    EXPECT_FALSE(program.at(-1).a);
    EXPECT_EQ(program.cuts(), (std::vector<std::int64_t>{5, 8}));
}

TEST(CutProgramTest, TheTopEnabledTrackWithAClipWins) {
    Edit edit;
    Track& low = edit.tracks.emplace_back();
    test::add_clip(low, "low.mp4", 24, 0, 20);
    Track& high = edit.tracks.emplace_back();
    test::add_gap(high, 5);
    test::add_clip(high, "high.mp4", 24, 0, 5);
    test::add_clip(high, "off.mp4", 24, 0, 5).enabled = false;
    Track& off = edit.tracks.emplace_back();
    test::add_clip(off, "never.mp4", 24, 0, 20);
    off.enabled = false;
    const CutProgram program = program_of(edit);
    EXPECT_EQ(program.at(4).a, (EventPlace{0, 0}));
    EXPECT_EQ(program.at(5).a, (EventPlace{1, 1}));
    EXPECT_EQ(program.at(9).a, (EventPlace{1, 1}));
    EXPECT_EQ(program.at(10).a, (EventPlace{0, 0}));
    EXPECT_EQ(program.cuts(), (std::vector<std::int64_t>{5, 10}));
}

TEST(CutProgramTest, SoundDoesNotCountAsPicture) {
    Edit edit;
    Track& sound = edit.tracks.emplace_back();
    sound.kind = interchange::TrackKind::Audio;
    test::add_clip(sound, "a.wav", 24, 0, 50);
    Track& picture = edit.tracks.emplace_back();
    test::add_clip(picture, "a.mp4", 24, 0, 20);
    EXPECT_EQ(program_of(edit).duration(), 20);
    EXPECT_EQ(program_of(edit).at(0).a, (EventPlace{1, 0}));
}

TEST(CutProgramTest, ADissolveWeighsBothPicturesAndCountsAsOneCut) {
    Edit edit;
    Track& track = edit.tracks.emplace_back();
    test::add_clip(track, "a.mp4", 24, 0, 10);
    test::add_clip(track, "b.mp4", 24, 50, 10);
    interchange::Transition dissolve;
    dissolve.at = 10;
    dissolve.before = 1;
    dissolve.after = 3;
    track.transitions.push_back(dissolve);
    const CutProgram program = program_of(edit);
    EXPECT_FALSE(program.at(8).dissolves);
    for (int i = 0; i < 4; ++i) {
        const CutShow show = program.at(9 + i);
        ASSERT_TRUE(show.dissolves);
        EXPECT_EQ(show.a, (EventPlace{0, 0}));
        EXPECT_EQ(show.b, (EventPlace{0, 1}));
        EXPECT_DOUBLE_EQ(show.weight, (i + 0.5) / 4);
    }
    EXPECT_FALSE(program.at(13).dissolves);
    EXPECT_EQ(program.at(13).a, (EventPlace{0, 1}));
    EXPECT_EQ(program.cuts(), (std::vector<std::int64_t>{10}));
    // Both go on outside of their own event.
    const Edit& made = program.edit();
    EXPECT_EQ(frame_of(made.tracks[0].events[0], 12, 24, 24), 12);
    EXPECT_EQ(frame_of(made.tracks[0].events[1], 9, 24, 24), 49);
}

TEST(CutProgramTest, AFadeHasBlackOnOneSide) {
    Edit edit;
    Track& track = edit.tracks.emplace_back();
    test::add_gap(track, 2);
    test::add_clip(track, "a.mp4", 24, 0, 10);
    interchange::Transition fade;
    fade.at = 2;
    fade.after = 4;
    track.transitions.push_back(fade);
    const CutShow show = program_of(edit).at(2);
    EXPECT_TRUE(show.dissolves);
    EXPECT_FALSE(show.a);
    EXPECT_EQ(show.b, (EventPlace{0, 1}));
}

TEST(CutProgramTest, RetimesNameTheFramesThatAnEditorShows) {
    Edit edit;
    Track& track = edit.tracks.emplace_back();
    const Event normal = test::add_clip(track, "a", 24, 100, 8);
    const Event reverse = test::add_clip(track, "a", 24, 100, 8, Rational(-1));
    const Event fast = test::add_clip(track, "a", 24, 100, 8, Rational(2));
    const Event slow = test::add_clip(track, "a", 24, 100, 8, Rational(1, 2));
    const Event backwards = test::add_clip(track, "a", 24, 100, 8, Rational(-2));
    const Event freeze = test::add_clip(track, "a", 24, 100, 8, Rational(0));
    for (std::int64_t i = 0; i < 8; ++i) {
        EXPECT_EQ(frame_of(normal, i, 24, 24), 100 + i);
        EXPECT_EQ(frame_of(reverse, 8 + i, 24, 24), 99 - i);
        EXPECT_EQ(frame_of(fast, 16 + i, 24, 24), 100 + 2 * i);
        EXPECT_EQ(frame_of(slow, 24 + i, 24, 24), 100 + i / 2);
        EXPECT_EQ(frame_of(backwards, 32 + i, 24, 24), 99 - 2 * i);
        EXPECT_EQ(frame_of(freeze, 40 + i, 24, 24), 100);
    }
}

TEST(CutProgramTest, MediaOfAnotherRateStartAtTheFrameThatTheEditNames) {
    Edit edit;
    Track& track = edit.tracks.emplace_back();
    const Event fast = test::add_clip(track, "a", 60, 120, 4);
    const Event frozen = test::add_clip(track, "a", 60, 121, 4, Rational(0));
    const Event slow = test::add_clip(track, "a", 12, 6, 4);
    EXPECT_EQ(frame_of(fast, 0, 24, 60), 120);
    EXPECT_EQ(frame_of(fast, 2, 24, 60), 125);
    EXPECT_EQ(frame_of(frozen, 6, 24, 60), 121);
    for (std::int64_t i = 0; i < 4; ++i) EXPECT_EQ(frame_of(slow, 8 + i, 24, 12), 6 + i / 2);
}

TEST(CutProgramTest, ATakeMayHaveItsOwnSlipAndSpeed) {
    Edit edit;
    Track& track = edit.tracks.emplace_back();
    Event& event = test::add_clip(track, "a", 24, 10, 4);
    event.media[0].source_start = interchange::RationalTime{Rational(30), 24};
    event.media[0].speed = Rational(-1);
    EXPECT_EQ(frame_of(event, 1, 24, 24), 28);
}

TEST(CutProgramTest, AFilesFirstFrameIsWhereTheEditsTimesLieInIt) {
    Edit edit;
    Track& track = edit.tracks.emplace_back();
    Event& event = test::add_clip(track, "a", 24, 24 * 3600 + 12, 10);
    VideoDescription video;
    video.frame_rate = 24;
    video.duration_s = 5;
    EXPECT_EQ(media_start_s(event, video), Rational(3600)); // Counted from the full hour.
    video.start_timecode = "01:00:00:00";
    EXPECT_EQ(media_start_s(event, video), Rational(3600));
    event.source_start = {Rational(12), 24};
    EXPECT_EQ(media_start_s(event, video), Rational(0)); // Not in the file's timecode.
    event.media[0].start = interchange::RationalTime{Rational(6), 24};
    EXPECT_EQ(media_start_s(event, video), Rational(1, 4)); // Stated.
}

TEST(CutProgramTest, TwoThousandEventsOnThreeTracksFlatten) {
    Edit edit;
    for (int t = 0; t < 3; ++t) {
        Track& track = edit.tracks.emplace_back();
        for (int i = 0; i < 2000; ++i) {
            if ((i + t) % 3 == 0)
                test::add_gap(track, 24);
            else
                test::add_clip(track, "a", 24, i, 24);
        }
    }
    const CutProgram program = program_of(edit);
    EXPECT_EQ(program.duration(), 48'000);
    for (std::int64_t record = 5; record < 48'000; record += 24) {
        const auto i = record / 24;
        const std::size_t track = (i + 2) % 3 != 0 ? 2 : 1; // The third is a gap there.
        ASSERT_EQ(program.at(record).a, (EventPlace{track, static_cast<std::size_t>(i)}));
    }
}

TEST(CutProgramTest, TheJudgedEventIsOnItsSideOfADissolvesCut) {
    Edit edit;
    Track& track = edit.tracks.emplace_back();
    test::add_clip(track, "a.mp4", 24, 0, 10);
    test::add_clip(track, "b.mp4", 24, 0, 10);
    test::add_gap(track, 4);
    interchange::Transition dissolve;
    dissolve.at = 10;
    dissolve.before = 3;
    dissolve.after = 2;
    track.transitions.push_back(dissolve);
    // A title over the end of b.
    Track& over = edit.tracks.emplace_back();
    test::add_gap(over, 16);
    test::add_clip(over, "t.mp4", 24, 0, 2);
    const CutProgram program = program_of(edit);
    EXPECT_EQ(judged_event(program, 9), (EventPlace{0, 0}));
    EXPECT_EQ(judged_event(program, 10), (EventPlace{0, 1}));
    EXPECT_EQ(judged_event(program, 17), (EventPlace{1, 1}));
    EXPECT_FALSE(judged_event(program, 21));
    EXPECT_FALSE(judged_event(program, -1));
    EXPECT_EQ(seen_range(program, {0, 0}), (std::pair<std::int64_t, std::int64_t>{0, 12}));
    EXPECT_EQ(seen_range(program, {0, 1}), (std::pair<std::int64_t, std::int64_t>{7, 20}));
    EXPECT_EQ(seen_range(program, {1, 0}), (std::pair<std::int64_t, std::int64_t>{0, 0}));
    const auto dissolved = sides_of(program, 10);
    EXPECT_EQ(dissolved.first, (EventPlace{0, 0}));
    EXPECT_EQ(dissolved.second, (EventPlace{0, 1}));
    const auto last = sides_of(program, 20);
    EXPECT_EQ(last.first, (EventPlace{0, 1}));
    EXPECT_FALSE(last.second);
}

TEST(CutProgramTest, TheNearestCutIsCountedFromTheMiddleOfTheFrame) {
    Edit edit;
    Track& track = edit.tracks.emplace_back();
    for (int i = 0; i < 3; ++i) test::add_clip(track, "a.mp4", 24, i, 10);
    const CutProgram program = program_of(edit);
    EXPECT_EQ(nearest_cut(program, 0), 10);
    EXPECT_EQ(nearest_cut(program, 10), 10);
    EXPECT_EQ(nearest_cut(program, 14), 10);
    EXPECT_EQ(nearest_cut(program, 15), 20);
    EXPECT_EQ(nearest_cut(program, 29), 20);
    Edit alone;
    test::add_clip(alone.tracks.emplace_back(), "a.mp4", 24, 0, 10);
    EXPECT_FALSE(nearest_cut(program_of(alone), 4));
}

} // namespace
} // namespace seamline::playback
