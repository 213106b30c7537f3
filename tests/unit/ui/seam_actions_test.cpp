#include "app/ui/seam_actions.h"

#include "app/ui/edit_history.h"
#include "tests/unit/ui/seam_findings.h"

#include <gtest/gtest.h>

namespace seamline::ui {
namespace {

using namespace std::chrono_literals;

using analysis::LampState;
using session::CutMarks;
using session::CutPresence;
using session::SeamVerdict;
using test::findings_with;
using test::measured_cut;

/// A take of 96 frames at 24 per second: quiet at 20, flagged at 60.
class SeamActions : public testing::Test {
protected:
    SeamActions() {
        model_.session.sources.emplace_back().key = 1;
        model_.length = 96;
        auto index = std::make_shared<decode::FrameIndex>();
        for (int i = 0; i < 96; ++i) index->frames.push_back({Rational(i, 24), i == 0});
        index->end_s = Rational(4);
        playback::SourceReport report;
        report.key = 1;
        report.index = index;
        model_.reports.push_back(report);
        look_at(0);
    }

    session::Source& source() { return model_.session.sources[0]; }
    /// As a frame of the window sees it.
    void look_at(std::int64_t tick) {
        model_.tick = tick;
        model_.seams[1] =
            source_seams(findings_with({measured_cut(20, LampState::Quiet, LampState::Quiet, 0.4),
                                        measured_cut(60, LampState::Flag, LampState::Look, 3)}),
                         source().cut_marks, {});
    }
    SeamPlace place() { return seam_place(model_, state_); }
    /// Pressing the key of an action; the sentence of what refused it, else empty.
    std::string press(Action action) {
        const auto marks = changed_marks(action, place());
        if (!marks) return marks.error().message;
        source().cut_marks = marks.value();
        look_at(model_.tick);
        return "";
    }

    ViewModel model_;
    UiState state_;
};

TEST_F(SeamActions, LampsShowTheCutNearestToThePlayhead) {
    look_at(35);
    EXPECT_EQ(shown_seam(place())->frame, 20);
    look_at(45);
    EXPECT_EQ(shown_seam(place())->frame, 60);
}

TEST_F(SeamActions, LampsShowTheCutOfTheCutView) {
    look_at(5);
    state_.audition.view.emplace();
    state_.audition.view->kind = playback::TemporaryView::Kind::Seam;
    state_.audition.view->slot.source = 1;
    state_.audition.view->record = 60;
    EXPECT_EQ(shown_seam(place())->frame, 60);
}

TEST_F(SeamActions, ATakeThatIsNotOpenYetHasNoSeams) {
    model_.reports.clear();
    EXPECT_EQ(place().source, nullptr);
    EXPECT_EQ(shown_seam(place()), nullptr);
}

TEST_F(SeamActions, AFlagIsAcceptedDismissedAndLeftOpenAgain) {
    look_at(58);
    EXPECT_EQ(press(Action::AcceptFlag), "");
    EXPECT_EQ(source().cut_marks, (CutMarks{{60, CutPresence::Found, SeamVerdict::Accepted}}));
    EXPECT_EQ(press(Action::DismissFlag), "");
    EXPECT_EQ(source().cut_marks, (CutMarks{{60, CutPresence::Found, SeamVerdict::Dismissed}}));
    EXPECT_EQ(press(Action::DismissFlag), "");
    EXPECT_TRUE(source().cut_marks.empty());
}

TEST_F(SeamActions, WhatHasNoFlagIsNotJudged) {
    look_at(20);
    EXPECT_NE(press(Action::AcceptFlag).find("no flag"), std::string::npos);
    EXPECT_TRUE(source().cut_marks.empty());
}

TEST_F(SeamActions, AVerdictIsOneStepToUndo) {
    look_at(60);
    EditHistory history;
    const auto file = std::make_shared<ReviewFile>();
    const EditHistory::Clock::time_point now{100s};
    history.begin({model_.session, file});
    ASSERT_EQ(press(Action::AcceptFlag), "");
    history.end({model_.session, file}, now);
    const auto before = history.undo({model_.session, file}, now + 1s);
    ASSERT_TRUE(before);
    EXPECT_TRUE(before->session.sources[0].cut_marks.empty());
    const auto again = history.redo(*before, now + 2s);
    ASSERT_TRUE(again);
    EXPECT_EQ(again->session.sources[0].cut_marks[0].verdict, SeamVerdict::Accepted);
}

TEST_F(SeamActions, ACutIsAddedAtThePlayhead) {
    look_at(33);
    EXPECT_EQ(press(Action::AddCut), "");
    EXPECT_EQ(source().cut_marks, (CutMarks{{33, CutPresence::Added, SeamVerdict::None}}));
    EXPECT_NE(press(Action::AddCut).find("already"), std::string::npos);
}

TEST_F(SeamActions, NoCutIsBeforeTheFirstFrame) {
    EXPECT_NE(press(Action::AddCut), "");
    EXPECT_NE(press(Action::MoveCut), "");
}

TEST_F(SeamActions, TheNearestCutIsRemoved) {
    look_at(22);
    EXPECT_EQ(press(Action::RemoveCut), "");
    EXPECT_EQ(source().cut_marks, (CutMarks{{20, CutPresence::Removed, SeamVerdict::None}}));
    EXPECT_EQ(shown_seam(place())->frame, 60);
}

TEST_F(SeamActions, TheNearestCutIsMovedToThePlayhead) {
    look_at(22);
    EXPECT_EQ(press(Action::MoveCut), "");
    EXPECT_EQ(source().cut_marks, (CutMarks{{20, CutPresence::Removed, SeamVerdict::None},
                                            {22, CutPresence::Added, SeamVerdict::None}}));
    look_at(20);
    EXPECT_EQ(press(Action::MoveCut), "");
    EXPECT_TRUE(source().cut_marks.empty()) << "it is where it was found";
}

TEST_F(SeamActions, CutsOfAnEditAreNotMovedHere) {
    source().cut = std::make_shared<session::Cut>();
    look_at(22);
    EXPECT_NE(press(Action::RemoveCut).find("timeline"), std::string::npos);
    EXPECT_NE(press(Action::AddCut).find("timeline"), std::string::npos);
}

TEST_F(SeamActions, FramesBecomeTicksOfTheSession) {
    source().timing.offset_s = Rational(1);
    model_.length = 120;
    look_at(0);
    EXPECT_EQ(tick_of_seam(model_, source(), 20), 44);
    EXPECT_EQ(tick_of_seam(model_, source(), 500), std::nullopt);
}

} // namespace
} // namespace seamline::ui
