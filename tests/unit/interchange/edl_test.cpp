#include "app/interchange/edl.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace seamline::interchange {
namespace {

Edit read(const std::string& text, std::optional<Rational> rate = {}) {
    auto edits = read_edl(text, "cut.edl", {rate});
    if (!edits) {
        ADD_FAILURE() << edits.error().message;
        return {};
    }
    return edits.value().at(0);
}

std::string error_of(const std::string& text, std::optional<Rational> rate = {}) {
    const auto edits = read_edl(text, "cut.edl", {rate});
    return edits ? "read" : edits.error().message;
}

bool has_note(const std::vector<EditNote>& notes, const std::string& part) {
    return std::any_of(notes.begin(), notes.end(), [&](const EditNote& note) {
        return note.what.find(part) != std::string::npos;
    });
}

TEST(EdlReader, EventsAreTracksAndTimes) {
    const Edit edit =
        read("TITLE: SH010 REVIEW\r\nFCM: NON-DROP FRAME\r\n\r\n"
             "001  A001C003 V     C        01:00:04:05 01:00:05:12 00:59:53:11 00:59:54:18\r\n"
             "* FROM CLIP NAME:  sh010_veo_t03\r\n"
             "* SOURCE FILE: /Volumes/x/sh010_veo_t03.mov\r\n"
             "* LOC: 00:59:53:20 RED     HAND MELTS\r\n"
             "* ASC_SOP (1.1 1.0 0.9)(0.0,0.01,0)(1 1 1)\r\n"
             "* ASC_SAT 0.9\r\n"
             "002  AX       AA/V  C        00:00:01:00 00:00:02:00 00:59:55:18 00:59:56:18\r\n",
             24);
    EXPECT_EQ(edit.name, "SH010 REVIEW");
    EXPECT_EQ(edit.rate, Rational(24));
    EXPECT_EQ(edit.start_frame, (59 * 60 + 53) * 24 + 11);
    ASSERT_EQ(edit.tracks.size(), 3U);
    EXPECT_EQ(edit.tracks[0].name, "V");
    EXPECT_EQ(edit.tracks[1].kind, TrackKind::Audio);
    EXPECT_EQ(edit.tracks[2].name, "A2");
    ASSERT_EQ(edit.tracks[0].events.size(), 2U);
    const Event& first = edit.tracks[0].events[0];
    EXPECT_EQ(first.name, "sh010_veo_t03");
    EXPECT_EQ(first.record_in, 0);
    EXPECT_EQ(first.duration, 31);
    EXPECT_EQ(first.source_start, (RationalTime{(3600 + 4) * 24 + 5, 24}));
    ASSERT_EQ(first.media.size(), 1U);
    EXPECT_EQ(first.media[0].reel, "A001C003");
    EXPECT_EQ(first.media[0].url, "/Volumes/x/sh010_veo_t03.mov");
    ASSERT_EQ(first.markers.size(), 1U);
    EXPECT_EQ(first.markers[0].record, 9);
    EXPECT_EQ(first.markers[0].color, "RED");
    EXPECT_EQ(first.markers[0].name, "HAND MELTS");
    ASSERT_TRUE(first.cdl);
    EXPECT_EQ(first.cdl->slope, (std::array<double, 3>{1.1, 1.0, 0.9}));
    EXPECT_EQ(first.cdl->offset[1], 0.01);
    EXPECT_EQ(first.cdl->saturation, 0.9);
    EXPECT_EQ(first.place, "4");
    const Event& second = edit.tracks[0].events[1];
    EXPECT_EQ(second.record_in, 55) << "a second without picture lies between";
    EXPECT_TRUE(second.media[0].reel.empty()) << "AX is no reel";
    EXPECT_EQ(edit.duration(), 79);
}

TEST(EdlReader, ADissolvePairIsOneTransition) {
    const Edit edit = read("001  A V C 00:00:10:00 00:00:12:00 01:00:00:00 01:00:02:00\n"
                           "* FROM CLIP NAME: out\n"
                           "002  A V C 00:00:12:00 00:00:12:00 01:00:02:00 01:00:02:00\n"
                           "002  B V D 024 00:00:20:00 00:00:23:00 01:00:02:00 01:00:05:00\n"
                           "* FROM CLIP NAME: out\n"
                           "* TO CLIP NAME: in\n",
                           24);
    ASSERT_EQ(edit.tracks.size(), 1U);
    ASSERT_EQ(edit.tracks[0].events.size(), 2U);
    EXPECT_EQ(edit.tracks[0].events[0].name, "out");
    EXPECT_EQ(edit.tracks[0].events[1].name, "in");
    ASSERT_EQ(edit.tracks[0].transitions.size(), 1U);
    const Transition& dissolve = edit.tracks[0].transitions[0];
    EXPECT_EQ(dissolve.kind, TransitionKind::Dissolve);
    EXPECT_EQ(dissolve.at, 48);
    EXPECT_EQ(dissolve.before, 0);
    EXPECT_EQ(dissolve.after, 24);
}

TEST(EdlReader, AFirstLineOfAnotherReelIsKeptAndBlackIsNot) {
    const Edit edit = read("001  BL V C 00:00:00:00 00:00:00:00 01:00:00:00 01:00:00:00\n"
                           "001  A  V D 012 00:00:10:00 00:00:12:00 01:00:00:00 01:00:02:00\n"
                           "002  X  V C 00:00:50:00 00:00:50:00 01:00:02:00 01:00:02:00\n"
                           "002  B  V D 012 00:00:20:00 00:00:22:00 01:00:02:00 01:00:04:00\n",
                           25);
    ASSERT_EQ(edit.tracks.size(), 1U);
    ASSERT_EQ(edit.tracks[0].events.size(), 3U);
    EXPECT_EQ(edit.tracks[0].events[1].media[0].reel, "X");
    EXPECT_EQ(edit.tracks[0].events[1].duration, 0);
    EXPECT_EQ(edit.tracks[0].transitions.size(), 2U);
}

TEST(EdlReader, SpeedReverseAndFreeze) {
    const Edit edit = read("001 A V C 00:00:10:00 00:00:14:00 01:00:00:00 01:00:02:00\n"
                           "M2   A       048.0                00:00:10:00\n"
                           "002 A V C 00:00:10:00 00:00:12:00 01:00:02:00 01:00:04:00\n"
                           "M2   A      -024.0                00:00:10:00\n"
                           "003 A V C 00:00:10:00 00:00:10:01 01:00:04:00 01:00:06:00\n"
                           "M2   A       000.0                00:00:10:00\n"
                           "004 A V C 00:00:30:00 00:00:34:00 01:00:06:00 01:00:08:00\n"
                           "005 A V C 00:00:30:00 00:00:32:00 01:00:08:00 01:00:10:00\n"
                           "* FREEZE FRAME\n",
                           24);
    const auto& events = edit.tracks.at(0).events;
    ASSERT_EQ(events.size(), 5U);
    EXPECT_EQ(events[0].speed, Rational(2));
    EXPECT_EQ(events[0].source_start.value, Rational(240));
    EXPECT_EQ(events[1].speed, Rational(-1));
    EXPECT_EQ(events[1].source_start.value, Rational(288)) << "reverse starts at the exclusive out";
    EXPECT_EQ(events[2].speed, Rational(0));
    EXPECT_TRUE(events[2].unsupported.empty());
    EXPECT_EQ(events[3].speed, Rational(1));
    ASSERT_EQ(events[3].unsupported.size(), 1U);
    EXPECT_NE(events[3].unsupported[0].find("no M2"), std::string::npos);
    EXPECT_EQ(events[4].speed, Rational(0));
}

TEST(EdlReader, DropFrameByPunctuationElseByFcm) {
    // One hour of drop frame is 107,892 frames (SMPTE ST 12-1).
    const Edit punctuated =
        read("FCM: NON-DROP FRAME\n001 A V C 01:00:00:00 01:00:01:00 01:00:00;00 01:00:01;00\n");
    EXPECT_EQ(punctuated.rate, Rational(30000, 1001));
    EXPECT_TRUE(punctuated.drop_frame);
    EXPECT_EQ(punctuated.start_frame, 107'892);
    EXPECT_EQ(punctuated.tracks[0].events[0].source_start.value, Rational(108'000));
    const Edit stated =
        read("FCM: DROP FRAME\n001 A V C 01:00:00:00 01:00:01:00 01:00:00:00 01:00:01:00\n"
             "FCM: NON-DROP FRAME\n"
             "002 B V C 01:00:00:00 01:00:01:00 01:00:01:00 01:00:02:00\n");
    EXPECT_TRUE(stated.drop_frame);
    EXPECT_EQ(stated.start_frame, 107'892);
    EXPECT_EQ(stated.tracks[0].events[0].source_start.value, Rational(107'892));
    EXPECT_EQ(stated.tracks[0].events[1].source_start.value, Rational(108'000));
    EXPECT_EQ(stated.tracks[0].events[1].record_in, 30);
    const Edit skipped = read("001 A V C 00:00:00;00 00:00:01;00 01:01:00;00 01:01:01;02\n");
    EXPECT_TRUE(has_note(skipped.notes, "skipped"));
}

TEST(EdlReader, TheRateIsGuessedFromTheHighestFrame) {
    const auto rate_of = [](const std::string& frame, const std::string& separator) {
        return read("001 A V C 00:00:00:00 00:00:01:00 00:00:00:00 00:00:01" + separator + frame +
                    "\n")
            .rate;
    };
    EXPECT_EQ(rate_of("23", ":"), Rational(24));
    EXPECT_EQ(rate_of("24", ":"), Rational(25));
    EXPECT_EQ(rate_of("29", ":"), Rational(30));
    EXPECT_EQ(rate_of("29", ";"), Rational(30000, 1001));
    EXPECT_EQ(rate_of("49", ":"), Rational(50));
    EXPECT_EQ(rate_of("59", ":"), Rational(60));
    EXPECT_EQ(rate_of("59", ";"), Rational(60000, 1001));
    EXPECT_TRUE(has_note(read("001 A V C 00:00:00:00 00:00:01:00 00:00:00:00 00:00:01:00\n").notes,
                         "states no rate"));
}

TEST(EdlReader, RecordTimeGoesOnAfterMidnight) {
    const Edit edit = read("001 A V C 00:00:00:00 00:00:02:00 23:59:58:00 00:00:00:00\n"
                           "002 B V C 00:00:00:00 00:00:02:00 00:00:00:00 00:00:02:00\n",
                           24);
    ASSERT_EQ(edit.tracks[0].events.size(), 2U);
    EXPECT_EQ(edit.tracks[0].events[0].duration, 48);
    EXPECT_EQ(edit.tracks[0].events[1].record_in, 48);
    const Edit source = read("001 A V C 23:59:59:00 00:00:01:00 01:00:00:00 01:00:02:00\n", 24);
    EXPECT_TRUE(source.tracks[0].events[0].unsupported.empty());
}

TEST(EdlWriter, RewritesWipesTrackNumbersAndLinesThatLookLikeEvents) {
    const std::string text = "TITLE: T\n"
                             "001 A V C 00:00:00:00 00:00:01:00 01:00:00:00 01:00:01:00\n"
                             "002 B V W001 012 00:00:00:00 00:00:01:00 01:00:01:00 01:00:02:00\n"
                             "* EFFECT NAME: SLIDE\n"
                             "AUD 3 4\n"
                             "003  00:00\x1b"
                             "00:01:01:00 00:00:02:02 00:00:03:02\n";
    const Edit edit = read(text, 24);
    const auto written = write_edl(edit);
    ASSERT_TRUE(written);
    const std::string& out = written.value().text;
    EXPECT_NE(out.find(" W001 012 "), std::string::npos) << out;
    EXPECT_NE(out.find("* EFFECT NAME: SLIDE"), std::string::npos);
    EXPECT_NE(out.find("* 003  00:00 00:01:01:00"), std::string::npos);
    const Edit again = read(out, 24);
    ASSERT_EQ(again.tracks.size(), 3U);
    EXPECT_EQ(again.tracks[1].name, "A3");
    EXPECT_EQ(again.tracks[2].name, "A4");
    ASSERT_EQ(again.tracks[0].transitions.size(), 1U);
    EXPECT_EQ(again.tracks[0].transitions[0].name, "W001");
}

TEST(EdlReader, WipesKeysAndOverlapsAreSaid) {
    const Edit edit = read("001 A V C 00:00:00:00 00:00:02:00 01:00:00:00 01:00:02:00\n"
                           "002 B V W001 012 00:00:00:00 00:00:02:00 01:00:02:00 01:00:04:00\n"
                           "003 C V K B 00:00:00:00 00:00:02:00 01:00:04:00 01:00:06:00\n"
                           "003 D V K 000 00:00:00:00 00:00:02:00 01:00:04:00 01:00:06:00\n",
                           24);
    ASSERT_EQ(edit.tracks.size(), 2U);
    EXPECT_EQ(edit.tracks[0].transitions.at(0).kind, TransitionKind::Other);
    EXPECT_EQ(edit.tracks[0].transitions.at(0).name, "W001");
    EXPECT_EQ(edit.tracks[0].events[1].unsupported.size(), 1U);
    EXPECT_EQ(edit.tracks[1].events.at(0).media[0].reel, "D") << "the key lies over its background";
    EXPECT_TRUE(has_note(edit.notes, "overlaps"));
}

TEST(EdlReader, TextOfOldSystems) {
    const std::string event = "001 A B C V C 00:00:00:00 00:00:01:00 00:00:00:00 00:00:01:00";
    EXPECT_EQ(read("\xEF\xBB\xBFTITLE: caf\xC3\xA9\r" + event + "\r").name, "caf\xC3\xA9");
    EXPECT_EQ(read("TITLE: caf\xE9\n" + event).name, "caf\xC3\xA9") << "ISO 8859-1";
    EXPECT_EQ(read(event).name, "cut.edl");
    EXPECT_EQ(read(event).tracks[0].events[0].media[0].reel, "A B C");
    std::string wide = "\xFF\xFE";
    for (const char c : event) wide += {c, '\0'};
    EXPECT_EQ(read(wide).tracks[0].events.size(), 1U) << "UTF-16";
    const Edit longer = read("001 CAMERA_A V C 00:00:00:00 00:00:01:00 00:00:00:00 00:00:01:00\n"
                             "* FINAL CUT PRO REEL: CAMERA_A_017 REPLACED BY: CAMERA_A\n");
    EXPECT_EQ(longer.tracks[0].events[0].media[0].reel, "CAMERA_A_017");
}

TEST(EdlReader, BadListsEndInOneLineWithThePlace) {
    EXPECT_EQ(
        error_of("TITLE: x\n001 A V Q 00:00:00:00 00:00:01:00 00:00:00:00 00:00:01:00\n"),
        "cut.edl: line 2: an event needs number, reel, track, C, D, W or K and four timecodes");
    EXPECT_NE(error_of("001 A V C 00:00:00:00 00:00:01:00 00:00:00:00 00:00:01:24\n", 24)
                  .find("line 1: 00:00:01:24 is no timecode at 24"),
              std::string::npos);
    EXPECT_NE(error_of("001 A V C 00:00:00:00 00:00:01:00 25:00:00:00 25:00:01:00\n")
                  .find("past 24 hours"),
              std::string::npos);
    EXPECT_NE(error_of("001 A Q C 00:00:00:00 00:00:01:00 00:00:00:00 00:00:01:00\n").find("'Q'"),
              std::string::npos);
    EXPECT_NE(error_of("hello\n").find("no event"), std::string::npos);
    EXPECT_NE(error_of(std::string("a\0b", 3)).find("no text"), std::string::npos);
    EXPECT_NE(error_of("001 A V C 00:00:00:00 00:00:01:00 00:00:00:00 00:00:01:00\n"
                       "bad |C:ResolveColorRed |M:X |D:1\n")
                  .find("Resolve"),
              std::string::npos);
}

TEST(EdlWriter, KeepsForeignCommentsWithTheirEvents) {
    const std::string text = "TITLE: T\n* HEAD COMMENT\n"
                             "001 A V C 00:00:00:00 00:00:01:00 01:00:00:00 01:00:01:00\n"
                             "* OF THE FIRST\n"
                             "002 B V C 00:00:00:00 00:00:01:00 01:00:01:00 01:00:02:00\n"
                             "* OF THE SECOND\n";
    Edit edit = read(text, 24);
    edit.tracks[0].events.erase(edit.tracks[0].events.begin());
    const auto written = write_edl(edit);
    ASSERT_TRUE(written);
    const std::string& out = written.value().text;
    EXPECT_NE(out.find("* HEAD COMMENT"), std::string::npos);
    EXPECT_EQ(out.find("* OF THE FIRST"), std::string::npos);
    EXPECT_NE(out.find("* OF THE SECOND"), std::string::npos);
    EXPECT_NE(out.find("01:00:01:00 01:00:02:00"), std::string::npos);
}

TEST(EdlWriter, ListsWhatTheFormatCannotHold) {
    Edit edit;
    edit.name = "caf\xC3\xA9";
    edit.rate = 24;
    edit.tracks.resize(2);
    Event below;
    below.name = "below";
    below.duration = 48;
    below.source_start = {0, 24};
    below.media.resize(1);
    below.media[0].reel = "CAMERA_A_017";
    Event above = below;
    above.name = "above";
    above.record_in = 12;
    above.duration = 12;
    above.media.resize(3);
    above.media[0].reel = "CAMERA_A_018";
    above.reframe.scale = 2;
    edit.tracks[0].events = {below};
    edit.tracks[1].events = {above};
    const auto written = write_edl(edit);
    ASSERT_TRUE(written);
    for (const char* part : {"video tracks", "other takes", "reframe", "shortened", "ASCII"})
        EXPECT_TRUE(has_note(written.value().losses, part)) << part;
    const Edit again = read(written.value().text, 24);
    EXPECT_EQ(again.name, "cafe");
    ASSERT_EQ(again.tracks.size(), 1U);
    const auto& events = again.tracks[0].events;
    ASSERT_EQ(events.size(), 3U) << "below, above, below again";
    EXPECT_EQ(events[0].duration, 12);
    EXPECT_EQ(events[1].name, "above");
    EXPECT_EQ(events[1].media[0].reel, "CAMERA_A_018") << "the long name is in a comment";
    EXPECT_EQ(events[2].record_in, 24);
    EXPECT_EQ(events[2].source_start.value, Rational(24)) << "shows what it showed";
}

TEST(EdlWriter, ADissolveAroundItsCutBecomesOneThatStartsAtIt) {
    Edit edit;
    edit.rate = 25;
    edit.tracks.resize(1);
    Event a;
    a.name = "a";
    a.duration = 50;
    a.source_start = {100, 25};
    a.media.resize(1);
    a.media[0].reel = "A";
    Event b = a;
    b.name = "b";
    b.record_in = 50;
    b.media[0].reel = "B";
    edit.tracks[0].events = {a, b};
    edit.tracks[0].transitions = {{TransitionKind::Dissolve, "Dissolve", 50, 10, 6, {}}};
    const auto written = write_edl(edit);
    ASSERT_TRUE(written);
    const Edit again = read(written.value().text, 25);
    ASSERT_EQ(again.tracks.size(), 1U);
    ASSERT_EQ(again.tracks[0].events.size(), 2U) << written.value().text;
    EXPECT_EQ(again.tracks[0].events[0].duration, 40);
    EXPECT_EQ(again.tracks[0].events[1].record_in, 40);
    EXPECT_EQ(again.tracks[0].events[1].source_start.value, Rational(90));
    ASSERT_EQ(again.tracks[0].transitions.size(), 1U);
    EXPECT_EQ(again.tracks[0].transitions[0].at, 40);
    EXPECT_EQ(again.tracks[0].transitions[0].after, 16);
    EXPECT_TRUE(has_note(written.value().losses, "same"));
}

} // namespace
} // namespace seamline::interchange
