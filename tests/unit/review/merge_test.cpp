#include "app/review/merge.h"

#include "app/review/fold.h"
#include "app/review/memory_store.h"
#include "app/review/review_log.h"

#include <gtest/gtest.h>

#include <set>

namespace seamline::review {
namespace {

std::string id(char c) { return "xxh3-128:" + std::string(32, c); }

class MergeTest : public testing::Test {
protected:
    void take_in(const Review& incoming) {
        std::set<std::string, std::less<>> ids;
        for (const Event& event : log_->history()) ids.insert(event.id);
        const Review stands = *log_->snapshot().review;
        last_ = merge(incoming, stands, "Ada",
                      [&](std::string_view known) { return ids.contains(known); });
        const auto added = log_->import(last_.events);
        ASSERT_TRUE(added) << added.error().message;
        for (const Action& action : last_.actions) {
            const auto done = log_->commit(action);
            ASSERT_TRUE(done) << done.error().message;
        }
    }
    const Review& stands() {
        now_ = log_->snapshot().review;
        return *now_;
    }
    Review all_kinds() const {
        Review review;
        review.media = {{id('a'), "/clips/a.mp4", "a", 48}};
        review.decisions = {{"0192f3a0-0000-7000-8000-000000000001",
                             id('a'),
                             Target::range(3, 9),
                             DecisionState::SendBack,
                             {"anatomy"},
                             "six fingers",
                             "Bo",
                             1730000000000}};
        review.comments = {{"0192f3a0-0000-7000-8000-000000000002", "", id('a'), Target::frame(4),
                            "here", "Cy", 1730000000001, true},
                           {"0192f3a0-0000-7000-8000-000000000003",
                            "0192f3a0-0000-7000-8000-000000000002", id('a'), Target::frame(4),
                            "yes", "Bo", 1730000000002}};
        Drawing drawing;
        drawing.id = "0192f3a0-0000-7000-8000-000000000004";
        drawing.media_id = id('a');
        drawing.from = drawing.to = 4;
        drawing.strokes = {{StrokeKind::Line, {{0, 0}, {0.1, 0.1}}}};
        drawing.author = "Bo";
        drawing.time_ms = 1730000000003;
        review.drawings = {drawing};
        review.shots = {{"sh010", CoverageClass::Character, ShotPlace::Inside, id('a'), {id('a')}}};
        review.takes = {{id('a'), "sh010", {"Veo 3.1", "v2", "a cat", "7", "own"}}};
        review.answers = {{"0192f3a0-0000-7000-8000-000000000005", id('b'),
                           "0192f3a0-0000-7000-8000-000000000001", TodoState::Still, "again", "Cy",
                           1730000000004}};
        review.policy = Policy{{{"*", {{CoverageClass::Title}, {ShotPlace::None}}}}};
        return review;
    }

    std::unique_ptr<ReviewLog> log_ =
        std::move(ReviewLog::open(make_memory_store("memory")).value());
    std::shared_ptr<const Review> now_;
    Merge last_;
};

TEST_F(MergeTest, EverythingComesInWithItsIdsAndTimes) {
    take_in(all_kinds());
    EXPECT_EQ(stands().decisions, all_kinds().decisions);
    ASSERT_EQ(stands().comments.size(), 2U);
    EXPECT_EQ(stands().comments[0], all_kinds().comments[0]);
    EXPECT_EQ(stands().comments[1].parent_id, all_kinds().comments[0].id);
    EXPECT_EQ(stands().drawings, all_kinds().drawings);
    EXPECT_EQ(stands().shots, all_kinds().shots);
    EXPECT_EQ(stands().takes, all_kinds().takes);
    EXPECT_EQ(stands().media, all_kinds().media);
    EXPECT_EQ(stands().answers, all_kinds().answers);
    EXPECT_EQ(stands().policy, all_kinds().policy);
    EXPECT_EQ(last_.said, 5U);
}

TEST_F(MergeTest, TwiceAddsNothing) {
    take_in(all_kinds());
    const std::size_t events = log_->history().size();
    take_in(all_kinds());
    EXPECT_EQ(log_->history().size(), events);
    EXPECT_EQ(last_.said, 0U);
    EXPECT_EQ(last_.known, 5U);
}

TEST_F(MergeTest, WithoutIdsSameWordsAreKnownAndOthersAreMadeNow) {
    take_in(all_kinds());
    Review incoming = all_kinds();
    incoming.decisions[0].id.clear();
    incoming.decisions[0].time_ms = 0;
    incoming.comments.clear();
    incoming.drawings.clear();
    take_in(incoming);
    EXPECT_EQ(stands().decisions.size(), 1U) << "a marker that came back as it went";
    incoming.decisions[0].note = "seven";
    take_in(incoming);
    ASSERT_EQ(stands().decisions.size(), 1U) << "Bo's new word replaces Bo's";
    EXPECT_EQ(stands().decisions[0].note, "seven");
    EXPECT_NE(stands().decisions[0].id, all_kinds().decisions[0].id);
}

TEST_F(MergeTest, WhatWasChangedOutsideIsSaidNow) {
    take_in(all_kinds());
    Review incoming = all_kinds();
    incoming.decisions[0].note = "moved by an editor";
    incoming.decisions[0].target = Target::range(4, 10);
    take_in(incoming);
    ASSERT_EQ(stands().decisions.size(), 2U);
    EXPECT_EQ(stands().decisions[1].note, "moved by an editor");
    EXPECT_EQ(stands().decisions[1].target, Target::range(4, 10));
}

TEST_F(MergeTest, AnOlderFileTakesNothingAway) {
    take_in(all_kinds());
    ASSERT_TRUE(log_->commit(put_take("Ada", id('b'), "sh010", {.generator = "Sora 2"})));
    ASSERT_TRUE(log_->commit(pick("Ada", "sh010", id('b'))));
    ASSERT_TRUE(log_->commit(eliminate("Ada", std::vector{id('a')}, true)));
    ASSERT_TRUE(log_->commit(clear("Bo", id('a'), Target::range(3, 9))));
    const Review newer = stands();
    take_in(all_kinds());
    EXPECT_EQ(stands(), newer) << "neither pick nor cull, nor what was cleared since";
    Review fewer = all_kinds();
    fewer.takes[0].shot.clear();
    fewer.takes[0].facts = {};
    fewer.shots.clear();
    const std::size_t events = log_->history().size();
    take_in(fewer);
    EXPECT_EQ(log_->history().size(), events);
}

TEST_F(MergeTest, AHistoryAfterAReviewIsTheSameEvents) {
    const auto other = std::move(ReviewLog::open(make_memory_store("other")).value());
    ASSERT_TRUE(other->commit(decide("Bo", id('a'), Target::take(), DecisionState::Keep)));
    take_in(*other->snapshot().review);
    const auto added = log_->import(other->history());
    ASSERT_TRUE(added) << added.error().message;
    EXPECT_EQ(added.value(), 0U);
    EXPECT_EQ(stands().decisions.size(), 1U);
}

TEST_F(MergeTest, AnotherPersonsDecisionIsNeverOverwritten) {
    take_in(all_kinds());
    Review incoming;
    incoming.decisions = {{"", id('a'), Target::range(3, 9), DecisionState::Keep, {}, "", ""}};
    take_in(incoming);
    EXPECT_EQ(stands().decisions.size(), 2U);
    EXPECT_EQ(stands().decisions[1].author, "Ada") << "who took it in, where nobody is named";
}

TEST_F(MergeTest, AnAnswerNeedsWhatItAnswers) {
    Review review = all_kinds();
    review.decisions.clear();
    take_in(review);
    EXPECT_TRUE(stands().answers.empty());
    take_in(all_kinds());
    EXPECT_EQ(stands().answers.size(), 1U);
    review = all_kinds();
    review.policy = Policy{};
    review.answers[0].id.clear(); // As a table gives it back.
    take_in(review);
    EXPECT_EQ(stands().answers.size(), 1U) << "it stands here";
    EXPECT_EQ(stands().policy, all_kinds().policy) << "only what is empty is filled in";
}

} // namespace
} // namespace seamline::review
