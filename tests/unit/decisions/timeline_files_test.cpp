// Markers in timeline files: what is kept, what others changed, and what a cut had before.
#include "app/interchange/decisions/read_review.h"
#include "app/interchange/otio_json.h"
#include "app/interchange/read_edit.h"
#include "tests/unit/decisions/random_review.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <unistd.h>

namespace seamline::interchange {
namespace {

using otio::Json;
using review::Review;

std::string text_of(ReviewFormat format, const Review& review,
                    const ReviewWriteOptions& options = {}) {
    const auto written = write_review(format, review, options);
    EXPECT_TRUE(written) << written.error().message;
    return written.value().files.at(0).text;
}

/// One take of 96 frames, sent back at frame 10 by Mia.
Review one_decision() {
    Review review;
    review.name = "one";
    review.media.push_back({.media_id = "xxh3-128:7",
                            .path = "/takes/a.mp4",
                            .name = "a",
                            .frame_count = 96,
                            .frame_rate = 24,
                            .start_frame = 0,
                            .drop_frame = false,
                            .width = 64,
                            .height = 36});
    review.decisions.push_back({.id = "id-1",
                                .media_id = "xxh3-128:7",
                                .target = review::Target::frame(10),
                                .state = review::DecisionState::SendBack,
                                .reasons = {"anatomy"},
                                .note = "hand melts",
                                .author = "Mia",
                                .time_ms = 1'700'000'000'000});
    return review;
}

TEST(ReviewOtio, MarkersAreWhatEditingSystemsRead) {
    const Json root = Json::parse(text_of(ReviewFormat::Otio, one_decision()));
    const Json& clip = root["tracks"]["children"][0]["children"][0];
    EXPECT_EQ(clip["OTIO_SCHEMA"], "Clip.2");
    const Json& marker = clip["markers"][0];
    EXPECT_EQ(marker["OTIO_SCHEMA"], "Marker.2");
    EXPECT_EQ(marker["name"], "SEND BACK: anatomy");
    EXPECT_EQ(marker["color"], "RED");
    EXPECT_EQ(marker["comment"], "Mia: hand melts");
    EXPECT_EQ(marker["metadata"]["Resolve_OTIO"]["Note"], "Mia: hand melts");
    EXPECT_EQ(marker["metadata"]["seamline"]["review"]["decision"]["state"], "send_back");
    EXPECT_EQ(marker["marked_range"]["start_time"]["value"], 10);
    EXPECT_EQ(marker["marked_range"]["duration"]["value"], 1);
    EXPECT_TRUE(clip["effects"].empty());
}

TEST(ReviewOtio, AllTakesOfAShotAreInOneClipAndThePickIsActive) {
    const Review review = test::RandomReview(2).make({25, false});
    const Json root = Json::parse(text_of(ReviewFormat::Otio, review));
    const Json& clip = root["tracks"]["children"][0]["children"][0];
    EXPECT_EQ(clip["name"], "shot_0");
    ASSERT_EQ(clip["media_references"].size(), 3U);
    const std::string active = clip["active_media_reference_key"];
    EXPECT_EQ(clip["media_references"][active]["metadata"]["seamline"]["review"]["media_id"],
              review.shots[0].pick);
    const Json safe = Json::parse(text_of(ReviewFormat::OtioNleSafe, review));
    const Json& old = safe["tracks"]["children"][0]["children"][0];
    EXPECT_EQ(old["OTIO_SCHEMA"], "Clip.1");
    EXPECT_TRUE(old.contains("media_reference"));
}

TEST(ReviewOtio, WhatSomebodyMovedOrRewroteCounts) {
    Json root = Json::parse(text_of(ReviewFormat::Otio, one_decision()));
    Json& marker = root["tracks"]["children"][0]["children"][0]["markers"][0];
    marker["marked_range"]["start_time"]["value"] = 15;
    marker["comment"] = "Mia: and the foot";
    const auto read = read_review(root.dump(), "one.otio");
    ASSERT_TRUE(read) << read.error().message;
    ASSERT_EQ(read.value().review.decisions.size(), 1U);
    const review::Decision& decision = read.value().review.decisions[0];
    EXPECT_EQ(decision.target, review::Target::frame(15));
    EXPECT_EQ(decision.note, "and the foot");
    EXPECT_EQ(decision.id, "id-1");
    ASSERT_FALSE(read.value().notes.empty());
    EXPECT_NE(read.value().notes.back().what.find("moved by 5 frames"), std::string::npos);
}

TEST(ReviewOtio, ProgramsThatDropMetadataKeepTheWords) {
    Json root = Json::parse(text_of(ReviewFormat::Otio, one_decision()));
    Json& clip = root["tracks"]["children"][0]["children"][0];
    clip["markers"][0]["metadata"] = Json::object();
    for (auto& [key, reference] : clip["media_references"].items())
        reference["metadata"] = Json::object();
    ReviewReadOptions options;
    options.known = one_decision().media;
    const auto read = read_review(root.dump(), "one.otio", options);
    ASSERT_TRUE(read) << read.error().message;
    review::Decision wanted = one_decision().decisions[0];
    wanted.id.clear();
    wanted.time_ms = 0;
    EXPECT_EQ(read.value().review.decisions, std::vector{wanted});
}

TEST(ReviewOtio, NewerAndOlderMarkersAreRead) {
    Json root = Json::parse(text_of(ReviewFormat::Otio, one_decision()));
    Json& marker = root["tracks"]["children"][0]["children"][0]["markers"][0];
    marker["OTIO_SCHEMA"] = "Marker.3";
    marker["color"] = {
        {"OTIO_SCHEMA", "Color.1"}, {"r", 1}, {"g", 0}, {"b", 0}, {"a", 1}, {"name", ""}};
    const auto newer = read_review(root.dump(), "one.otio");
    ASSERT_TRUE(newer);
    EXPECT_EQ(newer.value().review.decisions, one_decision().decisions);
    marker["OTIO_SCHEMA"] = "Marker.1";
    marker["range"] = marker["marked_range"];
    marker.erase("marked_range");
    marker["color"] = "RED";
    const auto older = read_review(root.dump(), "one.otio");
    ASSERT_TRUE(older);
    EXPECT_EQ(older.value().review.decisions, one_decision().decisions);
}

/// A cut with a marker of its own, as a Final Cut Pro 7 XML.
std::string foreign_cut() {
    const Review review = one_decision();
    Edit edit = edit_of_medium(review.media[0]);
    edit.name = "scene 12";
    edit.markers.push_back({.record = 5,
                            .duration = 1,
                            .name = "MUSIC IN",
                            .note = "",
                            .color = "GREEN",
                            .author = "",
                            .place = "",
                            .review = ""});
    const auto written = write_review(ReviewFormat::Xmeml,
                                      Review{.name = "",
                                             .media = {},
                                             .decisions = {},
                                             .comments = {},
                                             .drawings = {},
                                             .shots = {},
                                             .takes = {},
                                             .comparisons = {},
                                             .reasons = {}},
                                      {.edit = &edit, .media_id_of = {}, .list = {}});
    EXPECT_TRUE(written);
    return written.value().files.at(0).text;
}

TEST(ReviewOnCut, MarkersOfTheCutStayItsOwn) {
    const auto edits = read_edit_text(foreign_cut(), "scene.xml");
    ASSERT_TRUE(edits);
    const Edit& cut = edits.value().at(0);
    ReviewWriteOptions options;
    options.edit = &cut;
    for (const ReviewFormat format : {ReviewFormat::Xmeml, ReviewFormat::Fcpxml, ReviewFormat::Otio,
                                      ReviewFormat::OtioNleSafe}) {
        const std::string text = text_of(format, one_decision(), options);
        EXPECT_NE(text.find("MUSIC IN"), std::string::npos) << name(format);
        EXPECT_NE(text.find("SEND BACK: anatomy"), std::string::npos) << name(format);
        ReviewReadOptions reading;
        reading.known = one_decision().media;
        reading.edit = &cut;
        const auto read = read_review(text, "scene.any", reading);
        ASSERT_TRUE(read) << read.error().message;
        EXPECT_EQ(read.value().review.decisions.size(), 1U);
        EXPECT_TRUE(read.value().review.comments.empty()) << name(format);
        // Without the cut at hand, the marker is something that somebody said.
        reading.edit = nullptr;
        const auto all = read_review(text, "scene.any", reading);
        ASSERT_TRUE(all);
        ASSERT_EQ(all.value().review.comments.size(), 1U) << name(format);
        EXPECT_EQ(all.value().review.comments[0].text, "MUSIC IN");
    }
}

TEST(ReviewFcpxml, SendBackIsAToDo) {
    const std::string text = text_of(ReviewFormat::Fcpxml, one_decision());
    EXPECT_NE(text.find("<marker start=\"5/12s\" duration=\"1/24s\" value=\"SEND BACK: anatomy\" "
                        "note=\"Mia: hand melts\" completed=\"0\""),
              std::string::npos)
        << text;
    EXPECT_NE(text.find("version=\"1.10\""), std::string::npos);
    EXPECT_NE(text.find("<asset-clip "), std::string::npos);
}

TEST(ReviewXmeml, MarkersAreOfTheSequence) {
    const std::string text = text_of(ReviewFormat::Xmeml, one_decision());
    EXPECT_NE(text.find("<xmeml version=\"5\""), std::string::npos);
    // 0xFF362CD2: alpha, blue, green, red of Premiere's red marker.
    EXPECT_NE(text.find("<pproColor>4281740498</pproColor>"), std::string::npos) << text;
    EXPECT_NE(text.find("<out>-1</out>"), std::string::npos);
}

TEST(ReviewEdl, LocatorsAreInRecordTime) {
    const std::string text = text_of(ReviewFormat::Cmx3600, one_decision());
    EXPECT_NE(text.find("* LOC: 01:00:00:10 RED     Mia: SEND BACK: anatomy - hand melts"),
              std::string::npos)
        << text;
}

TEST(ReviewFormats, MixedRatesAreATimelineEach) {
    Review review = one_decision();
    review.media.push_back(review.media[0]);
    review.media[1].media_id = "xxh3-128:8";
    review.media[1].path = "/takes/b.mp4";
    review.media[1].name = "b";
    review.media[1].frame_rate = {30000, 1001};
    review.decisions.push_back(review.decisions[0]);
    review.decisions[1].media_id = "xxh3-128:8";
    review.decisions[1].id = "id-2";
    const auto written = write_review(ReviewFormat::Otio, review);
    ASSERT_TRUE(written);
    ASSERT_EQ(written.value().files.size(), 2U);
    EXPECT_EQ(written.value().files[0].name, "one_24.otio");
    EXPECT_EQ(written.value().files[1].name, "one_29.97.otio");
}

TEST(ReviewFormats, NothingToWriteIsAnError) {
    Review review = one_decision();
    review.decisions.clear();
    const auto written = write_review(ReviewFormat::ResolveMarkers, review);
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().message,
              "one: nothing that this format can hold: decide on a frame or a take first, or "
              "choose json");
    EXPECT_FALSE(write_review(ReviewFormat::PremiereMarkers, one_decision()));
}

TEST(ReviewFormats, FilesAreKnownByWhatTheyHold) {
    const Review review = test::RandomReview(4).make({24, false});
    for (std::size_t i = 0; i < kReviewFormats; ++i) {
        const auto format = static_cast<ReviewFormat>(i);
        EXPECT_EQ(review_format_from(name(format)), format);
        if (format == ReviewFormat::PremiereMarkers) continue;
        const auto found = review_format(text_of(format, review), "no extension");
        const auto wanted = format == ReviewFormat::OtioNleSafe ? ReviewFormat::Otio : format;
        EXPECT_EQ(found, wanted) << name(format);
    }
    EXPECT_FALSE(review_format("hello", "a.txt"));
    EXPECT_FALSE(read_review("hello", "a.txt"));
    EXPECT_FALSE(read_review(std::string("a\0b", 3), "a.json"));
}

TEST(ReviewFormats, TheReadmesTableIsThisOne) {
    std::ifstream in(std::filesystem::path(SEAMLINE_SOURCE_DIR) / "README.md", std::ios::binary);
    const std::string readme{std::istreambuf_iterator<char>(in), {}};
    ASSERT_FALSE(readme.empty());
    EXPECT_NE(readme.find(carried_table()), std::string::npos) << carried_table();
}

TEST(ReviewFormats, FileNamesAreSafe) {
    EXPECT_EQ(safe_file_name("sh 010/..\\x:y\n"), "sh_010_.._x_y_");
    EXPECT_EQ(safe_file_name(".."), "review");
    EXPECT_EQ(safe_file_name("-rf"), "_rf");
    EXPECT_EQ(safe_file_name(std::string(500, 'a')).size(), 80U);
}

/// Texts of all kinds inside of XML: xmllint is the judge.
TEST(ReviewFormats, XmlIsWellFormed) {
    if (std::system("xmllint --version >/dev/null 2>&1") != 0)
        GTEST_SKIP() << "NOT TESTED: XML as another program reads it. xmllint is not installed; "
                        "apt-get install libxml2-utils";
    Review review = test::RandomReview(5).make({{24000, 1001}, false});
    review.decisions[0].note = "]]> & < > \" ' \x01 \x0B \u624B \U0001F642";
    review.decisions[1].reasons = {"<a href=\"x\">", "&amp;"};
    review.media[0].path = "/a & b/<c>'\".mp4";
    const std::filesystem::path file = std::filesystem::path(testing::TempDir()) /
                                       ("decisions_" + std::to_string(::getpid()) + ".xml");
    for (const ReviewFormat format : {ReviewFormat::Xmeml, ReviewFormat::Fcpxml}) {
        std::ofstream(file, std::ios::binary) << text_of(format, review);
        EXPECT_EQ(std::system(("xmllint --noout --nonet '" + file.string() + "'").c_str()), 0)
            << name(format);
    }
    std::filesystem::remove(file);
}

} // namespace
} // namespace seamline::interchange
