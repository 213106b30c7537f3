// review.json and tables: bad input is refused with its place.
#include "app/interchange/decisions/csv_text.h"
#include "app/interchange/decisions/review_csv.h"
#include "app/interchange/decisions/review_json.h"
#include "tests/unit/decisions/random_review.h"

#include <gtest/gtest.h>

namespace seamline::interchange {
namespace {

std::string error_of(const std::string& text) {
    const auto read = read_review_json(text, "r.json");
    return read ? "read" : read.error().message;
}

std::string with(const std::string& keys) {
    return "{\"schema\":\"seamline.review/1\"," + keys + "}";
}

TEST(ReviewJson, BadInputIsRefusedWithItsPlace) {
    EXPECT_EQ(
        error_of(with(
            R"("decisions":[{"media_id":"m","state":"keep","target":{"kind":"frame","from":-1}}])")),
        "r.json: /decisions/0/target/from: a whole number from 0 to 1000000000 is expected");
    EXPECT_EQ(error_of(with(
                  R"("decisions":[{"media_id":"m","state":"maybe","target":{"kind":"take"}}])")),
              "r.json: /decisions/0/state: the word \"maybe\" means nothing here");
    EXPECT_EQ(error_of(with(R"("decisions":[{"media_id":"m","target":{"kind":"take"}}])")),
              "r.json: /decisions/0/state: keep, send_back or hold is expected");
    EXPECT_EQ(error_of(with(R"("decisions":[{"media_id":"m","state":"keep"}])")),
              "r.json: /decisions/0/target: an object is expected");
    EXPECT_EQ(
        error_of(with(
            R"("decisions":[{"media_id":"m","state":"keep","target":{"kind":"range","from":9,"to":3}}])")),
        "r.json: /decisions/0/target/to: a whole number from 9 to 1000000000 is expected");
    EXPECT_EQ(error_of(with(R"("decisions":{})")), "r.json: /decisions: a list is expected");
    EXPECT_EQ(error_of(with(R"("decisions":[7])")), "r.json: /decisions/0: an object is expected");
    EXPECT_EQ(error_of(with(R"("comments":[{"media_id":"m","text":5,"target":{"kind":"take"}}])")),
              "r.json: /comments/0/text: text is expected");
    EXPECT_EQ(error_of(with(R"("media":[{"media_id":"m","frame_rate":"0/1"}])")),
              "r.json: /media/0/frame_rate: a rate like 24000/1001 is expected");
    EXPECT_EQ(error_of(with(R"("drawings":[{"media_id":"m","strokes":[{"points":[[0,1e9]]}]}])")),
              "r.json: /drawings/0/strokes/0/points: pairs of numbers are expected");
    EXPECT_EQ(
        error_of(with(
            R"("decisions":[{"media_id":"m","state":"keep","target":{"kind":"take"},"time":"yesterday"}])")),
        "r.json: /decisions/0/time: a time like 2026-11-22T10:15:30.123Z is expected");
    EXPECT_NE(error_of("{\"schema\":\"seamline.review/2\"}").find("a newer program"),
              std::string::npos);
    EXPECT_NE(error_of("[]").find("is no review"), std::string::npos);
    EXPECT_NE(error_of("{\"schema\":").find("r.json: line 1"), std::string::npos);
}

TEST(ReviewJson, LimitsHold) {
    std::string points;
    for (int i = 0; i < 20'001; ++i) points += i == 0 ? "[0,0]" : ",[0,0]";
    EXPECT_NE(
        error_of(with(R"("drawings":[{"media_id":"m","strokes":[{"points":[)" + points + "]}]}]"))
            .find("at most 20000 items"),
        std::string::npos);
    EXPECT_NE(error_of(with("\"x\":" + std::string(100, '[') + std::string(100, ']'))), "read");
    EXPECT_NE(error_of(with("\"name\":\"" + std::string(70'000, 'a') + "\"")).find("65536 bytes"),
              std::string::npos);
}

TEST(ReviewJson, UnknownKeysArePassedOverAndMissingOnesAreEmpty) {
    const auto read = read_review_json(
        with(
            R"("future":{"a":[1]},"decisions":[{"media_id":"m","state":"hold","mood":"x","target":{"kind":"frame","from":3}}])"),
        "r.json");
    ASSERT_TRUE(read);
    ASSERT_EQ(read.value().decisions.size(), 1U);
    EXPECT_EQ(read.value().decisions[0].target, review::Target::frame(3));
    EXPECT_TRUE(read.value().decisions[0].author.empty());
}

TEST(ReviewJson, ItsPageNamesEveryKeyThatIsWritten) {
    const std::string page(review_json_page());
    auto parsed = otio::Json::parse(write_review_json(test::RandomReview(3).make({24, false})));
    // Names of generators are no keys of the format; what is below them is.
    otio::Json rules = otio::Json::array();
    for (const auto& [generator, rule] : parsed.at("policy").at("generators").items())
        rules.push_back(rule);
    parsed["policy"]["generators"] = std::move(rules);
    const auto check = [&](const auto& self, const otio::Json& json) -> void {
        for (const auto& [key, value] : json.items()) {
            if (json.is_object()) {
                EXPECT_NE(page.find(key), std::string::npos) << key;
            }
            if (value.is_structured()) self(self, value);
        }
    };
    check(check, parsed);
}

TEST(ReviewCsv, TablesMadeByHandAreRead) {
    const auto read = read_review_csv("media_id;state;from;to;reasons;note;nobody knows\r\n"
                                      "m;send_back;10;20;flicker;\"two\r\nlines; one\";x\r\n"
                                      "m;keep;;;;;\r\n"
                                      "m;hold;7;;;;\r\n",
                                      "t.csv");
    ASSERT_TRUE(read) << read.error().message;
    const auto& decisions = read.value().decisions;
    ASSERT_EQ(decisions.size(), 3U);
    EXPECT_EQ(decisions[0].target, review::Target::range(10, 20));
    EXPECT_EQ(decisions[0].reasons, std::vector<std::string>{"flicker"});
    EXPECT_EQ(decisions[1].target, review::Target::take());
    EXPECT_EQ(decisions[2].target, review::Target::frame(7));
    ASSERT_EQ(read.value().media.size(), 1U);
}

TEST(ReviewCsv, BadTablesSayTheLine) {
    const auto message = [](const char* text) {
        const auto read = read_review_csv(text, "t.csv");
        return read ? std::string("read") : read.error().message;
    };
    EXPECT_EQ(message("media_id,state\nm,keep\nm,perhaps\n"),
              "t.csv: line 3: /state: the word \"perhaps\" means nothing here");
    EXPECT_EQ(message("media_id,from\nm,x\n"), "t.csv: line 2: from: a whole number is expected");
    EXPECT_EQ(message("media_id,note\nm,\"never closed\n"),
              "t.csv: line 2: a quote is never closed");
    EXPECT_EQ(message("kind,media_id\nwish,m\n"), "t.csv: line 2: kind \"wish\" is unknown");
    EXPECT_EQ(message("a,b\n1,2\n"),
              "t.csv: line 1: a table of decisions needs a column \"media_id\"");
}

TEST(ReviewCsv, SpreadsheetsRunNothing) {
    review::Review review;
    review.decisions.push_back({.id = "",
                                .media_id = "m",
                                .target = review::Target::take(),
                                .state = review::DecisionState::Keep,
                                .reasons = {},
                                .note = "=HYPERLINK(\"http://x\")",
                                .author = "@SUM(A1)",
                                .time_ms = 0});
    const std::string text = write_review_csv(review);
    EXPECT_NE(text.find(",\"'=HYPERLINK(\"\"http://x\"\")\","), std::string::npos) << text;
    EXPECT_NE(text.find(",'@SUM(A1),"), std::string::npos) << text;
}

TEST(Csv, CellsAndQuotes) {
    const auto rows = read_csv("a,\"b \"\"q\"\"\",\"x\ny\"\r\n\r\n,,\r\nlast", "t.csv");
    ASSERT_TRUE(rows);
    ASSERT_EQ(rows.value().size(), 3U);
    EXPECT_EQ(rows.value()[0].cells, (std::vector<std::string>{"a", "b \"q\"", "x\ny"}));
    EXPECT_EQ(rows.value()[1].cells, (std::vector<std::string>{"", "", ""}));
    EXPECT_EQ(rows.value()[2].cells, (std::vector<std::string>{"last"}));
    EXPECT_EQ(rows.value()[2].line, 5U);
}

} // namespace
} // namespace seamline::interchange
