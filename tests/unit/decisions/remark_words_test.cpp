// The words of markers, and back.
#include "app/interchange/decisions/remark_words.h"

#include <gtest/gtest.h>

namespace seamline::interchange {
namespace {

using review::Decision;
using review::DecisionState;
using review::Target;

Decision send_back() {
    return {.id = "x",
            .media_id = "m",
            .target = Target::range(101, 112),
            .state = DecisionState::SendBack,
            .reasons = {"flicker", "motion"},
            .note = "hand melts",
            .author = "Mia",
            .time_ms = 5};
}

TEST(RemarkWords, HeadSaysStateTargetLengthAndReasons) {
    Decision decision = send_back();
    EXPECT_EQ(head_text(words_of(decision, 0)), "SEND BACK: flicker, motion");
    EXPECT_EQ(head_text(words_of(decision, 12)), "SEND BACK 12 frames: flicker, motion");
    decision.target = Target::of_shot(3, 10, 20);
    decision.reasons.clear();
    decision.state = DecisionState::Hold;
    EXPECT_EQ(head_text(words_of(decision, 0)), "HOLD shot 4");
    decision.target = Target::take();
    decision.state = DecisionState::Keep;
    EXPECT_EQ(head_text(words_of(decision, 0)), "KEEP take");
    decision.target = Target::range(7, 7);
    EXPECT_EQ(head_text(words_of(decision, 1)), "KEEP range");
}

TEST(RemarkWords, LineSaysAllOfIt) {
    EXPECT_EQ(line_text(words_of(send_back(), 12)),
              "Mia: SEND BACK 12 frames: flicker, motion - hand melts");
    const auto words = words_from_line("Mia: SEND BACK 12 frames: flicker, motion - a - b: c");
    ASSERT_TRUE(words);
    EXPECT_EQ(words->author, "Mia");
    EXPECT_EQ(words->word, RemarkWord::SendBack);
    EXPECT_EQ(words->frames, 12);
    EXPECT_EQ(words->reasons, (std::vector<std::string>{"flicker", "motion"}));
    EXPECT_EQ(words->note, "a - b: c");
}

TEST(RemarkWords, WhatWouldBeMistakenIsChanged) {
    Decision decision = send_back();
    decision.reasons = {"lip, sync", "a - b", "two\nlines"};
    decision.author = "HOLD";
    decision.note = "first\nsecond";
    const std::string line = line_text(words_of(decision, 0));
    EXPECT_EQ(line, "@HOLD: SEND BACK: lip; sync, a-b, two lines - first / second");
    const auto words = words_from_line(line);
    ASSERT_TRUE(words);
    EXPECT_EQ(words->author, "HOLD");
    decision.author = "a: b";
    EXPECT_EQ(note_text(words_of(decision, 0)), "a; b: first\nsecond");
}

TEST(RemarkWords, NotesOfNobodyKeepTheirColons) {
    for (const char* note : {"plain", "at 12:30", "Fix: hand", "ends:", ": starts", ""}) {
        RemarkWords words;
        words.note = note;
        RemarkWords again;
        read_note_text(note_text(words), again);
        EXPECT_EQ(again.note, note);
        EXPECT_EQ(again.author, "");
    }
}

TEST(RemarkWords, ForeignHeadsAreNotOurs) {
    for (const char* head : {"", "Marker 1", "KEEPER", "SEND BACKWARDS", "keep", "HOLD my beer: x",
                             "KEEP shot", "KEEP shot 0", "KEEP 0 frames", "KEEP 12", "SEND"})
        EXPECT_FALSE(words_from_head(head)) << head;
}

TEST(RemarkWords, ColoursTellTheStates) {
    Decision decision = send_back();
    EXPECT_STREQ(marker_color(decision), "RED");
    decision.state = DecisionState::Keep;
    EXPECT_STREQ(marker_color(decision), "GREEN");
    decision.state = DecisionState::Hold;
    EXPECT_STREQ(marker_color(decision), "YELLOW");
    EXPECT_STREQ(marker_color(review::Comment{}), "BLUE");
    EXPECT_STREQ(marker_color(review::Drawing{}), "PURPLE");
}

TEST(RemarkWords, TypewritersAndOldFontsGetWhatTheyHave) {
    EXPECT_EQ(typewriter_text("\u201Cd\u00E9j\u00E0 vu\u201D \u2014 it\u2019s\u2026"),
              "\"deja vu\" - it's...");
    EXPECT_EQ(typewriter_text("\u624B"), "_");
    EXPECT_EQ(basic_plane_text("a\u624B\U0001F642b"), "a\u624B?b");
}

} // namespace
} // namespace seamline::interchange
