#include "app/review/progress.h"
#include "app/review/rounds.h"

#include <gtest/gtest.h>

namespace seamline::review {
namespace {

const std::string kFirst = "xxh3-128:" + std::string(32, '1');
const std::string kSecond = "xxh3-128:" + std::string(32, '2');
const std::string kThird = "xxh3-128:" + std::string(32, '3');

/// Three rounds of a take of 100 frames; the second starts 10 frames later, the third 5 earlier.
class Rounds : public testing::Test {
protected:
    Rounds() {
        for (const std::string& id : {kFirst, kSecond, kThird}) {
            Medium medium;
            medium.media_id = id;
            medium.frame_count = 100;
            review.media.push_back(medium);
            Take take;
            take.media_id = id;
            take.shot = "s";
            review.takes.push_back(take);
        }
        review.takes[1].successor_of = kFirst;
        review.takes[1].successor_shift = 10;
        review.takes[2].successor_of = kSecond;
        review.takes[2].successor_shift = -5;
    }
    void decide(const std::string& take, const Target& target, DecisionState state,
                const std::string& author = "Ann", std::vector<std::string> reasons = {}) {
        Decision d;
        d.id = next_id();
        d.reasons = std::move(reasons);
        d.media_id = take;
        d.target = target;
        d.state = state;
        d.author = author;
        review.decisions.push_back(d);
    }
    void answer(const std::string& take, const std::string& decision, TodoState state,
                const std::string& author = "Ann") {
        review.answers.push_back({next_id(), take, decision, state, "", author, 0});
    }
    /// One digit: ids sort in the order in which they were given.
    std::string next_id() const {
        return std::to_string(review.decisions.size() + review.answers.size());
    }
    Review review;
};

TEST_F(Rounds, GoOneWay) {
    EXPECT_TRUE(succeeds_itself(review, kFirst, kFirst));
    EXPECT_TRUE(succeeds_itself(review, kFirst, kSecond));
    EXPECT_TRUE(succeeds_itself(review, kFirst, kThird));
    EXPECT_FALSE(succeeds_itself(review, kThird, kFirst));
    EXPECT_FALSE(succeeds_itself(review, kFirst, ""));
    EXPECT_FALSE(succeeds_itself(review, kFirst, "xxh3-128:" + std::string(32, '9')));
    review.takes[1].successor_of = kThird;
    EXPECT_FALSE(succeeds_itself(review, kFirst, kThird)) << "a ring among others ends";
}

TEST_F(Rounds, SendBacksBecomeAListWithMappedFrames) {
    decide(kFirst, Target::frame(30), DecisionState::SendBack);
    decide(kFirst, Target::range(5, 20), DecisionState::SendBack);
    decide(kFirst, Target::frame(3), DecisionState::SendBack);
    decide(kFirst, Target::of_shot(0, 40, 60), DecisionState::SendBack);
    decide(kFirst, Target::take(), DecisionState::SendBack);
    decide(kFirst, Target::frame(31), DecisionState::Keep);
    const auto todos = todo_of(review, kSecond);
    ASSERT_EQ(todos.size(), 5U);
    EXPECT_EQ(todos[0].target, Target::frame(20));
    EXPECT_EQ(todos[1].target, Target::range(0, 10)) << "cut off at the beginning";
    EXPECT_FALSE(todos[2].target) << "not shown any more";
    EXPECT_EQ(todos[3].target, Target::range(30, 50));
    EXPECT_EQ(todos[4].target, Target::take());
    for (const Todo& todo : todos) EXPECT_EQ(todo.state, TodoState::Open);
    EXPECT_TRUE(todo_of(review, kFirst).empty());
}

TEST_F(Rounds, DecisionsOnTheNewTakeAnswerByOverlap) {
    decide(kFirst, Target::frame(30), DecisionState::SendBack);
    decide(kFirst, Target::frame(60), DecisionState::SendBack);
    decide(kFirst, Target::frame(80), DecisionState::SendBack);
    decide(kSecond, Target::range(15, 25), DecisionState::SendBack);
    decide(kSecond, Target::frame(20), DecisionState::Keep, "Bo");
    decide(kSecond, Target::frame(51), DecisionState::Keep);
    auto todos = todo_of(review, kSecond);
    ASSERT_EQ(todos.size(), 3U);
    EXPECT_EQ(todos[0].state, TodoState::Fixed) << "the last one of all authors";
    EXPECT_EQ(todos[0].answered_by, "4");
    EXPECT_EQ(todos[1].state, TodoState::Open) << "a frame beside it says nothing";
    decide(kSecond, Target::take(), DecisionState::Hold);
    todos = todo_of(review, kSecond);
    EXPECT_EQ(todos[0].state, TodoState::Fixed) << "closer than the whole take";
    EXPECT_EQ(todos[1].state, TodoState::Held);
}

TEST_F(Rounds, WhatWasNotSettledIsCarriedOn) {
    decide(kFirst, Target::frame(30), DecisionState::SendBack); // 20, then 25.
    decide(kFirst, Target::frame(60), DecisionState::SendBack);
    decide(kFirst, Target::frame(80), DecisionState::SendBack);
    decide(kSecond, Target::frame(50), DecisionState::Keep);
    decide(kSecond, Target::frame(70), DecisionState::SendBack);
    const auto todos = todo_of(review, kThird);
    ASSERT_EQ(todos.size(), 2U);
    EXPECT_EQ(todos[0].target, Target::frame(25));
    EXPECT_EQ(todos[0].rounds_back, 2);
    EXPECT_EQ(todos[1].decision.media_id, kSecond)
        << "sent back again: the newer one is carried on";
    EXPECT_EQ(todos[1].target, Target::frame(75));
    EXPECT_EQ(todos[1].rounds_back, 1);
}

TEST_F(Rounds, SendingTheWholeTakeBackSaysNothingOfItsParts) {
    decide(kFirst, Target::frame(30), DecisionState::SendBack, "Ann", {"text"});
    decide(kFirst, Target::take(), DecisionState::SendBack, "Ann", {"text"});
    decide(kSecond, Target::take(), DecisionState::SendBack, "Ann", {"text"});
    auto todos = todo_of(review, kSecond);
    ASSERT_EQ(todos.size(), 2U);
    EXPECT_EQ(todos[0].state, TodoState::Open);
    EXPECT_TRUE(todos[0].answered_by.empty());
    EXPECT_EQ(todos[1].state, TodoState::Still) << "the same frames: the whole take";
    EXPECT_EQ(todos[1].answered_by, "2");
    decide(kSecond, Target::take(), DecisionState::Keep, "Bo");
    todos = todo_of(review, kSecond);
    EXPECT_EQ(todos[0].state, TodoState::Fixed) << "who keeps all keeps that frame";
    decide(kSecond, Target::take(), DecisionState::SendBack, "Cy");
    EXPECT_EQ(todo_of(review, kSecond)[0].state, TodoState::Open) << "the last word on the take";
    // In the next round both are still to be seen to: the part by itself, the take by its newest.
    EXPECT_EQ(todo_of(review, kThird).size(), 3U);
}

TEST_F(Rounds, ASendBackAnswersWhatItIsAbout) {
    decide(kFirst, Target::range(30, 40), DecisionState::SendBack, "Ann", {"text", "motion"});
    decide(kSecond, Target::range(15, 25), DecisionState::SendBack, "Ann", {"anatomy"});
    EXPECT_EQ(todo_of(review, kSecond)[0].state, TodoState::Open) << "something else nearby";
    decide(kSecond, Target::range(28, 29), DecisionState::SendBack, "Ann", {"audio", "motion"});
    EXPECT_EQ(todo_of(review, kSecond)[0].state, TodoState::Still) << "one of its reasons";
    review.decisions.pop_back();
    decide(kSecond, Target::of_shot(0, 20, 30), DecisionState::SendBack);
    EXPECT_EQ(todo_of(review, kSecond)[0].state, TodoState::Still) << "exactly its frames";
    review.decisions.pop_back();
    decide(kSecond, Target::range(20, 29), DecisionState::Keep);
    EXPECT_EQ(todo_of(review, kSecond)[0].state, TodoState::Open) << "not all of its frames";
    decide(kSecond, Target::range(10, 30), DecisionState::Keep, "Bo");
    EXPECT_EQ(todo_of(review, kSecond)[0].state, TodoState::Fixed);
}

TEST_F(Rounds, AnswersAreOfOneItemAndOnePerson) {
    decide(kFirst, Target::frame(30), DecisionState::SendBack); // "0"
    decide(kFirst, Target::frame(3), DecisionState::SendBack);  // "1", not shown any more.
    answer(kSecond, "0", TodoState::Still);
    answer(kSecond, "1", TodoState::Fixed);
    answer(kThird, "0", TodoState::Fixed, "Cy");
    auto todos = todo_of(review, kSecond);
    ASSERT_EQ(todos.size(), 2U);
    EXPECT_EQ(todos[0].state, TodoState::Still);
    EXPECT_EQ(todos[0].answered_by, "2");
    EXPECT_EQ(todos[1].state, TodoState::Fixed) << "what is not shown can be answered";
    EXPECT_EQ(todo_of(review, kThird)[0].state, TodoState::Fixed) << "its own answer";
    EXPECT_EQ(todo_of(review, kThird)[0].rounds_back, 2);
    EXPECT_EQ(todo_of(review, kThird).size(), 1U) << "what was fixed is not carried on";
    decide(kSecond, Target::frame(20), DecisionState::Keep, "Bo");
    todos = todo_of(review, kSecond);
    EXPECT_EQ(todos[0].state, TodoState::Fixed) << "the last one of all people";
    ASSERT_EQ(todos[0].voices.size(), 2U) << "both are told";
    EXPECT_EQ(todos[0].voices[0].author, "Ann");
    EXPECT_EQ(todos[0].voices[0].state, TodoState::Still);
    EXPECT_TRUE(todos[0].voices[0].answers);
    EXPECT_FALSE(todos[0].voices[1].answers);
    decide(kSecond, Target::frame(20), DecisionState::Hold); // Ann's own later word.
    todos = todo_of(review, kSecond);
    EXPECT_EQ(todos[0].state, TodoState::Held);
    ASSERT_EQ(todos[0].voices.size(), 2U);
    EXPECT_EQ(todos[0].voices[1].author, "Ann");
}

TEST_F(Rounds, AnAnswerThatItIsStillThereIsCarriedOn) {
    decide(kFirst, Target::frame(30), DecisionState::SendBack);
    answer(kSecond, "0", TodoState::Still);
    const auto todos = todo_of(review, kThird);
    ASSERT_EQ(todos.size(), 1U) << "the second round has no send-back of its own for it";
    EXPECT_EQ(todos[0].target, Target::frame(25));
    EXPECT_EQ(todos[0].state, TodoState::Open);
}

TEST_F(Rounds, ACircleOfSuccessorsEnds) {
    review.takes[0].successor_of = kThird;
    decide(kFirst, Target::take(), DecisionState::SendBack);
    EXPECT_EQ(todo_of(review, kThird).size(), 1U);
}

TEST(MappedTarget, KeepsInsideTheTake) {
    EXPECT_EQ(mapped_target(Target::range(90, 99), -5, 100), Target::range(95, 99));
    EXPECT_FALSE(mapped_target(Target::range(95, 99), -5, 100));
    EXPECT_EQ(mapped_target(Target::range(95, 99), -5, 0), Target::range(100, 104));
}

Review shots_of_a_review() {
    Review review;
    for (int i = 0; i < 4; ++i) {
        Take take;
        take.media_id = "xxh3-128:" + std::string(32, static_cast<char>('a' + i));
        take.shot = i < 2 ? "s1" : "s2";
        take.facts.generator = i % 2 == 0 ? "Sora 2" : "Veo 3.1";
        review.takes.push_back(take);
    }
    const auto id = [&](std::size_t i) { return review.takes[i].media_id; };
    review.shots = {{"s1", CoverageClass::Character, ShotPlace::Inside, "", {id(0), id(1)}},
                    {"s2", CoverageClass::None, ShotPlace::Bookend, id(2), {id(2), id(3)}},
                    {"s3", CoverageClass::None, ShotPlace::None, "", {}}};
    return review;
}

Decision on(const Review& review, std::size_t take, DecisionState state,
            const Target& target = Target::take()) {
    Decision d;
    d.media_id = review.takes[take].media_id;
    d.state = state;
    d.target = target;
    return d;
}

TEST(Progress, CountsPicksAndStacksThatWentBack) {
    Review review = shots_of_a_review();
    EXPECT_EQ(shot_states(review),
              (std::vector{ShotState::Open, ShotState::Picked, ShotState::Open}));
    review.decisions = {on(review, 0, DecisionState::SendBack),
                        on(review, 1, DecisionState::SendBack, Target::frame(2))};
    EXPECT_EQ(shot_states(review)[0], ShotState::Open) << "a frame is not the take";
    review.takes[1].eliminated = true;
    EXPECT_EQ(shot_states(review)[0], ShotState::SentBack);
    review.decisions.push_back(on(review, 0, DecisionState::Keep));
    EXPECT_EQ(shot_states(review)[0], ShotState::Open) << "the last word counts";
    review.takes[0].eliminated = true;
    EXPECT_EQ(shot_states(review)[0], ShotState::Open);
    EXPECT_EQ(progress_of(review).decided, 1U);
    EXPECT_EQ(progress_of(review).shots, 3U);
}

TEST(Policy, NamesWhatBreaksIt) {
    const auto policy = policy_from(R"({"schema": "seamline.review_policy/1", "generators": {
        "Sora 2": {"classes": ["environment", ""], "places": ["inside"]},
        "*": {"classes": ["environment", "establishing", ""]}}})",
                                    "policy.json");
    ASSERT_TRUE(policy) << policy.error().message;
    Review review = shots_of_a_review();
    auto breaks = policy_breaks(review, policy.value());
    ASSERT_EQ(breaks.size(), 3U);
    EXPECT_EQ(breaks[0].shot, "s2");
    EXPECT_TRUE(breaks[0].picked) << "picks come first";
    EXPECT_EQ(breaks[0].sentence, "Sora 2 is not allowed for bookend shots");
    EXPECT_EQ(breaks[1].sentence, "Sora 2 is not allowed for character shots");
    EXPECT_EQ(breaks[2].sentence, "Veo 3.1 is not allowed for character shots");
    review.takes[0].eliminated = true;
    review.takes[1].facts.generator.clear();
    EXPECT_EQ(policy_breaks(review, policy.value()).size(), 1U);
}

TEST(Policy, InEffectIsAskedWithoutAFile) {
    Review review = shots_of_a_review();
    EXPECT_TRUE(policy_breaks(review).empty());
    review.policy = Policy{{{"Sora 2", {{CoverageClass::None}, {ShotPlace::Bookend}}}}};
    const auto breaks = policy_breaks(review);
    ASSERT_EQ(breaks.size(), 1U);
    EXPECT_EQ(breaks[0].sentence, "Sora 2 is not allowed for character shots");
    const auto again = policy_from(policy_text(*review.policy), "again");
    ASSERT_TRUE(again) << again.error().message;
    EXPECT_EQ(again.value(), *review.policy);
}

TEST(Policy, RefusesWhatIsNone) {
    for (const char* text :
         {"", "[]", "{}", R"({"schema": "seamline.review_policy/1"})",
          R"({"schema": "seamline.review_policy/1", "generators": {"a": []}})",
          R"({"schema": "seamline.review_policy/1", "generators": {"a": {"classes": ["people"]}}})",
          R"({"schema": "seamline.review_policy/1", "generators": {"a": {"clases": []}}})"}) {
        const auto policy = policy_from(text, "p.json");
        ASSERT_FALSE(policy) << text;
        EXPECT_EQ(policy.error().message.rfind("p.json: ", 0), 0U) << policy.error().message;
    }
}

} // namespace
} // namespace seamline::review
