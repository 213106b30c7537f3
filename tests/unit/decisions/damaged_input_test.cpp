// Files of every format, damaged in thousands of ways: each is read, or refused by one line; what
// is read can be written again.
#include "app/interchange/decisions/read_review.h"
#include "app/interchange/decisions/review_json.h"
#include "tests/unit/decisions/random_review.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <random>
#include <set>

namespace seamline::interchange {
namespace {

using review::Review;

std::string damaged(std::string text, std::mt19937& random) {
    const auto below = [&](std::size_t most) { return random() % (most == 0 ? 1 : most); };
    static constexpr std::string_view kBytes = "\0\x01\x80\xFF{}[]\"<>&;:|,\t\n-9e.0";
    for (std::size_t i = 1 + below(4); i > 0 && !text.empty(); --i) {
        const std::size_t at = below(text.size());
        switch (below(5)) {
        case 0:
            text[at] = kBytes[below(kBytes.size())];
            break;
        case 1:
            text.erase(at, 1 + below(40));
            break;
        case 2:
            text.insert(at, text.substr(below(text.size()), 1 + below(60)));
            break;
        case 3:
            text.insert(at, std::string(1 + below(30), kBytes[below(kBytes.size())]));
            break;
        default:
            text.insert(at, std::to_string(std::uint64_t{random()} * 4'294'967'296));
        }
    }
    return text;
}

class DamagedInput : public testing::TestWithParam<ReviewFormat> {};

TEST_P(DamagedInput, IsReadOrRefusedInOneLine) {
    const ReviewFormat format = GetParam();
    std::mt19937 random(static_cast<std::uint32_t>(format) + 1);
    const Review review = test::RandomReview(9).make({{30000, 1001}, true});
    std::string whole = "Marker Name\tDescription\tIn\tOut\tDuration\tMarker Type\n"
                        "VFX\tgrain\t01;00;00;12\t01;00;01;00\t00;00;00;18\tComment\n";
    if (format != ReviewFormat::PremiereMarkers) {
        const auto written = write_review(format, review);
        ASSERT_TRUE(written) << written.error().message;
        whole = written.value().files.at(0).text;
    }
    int read_ones = 0;
    for (int i = 0; i < 400; ++i) {
        ReviewReadOptions options;
        options.format = format;
        options.known = review.media;
        options.media_id = review.media[0].media_id;
        const auto read = read_review(damaged(whole, random), "damaged", options);
        if (!read) {
            EXPECT_FALSE(read.error().message.empty());
            EXPECT_EQ(read.error().message.find('\n'), std::string::npos) << read.error().message;
            continue;
        }
        ++read_ones;
        const std::string json = write_review_json(read.value().review);
        const auto again = read_review_json(json, "again.json");
        ASSERT_TRUE(again) << again.error().message;
        EXPECT_EQ(write_review_json(again.value()), json);
        if (i % 20 != 0) continue;
        for (std::size_t other = 0; other < kReviewFormats; ++other)
            if (auto out = write_review(static_cast<ReviewFormat>(other), read.value().review);
                !out) {
                EXPECT_EQ(out.error().message.find('\n'), std::string::npos);
            }
    }
    // Not everything is refused: a damaged word is still a word.
    EXPECT_GT(read_ones, 0) << name(format);
}

INSTANTIATE_TEST_SUITE_P(Formats, DamagedInput,
                         testing::Values(ReviewFormat::Json, ReviewFormat::Csv, ReviewFormat::Otio,
                                         ReviewFormat::ResolveMarkers, ReviewFormat::Cmx3600,
                                         ReviewFormat::AvidMarkers, ReviewFormat::Xmeml,
                                         ReviewFormat::Fcpxml, ReviewFormat::PremiereMarkers));

/// What tests/fuzz starts from must be worth starting from.
TEST(DamagedInput, SeedsOfTheFuzzTargetAreReviews) {
    const std::filesystem::path folder =
        std::filesystem::path(SEAMLINE_SOURCE_DIR) / "tests/fuzz/review_corpus";
    std::set<ReviewFormat> forms;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        std::ifstream in(entry.path(), std::ios::binary);
        const std::string bytes{std::istreambuf_iterator<char>(in), {}};
        ReviewReadOptions options;
        for (int i = 0; i < 2; ++i)
            options.known.push_back({.media_id = "m" + std::to_string(i),
                                     .path = i == 0 ? "/takes/a.mp4" : "/takes/b.mp4",
                                     .name = i == 0 ? "a" : "b",
                                     .frame_count = 1'000,
                                     .frame_rate = i == 0 ? Rational(30000, 1001) : Rational(24),
                                     .start_frame = 0,
                                     .drop_frame = i == 0,
                                     .width = 1920,
                                     .height = 1080});
        options.media_id = "m0";
        options.format = static_cast<ReviewFormat>(bytes.at(0) - '0');
        const auto read = read_review(bytes.substr(1), "seed", options);
        ASSERT_TRUE(read) << entry.path() << ": " << read.error().message;
        EXPECT_FALSE(read.value().review.decisions.empty() && read.value().review.comments.empty())
            << entry.path();
        EXPECT_EQ(review_format(bytes.substr(1), "seed"), options.format) << entry.path();
        forms.insert(*options.format);
    }
    EXPECT_EQ(forms.size(), 9U) << "one of each at least";
}

} // namespace
} // namespace seamline::interchange
