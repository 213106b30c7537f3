// What goes out in a form that spells plainly, and comes back as it went, is nothing new.
#include "app/interchange/decisions/read_review.h"
#include "app/review/merge.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <memory>

namespace seamline::interchange {
namespace {

using review::Comment;
using review::Decision;
using review::DecisionState;
using review::Medium;
using review::Review;
using review::Target;

std::string id(char c) { return "xxh3-128:" + std::string(32, c); }

Medium medium(char c, const std::string& name) {
    return {.media_id = id(c),
            .path = "/takes/" + name + ".mov",
            .name = name,
            .frame_count = 64,
            .frame_rate = Rational(8),
            .start_frame = 0,
            .drop_frame = false,
            .width = 640,
            .height = 360};
}

/// Every text that some form cannot spell, and remarks that start on one frame.
Review awkward_review() {
    Review review;
    review.media = {medium('a', "cafe"), medium('b', "horse")};
    int count = 0;
    const auto event = [&] {
        const std::string digits = std::to_string(++count);
        return "0192f3a0-0000-7000-8000-" + std::string(12 - digits.size(), '0') + digits;
    };
    const auto decide = [&](char c, Target target, std::vector<std::string> reasons,
                            std::string note, std::string author) {
        review.decisions.push_back({event(), id(c), target, DecisionState::SendBack,
                                    std::move(reasons), std::move(note), std::move(author),
                                    1'730'000'000'000 + count});
    };
    const auto say = [&](char c, Target target, std::string text, std::string author) {
        review.comments.push_back({event(), "", id(c), target, std::move(text), std::move(author),
                                   1'730'000'000'000 + count, false});
    };
    decide('a', Target::range(10, 20), {"physics, own", "words; |x", "a - b"},
           "line1\nline2 \u00e9 \u65e5\u672c", "Zo\u00eb");
    decide('a', Target::range(0, 6), {"flicker"}, "hand: melts / twice", "Bea");
    decide('a', Target::frame(0), {"motion"}, "two\nlines", "Ada");
    decide('b', Target::take(), {}, "* 12 |D:5 \u201cquoted\u201d", "KEEP: me");
    say('a', Target::take(), "all\nof it, \u65e5", "Bea");
    say('a', Target::frame(0), "no |bar\nhere", "Ada");
    say('b', Target::range(3, 9), "plain", "Ada");
    return review;
}

review::Merge merged(const ReadReview& read, const Review& stands) {
    return review::merge(
        read.review, stands, "Ada",
        [&](std::string_view wanted) {
            const auto is = [&](const auto& item) { return item.id == wanted; };
            return std::ranges::any_of(stands.decisions, is) ||
                   std::ranges::any_of(stands.comments, is);
        },
        read.echo);
}

constexpr std::array kForms{ReviewFormat::Json,           ReviewFormat::Csv,
                            ReviewFormat::Otio,           ReviewFormat::OtioNleSafe,
                            ReviewFormat::ResolveMarkers, ReviewFormat::Cmx3600,
                            ReviewFormat::AvidMarkers,    ReviewFormat::Xmeml,
                            ReviewFormat::Fcpxml};

/// A drawing on a frame that has remarks, one alone, and one on another take.
void draw(Review& review) {
    const auto put = [&](char c, std::int64_t from, std::int64_t to) {
        review.drawings.push_back({.id = {},
                                   .media_id = id(c),
                                   .from = from,
                                   .to = to,
                                   .ghost = false,
                                   .strokes = {{.kind = review::StrokeKind::Line,
                                                .points = {{0, 0}, {0.1, 0.1}},
                                                .color = {1, 0, 0, 1},
                                                .size = 0.01,
                                                .text = ""}},
                                   .author = "Zo\u00eb",
                                   .time_ms = 1});
    };
    put('a', 10, 10);
    put('a', 33, 40);
    put('b', 5, 6);
}

/// All files of `written`, read where `stands` stands: what they add, and what was known.
void expect_nothing_new(const WrittenReview& written, ReviewFormat format, const Review& stands) {
    std::size_t known = 0;
    for (const NamedText& file : written.files) {
        ReviewReadOptions options;
        options.format = format;
        options.known = stands.media;
        options.stands = std::make_shared<const Review>(stands);
        const auto read = read_review(file.text, file.name, options);
        ASSERT_TRUE(read) << read.error().message;
        const review::Merge merge = merged(read.value(), stands);
        EXPECT_EQ(merge.said, 0U) << name(format) << "\n" << file.text;
        EXPECT_TRUE(merge.events.empty() && merge.actions.empty()) << name(format);
        EXPECT_EQ(read.value().left_out, 0U);
        known += merge.known;
    }
    EXPECT_GE(known, 6U) << name(format);
}

TEST(Echo, WhatComesBackUnchangedIsKnown) {
    const Review review = awkward_review();
    for (const ReviewFormat format : kForms)
        for (const bool utf8 : {false, true}) {
            ReviewWriteOptions options;
            options.list.utf8 = utf8;
            const auto written = write_review(format, review, options);
            ASSERT_TRUE(written) << name(format);
            expect_nothing_new(written.value(), format, review);
        }
}

TEST(Echo, DrawingsThatAFormOnlyTellsOfStay) {
    Review review = awkward_review();
    draw(review);
    for (const ReviewFormat format : kForms) {
        const auto written = write_review(format, review);
        ASSERT_TRUE(written) << name(format);
        expect_nothing_new(written.value(), format, review);
        if (carried(format, ReviewField::Drawings) == Carried::Yes) continue;
        // Where they do not stand, nothing of them can be made.
        Review without = review;
        without.drawings.clear();
        std::size_t left_out = 0;
        std::size_t stand = 0;
        for (const NamedText& file : written.value().files) {
            ReviewReadOptions options;
            options.format = format;
            options.known = review.media;
            options.stands = std::make_shared<const Review>(without);
            const auto read = read_review(file.text, file.name, options);
            ASSERT_TRUE(read);
            EXPECT_TRUE(read.value().drawing_marks.empty());
            left_out += read.value().left_out;
            options.stands = std::make_shared<const Review>(review);
            stand += read_review(file.text, file.name, options).value().drawings_that_stand;
        }
        EXPECT_EQ(left_out, 3U) << name(format);
        EXPECT_EQ(stand, 3U) << name(format);
    }
}

TEST(Echo, AlsoWhereMoreIsSaidOfTheFrameSince) {
    const Review before = awkward_review();
    Review now = before;
    Decision later = before.decisions.front();
    later.id = "0192f3a0-0000-7000-8000-0000000000aa";
    later.author = "Cy";
    now.decisions.push_back(later);
    Comment another = before.comments.back();
    another.id = "0192f3a0-0000-7000-8000-0000000000ab";
    another.text = "another";
    now.comments.push_back(another);
    for (const ReviewFormat format : kForms) {
        const auto written = write_review(format, before);
        ASSERT_TRUE(written) << name(format);
        expect_nothing_new(written.value(), format, now);
    }
}

TEST(Echo, WhatSomebodyWroteAnewIsNew) {
    const Review review = awkward_review();
    for (const ReviewFormat format :
         {ReviewFormat::ResolveMarkers, ReviewFormat::AvidMarkers, ReviewFormat::Cmx3600}) {
        const auto written = write_review(format, review);
        ASSERT_TRUE(written);
        NamedText file = written.value().files.front();
        const std::size_t at = file.text.find("line1");
        ASSERT_NE(at, std::string::npos);
        file.text.replace(at, 5, "LINE1");
        ReviewReadOptions options;
        options.known = review.media;
        options.stands = std::make_shared<const Review>(review);
        const auto read = read_review(file.text, file.name, options);
        ASSERT_TRUE(read) << read.error().message;
        EXPECT_EQ(merged(read.value(), review).said, 1U) << name(format);
    }
}

TEST(Echo, FormsSayWhichReasonsTheySpellAnew) {
    for (const ReviewFormat format : kForms) {
        const auto written = write_review(format, awkward_review());
        ASSERT_TRUE(written);
        const bool says = std::ranges::any_of(written.value().losses, [](const std::string& loss) {
            return loss.find("with a comma in a reason") != std::string::npos;
        });
        const bool is_plain = carried(format, ReviewField::Reasons) == Carried::InText;
        EXPECT_EQ(says, is_plain) << name(format);
    }
}

} // namespace
} // namespace seamline::interchange
