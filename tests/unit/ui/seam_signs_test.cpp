#include "app/ui/seam_signs.h"

#include "app/ui/seam_table.h"
#include "tests/unit/ui/seam_findings.h"

#include <gtest/gtest.h>

namespace seamline::ui {
namespace {

using analysis::LampState;
using session::CutMarks;
using session::CutPresence;
using session::SeamVerdict;
using test::findings_with;
using test::measured_cut;

const LampKeys kKeys{"Alt+C", "Ctrl+Alt+F"};

/// Quiet at 20, look at 40, flag at 60, and a step at 30.
std::shared_ptr<playback::SourceFindings> four_findings() {
    auto findings = findings_with({measured_cut(20, LampState::Quiet, LampState::Quiet, 0.4),
                                   measured_cut(40, LampState::Quiet, LampState::Look, 1.4),
                                   measured_cut(60, LampState::Flag, LampState::Look, 3)});
    analysis::DetectedSeam step;
    step.frame = 30;
    step.exposure_stops = 0.3;
    step.delta_mired = -12;
    step.normalised = 2.5;
    findings->media[0].seams = {step};
    return findings;
}

SourceSeams seams_of(const CutMarks& marks = {}) {
    return source_seams(four_findings(), marks, analysis::ThresholdProfile{});
}

TEST(SeamSigns, ShowTheWorstLampOfEveryCutAndTheStepsBetween) {
    const SourceSeams seams = seams_of();
    ASSERT_EQ(seams.signs.size(), 4U);
    EXPECT_EQ(seams.signs[0].state, LampState::Quiet);
    EXPECT_EQ(seams.signs[1].frame, 30);
    EXPECT_NE(seams.signs[1].step, nullptr);
    EXPECT_EQ(seams.signs[1].state, LampState::Flag) << "2.5 times its threshold";
    EXPECT_EQ(seams.signs[2].state, LampState::Look);
    EXPECT_EQ(seams.signs[3].state, LampState::Flag);
    EXPECT_DOUBLE_EQ(seams.signs[3].worst, 3);
}

TEST(SeamSigns, StepsOfAGuessedColourSpaceLightNoLamp) {
    auto findings = four_findings();
    auto guessed =
        std::make_shared<analysis::SourceFeatures>(*findings->media[0].measured.features);
    guessed->space_confirmed = false;
    findings->media[0].measured.features = guessed;
    const SourceSeams seams = source_seams(findings, {}, analysis::ThresholdProfile{});
    ASSERT_NE(sign_at(seams, 30), nullptr);
    EXPECT_EQ(sign_at(seams, 30)->state, LampState::Off);
}

TEST(SeamSigns, FollowMarksBeforeTheFindingsDo) {
    const SourceSeams seams = seams_of({{20, CutPresence::Removed, SeamVerdict::None},
                                        {60, CutPresence::Found, SeamVerdict::Dismissed},
                                        {70, CutPresence::Added, SeamVerdict::None}});
    EXPECT_EQ(sign_at(seams, 20), nullptr);
    ASSERT_NE(sign_at(seams, 60), nullptr);
    EXPECT_EQ(sign_at(seams, 60)->verdict, SeamVerdict::Dismissed);
    ASSERT_NE(sign_at(seams, 70), nullptr);
    EXPECT_TRUE(sign_at(seams, 70)->is_added);
    EXPECT_FALSE(sign_at(seams, 70)->is_measured());
}

TEST(SeamSigns, AnAddedCutThatWasTakenBackIsGoneAtOnce) {
    auto findings = four_findings();
    findings->cuts[1].is_added = true;
    EXPECT_EQ(sign_at(source_seams(findings, {}, {}), 40), nullptr);
    const CutMarks marks{{40, CutPresence::Added, SeamVerdict::None}};
    EXPECT_NE(sign_at(source_seams(findings, marks, {}), 40), nullptr);
}

TEST(SeamSigns, StepsInsideTheMediaOfAnEditLieOnItsRecord) {
    auto findings = four_findings();
    findings->cuts.resize(1);
    findings->media.push_back(findings->media[0]);
    findings->media[0].seams.clear();
    analysis::Boundary& at = findings->cuts[0].analysis.boundary;
    at.record_frame = 20;
    at.outgoing = {0, 5, 25};
    at.incoming = {1, 24, 40}; // Frame 30 of the second medium is 6 frames into the shot.
    at.frame = 24;
    at.compared = {23, 25};
    const SourceSeams seams = source_seams(findings, {}, analysis::ThresholdProfile{});
    ASSERT_NE(sign_at(seams, 26), nullptr);
    EXPECT_NE(sign_at(seams, 26)->step, nullptr);
    EXPECT_EQ(sign_at(seams, 30), nullptr);
}

TEST(SeamSigns, NextFlagSkipsWhatIsQuietAndWhatWasDismissed) {
    const SourceSeams seams = seams_of();
    EXPECT_EQ(next_seam(seams, 0, 1, true), 30);
    EXPECT_EQ(next_seam(seams, 30, 1, true), 60);
    EXPECT_EQ(next_seam(seams, 60, 1, true), std::nullopt);
    EXPECT_EQ(next_seam(seams, 60, -1, true), 30);
    const SourceSeams dismissed = seams_of({{30, CutPresence::Found, SeamVerdict::Dismissed}});
    EXPECT_EQ(next_seam(dismissed, 0, 1, true), 60);
}

TEST(SeamSigns, NextCutPassesOverSteps) {
    const SourceSeams seams = seams_of();
    EXPECT_EQ(next_seam(seams, 20, 1, false), 40);
    EXPECT_EQ(next_seam(seams, 40, -1, false), 20);
    EXPECT_EQ(next_seam(seams, 20, -1, false), std::nullopt);
}

TEST(SeamSigns, TheNearestIsTheEarlierOfTwo) {
    const SourceSeams seams = seams_of();
    EXPECT_EQ(nearest_sign(seams, 25)->frame, 20);
    EXPECT_EQ(nearest_sign(seams, 27)->frame, 30);
    EXPECT_EQ(nearest_cut(seams, 30)->frame, 20) << "a step is no cut";
    EXPECT_EQ(nearest_cut(SourceSeams{}, 3), nullptr);
}

TEST(SeamSigns, CountsSayWhatTheFlagsAreWorth) {
    const SourceSeams none = seams_of();
    const SourceSeams* all[]{&none};
    EXPECT_EQ(words_of(count_flags(all)), "flags 2: none judged yet");
    const SourceSeams judged = seams_of({{30, CutPresence::Found, SeamVerdict::Accepted},
                                         {60, CutPresence::Found, SeamVerdict::Dismissed}});
    const SourceSeams* two[]{&judged, &none};
    EXPECT_EQ(words_of(count_flags(two)), "flags 4: 1 accepted, 1 dismissed, precision 50 %");
}

TEST(LampFaces, NameTheLargestTermAndListAll) {
    const SourceSeams seams = seams_of();
    const auto faces = lamp_faces(sign_at(seams, 60), kKeys);
    EXPECT_EQ(faces[0].word, "look");
    EXPECT_EQ(faces[2].word, "flag");
    EXPECT_EQ(faces[2].detail, "0.40 stop brighter");
    EXPECT_NE(faces[2].tip.find("0.40 stop brighter, 3.0 x its threshold"), std::string::npos);
    EXPECT_NE(faces[2].tip.find("38 mired cooler, not judged"), std::string::npos);
    EXPECT_NE(faces[2].tip.find("A flag means look, not error"), std::string::npos);
}

TEST(LampFaces, DarkLampsSayWhichOfTheirReasonsItIs) {
    EXPECT_EQ(lamp_faces(nullptr, kKeys, NoSeam::SwitchedOff)[2].word, "switched off");
    EXPECT_EQ(lamp_faces(nullptr, kKeys, NoSeam::NotYet)[0].word, "not measured yet");
    EXPECT_EQ(lamp_faces(nullptr, kKeys, NoSeam::NothingFound)[2].word, "no cut");
    SeamSign waiting;
    EXPECT_EQ(lamp_faces(&waiting, kKeys, NoSeam::NothingFound)[2].word, "not measured yet");
    auto findings = four_findings();
    findings->cuts[0].analysis.seam.lighting = {LampState::Off, std::nullopt, "different framing"};
    const SourceSeams seams = source_seams(findings, {}, {});
    EXPECT_EQ(lamp_faces(sign_at(seams, 20), kKeys)[2].word, "cannot tell");
    EXPECT_EQ(lamp_faces(sign_at(seams, 30), kKeys)[0].word, "not judged") << "a step is no cut";
}

TEST(LampFaces, TheUnitThatCountsIsExplained) {
    const SourceSeams seams = seams_of();
    const auto faces = lamp_faces(sign_at(seams, 60), kKeys);
    EXPECT_NE(faces[2].tip.find("One stop is twice the light"), std::string::npos) << faces[2].tip;
    analysis::Seam seam;
    at(seam.normalised, analysis::Term::DeltaMired) = 1.5;
    at(seam.normalised, analysis::Term::DeltaDuv) = 0.5;
    ASSERT_EQ(unit_lines(seam).size(), 1U);
    EXPECT_NE(unit_lines(seam)[0].find("134 mired"), std::string::npos);
}

TEST(LampFaces, WhereTheLightLiesIsAHintOfOtherFramings) {
    auto findings = four_findings();
    findings->cuts[0].analysis.seam.sky = measures::SkyShift{-0.6, 0.1, 4};
    const SourceSeams seams = source_seams(findings, {}, {});
    const std::string words = sign_words(*sign_at(seams, 20), "20");
    EXPECT_NE(words.find("A hint, not judged: the brightest part lies 30 % of the width further "
                         "left"),
              std::string::npos)
        << words;
    EXPECT_EQ(words.find("mired against"), std::string::npos) << "4 mired are not told";
}

TEST(LampFaces, CharacterSaysThatItIsNotMeasured) {
    const LampFace face = lamp_faces(nullptr, kKeys)[1];
    EXPECT_EQ(face.word, "unavailable");
    EXPECT_EQ(face.state, LampState::Off);
    EXPECT_NE(face.tip.find("measure of faces"), std::string::npos);
}

TEST(LampFaces, OffSaysWhyAndWhatHelps) {
    auto findings = four_findings();
    analysis::Seam& seam = findings->cuts[0].analysis.seam;
    seam.lighting = seam.continuity = {LampState::Off, std::nullopt, "colour space unconfirmed"};
    SourceSeams seams = source_seams(findings, {}, {});
    EXPECT_EQ(lamp_faces(sign_at(seams, 20), kKeys)[2].detail,
              "colour space unconfirmed: Alt+C confirms");
    seam.lighting = {LampState::Off, std::nullopt, "different framing"};
    EXPECT_EQ(lamp_faces(sign_at(seams, 20), kKeys)[2].detail,
              "different framing: Ctrl+Alt+F speaks all the same");
}

TEST(LampFaces, AStepLightsLightingAlone) {
    const SourceSeams seams = seams_of();
    const auto faces = lamp_faces(sign_at(seams, 30), kKeys);
    EXPECT_EQ(faces[0].state, LampState::Off);
    EXPECT_EQ(faces[2].state, LampState::Flag);
    EXPECT_EQ(faces[2].detail, "0.30 stop brighter, 12 mired cooler");
}

TEST(SeamTable, SortsByTheWorstTermWithTheUnmeasuredLast) {
    const SourceSeams seams = seams_of({{70, CutPresence::Added, SeamVerdict::None}});
    SeamListChoice choice;
    choice.sort = SeamColumn::Worst;
    choice.descending = true;
    std::vector<std::int64_t> frames;
    for (const std::size_t i : listed_seams(seams, choice)) frames.push_back(seams.signs[i].frame);
    EXPECT_EQ(frames, (std::vector<std::int64_t>{60, 30, 40, 20, 70}));
    choice.descending = false;
    frames.clear();
    for (const std::size_t i : listed_seams(seams, choice)) frames.push_back(seams.signs[i].frame);
    EXPECT_EQ(frames, (std::vector<std::int64_t>{20, 40, 30, 60, 70}));
}

TEST(SeamTable, FiltersFlagsAndWhatNobodyJudged) {
    const SourceSeams seams = seams_of({{60, CutPresence::Found, SeamVerdict::Accepted}});
    SeamListChoice choice;
    choice.flagged = true;
    EXPECT_EQ(listed_seams(seams, choice), (std::vector<std::size_t>{1, 3}));
    choice.open = true;
    EXPECT_EQ(listed_seams(seams, choice), (std::vector<std::size_t>{1}));
}

} // namespace
} // namespace seamline::ui
