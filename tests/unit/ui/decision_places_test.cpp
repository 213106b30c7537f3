#include "app/ui/review/decision_places.h"

#include "app/ui/review/blind_panel.h"
#include "app/ui/review/comment_panel.h"
#include "app/ui/review/decision_actions.h"
#include "app/ui/review/decision_bar.h"
#include "app/ui/review/decision_signs.h"
#include "app/ui/review/found_reasons.h"
#include "app/ui/review/share_panel.h"
#include "tests/unit/ui/seam_findings.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace seamline::ui {
namespace {

using analysis::LampState;
using review::Target;
using review::TargetKind;
using Words = std::vector<std::string>;

const std::string kId = "xxh3-128:" + std::string(32, 'a');

/// Two takes of 96 frames at 24; the first is A, with cuts at 40 and 70, the first one flagged.
class DecisionPlaces : public testing::Test {
protected:
    DecisionPlaces() {
        auto index = std::make_shared<decode::FrameIndex>();
        for (int i = 0; i < 96; ++i) {
            decode::FrameIndex::Entry frame;
            frame.time_s = Rational(i, 24);
            index->frames.push_back(frame);
        }
        index->end_s = Rational(4);
        for (const session::SourceKey key : {1U, 2U}) {
            session::Source source;
            source.key = key;
            source.path = "/clips/take" + std::to_string(key) + ".mp4";
            source.generator = "Veo 3.1";
            model_.session.sources.push_back(source);
            playback::SourceReport report;
            report.key = key;
            report.status = playback::SourceStatus::Ready;
            report.index = index;
            report.last_tick = 95;
            VideoDescription video;
            video.frame_count = 96;
            video.frame_rate = Rational(24);
            video.size = {1080, 1920};
            video.rotation = 90;
            report.media.video = video;
            model_.reports.push_back(report);
        }
        model_.length = 96;
        model_.tick = 50;
        findings_ =
            test::findings_with({test::measured_cut(40, LampState::Flag, LampState::Quiet, 2.1),
                                 test::measured_cut(70, LampState::Quiet, LampState::Quiet, 0.3)});
        judge({});
        model_.review.ids["/clips/take1.mp4"] = kId;
    }
    void judge(const session::CutMarks& marks) {
        model_.seams[1] = source_seams(findings_, marks, {});
    }
    Result<Target> now(TargetKind kind) {
        const auto place = decision_place(model_);
        if (!place) return place.error();
        return target_now(model_, place.value(), kind);
    }
    Words reasons(const Target& target) const {
        return found_reasons(model_.seams.at(1), target, 24);
    }

    ViewModel model_;
    std::shared_ptr<playback::SourceFindings> findings_;
};

TEST_F(DecisionPlaces, AKeyIsAboutWhatAShows) {
    const auto place = decision_place(model_);
    ASSERT_TRUE(place) << place.error().message;
    EXPECT_EQ(place.value().path, "/clips/take1.mp4");
    EXPECT_EQ(place.value().frame, 50);
    EXPECT_EQ(place.value().generator, "Veo 3.1");
    EXPECT_EQ(place.value().medium.frame_count, 96);
    EXPECT_EQ(place.value().medium.width, 1920) << "as displayed: its tag turns it";
    EXPECT_EQ(decision_place(model_, 2).value().path, "/clips/take2.mp4");
    model_.reports[0].status = playback::SourceStatus::Opening;
    EXPECT_FALSE(decision_place(model_));
    EXPECT_FALSE(decision_place(ViewModel{}));
}

TEST_F(DecisionPlaces, TargetsAreFramesOfTheMedium) {
    EXPECT_EQ(now(TargetKind::Take).value(), Target::take());
    EXPECT_EQ(now(TargetKind::Frame).value(), Target::frame(50));
    EXPECT_EQ(now(TargetKind::Shot).value(), Target::of_shot(1, 40, 69)) << "between its cuts";
    model_.tick = 10;
    EXPECT_EQ(now(TargetKind::Shot).value(), Target::of_shot(0, 0, 39));
    model_.tick = 95;
    EXPECT_EQ(now(TargetKind::Shot).value(), Target::of_shot(2, 70, 95));
    EXPECT_FALSE(now(TargetKind::Range)) << "nothing is marked";
    model_.session.transport.in = 12;
    model_.session.transport.out = 20;
    EXPECT_EQ(now(TargetKind::Range).value(), Target::range(12, 20)) << "out is in it";
    // A take that was put later: ticks are not its frames.
    model_.session.sources[0].timing.offset_s = Rational(1, 2);
    EXPECT_EQ(now(TargetKind::Range).value(), Target::range(0, 8));
    EXPECT_EQ(ticks_of(model_, model_.session.sources[0], 3, 5),
              (std::pair<std::int64_t, std::int64_t>{15, 17}));
    EXPECT_EQ(ticks_of(model_, model_.session.sources[0], 96, 99), std::nullopt);
}

TEST_F(DecisionPlaces, WhatTheReviewKnowsOfATakeIsItsGenerator) {
    review::Review review;
    review::Take take;
    take.media_id = kId;
    take.facts.generator = "Sora 2";
    review.takes.push_back(take);
    model_.review.table =
        std::make_shared<const DecisionTable>(std::make_shared<const review::Review>(review), 0);
    take_generators(model_.session, model_.review);
    EXPECT_EQ(model_.session.sources[0].generator, "Sora 2");
    EXPECT_EQ(model_.session.sources[1].generator, "Veo 3.1") << "it knows nothing of that one";
}

TEST_F(DecisionPlaces, EveryReasonHasAKey) {
    const auto letter = [](char32_t typed, Modifiers modifiers = 0) {
        return reason_of_letter({.typed = typed, .modifiers = modifiers}, 13);
    };
    EXPECT_EQ(reason_key(0), "1");
    EXPECT_EQ(reason_key(8), "9");
    EXPECT_EQ(reason_key(9), "a");
    EXPECT_EQ(reason_key(34), "z");
    EXPECT_EQ(reason_key(35), "");
    for (std::size_t i = 9; i < review::default_reasons().size(); ++i)
        EXPECT_EQ(letter(static_cast<char32_t>(reason_key(i)[0])), i);
    EXPECT_EQ(letter(U'e'), std::nullopt) << "there are no 14 reasons";
    EXPECT_EQ(letter(U'a', kCtrl), std::nullopt);
    EXPECT_EQ(letter(U'1'), std::nullopt);
}

TEST_F(DecisionPlaces, AShotIsNotGuessedBeforeItsCutsAreFound) {
    model_.seams.clear();
    EXPECT_FALSE(now(TargetKind::Shot));
    findings_ = test::findings_with({});
    judge({});
    EXPECT_EQ(now(TargetKind::Shot).value(), Target::of_shot(0, 0, 95)) << "it has no cut";
}

TEST_F(DecisionPlaces, ReasonsComeFromFlagsThatStand) {
    EXPECT_EQ(reasons(Target::take()), Words{"lighting drift"});
    EXPECT_EQ(reasons(Target::range(30, 45)), Words{"lighting drift"});
    EXPECT_EQ(reasons(Target::range(41, 95)), Words{}) << "the quiet cut suggests nothing";
    EXPECT_EQ(reasons(Target::frame(50)), Words{"lighting drift"}) << "within half a second";
    EXPECT_EQ(reasons(Target::frame(53)), Words{});
    judge({{40, session::CutPresence::Found, session::SeamVerdict::Dismissed}});
    EXPECT_EQ(reasons(Target::take()), Words{}) << "a person said that it is right";
}

TEST_F(DecisionPlaces, ReasonsComeFromTheCadence) {
    findings_ = test::findings_with({});
    findings_->media[0].cadence.frozen = {{20, 14}};
    findings_->media[0].cadence.flashes = {{60, 2}};
    judge({});
    EXPECT_EQ(reasons(Target::take()), (Words{"flicker", "motion"}));
    EXPECT_EQ(reasons(Target::range(0, 33)), Words{"motion"});
    EXPECT_EQ(reasons(Target::frame(61)), Words{"flicker"});
    EXPECT_EQ(reasons(Target::frame(62)), Words{});
    const Words offered = review::default_reasons();
    for (const std::string& word : reasons(Target::take()))
        EXPECT_NE(std::ranges::find(offered, word), offered.end()) << word;
}

TEST_F(DecisionPlaces, WhatWasMeasuredGoesIntoReportsUnlessDismissed) {
    const auto words = measured_words(model_);
    ASSERT_EQ(words.size(), 1U);
    EXPECT_EQ(words.at(kId),
              Words{"frame 40: incoming is 0.40 stop brighter: a primary grade fixes it"});
    judge({{40, session::CutPresence::Found, session::SeamVerdict::Dismissed}});
    EXPECT_TRUE(measured_words(model_).empty());
}

TEST_F(DecisionPlaces, ATakeThatBecomesALeavesBAnotherOne) {
    session::Session& session = model_.session;
    session.compare.a = 1;
    session.compare.b = 2;
    make_a(session, 2);
    EXPECT_EQ(session.compare.a, 2U);
    EXPECT_EQ(session.compare.b, 1U);
}

TEST_F(DecisionPlaces, HiddenNamesTellNothing) {
    session::Session& session = model_.session;
    session.sources.push_back({.key = 3, .path = "/clips/sora.mp4", .name = "sora"});
    session.compare.a = 2;
    session.compare.b = 1;
    hide_names(session);
    EXPECT_EQ(display_name(session.sources[1]), "Left");
    EXPECT_EQ(display_name(session.sources[0]), "Right");
    EXPECT_EQ(display_name(session.sources[2]), "take 1");
    for (const session::Source& source : session.sources) {
        EXPECT_TRUE(source.generator.empty());
        EXPECT_TRUE(source.path.empty());
    }
}

TEST(ReasonStrip, AReasonIsChosenAndTakenAway) {
    ReasonStrip strip;
    const Words offered{"continuity", "character"};
    EXPECT_TRUE(toggle_reason(strip, offered, 1));
    EXPECT_EQ(strip.reasons, Words{"character"});
    EXPECT_FALSE(toggle_reason(strip, offered, 2)) << "there is no third";
    EXPECT_TRUE(toggle_reason(strip, offered, 1));
    EXPECT_TRUE(strip.reasons.empty());
}

TEST(FirstReasons, AreMeasuredOrWhatItWasHeldFor) {
    using review::DecisionState;
    review::Decision before;
    before.reasons = {"continuity", "anatomy"};
    before.state = DecisionState::SendBack;
    EXPECT_EQ(first_reasons(DecisionState::Hold, &before, {}), Words{})
        << "what it was sent back for is no reason to hold";
    EXPECT_EQ(first_reasons(DecisionState::Hold, &before, {"lighting"}), Words{"lighting"});
    EXPECT_EQ(first_reasons(DecisionState::Keep, &before, {"lighting"}), Words{});
    before.state = DecisionState::Hold;
    EXPECT_EQ(first_reasons(DecisionState::SendBack, &before, {"lighting"}), before.reasons);
    EXPECT_EQ(first_reasons(DecisionState::Keep, &before, {}), Words{});
    before.state = DecisionState::Keep;
    EXPECT_EQ(first_reasons(DecisionState::SendBack, &before, {"lighting"}), Words{"lighting"});
    EXPECT_EQ(first_reasons(DecisionState::SendBack, nullptr, {"lighting"}), Words{"lighting"});
}

TEST(CommentHint, SaysWhatTheCommentIsAbout) {
    EXPECT_EQ(comment_hint(Target::take(), 0), "Comment on the whole take");
    EXPECT_EQ(comment_hint(Target::frame(4), 1001), "Comment on frame 1005");
    EXPECT_EQ(comment_hint(Target::range(3, 9), 0), "Comment on frames 3-9");
}

TEST(BlindComparison, OnlyWhatTellsNoNameMayBeDone) {
    EXPECT_TRUE(fits_blind(Action::PlayPause));
    EXPECT_TRUE(fits_blind(Action::ViewOneToOne));
    EXPECT_TRUE(fits_blind(Action::BlindCompare));
    for (const Action action : {Action::Keep, Action::ToggleInspector, Action::Open,
                                Action::Snapshot, Action::CompareGrid, Action::ToggleTakes})
        EXPECT_FALSE(fits_blind(action)) << description(action).id;
}

TEST(BlindTakes, OneShotIsComparedSinceOneOfItsTakesShips) {
    ViewModel model;
    review::Review review;
    for (const session::SourceKey key : {1U, 2U, 3U, 4U}) {
        session::Source source;
        source.key = key;
        source.path = "/clips/" + std::to_string(key) + ".mp4";
        model.session.sources.push_back(source);
        model.review.ids[source.path] = std::to_string(key);
        review::Take take;
        take.media_id = std::to_string(key);
        take.shot = key == 1 ? "SH010" : key < 4 ? "SH020" : "SH030";
        review.takes.push_back(take);
    }
    const auto table = [&] {
        model.review.table = std::make_shared<const DecisionTable>(
            std::make_shared<const review::Review>(review), 0);
    };
    table();
    model.session.compare.a = 3;
    auto takes = blind_takes(model);
    ASSERT_TRUE(takes);
    EXPECT_EQ(takes.value().shot, "SH020");
    EXPECT_EQ(takes.value().takes, (Words{"3", "2"}));
    model.session.compare.a = 1; // Alone in its shot.
    EXPECT_EQ(blind_takes(model).value().shot, "SH020");
    for (std::size_t i = 1; i < 3; ++i) review.takes[i].shot.clear();
    table();
    EXPECT_EQ(blind_takes(model).value().takes.size(), 4U) << "takes in no stack are no shot";
    review.takes[1].shot = "SH040";
    table();
    takes = blind_takes(model);
    ASSERT_TRUE(takes);
    EXPECT_EQ(takes.value().shot, "");
    EXPECT_EQ(takes.value().takes.size(), 4U);
    for (std::size_t i = 1; i < 4; ++i) model.session.sources[i].visible = false;
    EXPECT_FALSE(blind_takes(model));
}

TEST(DecisionPlates, AsManyAsThereIsRoomForButOne) {
    EXPECT_EQ(plates_that_fit({20, 20, 20}, 60, 4), 3U);
    EXPECT_EQ(plates_that_fit({20, 20, 20}, 59, 4), 2U);
    EXPECT_EQ(plates_that_fit({20, 20, 20}, 5, 4), 1U)
        << "that something is decided has to be seen";
    EXPECT_EQ(plates_that_fit({20, 20, 20}, 60, 2), 2U);
    EXPECT_EQ(plates_that_fit({}, 60, 4), 0U);
}

} // namespace
} // namespace seamline::ui
