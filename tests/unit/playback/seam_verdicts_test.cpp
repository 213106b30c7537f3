// Verdicts follow the pictures that they are about.
#include "app/playback/seam_verdicts.h"

#include "app/session/cut_edits.h"
#include "tests/support/edits.h"

#include <gtest/gtest.h>

namespace seamline::playback {
namespace {

using interchange::Edit;
using interchange::Event;
using interchange::Track;
using session::CutMarks;
using session::CutPresence;
using session::SeamVerdict;
using session::TrimEdge;
using session::TrimMode;

/// Four shots: cuts at 24, 48 and 72.
Edit four_shots(Rational rate = Rational(24)) {
    Edit edit;
    edit.rate = rate;
    Track& track = edit.tracks.emplace_back();
    test::add_clip(track, "a.mp4", rate, 10, 24);
    test::add_clip(track, "b.mp4", rate, 20, 24);
    test::add_clip(track, "c.mp4", rate, 30, 24);
    test::add_clip(track, "d.mp4", rate, 40, 24);
    return edit;
}

session::Source judged() {
    session::Source source = test::cut_source(four_shots());
    source.cut_marks = {{24, CutPresence::Found, SeamVerdict::Accepted},
                        {48, CutPresence::Found, SeamVerdict::Dismissed},
                        {72, CutPresence::Found, SeamVerdict::Accepted}};
    return source;
}

void change(session::Source& source, const session::CutEdit& changed) {
    ASSERT_TRUE(changed) << changed.error().message;
    change_cut(source, changed.value());
}

TEST(SeamVerdictsTest, ARippleTakesThemAlong) {
    session::Source source = judged();
    change(source, session::trim(*source.cut, {0, 1}, TrimEdge::Tail, TrimMode::Ripple, -5));
    // The second cut joins other frames now; the third one moved.
    EXPECT_EQ(source.cut_marks, (CutMarks{{24, CutPresence::Found, SeamVerdict::Accepted},
                                          {67, CutPresence::Found, SeamVerdict::Accepted}}));
    ASSERT_EQ(source.parked_verdicts.size(), 1U);
    EXPECT_EQ(source.parked_verdicts[0].verdict, SeamVerdict::Dismissed);
    EXPECT_EQ(source.parked_verdicts[0].incoming.medium, "c.mp4");
    EXPECT_EQ(source.parked_verdicts[0].incoming.time_s, Rational(30, 24));
    change(source, session::trim(*source.cut, {0, 1}, TrimEdge::Tail, TrimMode::Ripple, 5));
    EXPECT_EQ(source.cut_marks, judged().cut_marks);
    EXPECT_TRUE(source.parked_verdicts.empty());
}

TEST(SeamVerdictsTest, AnotherTakeIsAnotherSeam) {
    session::Source source = judged();
    change(source, session::add_take(*source.cut, {0, 1}, {"other.mp4", "", "", {}}));
    EXPECT_EQ(source.cut_marks, judged().cut_marks);
    change(source, session::choose_take(*source.cut, {0, 1}, 1));
    EXPECT_EQ(source.cut_marks, (CutMarks{{72, CutPresence::Found, SeamVerdict::Accepted}}));
    EXPECT_EQ(source.parked_verdicts.size(), 2U);
    // What is said of the other take is its own.
    session::set_mark(source.cut_marks, {24, CutPresence::Found, SeamVerdict::Dismissed});
    change(source, session::choose_take(*source.cut, {0, 1}, 0));
    EXPECT_EQ(source.cut_marks, judged().cut_marks);
    change(source, session::choose_take(*source.cut, {0, 1}, 1));
    EXPECT_EQ(session::find_mark(source.cut_marks, 24)->verdict, SeamVerdict::Dismissed);
}

TEST(SeamVerdictsTest, WhatIsTakenBackDoesNotReturn) {
    session::Source source = judged();
    session::set_mark(source.cut_marks, {48});
    change(source, session::slip(*source.cut, {0, 2}, 3));
    change(source, session::slip(*source.cut, {0, 2}, -3));
    EXPECT_EQ(session::find_mark(source.cut_marks, 48), nullptr);
    EXPECT_NE(session::find_mark(source.cut_marks, 72), nullptr);
}

TEST(SeamVerdictsTest, StepsInsideAnEventAndRetimesHaveTheirPlace) {
    Edit edit = four_shots();
    edit.tracks[0].events[2].speed = Rational(-2);
    session::Source source = test::cut_source(edit);
    source.cut_marks = {{50, CutPresence::Found, SeamVerdict::Dismissed},
                        {80, CutPresence::Found, SeamVerdict::Accepted}};
    change(source, session::trim(*source.cut, {0, 0}, TrimEdge::Tail, TrimMode::Ripple, 7));
    EXPECT_EQ(source.cut_marks, (CutMarks{{57, CutPresence::Found, SeamVerdict::Dismissed},
                                          {87, CutPresence::Found, SeamVerdict::Accepted}}));
}

TEST(SeamVerdictsTest, BlackIsAPictureToo) {
    Edit edit;
    Track& track = edit.tracks.emplace_back();
    test::add_clip(track, "a.mp4", 24, 0, 24);
    test::add_clip(track, "b.mp4", 24, 0, 24);
    test::add_gap(track, 12);
    test::add_clip(track, "c.mp4", 24, 0, 24);
    session::Source source = test::cut_source(edit);
    source.cut_marks = {{48, CutPresence::Found, SeamVerdict::Accepted},
                        {60, CutPresence::Found, SeamVerdict::Dismissed}};
    change(source, session::trim(*source.cut, {0, 0}, TrimEdge::Tail, TrimMode::Ripple, -4));
    EXPECT_EQ(source.cut_marks, (CutMarks{{44, CutPresence::Found, SeamVerdict::Accepted},
                                          {56, CutPresence::Found, SeamVerdict::Dismissed}}));
}

TEST(SeamVerdictsTest, AnotherRateOfTheListKeepsThemWithTheirEvents) {
    session::Source source = judged();
    session::set_mark(source.cut_marks, {60, CutPresence::Found, SeamVerdict::Dismissed});
    // The same list, whose timecodes now count 25 frames: each shot of a second has one more.
    Edit read = four_shots(Rational(25));
    for (std::size_t i = 0; i < 4; ++i) {
        read.tracks[0].events[i].duration = 25;
        read.tracks[0].events[i].record_in = static_cast<std::int64_t>(25 * i);
    }
    change_rate(source, test::cut_source(read).cut);
    EXPECT_EQ(source.cut_marks, (CutMarks{{25, CutPresence::Found, SeamVerdict::Accepted},
                                          {50, CutPresence::Found, SeamVerdict::Dismissed},
                                          {62, CutPresence::Found, SeamVerdict::Dismissed},
                                          {75, CutPresence::Found, SeamVerdict::Accepted}}));
    EXPECT_EQ(source.cut->edit.rate, Rational(25));
}

TEST(SeamVerdictsTest, ATakeIsLeftAlone) {
    session::Source source;
    source.cut_marks = {{5, CutPresence::Added, SeamVerdict::Accepted}};
    const CutMarks before = source.cut_marks;
    change_cut(source, {});
    EXPECT_EQ(source.cut_marks, before);
}

} // namespace
} // namespace seamline::playback
