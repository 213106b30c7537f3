#include "app/analysis/verdict.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace seamline::analysis {
namespace {

Seam measured_seam() {
    Seam seam;
    seam.frame = 24;
    seam.coverage = 0.5;
    seam.same_view = true;
    seam.space_confirmed = true;
    for (const Term term : {Term::ExposureStops, Term::DeltaMired, Term::DeltaDuv, Term::DeltaERaw,
                            Term::DeltaEResidual, Term::RelightStops, Term::RelightSlopeStops,
                            Term::SharpnessLog2, Term::GrainLog2, Term::TextureFlaggedShare})
        at(seam.terms, term) = 0;
    seam.after_cdl_stops = 0.02;
    seam.after_gradient_stops = 0.01;
    seam.grade = measures::GradeFit{};
    return seam;
}

Seam judged(Seam seam, const Null& null = {}, const JudgeOptions& options = {}) {
    judge(seam, null, options);
    return seam;
}

TEST(Verdict, NothingMeasuredApartMatchesAndIsQuiet) {
    const Seam seam = judged(measured_seam());
    EXPECT_EQ(seam.tier, Tier::Matches);
    EXPECT_EQ(seam.lighting.state, LampState::Quiet);
    EXPECT_EQ(seam.continuity.state, LampState::Quiet);
    EXPECT_EQ(seam.sentence, "light and colour match");
}

TEST(Verdict, BarsThatBeginAreSaidAndNotTakenForSoftness) {
    Seam seam = measured_seam();
    seam.bars_differ = true;
    for (const Term term : {Term::SharpnessLog2, Term::GrainLog2, Term::TextureFlaggedShare})
        at(seam.terms, term) = kNotMeasured;
    seam = judged(seam);
    EXPECT_EQ(seam.continuity.state, LampState::Quiet);
    EXPECT_EQ(seam.sentence, "light and colour match; black bars differ: sharpness, grain and "
                             "texture not compared");
}

TEST(Verdict, OneFramingUnderAnotherSunIsSaid) {
    Seam seam = measured_seam();
    seam.by_edges = true;
    at(seam.terms, Term::TextureFlaggedShare) = kNotMeasured;
    EXPECT_EQ(judged(seam).sentence,
              "light and colour match; surfaces differ so much that only the places around common "
              "edges were compared");
}

TEST(Verdict, AGradeDifferenceIsFixedByAPrimaryGrade) {
    Seam seam = measured_seam();
    at(seam.terms, Term::ExposureStops) = 0.4;
    at(seam.terms, Term::DeltaMired) = -38;
    seam = judged(seam);
    EXPECT_EQ(seam.tier, Tier::PrimaryGrade);
    EXPECT_EQ(seam.lighting.state, LampState::Flag);
    EXPECT_EQ(seam.lighting.worst, Term::DeltaMired); // 12.7 times its floor; exposure 8.
    EXPECT_EQ(seam.lighting.words, "38 mired cooler");
    EXPECT_EQ(seam.sentence,
              "incoming is 38 mired cooler and 0.40 stop brighter: a primary grade fixes it");
}

TEST(Verdict, LightThatMovedIsNotGradeableUnlessAGradientDoesIt) {
    Seam seam = measured_seam();
    at(seam.terms, Term::RelightStops) = 0.4;
    at(seam.terms, Term::RelightSlopeStops) = 0.6;
    at(seam.terms, Term::RelightAngleDeg) = 172;
    seam.after_cdl_stops = 0.4;
    seam.after_gradient_stops = 0.3;
    EXPECT_EQ(judged(seam).tier, Tier::NotGradeable);
    EXPECT_EQ(
        judged(seam).sentence,
        "after the best grade more light still comes from the left (0.40 stop): not gradeable");
    seam.after_gradient_stops = 0.05;
    EXPECT_EQ(judged(seam).tier, Tier::WindowOrKey);
}

TEST(Verdict, WithoutAFittedGradeNothingIsSaidOfOne) {
    Seam seam = measured_seam();
    seam.grade.reset();
    at(seam.terms, Term::ExposureStops) = 0.4;
    seam = judged(seam);
    EXPECT_EQ(seam.tier, Tier::NotMeasurable);
    EXPECT_EQ(seam.sentence,
              "incoming is 0.40 stop brighter; too little corresponds to judge a grade");
    Seam damaged;
    damaged.not_measured = "a frame at the cut is damaged or missing";
    damaged = judged(damaged);
    EXPECT_EQ(damaged.lighting.state, LampState::Off);
    EXPECT_EQ(damaged.sentence, "a frame at the cut is damaged or missing: not measured");
}

TEST(Verdict, ColoursThatTheBestGradeLeavesApartAreNotCalledFixed) {
    Seam seam = measured_seam();
    at(seam.terms, Term::DeltaEResidual) = 4.8;
    seam = judged(seam);
    EXPECT_EQ(seam.tier, Tier::WindowOrKey);
    EXPECT_EQ(seam.continuity.state, LampState::Flag);
    EXPECT_NE(seam.sentence.find("the best grade leaves colours apart: a window or key is needed"),
              std::string::npos)
        << seam.sentence;
}

TEST(Verdict, WhatFramesOfOneTakeLeaveApartIsNoFlag) {
    // A take's own frames, a moment apart, leave up to 2.7 apart.
    Seam seam = measured_seam();
    at(seam.terms, Term::DeltaEResidual) = 2.8;
    EXPECT_EQ(judged(seam).continuity.state, LampState::Look);
    at(seam.terms, Term::DeltaEResidual) = 1.9;
    EXPECT_EQ(judged(seam).continuity.state, LampState::Quiet);
}

TEST(Verdict, ChangedFramingIsSilentUntilAsked) {
    Seam seam = measured_seam();
    seam.same_view = false;
    at(seam.terms, Term::ExposureStops) = -1.5;
    EXPECT_EQ(judged(seam).lighting.state, LampState::Off);
    EXPECT_EQ(judged(seam).sentence, "different framing, map off");
    JudgeOptions options;
    options.speak_of_other_framings = true;
    const Seam spoken = judged(seam, {}, options);
    EXPECT_EQ(spoken.tier, Tier::NotMeasurable);
    EXPECT_EQ(spoken.lighting.state, LampState::Flag);
    EXPECT_EQ(spoken.sentence,
              "different framing, map off; as whole pictures incoming is 1.50 stop darker");
}

TEST(Verdict, TwoTakesAreCalledByTheirLetters) {
    Seam seam = measured_seam();
    at(seam.terms, Term::ExposureStops) = 0.4;
    at(seam.terms, Term::GrainLog2) = 1;
    JudgeOptions options;
    options.incoming = "B";
    EXPECT_EQ(judged(seam, {}, options).sentence,
              "B is 0.40 stop brighter: a primary grade fixes it; B is grainier by 2.00 times");
}

TEST(Verdict, EveryTermHasAPlainSentence) {
    for (int i = 0; i < kTermCount; ++i) {
        const std::string words = plain_words(static_cast<Term>(i));
        EXPECT_TRUE(words.size() > 20 && words.back() == '.') << i;
    }
}

TEST(Verdict, AGuessedSpaceLightsNoLampAndSaysSo) {
    Seam seam = measured_seam();
    seam.space_confirmed = false;
    at(seam.terms, Term::ExposureStops) = 2;
    seam = judged(seam);
    EXPECT_EQ(seam.lighting.state, LampState::Off);
    EXPECT_EQ(seam.continuity.state, LampState::Off);
    EXPECT_NE(seam.sentence.find("(colour space unconfirmed)"), std::string::npos);
}

TEST(Verdict, WhatTheShotsDoAnywayIsNotFlagged) {
    Seam seam = measured_seam();
    at(seam.terms, Term::ExposureStops) = 0.3;
    std::vector<Terms> pseudo(8, unmeasured_terms());
    for (std::size_t i = 0; i < pseudo.size(); ++i)
        at(pseudo[i], Term::ExposureStops) = (i % 2 == 0 ? 0.35 : -0.35);
    const Null null = null_of_pseudo_cuts(pseudo);
    EXPECT_NEAR(at(null.scale, Term::ExposureStops), 0.35, 1e-12);
    EXPECT_EQ(judged(seam, null).lighting.state, LampState::Quiet);
    EXPECT_EQ(judged(seam).lighting.state, LampState::Flag);
}

TEST(Verdict, FilmsOwnCutsFlagAtMostFiveInAHundred) {
    std::mt19937 random(3);
    std::normal_distribution<double> normal;
    std::vector<Terms> accepted;
    for (int i = 0; i < 60; ++i) {
        Terms terms = unmeasured_terms();
        at(terms, Term::ExposureStops) = 0.3 * normal(random);
        at(terms, Term::DeltaMired) = 15 * normal(random);
        at(terms, Term::SharpnessLog2) = 0.2 * normal(random);
        accepted.push_back(terms);
    }
    const ThresholdProfile profile;
    EXPECT_FALSE(null_of_film(std::span(accepted).first(19), profile));
    const auto null = null_of_film(accepted, profile);
    ASSERT_TRUE(null);
    EXPECT_EQ(null->film_cuts, 60);
    int flagged = 0;
    for (const Terms& terms : accepted) {
        Seam seam = measured_seam();
        seam.terms = terms;
        seam = judged(seam, *null);
        flagged +=
            seam.lighting.state == LampState::Flag || seam.continuity.state == LampState::Flag;
    }
    EXPECT_LE(flagged, 3);
    EXPECT_GE(flagged, 1); // Not by never flagging.
    Seam worst = measured_seam();
    at(worst.terms, Term::DeltaMired) = 200;
    worst = judged(worst, *null);
    EXPECT_EQ(film_rank_words(worst, accepted, *null, profile),
              "worse than 60 of 60 of this film's own cuts");
}

TEST(PseudoCuts, LieInsideApartAndAreTheSameEachTime) {
    const auto places = pseudo_cuts(100, 200, 8, 4);
    ASSERT_EQ(places.size(), 8U);
    EXPECT_GE(places.front(), 104);
    EXPECT_LT(places.back(), 196);
    for (std::size_t i = 1; i < places.size(); ++i) EXPECT_GE(places[i] - places[i - 1], 4);
    EXPECT_EQ(places, pseudo_cuts(100, 200, 8, 4));
    EXPECT_TRUE(pseudo_cuts(0, 8, 8, 4).empty());
    EXPECT_EQ(pseudo_cuts(0, 12, 8, 4).size(), 1U);
}

TEST(Verdict, DirectionsAreCounterClockwiseFromTheRight) {
    EXPECT_EQ(direction_words(0), "from the right");
    EXPECT_EQ(direction_words(90), "from above");
    EXPECT_EQ(direction_words(180), "from the left");
    EXPECT_EQ(direction_words(-90), "from below");
    EXPECT_EQ(direction_words(359), "from the right");
    EXPECT_EQ(direction_words(-45), "from the lower right");
}

TEST(ThresholdProfile, RoundTripsAndNamesWhatIsWrong) {
    ThresholdProfile profile;
    profile.flag = 3;
    at(profile.floors, Term::DeltaMired) = 7.5;
    at(profile.floors, Term::GrainLog2) = kNotMeasured;
    const auto back = parse_profile(profile_text(profile), "x.json");
    ASSERT_TRUE(back);
    EXPECT_EQ(back.value(), profile);
    const auto message = [](const char* text) {
        const auto result = parse_profile(text, "x.json");
        return result ? std::string("accepted") : result.error().message;
    };
    EXPECT_EQ(message("[1"), "x.json: is not a JSON object");
    EXPECT_EQ(message("{}"), "x.json: schema must be \"seamline.thresholds/1\"");
    EXPECT_EQ(message(R"({"schema":"seamline.thresholds/1","lok":1})"), "x.json: lok is not known");
    EXPECT_EQ(message(R"({"schema":"seamline.thresholds/1","flag":0.5})"),
              "x.json: flag must not be below look");
    EXPECT_EQ(message(R"({"schema":"seamline.thresholds/1","floors":{"mired":1}})"),
              "x.json: floors.mired is not a term");
    EXPECT_EQ(message(R"({"schema":"seamline.thresholds/1","floors":{"delta_mired":-1}})"),
              "x.json: floors.delta_mired must be above 0");
}

} // namespace
} // namespace seamline::analysis
