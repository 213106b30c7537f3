// A review that is written and read again is the same, within what the table says that the format
// carries, at every rate.
#include "app/interchange/decisions/read_review.h"
#include "tests/unit/decisions/random_review.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

namespace seamline::interchange {
namespace {

using review::Review;

bool has(ReviewFormat format, ReviewField field) { return carried(format, field) != Carried::No; }

/// The pick of each shot, and what is in none: what a timeline shows.
bool is_shown(const Review& review, const std::string& media_id) {
    for (const review::Shot& shot : review.shots)
        if (std::ranges::find(shot.takes, media_id) != shot.takes.end())
            return shot.pick == media_id;
    return true;
}

/// What must come back.
Review expected(Review review, ReviewFormat format, bool hides_takes) {
    const auto hidden = [&](const auto& remark) {
        return hides_takes && !has(format, ReviewField::OtherTakes) &&
               !is_shown(review, remark.media_id);
    };
    std::erase_if(review.decisions, hidden);
    std::erase_if(review.comments, hidden);
    if (!has(format, ReviewField::Drawings)) review.drawings.clear();
    if (!has(format, ReviewField::Rankings)) review.comparisons.clear();
    if (!has(format, ReviewField::IdsAndTimes)) {
        for (auto& decision : review.decisions) decision.id.clear(), decision.time_ms = 0;
        for (auto& comment : review.comments) comment.id.clear(), comment.time_ms = 0;
    }
    if (!has(format, ReviewField::Threads))
        for (auto& comment : review.comments) comment.parent_id.clear();
    if (!has(format, ReviewField::Takes)) review.takes.clear();
    if (!has(format, ReviewField::Picks)) review.shots.clear();
    return review;
}

template <typename T> std::vector<T> sorted(std::vector<T> items) {
    std::ranges::sort(items, [](const T& a, const T& b) {
        const auto key = [](const T& x) {
            return std::tuple(x.media_id, x.target.from, x.target.to, x.author);
        };
        return key(a) < key(b);
    });
    return items;
}

std::string shown(const review::Decision& d) {
    std::string text = d.media_id + " " + review::name(d.target.kind) + " " +
                       std::to_string(d.target.from) + "-" + std::to_string(d.target.to) +
                       " shot " + std::to_string(d.target.shot) + " " + review::name(d.state) +
                       " [";
    for (const std::string& reason : d.reasons) text += reason + ",";
    return text + "] \"" + d.note + "\" by \"" + d.author + "\" " + d.id;
}

void expect_same(const Review& read, const Review& wanted) {
    const auto decisions = sorted(read.decisions);
    const auto wanted_decisions = sorted(wanted.decisions);
    ASSERT_EQ(decisions.size(), wanted_decisions.size());
    for (std::size_t i = 0; i < decisions.size(); ++i)
        EXPECT_TRUE(decisions[i] == wanted_decisions[i])
            << shown(decisions[i]) << "\n  " << shown(wanted_decisions[i]);
    const auto comments = sorted(read.comments);
    const auto wanted_comments = sorted(wanted.comments);
    ASSERT_EQ(comments.size(), wanted_comments.size());
    for (std::size_t i = 0; i < comments.size(); ++i) {
        EXPECT_TRUE(comments[i] == wanted_comments[i])
            << comments[i].text << " | " << wanted_comments[i].text << " by " << comments[i].author;
    }
}

class RoundTrip : public testing::TestWithParam<std::tuple<test::ReviewRate, int>> {
protected:
    test::ReviewRate rate() const { return std::get<0>(GetParam()); }
    Review random_review() const {
        return test::RandomReview(static_cast<std::uint32_t>(std::get<1>(GetParam()))).make(rate());
    }
};

TEST_P(RoundTrip, WholeFormatsLoseNothing) {
    const Review review = random_review();
    for (const ReviewFormat format : {ReviewFormat::Json, ReviewFormat::Csv}) {
        const auto written = write_review(format, review);
        ASSERT_TRUE(written) << name(format);
        EXPECT_TRUE(written.value().losses.empty());
        const NamedText& file = written.value().files.at(0);
        const auto read = read_review(file.text, file.name);
        ASSERT_TRUE(read) << read.error().message;
        expect_same(read.value().review, review);
        EXPECT_TRUE(read.value().review == review) << name(format);
    }
}

/// What a format says that it leaves out is what its column of the table says that it does not
/// carry.
TEST_P(RoundTrip, LossesAreTheTables) {
    const Review review = random_review();
    const std::vector<std::pair<ReviewField, std::string>> words{
        {ReviewField::Threads, "not told from other comments"},
        {ReviewField::Drawings, "without strokes"},
        {ReviewField::MediaId, "media ids: left out"},
        {ReviewField::Takes, "generators, prompts, seeds, rights and rounds: left out"},
        {ReviewField::Picks, "picks, shots and their stacks: left out: "},
        {ReviewField::IdsAndTimes, "ids and times: left out"},
        {ReviewField::Rankings, "blind comparison left out"}};
    for (std::size_t i = 0; i < kReviewFormats; ++i) {
        const auto format = static_cast<ReviewFormat>(i);
        if (format == ReviewFormat::PremiereMarkers) continue;
        const auto written = write_review(format, review);
        ASSERT_TRUE(written) << name(format);
        const auto says = [&](const std::string& part) {
            return std::ranges::any_of(written.value().losses, [&](const std::string& loss) {
                return loss.find(part) != std::string::npos;
            });
        };
        for (const auto& [field, part] : words)
            EXPECT_EQ(says(part), !has(format, field)) << name(format) << ": " << name(field);
        const bool whole = format == ReviewFormat::Json || format == ReviewFormat::Csv;
        EXPECT_EQ(says("1 answer to send-backs of earlier rounds: left out"), !whole);
        EXPECT_EQ(says("the policy of generators: left out"), !whole);
        if (has(format, ReviewField::Picks)) continue;
        for (const review::Shot& shot : review.shots)
            EXPECT_TRUE(says(shot.name + " = " + label_of(review, shot.pick))) << name(format);
    }
}

TEST_P(RoundTrip, TimelinesOfTakes) {
    const Review review = random_review();
    for (const ReviewFormat format : {ReviewFormat::Otio, ReviewFormat::OtioNleSafe,
                                      ReviewFormat::Xmeml, ReviewFormat::Fcpxml}) {
        SCOPED_TRACE(name(format));
        const auto written = write_review(format, review);
        ASSERT_TRUE(written) << written.error().message;
        ASSERT_EQ(written.value().files.size(), 1U);
        const NamedText& file = written.value().files.front();
        ReviewReadOptions options;
        // Where the file says itself what its media are, nobody has to know them.
        if (!has(format, ReviewField::MediaId)) options.known = review.media;
        if (format == ReviewFormat::OtioNleSafe) options.known = review.media;
        const auto read = read_review(file.text, file.name, options);
        ASSERT_TRUE(read) << read.error().message;
        const Review wanted = expected(review, format, true);
        expect_same(read.value().review, wanted);
        EXPECT_TRUE(std::ranges::is_permutation(read.value().review.drawings, wanted.drawings));
        if (has(format, ReviewField::Takes)) {
            EXPECT_TRUE(read.value().review.takes == wanted.takes);
        }
        if (has(format, ReviewField::Picks)) {
            EXPECT_TRUE(read.value().review.shots == wanted.shots);
        }
    }
}

TEST_P(RoundTrip, ListsOfEachMedium) {
    const Review review = random_review();
    for (const ReviewFormat format :
         {ReviewFormat::ResolveMarkers, ReviewFormat::AvidMarkers, ReviewFormat::Cmx3600}) {
        SCOPED_TRACE(name(format));
        const auto written = write_review(format, review);
        ASSERT_TRUE(written) << written.error().message;
        ASSERT_EQ(written.value().files.size(), review.media.size());
        Review all;
        for (const NamedText& file : written.value().files) {
            ReviewReadOptions options;
            options.known = review.media;
            const auto read = read_review(file.text, file.name, options);
            ASSERT_TRUE(read) << read.error().message << "\n" << file.text;
            const Review& part = read.value().review;
            all.decisions.insert(all.decisions.end(), part.decisions.begin(), part.decisions.end());
            all.comments.insert(all.comments.end(), part.comments.begin(), part.comments.end());
        }
        expect_same(all, expected(review, format, false));
    }
}

INSTANTIATE_TEST_SUITE_P(Rates, RoundTrip,
                         testing::Combine(testing::ValuesIn(test::review_rates()),
                                          testing::Range(0, 6)));

/// A cut of the first shot's takes: slipped, twice as fast, backwards and frozen.
Edit retimed_cut(const Review& review, const test::ReviewRate& rate) {
    Edit edit;
    edit.name = "scene";
    edit.rate = rate.rate;
    edit.drop_frame = rate.drop_frame;
    edit.start_frame = 86'400;
    Track track;
    const auto add = [&](std::size_t index, std::int64_t source, std::int64_t duration,
                         Rational speed) {
        const review::Medium& medium = review.media[index];
        Event event;
        event.name = medium.name;
        event.record_in = track.events.empty() ? 0 : track.events.back().record_out();
        event.duration = duration;
        event.source_start = {Rational(medium.start_frame + source), rate.rate};
        event.speed = speed;
        MediaReference reference;
        reference.key = "DEFAULT_MEDIA";
        reference.name = medium.name;
        reference.url = "file:///elsewhere/" + medium.name + ".mp4";
        reference.start = RationalTime{Rational(medium.start_frame), rate.rate};
        reference.duration = RationalTime{Rational(medium.frame_count), rate.rate};
        event.media.push_back(reference);
        track.events.push_back(event);
    };
    add(0, 10, 40, 1);
    add(1, 0, 30, 2);
    add(2, 80, 60, -1);
    add(3, 25, 12, 0);
    edit.tracks.push_back(track);
    return edit;
}

class RoundTripOnCut : public testing::TestWithParam<test::ReviewRate> {};

TEST_P(RoundTripOnCut, DecisionsFollowSlipAndSpeed) {
    Review review = test::RandomReview(1).make(GetParam());
    const Edit edit = retimed_cut(review, GetParam());
    review.comments.clear();
    review.drawings.clear();
    review.decisions.clear();
    const auto decide = [&](std::size_t index, review::Target target) {
        review.decisions.push_back({.id = "",
                                    .media_id = review.media[index].media_id,
                                    .target = target,
                                    .state = review::DecisionState::SendBack,
                                    .reasons = {"motion"},
                                    .note = "hand melts",
                                    .author = "Mia",
                                    .time_ms = 0});
    };
    using review::Target;
    decide(0, Target::frame(10));     // Record 0.
    decide(0, Target::range(20, 29)); // Record 10 to 19.
    decide(0, Target::frame(5));      // Trimmed off.
    decide(1, Target::frame(20));     // Record 40 + 10.
    decide(2, Target::frame(79));     // The first frame backwards: record 70.
    decide(2, Target::range(40, 49)); // Record 70 + 30 to 39.
    decide(3, Target::frame(25));     // The frozen frame: record 130 to 141.
    decide(5, Target::take());        // Not in the cut.

    const ReviewTimeline timeline = timeline_of_edit(review, edit);
    std::vector<std::pair<std::int64_t, std::int64_t>> places;
    for (const ReviewMarker& marker : timeline.markers)
        places.emplace_back(marker.record, marker.duration);
    const std::vector<std::pair<std::int64_t, std::int64_t>> wanted{{0, 1},  {10, 10},  {50, 1},
                                                                    {70, 1}, {100, 10}, {130, 12}};
    EXPECT_EQ(places, wanted);
    EXPECT_EQ(timeline.losses, (std::vector<std::string>{
                                   "1 remark on media that the edit does not have: left out",
                                   "1 remark on frames that the edit does not show: left out"}));

    std::vector<review::Decision> back = review.decisions;
    back.erase(back.begin() + 7);
    back.erase(back.begin() + 2);
    for (const ReviewFormat format :
         {ReviewFormat::Otio, ReviewFormat::ResolveMarkers, ReviewFormat::Cmx3600,
          ReviewFormat::AvidMarkers, ReviewFormat::Xmeml, ReviewFormat::Fcpxml}) {
        SCOPED_TRACE(name(format));
        ReviewWriteOptions options;
        options.edit = &edit;
        const auto written = write_review(format, review, options);
        ASSERT_TRUE(written) << written.error().message;
        ReviewReadOptions reading;
        reading.known = review.media;
        reading.edit = &edit;
        const NamedText& file = written.value().files.at(0);
        const auto read = read_review(file.text, file.name, reading);
        ASSERT_TRUE(read) << read.error().message;
        Review wanted_review;
        wanted_review.decisions = back;
        expect_same(read.value().review, wanted_review);
    }
}

INSTANTIATE_TEST_SUITE_P(Rates, RoundTripOnCut, testing::ValuesIn(test::review_rates()));

} // namespace
} // namespace seamline::interchange
