#include "app/review/pairing.h"
#include "app/review/ranking.h"
#include "app/review/wilson.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <random>
#include <set>

namespace seamline::review {
namespace {

std::string take(int i) {
    const std::string digits = std::to_string(i);
    return "xxh3-128:" + std::string(32 - digits.size(), '0') + digits;
}

std::vector<std::string> takes(int count) {
    std::vector<std::string> result;
    for (int i = 0; i < count; ++i) result.push_back(take(i));
    return result;
}

// Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in Medicine
// 17 (1998), table I, method 3: 81/263, 15/148, 0/20, 1/29; and Brown, Cai and DasGupta (2001).
TEST(Wilson, MatchesPublishedIntervals) {
    const auto near = [](const Share& share, double low, double high) {
        EXPECT_NEAR(share.low, low, 5e-5);
        EXPECT_NEAR(share.high, high, 5e-5);
    };
    near(wilson(81, 263), 0.2553, 0.3662);
    near(wilson(15, 148), 0.0624, 0.1605);
    near(wilson(0, 20), 0.0000, 0.1611);
    near(wilson(1, 29), 0.0061, 0.1718);
    near(wilson(0, 10), 0.0000, 0.2775);
    near(wilson(1, 10), 0.0179, 0.4042);
    near(wilson(8, 10), 0.4902, 0.9433);
    near(wilson(10, 10), 0.7225, 1.0000);
}

/// Its ends are where the score test just rejects: |p - p0| = z sqrt(p0 (1 - p0) / n).
TEST(Wilson, IsTheScoreTestInverted) {
    for (std::int64_t n : {1, 2, 7, 40, 1000})
        for (std::int64_t k = 0; k <= n; k += std::max<std::int64_t>(1, n / 9)) {
            const Share share = wilson(k, n);
            for (const double p0 : {share.low, share.high}) {
                if (p0 == 0 || p0 == 1) continue;
                const double z =
                    std::abs(share.share - p0) / std::sqrt(p0 * (1 - p0) / static_cast<double>(n));
                EXPECT_NEAR(z, 1.959964, 1e-5) << k << " of " << n;
            }
            EXPECT_LE(share.low, share.share);
            EXPECT_GE(share.high, share.share);
        }
    EXPECT_EQ(wilson(0, 0).high, 1) << "nothing is known of nothing";
}

/// The true share lies inside about 95 of 100 times.
TEST(Wilson, CoversTheTruthBySimulation) {
    std::mt19937_64 random(11);
    for (const double truth : {0.1, 0.35, 0.5, 0.8}) {
        int inside = 0;
        constexpr int kRuns = 4000;
        for (int run = 0; run < kRuns; ++run) {
            std::int64_t count = 0;
            for (int i = 0; i < 40; ++i)
                count += std::generate_canonical<double, 53>(random) < truth ? 1 : 0;
            const Share share = wilson(count, 40);
            inside += share.low <= truth && truth <= share.high ? 1 : 0;
        }
        EXPECT_GT(inside, kRuns * 0.93) << truth;
        EXPECT_LT(inside, kRuns * 0.98) << truth;
    }
}

TEST(Pairing, HoldsEveryPairOnceAndSpreadsTurnsAndSides) {
    for (int count = 2; count <= 25; ++count)
        for (std::uint64_t seed = 0; seed < 20; ++seed) {
            const auto schedule = pairing(takes(count), seed);
            ASSERT_EQ(schedule.size(), static_cast<std::size_t>(count * (count - 1) / 2));
            std::set<std::set<std::string>> pairs;
            std::map<std::string, int> turns, left;
            for (const std::string& t : takes(count)) turns[t] = left[t] = 0;
            const auto spread = [](const std::map<std::string, int>& of) {
                int low = of.begin()->second;
                int high = low;
                for (const auto& [id, number] : of)
                    low = std::min(low, number), high = std::max(high, number);
                return high - low;
            };
            for (const Pair& pair : schedule) {
                ASSERT_NE(pair.left, pair.right);
                pairs.insert({pair.left, pair.right});
                ++turns[pair.left], ++turns[pair.right], ++left[pair.left];
                ASSERT_LE(spread(turns), 2) << count << " takes, seed " << seed;
            }
            EXPECT_EQ(pairs.size(), schedule.size());
            EXPECT_EQ(spread(turns), 0);
            EXPECT_LE(spread(left), 1);
        }
    EXPECT_TRUE(pairing(takes(1), 1).empty());
    EXPECT_TRUE(pairing({}, 1).empty());
}

TEST(Pairing, IsReproducibleAndDependsOnTheSeed) {
    auto shuffled = takes(9);
    std::ranges::reverse(shuffled);
    EXPECT_EQ(pairing(takes(9), 42), pairing(shuffled, 42));
    EXPECT_NE(pairing(takes(9), 42), pairing(takes(9), 43));
    // Sides: over many seeds each of two takes is on the left about half of the time.
    int first_left = 0;
    for (std::uint64_t seed = 0; seed < 1000; ++seed)
        first_left += pairing(takes(2), seed)[0].left == take(0) ? 1 : 0;
    EXPECT_NEAR(first_left, 500, 80);
    // The same on every machine: this schedule was written down once.
    const auto schedule = pairing(takes(3), 1);
    ASSERT_EQ(schedule.size(), 3U);
}

TEST(Pairing, GoesOnWhereItStopped) {
    const auto schedule = pairing(takes(4), 5);
    Review review;
    const auto answer = [&](const Pair& pair, const std::string& author) {
        Comparison c;
        c.shot = "s";
        c.left = pair.right; // However it was shown.
        c.right = pair.left;
        c.seed = 5;
        c.author = author;
        review.comparisons.push_back(c);
    };
    EXPECT_EQ(next_pair(schedule, review, "s", 5, "Ann"), 0U);
    answer(schedule[0], "Ann");
    answer(schedule[1], "Bo");
    EXPECT_EQ(next_pair(schedule, review, "s", 5, "Ann"), 1U);
    EXPECT_EQ(next_pair(schedule, review, "s", 5, "Bo"), 0U);
    EXPECT_EQ(next_pair(schedule, review, "s", 6, "Ann"), 0U);
    EXPECT_EQ(next_pair(schedule, review, "other", 5, "Ann"), 0U);
    for (const Pair& pair : schedule) answer(pair, "Ann");
    EXPECT_EQ(next_pair(schedule, review, "s", 5, "Ann"), schedule.size());
}

TEST(Pairing, ARoundGoesOnOrBeginsAnew) {
    Review review;
    BlindRound round = blind_round(takes(3), review, "s", "Ann", 77);
    EXPECT_EQ(round.seed, 77U);
    EXPECT_EQ(round.schedule, pairing(takes(3), 77));
    EXPECT_EQ(round.at, 0U);
    for (std::size_t i = 0; i < 3; ++i) {
        Comparison c;
        c.shot = "s";
        c.seed = 5;
        c.author = "Ann";
        c.left = pairing(takes(3), 5)[i].left;
        c.right = pairing(takes(3), 5)[i].right;
        review.comparisons.push_back(c);
        round = blind_round(takes(3), review, "s", "Ann", 77);
        EXPECT_EQ(round.seed, i < 2 ? 5U : 77U);
        EXPECT_EQ(round.at, i < 2 ? i + 1 : 0U);
        EXPECT_EQ(blind_round(takes(3), review, "s", "Bo", 77).seed, 77U);
    }
    EXPECT_EQ(blind_round(takes(4), review, "s", "Ann", 77).seed, 5U) << "a take came in since";
}

/// Takes 0-2 of "Good", 3-5 of "Poor", on a title shot.
Review two_generators() {
    Review review;
    review.shots.push_back({"title", CoverageClass::Title, ShotPlace::None, "", takes(6)});
    for (int i = 0; i < 6; ++i) {
        Take t;
        t.media_id = take(i);
        t.shot = "title";
        t.facts.generator = i < 3 ? "Good" : "Poor";
        review.takes.push_back(t);
    }
    return review;
}

Comparison answered(int left, int right, BlindAnswer answer, const std::string& author = "Ann") {
    Comparison c;
    c.author = author;
    c.shot = "title";
    c.left = take(left);
    c.right = take(right);
    c.answer = answer;
    return c;
}

TEST(Ranking, CountsWinsPerGeneratorAndClass) {
    Review review = two_generators();
    for (int i = 0; i < 10; ++i)
        review.comparisons.push_back(
            answered(i % 3, 3 + i % 3, BlindAnswer::Left, "Ann " + std::to_string(i)));
    review.comparisons.push_back(answered(3, 0, BlindAnswer::Both, "Bo"));
    review.comparisons.push_back(answered(3, 0, BlindAnswer::Neither, "Cy"));
    const Ranking ranking = rank(review);
    EXPECT_EQ(ranking.comparisons, 12);
    ASSERT_EQ(ranking.generators.size(), 2U);
    EXPECT_EQ(ranking.generators[0].generator, "Good");
    EXPECT_EQ(ranking.generators[0].wins.count, 11);
    EXPECT_EQ(ranking.generators[0].wins.of, 12);
    EXPECT_EQ(ranking.generators[0].takes, 3);
    EXPECT_EQ(ranking.generators[1].wins.count, 1);
    EXPECT_NEAR(ranking.generators[1].wins.high, wilson(1, 12).high, 0);
    ASSERT_EQ(ranking.generators_by_class.size(), 2U);
    EXPECT_EQ(ranking.generators_by_class[0].coverage, CoverageClass::Title);
    ASSERT_EQ(ranking.sentences.size(), 3U) << "all, the class, the shot; nothing was left out";
    EXPECT_NE(ranking.sentences[0].find("Good ships most often"), std::string::npos);
    EXPECT_NE(ranking.sentences[0].find("beyond chance"), std::string::npos);
    EXPECT_NE(ranking.sentences[1].find("Class title"), std::string::npos);
}

TEST(Ranking, SaysWhenTheNumbersAreTooFew) {
    Review review = two_generators();
    EXPECT_TRUE(rank(review).sentences.empty());
    const auto person = [](int i) { return "person " + std::to_string(i); };
    for (int i = 0; i < 9; ++i)
        review.comparisons.push_back(answered(0, 3, BlindAnswer::Left, person(i)));
    EXPECT_NE(rank(review).sentences.at(0).find("too few comparisons to tell"), std::string::npos)
        << "nine of nine, but fewer than ten";
    review.comparisons.clear();
    for (int i = 0; i < 30; ++i)
        review.comparisons.push_back(
            answered(0, 3, i % 5 < 3 ? BlindAnswer::Left : BlindAnswer::Right, person(i)));
    EXPECT_NE(rank(review).sentences.at(0).find("too few to tell the generators apart"),
              std::string::npos)
        << rank(review).sentences.at(0);
}

TEST(Ranking, OnePersonCountsOnceForAPair) {
    Review review = two_generators();
    for (int i = 0; i < 40; ++i) // However it was shown.
        review.comparisons.push_back(i % 2 == 0 ? answered(0, 3, BlindAnswer::Left)
                                                : answered(3, 0, BlindAnswer::Right));
    review.comparisons.back().left_reasons = {"motion"};
    review.comparisons.push_back(answered(0, 3, BlindAnswer::Right)); // Another mind at last.
    review.comparisons.back().left_reasons = {"text"};
    review.comparisons.push_back(answered(0, 3, BlindAnswer::Left, "Bo"));
    const Ranking ranking = rank(review);
    EXPECT_EQ(ranking.comparisons, 42);
    EXPECT_EQ(ranking.repeated, 40);
    ASSERT_EQ(ranking.generators.size(), 2U);
    for (const RankedGroup& group : ranking.generators) {
        EXPECT_EQ(group.wins.count, 1) << group.generator;
        EXPECT_EQ(group.wins.of, 2) << group.generator;
    }
    EXPECT_NE(ranking.sentences.at(0).find("too few comparisons"), std::string::npos);
    EXPECT_NE(ranking.sentences.back().find("40 answers to a pair"), std::string::npos)
        << ranking.sentences.back();
    ASSERT_EQ(ranking.failures.size(), 2U) << "the reason of an answer that was taken back";
    EXPECT_EQ(ranking.failures[0].reason, "text");
}

TEST(Ranking, OneGeneratorsTakesTellNothingOfIt) {
    Review review = two_generators();
    for (int i = 0; i < 12; ++i) {
        const std::string person = "person " + std::to_string(i);
        review.comparisons.push_back(answered(0, 1, BlindAnswer::Left, person));
        review.comparisons.push_back(
            answered(0, 3, i < 6 ? BlindAnswer::Left : BlindAnswer::Right, person));
    }
    // Nobody knows what made these: perhaps the same.
    Take unknown;
    for (int i = 6; i < 8; ++i) {
        unknown.media_id = take(i);
        review.takes.push_back(unknown);
    }
    review.comparisons.push_back(answered(6, 7, BlindAnswer::Left));
    const Ranking ranking = rank(review);
    EXPECT_EQ(ranking.same_generator, 13);
    ASSERT_EQ(ranking.generators.size(), 2U);
    EXPECT_EQ(ranking.generators[0].wins.count, 6);
    EXPECT_EQ(ranking.generators[0].wins.of, 12);
    EXPECT_EQ(ranking.generators[1].wins.of, 12);
    EXPECT_NE(ranking.sentences.back().find("13 comparisons of two takes of one generator"),
              std::string::npos);
    ASSERT_EQ(ranking.shots.size(), 1U);
    const RankedShot& shot = ranking.shots[0];
    ASSERT_EQ(shot.takes.size(), 5U);
    const auto of = [&](int number) {
        return std::ranges::find(shot.takes, take(number), &RankedTake::media_id)->wins;
    };
    EXPECT_EQ(of(0).count, 18);
    EXPECT_EQ(of(0).of, 24);
    EXPECT_EQ(of(1).count, 0);
    EXPECT_EQ(of(1).of, 12);
    EXPECT_EQ(of(6).of, 1);
}

/// Intervals by hand (Wilson, z = 1.96): 19 of 20 from 0.764 on, 1 of 20 up to 0.236, 12 of 20 from
/// 0.387 to 0.781.
TEST(Ranking, NamesTheTakeOfAShotThatShips) {
    Review review = two_generators();
    Medium medium;
    medium.media_id = take(4);
    medium.name = "sh010_v3";
    review.media.push_back(medium);
    const auto people = [&](int left, int right, int wins, int of) {
        for (int i = 0; i < of; ++i)
            review.comparisons.push_back(answered(left, right,
                                                  i < wins ? BlindAnswer::Left : BlindAnswer::Right,
                                                  "person " + std::to_string(i)));
    };
    people(4, 5, 19, 20);
    const Ranking two = rank(review);
    ASSERT_EQ(two.shots.size(), 1U);
    EXPECT_EQ(two.shots[0].shot, "title");
    EXPECT_EQ(two.shots[0].coverage, CoverageClass::Title);
    EXPECT_EQ(two.shots[0].takes[0].media_id, take(4));
    EXPECT_EQ(two.shots[0].takes[0].generator, "Poor");
    EXPECT_EQ(two.shots[0].winner, take(4)) << "of one generator, and still the better take";
    EXPECT_NEAR(two.shots[0].takes[0].wins.low, 0.7639, 0.0001);
    EXPECT_NE(two.shots[0].sentence.find("Shot title: sh010_v3 ships most often"),
              std::string::npos)
        << two.shots[0].sentence;
    EXPECT_TRUE(two.generators.empty());
    EXPECT_NE(two.sentences[0].find("too few comparisons"), std::string::npos);
    people(0, 1, 12, 20); // A take that is not apart from the best one.
    const Ranking four = rank(review);
    EXPECT_EQ(four.shots[0].takes[0].media_id, take(4));
    EXPECT_EQ(four.shots[0].winner, "");
    EXPECT_NE(four.shots[0].sentence.find("not beyond chance against every other"),
              std::string::npos)
        << four.shots[0].sentence;
    review.comparisons.resize(9);
    const Ranking few = rank(review);
    EXPECT_EQ(few.shots[0].winner, "");
    EXPECT_NE(few.shots[0].sentence.find("too few comparisons to tell (a take needs 10)"),
              std::string::npos);
}

/// Two takes that are as good as each other; one person is asked about them again and again, with a
/// taste that is drawn once. Counted as if independent that would look like proof.
TEST(Ranking, ATasteThatIsAskedOftenIsNoProof) {
    std::mt19937_64 random(11);
    int proofs = 0;
    for (int run = 0; run < 200; ++run) {
        Review review = two_generators();
        for (int person = 0; person < 12; ++person) {
            const bool likes_left = random() % 2 == 0;
            for (int i = 0; i < 30; ++i)
                review.comparisons.push_back(
                    answered(0, 3, likes_left ? BlindAnswer::Left : BlindAnswer::Right,
                             "person " + std::to_string(person)));
        }
        const Ranking ranking = rank(review);
        proofs += apart(ranking.generators[0].wins, ranking.generators[1].wins) ? 1 : 0;
    }
    EXPECT_LE(proofs, 20) << "one in twenty, and what chance adds to that";
}

TEST(Ranking, FailureRatesAreOfTakesNotOfVoices) {
    Review review = two_generators();
    const auto send_back = [&](int of, const std::string& author,
                               std::vector<std::string> reasons) {
        Decision d;
        d.media_id = take(of);
        d.state = DecisionState::SendBack;
        d.author = author;
        d.reasons = std::move(reasons);
        review.decisions.push_back(d);
    };
    send_back(3, "Ann", {"text", "motion"});
    send_back(3, "Bo", {"text"});
    Decision keep;
    keep.media_id = take(4);
    keep.reasons = {"text"}; // Why it was kept is no failure.
    review.decisions.push_back(keep);
    Comparison c = answered(0, 5, BlindAnswer::Left);
    c.right_reasons = {"text"};
    review.comparisons.push_back(c);
    const auto failures = rank(review).failures;
    ASSERT_EQ(failures.size(), 4U) << "two reasons, of all classes and of titles";
    EXPECT_EQ(failures[0].generator, "Poor");
    EXPECT_EQ(failures[0].reason, "text");
    EXPECT_FALSE(failures[0].coverage);
    EXPECT_EQ(failures[0].takes.count, 2);
    EXPECT_EQ(failures[0].takes.of, 3);
    EXPECT_EQ(failures[1].reason, "motion");
    EXPECT_EQ(failures[1].takes.count, 1);
    EXPECT_EQ(failures[2].coverage, CoverageClass::Title);
}

/// Generators whose takes ship with known chances: the interval of the ranking holds the truth.
TEST(Ranking, FindsTheBetterGeneratorBySimulation) {
    std::mt19937_64 random(3);
    const auto ships = [&](int of) {
        return std::generate_canonical<double, 53>(random) < (of < 3 ? 0.7 : 0.3);
    };
    int found = 0;
    int wrong = 0;
    for (int run = 0; run < 100; ++run) {
        Review review = two_generators();
        for (std::uint64_t seed = 0; seed < 8; ++seed)
            for (const Pair& pair :
                 pairing(takes(6), seed + 10 * static_cast<std::uint64_t>(run))) {
                const auto index = [](const std::string& id) { return std::stoi(id.substr(9)); };
                const bool l = ships(index(pair.left));
                const bool r = ships(index(pair.right));
                review.comparisons.push_back(
                    answered(index(pair.left), index(pair.right),
                             l ? (r ? BlindAnswer::Both : BlindAnswer::Left)
                               : (r ? BlindAnswer::Right : BlindAnswer::Neither),
                             "person " + std::to_string(seed)));
            }
        const Ranking ranking = rank(review);
        const bool beyond = apart(ranking.generators[0].wins, ranking.generators[1].wins);
        found += beyond && ranking.generators[0].generator == "Good" ? 1 : 0;
        wrong += beyond && ranking.generators[0].generator == "Poor" ? 1 : 0;
    }
    EXPECT_GT(found, 85);
    EXPECT_EQ(wrong, 0);
}

} // namespace
} // namespace seamline::review
