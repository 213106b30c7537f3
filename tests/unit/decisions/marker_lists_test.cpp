// Lists of markers as the programs that import them want them.
#include "app/interchange/decisions/marker_lists.h"
#include "app/interchange/decisions/read_review.h"
#include "app/interchange/text_encoding.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace seamline::interchange {
namespace {

using review::Decision;
using review::DecisionState;
using review::Medium;
using review::Review;
using review::Target;

Medium medium(Rational rate, std::int64_t frames, bool drop = false) {
    return {.media_id = "xxh3-128:0",
            .path = "/takes/sh010.mov",
            .name = "sh010",
            .frame_count = frames,
            .frame_rate = rate,
            .start_frame = 0,
            .drop_frame = drop,
            .width = 1920,
            .height = 1080};
}

Decision decision(Target target, DecisionState state, std::string note,
                  std::string author = "Mia") {
    return {.id = "",
            .media_id = "xxh3-128:0",
            .target = target,
            .state = state,
            .reasons = {},
            .note = std::move(note),
            .author = std::move(author),
            .time_ms = 0};
}

Review review_of(Medium medium, std::vector<Decision> decisions) {
    Review review;
    review.name = "SH010 REVIEW";
    review.media.push_back(std::move(medium));
    review.decisions = std::move(decisions);
    return review;
}

std::string only_text(ReviewFormat format, const Review& review,
                      const ReviewWriteOptions& options = {}) {
    const auto written = write_review(format, review, options);
    EXPECT_TRUE(written) << written.error().message;
    EXPECT_EQ(written.value().files.size(), 1U);
    return written.value().files.front().text;
}

TEST(ResolveMarkers, OneMarkerAsResolveExportsIt) {
    Decision one = decision(Target::range(101, 112), DecisionState::SendBack, "hand melts");
    one.reasons = {"anatomy"};
    EXPECT_EQ(only_text(ReviewFormat::ResolveMarkers, review_of(medium(24, 200), {one})),
              "TITLE: sh010\n"
              "FCM: NON-DROP FRAME\n"
              "\n"
              "001  001      V     C        01:00:04:05 01:00:04:06 01:00:04:05 01:00:04:06  \n"
              "Mia: hand melts |C:ResolveColorRed |M:SEND BACK: anatomy |D:12\n"
              "\n");
}

TEST(ResolveMarkers, DropFrameSkipsItsLabels) {
    // 1800 frames after the hour is the label ;02 of the next minute.
    const std::string text =
        only_text(ReviewFormat::ResolveMarkers,
                  review_of(medium({30000, 1001}, 4000, true),
                            {decision(Target::frame(1800), DecisionState::Keep, "x")}));
    EXPECT_NE(text.find("FCM: DROP FRAME\n"), std::string::npos);
    EXPECT_NE(text.find(" 01:01:00;02 01:01:00;03 01:01:00;02 01:01:00;03 "), std::string::npos)
        << text;
}

TEST(ResolveMarkers, ARateWithoutDropFrameSaysSo) {
    ReviewWriteOptions options;
    options.list.drop_frame = true;
    const auto written = write_review(
        ReviewFormat::ResolveMarkers,
        review_of(medium(25, 200), {decision(Target::frame(1), DecisionState::Keep, "x")}),
        options);
    ASSERT_TRUE(written);
    EXPECT_NE(written.value().files.front().text.find("FCM: NON-DROP FRAME"), std::string::npos);
    const auto& losses = written.value().losses;
    EXPECT_TRUE(std::ranges::any_of(losses, [](const std::string& loss) {
        return loss.find("drop-frame timecode: 25 fps has none") != std::string::npos;
    }));
}

TEST(ResolveMarkers, StartRateAndLettersAreTheTimelines) {
    ReviewWriteOptions options;
    options.list.start_frame = 0;
    options.list.rate = Rational(25);
    options.list.utf8 = true;
    const Review review = review_of(
        medium(24, 200), {decision(Target::frame(26), DecisionState::Hold, "h\u00E4nde", "")});
    EXPECT_NE(only_text(ReviewFormat::ResolveMarkers, review, options)
                  .find("00:00:01:01 00:00:01:02  \nh\u00E4nde |C:ResolveColorYellow"),
              std::string::npos);
    EXPECT_NE(only_text(ReviewFormat::ResolveMarkers, review).find("\nhande |C:"),
              std::string::npos);
}

TEST(ResolveMarkers, WhatWouldDerailItsParserIsChanged) {
    const auto note_line = [&](const std::string& note) {
        const std::string text =
            only_text(ReviewFormat::ResolveMarkers,
                      review_of(medium(24, 200),
                                {decision(Target::frame(1), DecisionState::Keep, note, "")}));
        const std::string_view line = text_lines(text).at(4);
        return std::string(line.substr(0, line.find(" |C:")));
    };
    EXPECT_EQ(note_line("5 fingers"), "- 5 fingers");
    EXPECT_EQ(note_line("* LOC"), "- * LOC");
    EXPECT_EQ(note_line("a|b"), "a/b");
    EXPECT_EQ(note_line("one\ntwo"), "one / two");
    EXPECT_EQ(note_line("FCM: no"), ": FCM: no"); // A note of nobody with a colon.
    EXPECT_EQ(note_line(""), "");
}

TEST(ResolveMarkers, OneMarkerAFrame) {
    const Review review = review_of(
        medium(24, 200), {decision(Target::frame(9), DecisionState::Keep, "good", "Tom"),
                          decision(Target::range(9, 12), DecisionState::SendBack, "bad")});
    const auto written = write_review(ReviewFormat::ResolveMarkers, review);
    ASSERT_TRUE(written);
    EXPECT_NE(written.value().files.at(0).text.find(
                  "Tom: good / Mia: bad |C:ResolveColorRed |M:KEEP 1 frame / SEND BACK |D:4\n"),
              std::string::npos)
        << written.value().files.at(0).text;
    EXPECT_EQ(std::ranges::count(written.value().losses,
                                 "1 remark on a frame that has one already: joined to one marker"),
              1);
    EXPECT_EQ(std::ranges::count(written.value().losses,
                                 "1 remark of another length than the marker that they are joined "
                                 "to: goes into the text"),
              1);
    // Both come back; a joined marker has one length, of the one that is seen first.
    ReviewReadOptions options;
    options.known = review.media;
    const auto read = read_review(written.value().files.at(0).text, "sh010.edl", options);
    ASSERT_TRUE(read);
    ASSERT_EQ(read.value().review.decisions.size(), 2U);
    EXPECT_EQ(read.value().review.decisions[0].author, "Tom");
    EXPECT_EQ(read.value().review.decisions[0].note, "good");
    EXPECT_EQ(read.value().review.decisions[0].state, DecisionState::Keep);
    EXPECT_EQ(read.value().review.decisions[0].target, Target::frame(9));
    EXPECT_EQ(read.value().review.decisions[1].state, DecisionState::SendBack);
    EXPECT_EQ(read.value().review.decisions[1].target, Target::range(9, 12));
}

TEST(ResolveMarkers, ACommentOnTheTakeLeavesADecisionItsLength) {
    Review review = review_of(medium(8, 64),
                              {decision(Target::range(0, 6), DecisionState::SendBack, "flickers")});
    review.comments.push_back({"", "", "xxh3-128:0", Target::take(), "all of it", "Tom", 0, false});
    const auto written = write_review(ReviewFormat::ResolveMarkers, review);
    ASSERT_TRUE(written);
    const std::string& text = written.value().files.at(0).text;
    EXPECT_NE(text.find("|M:SEND BACK / NOTE take |D:7\n"), std::string::npos) << text;
    ReviewReadOptions options;
    options.known = review.media;
    const auto read = read_review(text, "sh010.edl", options);
    ASSERT_TRUE(read);
    ASSERT_EQ(read.value().review.decisions.size(), 1U);
    EXPECT_EQ(read.value().review.decisions[0].target, Target::range(0, 6));
    ASSERT_EQ(read.value().review.comments.size(), 1U);
    EXPECT_EQ(read.value().review.comments[0].target, Target::take());
}

TEST(ResolveMarkers, AListHolds999) {
    std::vector<Decision> decisions;
    for (int i = 0; i < 2000; ++i)
        decisions.push_back(
            decision(Target::frame(i), DecisionState::Keep, "n" + std::to_string(i)));
    const Review review = review_of(medium(24, 3000), decisions);
    const auto written = write_review(ReviewFormat::ResolveMarkers, review);
    ASSERT_TRUE(written);
    ASSERT_EQ(written.value().files.size(), 3U);
    EXPECT_EQ(written.value().files[0].name, "sh010_1.edl");
    EXPECT_EQ(written.value().files[2].name, "sh010_3.edl");
    std::size_t read_back = 0;
    for (const NamedText& file : written.value().files) {
        EXPECT_EQ(file.text.find("\n1000 "), std::string::npos);
        EXPECT_NE(file.text.find("\n001  001 "), std::string::npos);
        ReviewReadOptions options;
        options.known = review.media;
        const auto read = read_review(file.text, file.name, options);
        ASSERT_TRUE(read);
        for (const Decision& one : read.value().review.decisions)
            EXPECT_EQ(one.note, "n" + std::to_string(one.target.from));
        read_back += read.value().review.decisions.size();
    }
    EXPECT_EQ(read_back, 2000U);
}

TEST(ResolveMarkers, DaysHave24Hours) {
    ReviewWriteOptions options;
    options.list.start_frame = 24 * 3600 * 24 - 10;
    const Review review =
        review_of(medium(24, 200), {decision(Target::frame(9), DecisionState::Keep, "in"),
                                    decision(Target::frame(10), DecisionState::Keep, "out")});
    const auto written = write_review(ReviewFormat::ResolveMarkers, review, options);
    ASSERT_TRUE(written);
    EXPECT_EQ(written.value().files.at(0).text.find("out"), std::string::npos);
    EXPECT_EQ(
        std::ranges::count(written.value().losses, "1 remark past 24 hours of timecode: left out"),
        1);
}

/// As Resolve exports a marker that somebody set there.
constexpr const char* kForeign =
    "TITLE: Timeline 1\nFCM: NON-DROP FRAME\n\n"
    "001  001      V     C        01:00:01:00 01:00:01:01 01:00:01:00 01:00:01:01  \n"
    "look at this |C:ResolveColorBlue |M:Marker 1 |D:5\n\n"
    "002  001      V     C        01:00:02:00 01:00:02:01 01:00:02:00 01:00:02:01  \n"
    " |C:ResolveColorCyan |M:VFX |D:1\n\n";

TEST(ResolveMarkers, MarkersOfOthersBecomeComments) {
    ReviewReadOptions options;
    options.known = {medium(24, 200)};
    const auto read = read_review(kForeign, "from resolve.edl", options);
    ASSERT_TRUE(read) << read.error().message;
    ASSERT_EQ(read.value().review.comments.size(), 2U);
    EXPECT_EQ(read.value().review.comments[0].text, "look at this");
    EXPECT_EQ(read.value().review.comments[0].target, Target::range(24, 28));
    EXPECT_EQ(read.value().review.comments[1].text, "VFX");
    EXPECT_EQ(read.value().review.comments[1].target, Target::frame(48));
}

TEST(ResolveMarkers, BadListsSayWhere) {
    ReviewReadOptions options;
    options.known = {medium({30000, 1001}, 100'000, true)};
    const auto message = [&](const std::string& text) {
        const auto read = read_review(text, "m.edl", options);
        return read ? std::string("read") : read.error().message;
    };
    const std::string marker = "\nx |C:ResolveColorRed |M:a |D:1\n";
    // A label that drop-frame timecode skips.
    EXPECT_EQ(message("FCM: DROP FRAME\n001  001 V C 01:01:00;00 01:01:00;01 01:01:00;00 "
                      "01:01:00;01" +
                      marker),
              "m.edl: line 2: \"01:01:00;00\" is no timecode of 30000/1001 frames per second, drop "
              "frame: state the rate of the timeline");
    EXPECT_EQ(message("001  001 V C 00:00:00;01 00:00:00;02 00:00:00;01 00:00:00;02" + marker),
              "m.edl: line 1: 00:00:00;01 is before the timeline's start, 01:00:00;00: state the "
              "timeline's start");
    EXPECT_EQ(message("TITLE: x" + marker),
              "m.edl: line 2: a marker without an event line before it");
    EXPECT_EQ(message("001 V" + marker),
              "m.edl: line 1: an event line with four timecodes is expected");
    options.known.clear();
    EXPECT_NE(message(kForeign).find("name the take or the timeline"), std::string::npos);
}

TEST(AvidMarkers, EightColumnsAndATab) {
    Decision one = decision(Target::range(101, 112), DecisionState::SendBack, "hand\tmelts");
    one.reasons = {"anatomy"};
    EXPECT_EQ(only_text(ReviewFormat::AvidMarkers, review_of(medium(24, 200), {one})),
              "Mia\t01:00:04:05\tV1\tRed\tSEND BACK: anatomy - hand melts\t12\t\tRed\n");
}

TEST(AvidMarkers, ReadsWhatAvidWrites) {
    ReviewReadOptions options;
    options.known = {medium(24, 2'000'000)};
    // A line of eight columns, and one of five of older versions.
    const auto read = read_review("Tom\t13:23:06:03\tV1\tYellow\tSTART\t1\t\tYellow\n"
                                  "Eva\t01:00:00:10\tV1\tred\tlate\n",
                                  "m.txt", options);
    ASSERT_TRUE(read) << read.error().message;
    ASSERT_EQ(read.value().review.comments.size(), 2U);
    EXPECT_EQ(read.value().review.comments[0].author, "Tom");
    EXPECT_EQ(read.value().review.comments[0].text, "START");
    EXPECT_EQ(read.value().review.comments[0].target.from, ((12 * 60 + 23) * 60 + 6) * 24 + 3);
    EXPECT_EQ(read.value().review.comments[1].target, Target::frame(10));
    const auto bad = read_review("Tom\t01:00:00:99\tV1\tRed\tx\n", "m.txt", options);
    ASSERT_FALSE(bad);
    EXPECT_EQ(bad.error().message.substr(0, 15), "m.txt: line 1: ");
}

TEST(PremiereMarkers, ReadsUtf16WithTabs) {
    std::string bytes = "\xFF\xFE";
    for (const char c : std::string("Marker Name\tDescription\tIn\tOut\tDuration\tMarker Type\n"
                                    "\tgrain\t00:00:02:00\t00:00:02:12\t00:00:00:12\tComment\n"
                                    "VFX 3\t\t00:00:04:01\t00:00:04:01\t00:00:00:00\tComment\n")) {
        bytes += c;
        bytes += '\0';
    }
    ReviewReadOptions options;
    options.known = {medium(25, 500)};
    options.start_frame = 0;
    const auto read = read_review(bytes, "markers.csv", options);
    ASSERT_TRUE(read) << read.error().message;
    ASSERT_EQ(read.value().review.comments.size(), 2U);
    EXPECT_EQ(read.value().review.comments[0].text, "grain");
    EXPECT_EQ(read.value().review.comments[0].target, Target::range(50, 61));
    EXPECT_EQ(read.value().review.comments[1].text, "VFX 3");
    EXPECT_EQ(read.value().review.comments[1].target, Target::frame(101));
}

} // namespace
} // namespace seamline::interchange
