#include "app/ui/review/decision_table.h"

#include <gtest/gtest.h>

#include <cstring>

namespace seamline::ui {
namespace {

using review::Decision;
using review::DecisionState;
using review::Target;

std::string id(char c) { return "xxh3-128:" + std::string(32, c); }

Decision decision(char medium, Target target, DecisionState state, const char* author,
                  std::int64_t time_ms) {
    Decision made;
    made.id = std::string(author) + std::to_string(time_ms);
    made.media_id = id(medium);
    made.target = target;
    made.state = state;
    made.author = author;
    made.time_ms = time_ms;
    return made;
}

class DecisionTableTest : public testing::Test {
protected:
    DecisionTableTest() {
        review_.media = {{id('a'), "/clips/attic.mp4", "attic"}, {id('b'), "/clips/barn.mp4", ""}};
        review_.takes = {{id('a'), "sh010", {"Veo 3.1"}}, {id('b'), "sh010", {"Sora 2"}}};
        review_.shots = {{"sh010", {}, {}, "", {id('a'), id('b')}}};
    }
    DecisionTable table(int base = 0) {
        return {std::make_shared<const review::Review>(review_), base};
    }
    static std::vector<std::uint32_t> listed(const DecisionTable& table,
                                             const DecisionListChoice& choice) {
        const std::vector<std::string> open{id('a')};
        return listed_decisions(table, choice, open);
    }

    review::Review review_;
};

TEST_F(DecisionTableTest, RowsSayWhatIsMeant) {
    review_.decisions = {decision('a', Target::take(), DecisionState::Keep, "Ada", 1),
                         decision('b', Target::range(2, 8), DecisionState::SendBack, "Bo", 2),
                         decision('c', Target::of_shot(1, 48, 95), DecisionState::Hold, "Ada", 3)};
    review_.decisions[1].reasons = {"continuity", "character"};
    const DecisionTable rows = table(1);
    EXPECT_EQ(rows.rows()[0].take, "attic");
    EXPECT_EQ(rows.rows()[0].generator, "Veo 3.1");
    EXPECT_EQ(rows.rows()[0].where, "take");
    EXPECT_EQ(rows.rows()[1].take, "barn") << "the file's stem, where nobody named it";
    EXPECT_EQ(rows.rows()[1].where, "frames 3-9") << "the first frame is called 1";
    EXPECT_EQ(rows.rows()[1].reasons, "continuity, character");
    EXPECT_EQ(rows.rows()[2].where, "shot 2 (49-96)");
    EXPECT_EQ(rows.of(id('b')).size(), 1U);
    EXPECT_TRUE(rows.of(id('z')).empty());
}

TEST_F(DecisionTableTest, WhatBreaksThePolicyIsShownAndFound) {
    review_.decisions = {decision('a', Target::take(), DecisionState::Keep, "Ada", 1),
                         decision('b', Target::take(), DecisionState::Keep, "Ada", 2)};
    EXPECT_EQ(table().policy_break(id('b')), "") << "no policy is in effect";
    review_.shots[0].coverage = review::CoverageClass::Character;
    review_.policy = review::policy_from(R"({"schema": "seamline.review_policy/1", "generators":
        {"Sora 2": {"classes": ["environment"]}}})",
                                         "p")
                         .value();
    const DecisionTable rows = table();
    EXPECT_EQ(rows.rows()[0].policy_break, "");
    EXPECT_EQ(rows.rows()[1].policy_break, "Sora 2 is not allowed for character shots");
    EXPECT_EQ(rows.policy_break(id('b')), rows.rows()[1].policy_break);
    DecisionListChoice choice;
    std::strcpy(choice.text.data(), "policy");
    EXPECT_EQ(listed(rows, choice), (std::vector<std::uint32_t>{1}));
}

TEST_F(DecisionTableTest, OnlyContradictionsOfSeveralPeopleAreDisputed) {
    review_.decisions = {decision('a', Target::take(), DecisionState::Keep, "Ada", 1),
                         decision('a', Target::frame(5), DecisionState::SendBack, "Bo", 2),
                         decision('b', Target::range(0, 9), DecisionState::Keep, "Ada", 3),
                         decision('b', Target::frame(9), DecisionState::SendBack, "Bo", 4),
                         decision('b', Target::range(20, 29), DecisionState::SendBack, "Bo", 5),
                         decision('b', Target::frame(9), DecisionState::Hold, "Bo", 6)};
    const DecisionTable rows = table();
    const auto disputed = [&](std::size_t i) { return rows.rows()[i].is_disputed; };
    EXPECT_FALSE(disputed(0)) << "a bad frame does not contradict a take that is kept";
    EXPECT_FALSE(disputed(1));
    EXPECT_TRUE(disputed(2));
    EXPECT_TRUE(disputed(3));
    EXPECT_FALSE(disputed(4)) << "another stretch";
    EXPECT_TRUE(disputed(5)) << "against Ada's, not against their own";
    DecisionListChoice choice;
    choice.disputed = true;
    EXPECT_EQ(listed(rows, choice).size(), 3U);
}

TEST_F(DecisionTableTest, TheListFiltersAndSorts) {
    review_.decisions = {decision('a', Target::take(), DecisionState::Keep, "Ada", 30),
                         decision('b', Target::take(), DecisionState::SendBack, "Bo", 20),
                         decision('b', Target::frame(4), DecisionState::Hold, "Ada", 10)};
    review_.decisions[1].note = "Hand melts";
    const DecisionTable rows = table();
    DecisionListChoice choice;
    EXPECT_EQ(listed(rows, choice), (std::vector<std::uint32_t>{0, 1, 2})) << "newest first";
    choice.descending = false;
    EXPECT_EQ(listed(rows, choice), (std::vector<std::uint32_t>{2, 1, 0}));
    choice.sort = DecisionColumn::Author;
    EXPECT_EQ(listed(rows, choice), (std::vector<std::uint32_t>{0, 2, 1})) << "equal ones stay";
    choice.send_back = true;
    EXPECT_EQ(listed(rows, choice), (std::vector<std::uint32_t>{1}));
    choice.hold = true;
    EXPECT_EQ(listed(rows, choice), (std::vector<std::uint32_t>{2, 1}));
    std::strcpy(choice.text.data(), "sora HAND");
    EXPECT_EQ(listed(rows, choice), (std::vector<std::uint32_t>{1})) << "all words, any case";
    choice = {};
    choice.is_of_session = true;
    EXPECT_EQ(listed(rows, choice), (std::vector<std::uint32_t>{0}));
}

TEST_F(DecisionTableTest, TheVerdictIsOnesOwnElseTheNewest) {
    review_.decisions = {decision('a', Target::take(), DecisionState::Keep, "Ada", 1),
                         decision('a', Target::take(), DecisionState::Hold, "Bo", 2),
                         decision('a', Target::frame(1), DecisionState::SendBack, "Cy", 3)};
    const DecisionTable rows = table();
    EXPECT_EQ(rows.verdict(id('a'), "Ada")->decision->state, DecisionState::Keep);
    EXPECT_EQ(rows.verdict(id('a'), "Cy")->decision->state, DecisionState::Hold);
    EXPECT_EQ(rows.verdict(id('b'), "Ada"), nullptr);
}

TEST_F(DecisionTableTest, AShotIsDecidedByItsPickOrByAllItsTakes) {
    review_.decisions = {decision('a', Target::take(), DecisionState::SendBack, "Ada", 1)};
    EXPECT_EQ(words_of(progress_of(table(), {})), "0 of 1 shot decided");
    review_.takes[1].eliminated = true;
    EXPECT_EQ(words_of(progress_of(table(), {})), "1 of 1 shot decided") << "the other is culled";
    review_.takes[1].eliminated = false;
    review_.shots[0].pick = id('b');
    EXPECT_EQ(words_of(progress_of(table(), {})), "1 of 1 shot decided");
    review_.shots.clear();
    const std::vector<std::string> open{id('a'), id('b')};
    EXPECT_EQ(words_of(progress_of(table(), open)), "1 of 2 takes decided");
}

} // namespace
} // namespace seamline::ui
