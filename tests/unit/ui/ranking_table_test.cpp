// What blind comparisons tell, as rows.
#include "app/ui/review/ranking_table.h"

#include <gtest/gtest.h>

namespace seamline::ui {
namespace {

using review::CoverageClass;

/// Sora 2 wins 9 of 12 over Veo 3.1 in character shots, and 1 of 2 in environments.
review::Review compared() {
    review::Review review;
    review.takes = {{"a", "s1", {"Sora 2"}},
                    {"b", "s1", {"Veo 3.1"}},
                    {"c", "s2", {"Sora 2"}},
                    {"d", "s2", {"Veo 3.1"}}};
    review.shots = {{"s1", CoverageClass::Character, {}, "", {"a", "b"}},
                    {"s2", CoverageClass::Environment, {}, "", {"c", "d"}}};
    const auto answer = [&](const char* left, const char* right, review::BlindAnswer given) {
        review::Comparison comparison;
        comparison.left = left;
        comparison.right = right;
        comparison.answer = given;
        comparison.author = "p" + std::to_string(review.comparisons.size());
        comparison.shot = left == std::string("a") ? "s1" : "s2";
        if (given == review::BlindAnswer::Left) comparison.right_reasons = {"physics"};
        review.comparisons.push_back(comparison);
    };
    for (int i = 0; i < 12; ++i)
        answer("a", "b", i < 9 ? review::BlindAnswer::Left : review::BlindAnswer::Right);
    answer("c", "d", review::BlindAnswer::Left);
    answer("c", "d", review::BlindAnswer::Right);
    return review;
}

TEST(RankingTable, WinsStandPerGeneratorAndClassWithTheirIntervals) {
    const RankingTables tables = ranking_tables(review::rank(compared()), true);
    ASSERT_EQ(tables.wins.size(), 6U);
    EXPECT_EQ(tables.wins[0].generator, "Sora 2");
    EXPECT_EQ(tables.wins[0].shots, "all");
    EXPECT_TRUE(tables.wins[0].is_all);
    EXPECT_EQ(tables.wins[0].share.count, 10);
    EXPECT_EQ(tables.wins[0].share.of, 14);
    EXPECT_FALSE(tables.wins[0].tells_less);
    EXPECT_EQ(tables.wins[2].shots, "character");
    EXPECT_EQ(percent_words(tables.wins[2].share), "75 %");
    // Wilson at 95 %, by hand: (0.75 + 0.1601 +- 0.2926) / 1.3201 of 9 of 12.
    EXPECT_EQ(interval_words(tables.wins[2].share), "47 to 91");
    EXPECT_EQ(tables.wins[4].shots, "environment");
    EXPECT_TRUE(tables.wins[4].tells_less) << "two comparisons";
}

TEST(RankingTable, FailuresStandPerGeneratorAndReason) {
    const RankingTables by_class = ranking_tables(review::rank(compared()), true);
    ASSERT_EQ(by_class.failures.size(), 3U);
    EXPECT_EQ(by_class.failures[0].generator, "Veo 3.1");
    EXPECT_EQ(by_class.failures[0].reason, "physics");
    EXPECT_EQ(by_class.failures[0].share.count, 2);
    EXPECT_EQ(by_class.failures[1].shots, "character");
    const RankingTables all = ranking_tables(review::rank(compared()), false);
    ASSERT_EQ(all.failures.size(), 1U);
    EXPECT_EQ(all.wins.size(), 2U);
}

TEST(RankingTable, IsSortedByWhatIsClickedAndKeepsItsOrderElse) {
    RankingTables tables = ranking_tables(review::rank(compared()), true);
    sort_ranking(tables.wins, RankingColumn::Share, false);
    EXPECT_LE(tables.wins.front().share.share, tables.wins.back().share.share);
    sort_ranking(tables.wins, RankingColumn::Generator, true);
    EXPECT_EQ(tables.wins.front().generator, "Veo 3.1");
    sort_ranking(tables.wins, RankingColumn::Shots, false);
    EXPECT_TRUE(tables.wins[0].is_all && tables.wins[1].is_all);
    EXPECT_EQ(tables.wins.back().shots, "environment");
}

TEST(RankingTable, WhatNobodyToldIsNamed) {
    review::Review review = compared();
    review.shots.clear();
    for (review::Take& take : review.takes)
        if (take.facts.generator == "Veo 3.1") take.facts.generator.clear();
    const RankingTables tables = ranking_tables(review::rank(review), true);
    EXPECT_EQ(tables.wins[1].generator, "not known");
    EXPECT_EQ(tables.wins[2].shots, "class not told");
}

} // namespace
} // namespace seamline::ui
