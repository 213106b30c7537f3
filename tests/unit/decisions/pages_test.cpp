// The report, the ticket and drawings as pages.
#include "app/interchange/decisions/drawing_svg.h"
#include "app/interchange/decisions/review_report.h"
#include "app/interchange/decisions/ticket.h"
#include "app/interchange/decisions/word_diff.h"
#include "app/interchange/otio_json.h"
#include "tests/unit/decisions/random_review.h"

#include <gtest/gtest.h>

#include <regex>

namespace seamline::interchange {
namespace {

using review::Review;

std::size_t count(const std::string& text, const std::string& part) {
    std::size_t found = 0;
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
        ++found;
    return found;
}

const std::string kPng = "\x89PNG\r\n\x1A\n a picture";

/// Two rounds of one take; the second inherits a send back, three frames later in it.
Review two_rounds() {
    Review review;
    review.name = "SH010";
    for (int i = 0; i < 2; ++i)
        review.media.push_back({.media_id = "m" + std::to_string(i),
                                .path = "/takes/r" + std::to_string(i) + ".mp4",
                                .name = "round " + std::to_string(i + 1),
                                .frame_count = 100,
                                .frame_rate = 24,
                                .start_frame = 0,
                                .drop_frame = false,
                                .width = 160,
                                .height = 90});
    review.takes.push_back({.media_id = "m0",
                            .shot = "sh010",
                            .facts = {.generator = "Veo 3.1",
                                      .version = "",
                                      .prompt = "a man walks in rain at night",
                                      .seed = "7",
                                      .rights = ""},
                            .order = 0,
                            .eliminated = true,
                            .successor_of = "",
                            .successor_shift = 0});
    review.takes.push_back({.media_id = "m1",
                            .shot = "sh010",
                            .facts = {.generator = "Veo 3.1",
                                      .version = "",
                                      .prompt = "a woman walks in heavy rain",
                                      .seed = "8",
                                      .rights = ""},
                            .order = 1,
                            .eliminated = false,
                            .successor_of = "m0",
                            .successor_shift = 3});
    review.shots.push_back({.name = "sh010",
                            .coverage = review::CoverageClass::Character,
                            .place = review::ShotPlace::None,
                            .pick = "",
                            .takes = {"m0", "m1"}});
    review.decisions.push_back({.id = "d0",
                                .media_id = "m0",
                                .target = review::Target::range(20, 29),
                                .state = review::DecisionState::SendBack,
                                .reasons = {"anatomy"},
                                .note = "hand melts",
                                .author = "Mia",
                                .time_ms = 1'700'000'000'000});
    review.decisions.push_back({.id = "d1",
                                .media_id = "m0",
                                .target = review::Target::range(20, 29),
                                .state = review::DecisionState::Keep,
                                .reasons = {},
                                .note = "",
                                .author = "Tom",
                                .time_ms = 0});
    review.decisions.push_back({.id = "d2",
                                .media_id = "m1",
                                .target = review::Target::frame(50),
                                .state = review::DecisionState::SendBack,
                                .reasons = {"text", "motion"},
                                .note = "two\nlines",
                                .author = "Mia",
                                .time_ms = 0});
    review.drawings.push_back({.id = "w0",
                               .media_id = "m1",
                               .from = 48,
                               .to = 52,
                               .ghost = false,
                               .strokes = {{.kind = review::StrokeKind::Box,
                                            .points = {{-0.1, 0.2}, {0.3, -0.2}},
                                            .color = {1, 0, 0, 1},
                                            .size = 0.01,
                                            .text = ""}},
                               .author = "Mia",
                               .time_ms = 0});
    return review;
}

TEST(DrawingSvg, GeometryIsThePictures) {
    // 160 by 90: 1777.78 units wide. The middle is (888.89, 500), y goes down.
    const review::Stroke line{.kind = review::StrokeKind::Line,
                              .points = {{0, 0}, {0.5, 0.25}},
                              .color = {1, 0.5F, 0, 1},
                              .size = 0.01,
                              .text = ""};
    const std::string svg = drawing_svg({line}, 160, 90, "x");
    EXPECT_NE(svg.find("viewBox=\"0 0 1777.78 1000\""), std::string::npos) << svg;
    EXPECT_NE(svg.find("M888.89,500.00L1388.89,250.00"), std::string::npos) << svg;
    EXPECT_NE(svg.find("stroke=\"rgb(255,128,0)\" stroke-width=\"10.00\""), std::string::npos);
    const review::Stroke box{.kind = review::StrokeKind::Box,
                             .points = {{-0.5, 0.5}, {0.5, -0.5}},
                             .color = {1, 1, 1, 1},
                             .size = 0.01,
                             .text = ""};
    EXPECT_NE(drawing_svg({box}, 100, 100, "x")
                  .find("M0.00,0.00L1000.00,0.00L1000.00,1000.00L0.00,1000.00Z"),
              std::string::npos);
    const review::Stroke ellipse{.kind = review::StrokeKind::Ellipse,
                                 .points = {{-0.25, 0.1}, {0.25, -0.1}},
                                 .color = {1, 1, 1, 1},
                                 .size = 0.01,
                                 .text = ""};
    EXPECT_NE(drawing_svg({ellipse}, 100, 100, "x")
                  .find("M250.00,500.00A250.00,100.00 0 0 1 750.00,500.00A250.00,100.00 0 0 1 "
                        "250.00,500.00"),
              std::string::npos);
    // The tip of an arrow is its second point; both barbs start there.
    const review::Stroke arrow{.kind = review::StrokeKind::Arrow,
                               .points = {{0, 0}, {0.4, 0}},
                               .color = {1, 1, 1, 1},
                               .size = 0.01,
                               .text = ""};
    EXPECT_EQ(count(drawing_svg({arrow}, 100, 100, "x"), "M900.00,500.00L8"),
              4U); // Twice: outline.
    const review::Stroke words{.kind = review::StrokeKind::Text,
                               .points = {{0, 0}},
                               .color = {1, 1, 1, 1},
                               .size = 0.05,
                               .text = "<script>"};
    const std::string text = drawing_svg({words}, 100, 100, "\"><script>");
    EXPECT_EQ(text.find("<script>"), std::string::npos);
    EXPECT_NE(text.find("font-size=\"50.00\""), std::string::npos);
    EXPECT_NE(text.find("&lt;script&gt;</text>"), std::string::npos);
}

TEST(Report, SaysWhatThereIs) {
    ReportOptions options;
    options.findings["m1"] = {"incoming is 0.4 stops brighter"};
    std::vector<std::pair<std::string, std::int64_t>> asked;
    options.still_of = [&](const std::string& id, std::int64_t frame) {
        asked.emplace_back(id, frame);
        return std::optional(kPng);
    };
    const std::string html = write_review_report(two_rounds(), options);
    EXPECT_NE(html.find("0 of 1 shots decided"), std::string::npos);
    EXPECT_NE(html.find("People disagree"), std::string::npos);
    EXPECT_NE(html.find("frames 20-29 (00:00:00:20 to 00:00:01:05)"), std::string::npos);
    EXPECT_NE(html.find("&#9650; send back"), std::string::npos);
    EXPECT_NE(html.find("two<br>lines"), std::string::npos);
    EXPECT_NE(html.find("incoming is 0.4 stops brighter"), std::string::npos);
    EXPECT_NE(html.find("a woman walks in heavy rain"), std::string::npos);
    EXPECT_NE(html.find("2023-11-14 22:13 UTC"), std::string::npos);
    // The frame with the drawing has it over its picture, once.
    EXPECT_EQ(count(html, "<svg class=\"drawing\""), 1U);
    EXPECT_EQ(asked, (std::vector<std::pair<std::string, std::int64_t>>{{"m0", 20}, {"m1", 50}}));
    EXPECT_EQ(count(html, "data:image/png;base64,iVBORw0KGgogYSBwaWN0dXJl"), 2U);
    EXPECT_EQ(html, write_review_report(two_rounds(), options));
}

TEST(Report, NeedsNothingFromOutsideAndPrints) {
    const std::string html = write_review_report(test::RandomReview(7).make({{30000, 1001}, true}));
    EXPECT_EQ(count(html, "http://"), 0U);
    EXPECT_EQ(count(html, "https://"), 0U);
    EXPECT_EQ(count(html, "url("), 0U);
    EXPECT_EQ(count(html, "<link"), 0U);
    EXPECT_NE(html.find("@media print"), std::string::npos);
    EXPECT_NE(html.find("break-inside:avoid"), std::string::npos);
    EXPECT_NE(html.find("prefers-color-scheme:dark"), std::string::npos);
}

/// Everything that a person or a file can name, made hostile.
Review hostile(const std::string& evil) {
    Review review = two_rounds();
    review.name = evil;
    for (auto& medium : review.media) medium.name = medium.path = evil;
    for (auto& take : review.takes)
        take.facts = {
            .generator = evil, .version = evil, .prompt = evil, .seed = evil, .rights = evil};
    for (auto& shot : review.shots) shot.name = evil;
    for (auto& take : review.takes) take.shot = evil;
    for (auto& decision : review.decisions) {
        decision.note = decision.author = evil;
        decision.reasons = {evil};
    }
    review.comments.push_back({.id = "c",
                               .parent_id = "",
                               .media_id = "m0",
                               .target = review::Target::take(),
                               .text = evil,
                               .author = evil,
                               .time_ms = 0,
                               .resolved = false});
    review.drawings[0].strokes.push_back({.kind = review::StrokeKind::Text,
                                          .points = {{0, 0}},
                                          .color = {1, 1, 1, 1},
                                          .size = 0.05,
                                          .text = evil});
    return review;
}

TEST(Pages, HostileNamesStayText) {
    for (const std::string evil : {"<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>",
                                   "</style><script>x()", "<svg onload=alert(1)>"}) {
        const Review review = hostile(evil);
        ReportOptions options;
        options.date = evil;
        options.findings["m0"] = {evil};
        TicketOptions ticketing;
        ticketing.references["m1"] = {evil};
        ticketing.targets["m1"] = {evil};
        ticketing.date = evil;
        auto tickets = write_tickets(review, ticketing, "m1");
        ASSERT_TRUE(tickets);
        for (const std::string& html :
             {write_review_report(review, options), tickets.value().at(0).text}) {
            EXPECT_EQ(html.find(evil), std::string::npos) << evil;
            EXPECT_EQ(html.find("<script"), std::string::npos) << evil;
            EXPECT_EQ(html.find("<img src=x"), std::string::npos) << evil;
            EXPECT_EQ(html.find("<svg onload"), std::string::npos) << evil;
            EXPECT_GT(count(html, "&lt;"), 5U);
        }
    }
}

TEST(Report, PicturesHaveAnEnd) {
    ReportOptions options;
    options.most_stills = 1;
    options.still_of = [](const std::string&, std::int64_t) { return std::optional(kPng); };
    const std::string html = write_review_report(two_rounds(), options);
    EXPECT_EQ(count(html, "<img "), 1U);
    EXPECT_NE(html.find("so that this page can be opened: 1."), std::string::npos);
    // What is no picture is not put on the page.
    options.still_of = [](const std::string&, std::int64_t) {
        return std::optional<std::string>("<svg onload=alert(1)>");
    };
    EXPECT_EQ(count(write_review_report(two_rounds(), options), "<img "), 0U);
}

TEST(WordDiff, FewestWordsChange) {
    const auto runs = word_diff("a man walks in rain  at night", "a woman walks in heavy\nrain");
    const std::vector<WordRun> wanted{
        {WordChange::Same, "a"},          {WordChange::Removed, "man"},
        {WordChange::Added, "woman"},     {WordChange::Same, "walks in"},
        {WordChange::Added, "heavy"},     {WordChange::Same, "rain"},
        {WordChange::Removed, "at night"}};
    EXPECT_EQ(runs, wanted);
    EXPECT_TRUE(word_diff("", " ").empty());
    EXPECT_EQ(word_diff("", "x"), (std::vector<WordRun>{{WordChange::Added, "x"}}));
    std::string many;
    for (int i = 0; i < 5000; ++i) many += "w ";
    EXPECT_EQ(word_diff(many, many).size(), 1U);
}

TEST(Ticket, NextRoundHasItsOwnItemsAndThoseToCheck) {
    const Review review = two_rounds();
    const auto ticket = ticket_of(review, "m1");
    ASSERT_TRUE(ticket);
    ASSERT_EQ(ticket.value().items.size(), 2U);
    EXPECT_FALSE(ticket.value().items[0].is_inherited);
    EXPECT_EQ(ticket.value().items[0].target, review::Target::frame(50));
    EXPECT_TRUE(ticket.value().items[1].is_inherited);
    EXPECT_EQ(ticket.value().items[1].target, review::Target::range(17, 26));

    TicketOptions options;
    options.targets["m1"] = {"exposure: 0.4 stops brighter than the plate"};
    options.references["m1"] = {"first frame: sh010_plate.png"};
    std::vector<std::pair<std::string, std::int64_t>> asked;
    options.still_of = [&](const std::string& id, std::int64_t frame) {
        asked.emplace_back(id, frame);
        return std::optional(kPng);
    };
    const auto files = write_tickets(review, options, "m1");
    ASSERT_TRUE(files);
    ASSERT_EQ(files.value().size(), 3U);
    EXPECT_EQ(files.value()[0].name, "round_2.ticket.html");
    const std::string& html = files.value()[0].text;
    EXPECT_NE(html.find("100 frames at 24 fps"), std::string::npos) << html;
    EXPECT_NE(html.find("a <del>man</del> <ins>woman</ins> walks in <ins>heavy</ins> rain <del>at "
                        "night</del>"),
              std::string::npos)
        << html;
    EXPECT_NE(html.find("exposure: 0.4 stops brighter than the plate"), std::string::npos);
    EXPECT_NE(html.find("first frame: sh010_plate.png"), std::string::npos);
    EXPECT_NE(html.find("<svg class=\"drawing\""), std::string::npos);
    // Its own frame; of the item to check the frame as it was, and as it is now.
    EXPECT_EQ(asked, (std::vector<std::pair<std::string, std::int64_t>>{
                         {"m1", 50}, {"m0", 20}, {"m1", 17}}));
    EXPECT_EQ(count(files.value()[1].text, "\r\n"), 4U) << "two items and a drawing";
    const auto json = otio::Json::parse(files.value()[2].text);
    EXPECT_EQ(json["schema"], "seamline.ticket/1");
    EXPECT_EQ(json["items"][1]["from"], 17);
    EXPECT_EQ(json["items"][1]["inherited"], true);
    EXPECT_EQ(json["take"]["seed"], "8");
    EXPECT_EQ(json["drawings"].size(), 1U);
    EXPECT_EQ(json["prompt_changes"][1]["words"], "man");
}

TEST(Ticket, ThePageHasAPictureOfEachPlaceAndWhatWasSaid) {
    Review review = two_rounds();
    review.decisions.push_back({.id = "d3",
                                .media_id = "m0",
                                .target = review::Target::frame(70),
                                .state = review::DecisionState::Hold,
                                .reasons = {"continuity"},
                                .note = "ask Ann",
                                .author = "Tom",
                                .time_ms = 0});
    const auto draw = [&](std::int64_t from, std::int64_t to) {
        review::Drawing drawing = review.drawings[0];
        drawing.media_id = "m0";
        drawing.from = from;
        drawing.to = to;
        review.drawings.push_back(drawing);
    };
    draw(19, 21); // Over the range's first frame.
    draw(25, 26); // Within the range.
    draw(80, 90); // Nobody decided there.
    const auto say = [&](const char* id, const char* parent, review::Target target,
                         const char* text, bool resolved) {
        review.comments.push_back({.id = id,
                                   .parent_id = parent,
                                   .media_id = "m0",
                                   .target = target,
                                   .text = text,
                                   .author = "Mia",
                                   .time_ms = 0,
                                   .resolved = resolved});
    };
    say("c0", "", review::Target::frame(20), "which hand?", true);
    say("c1", "c0", review::Target::frame(20), "the left one", false);
    say("c2", "", review::Target::frame(95), "grain", false);
    TicketOptions options;
    std::vector<std::int64_t> asked;
    options.still_of = [&](const std::string& id, std::int64_t frame) {
        EXPECT_EQ(id, "m0");
        asked.push_back(frame);
        return std::optional(kPng);
    };
    auto files = write_tickets(review, options, "m0");
    ASSERT_TRUE(files);
    // The send back with the drawing inside of it, the hold, the other drawing, the other comment;
    // the keep of the same range needs no second picture.
    EXPECT_EQ(asked, (std::vector<std::int64_t>{20, 25, 70, 80, 95}));
    const std::string html = files.value()[0].text;
    EXPECT_EQ(count(html, "<svg class=\"drawing\""), 3U);
    EXPECT_EQ(count(html, "left out"), 0U);
    for (const char* words :
         {"comment (resolved)", "comment (open)", "which hand?", "the left one", "grain",
          "&#9632; hold</span> continuity", "ask Ann", "frames 80-90", "hand melts"})
        EXPECT_EQ(count(html, words), 1U) << words;
    const auto json = otio::Json::parse(files.value()[2].text);
    EXPECT_EQ(json["drawings"].size(), 3U);
    ASSERT_EQ(json["comments"].size(), 3U);
    EXPECT_EQ(json["comments"][1]["parent_id"], "c0");
    EXPECT_EQ(json["comments"][0]["resolved"], true);
    const std::string& table = files.value()[1].text;
    EXPECT_EQ(count(table, "\r\n"), 8U) << table;
    EXPECT_EQ(count(table, "which hand?,Mia,false,resolved comment\r\n"), 1U) << table;
    EXPECT_EQ(count(table, "the left one,Mia,false,reply\r\n"), 1U) << table;
    EXPECT_EQ(count(table, "range,80,90,00:00:03:08,00:00:03:18,,,Mia,false,drawing\r\n"), 1U)
        << table;

    options.most_stills = 2;
    files = write_tickets(review, options, "m0");
    EXPECT_EQ(count(files.value()[0].text, "<img "), 2U);
    EXPECT_EQ(count(files.value()[0].text, "The first 2 pictures are shown. Pictures left out, so "
                                           "that this page can be opened: 3."),
              1U);
}

TEST(Ticket, RoundsInACircleEnd) {
    Review review = two_rounds();
    review.takes[0].successor_of = "m1";
    const auto ticket = ticket_of(review, "m1");
    ASSERT_TRUE(ticket);
    EXPECT_EQ(ticket.value().items.size(), 2U);
    EXPECT_FALSE(ticket_of(review, "nobody"));
    review.decisions.clear();
    EXPECT_FALSE(write_tickets(review));
}

TEST(Ticket, WhatIsFixedIsNotAskedForAgain) {
    Review review = two_rounds();
    const auto sent_back = std::ranges::find(review.decisions, "m0", &review::Decision::media_id);
    ASSERT_NE(sent_back, review.decisions.end());
    const auto say = [&](review::TodoState state) {
        review.answers = {{.id = "z",
                           .media_id = "m1",
                           .decision = sent_back->id,
                           .state = state,
                           .note = "",
                           .author = "editor",
                           .time_ms = 1}};
        return ticket_of(review, "m1").value().items;
    };
    EXPECT_EQ(say(review::TodoState::Fixed).size(), 1U) << "its own item alone";
    const std::vector<TicketItem> still = say(review::TodoState::Still);
    ASSERT_EQ(still.size(), 2U);
    EXPECT_EQ(still[1].todo, review::TodoState::Still);
    const auto files = write_tickets(review, {}, "m1");
    ASSERT_TRUE(files);
    EXPECT_EQ(count(files.value()[0].text, "still there: sent back in a round before"), 1U);
    EXPECT_EQ(otio::Json::parse(files.value()[2].text)["items"][1]["todo"], "still");
}

TEST(Ticket, EveryTakeThatGoesBackHasOne) {
    const auto files = write_tickets(two_rounds());
    ASSERT_TRUE(files);
    ASSERT_EQ(files.value().size(), 6U);
    EXPECT_EQ(files.value()[0].name, "round_1.ticket.html");
    EXPECT_EQ(files.value()[3].name, "round_2.ticket.html");
}

} // namespace
} // namespace seamline::interchange
