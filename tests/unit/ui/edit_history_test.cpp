#include "app/ui/edit_history.h"

#include <gtest/gtest.h>

namespace seamline::ui {
namespace {

using namespace std::chrono_literals;

class EditHistoryTest : public testing::Test {
protected:
    /// One frame of the interface: a batch around `work`.
    template <typename Work> void frame(Work work) {
        history_.begin(now_);
        work();
        history_.end(now_, at_);
        at_ += 1s;
    }
    void set_volume(float volume) {
        frame([&] { now_.session.volume = volume; });
    }
    void undo() {
        frame([&] { restore(history_.undo(now_, at_)); });
    }
    void redo() {
        frame([&] { restore(history_.redo(now_, at_)); });
    }
    void restore(const std::optional<ReviewState>& state) {
        if (state) now_ = *state;
        history_.begin(now_);
    }
    float volume() const { return now_.session.volume; }

    EditHistory history_;
    ReviewState now_{{}, std::make_shared<ReviewFile>()};
    EditHistory::Clock::time_point at_{100s};
};

TEST_F(EditHistoryTest, TwoEditsAreUndoneOneAfterTheOtherAndRedone) {
    set_volume(0.5F);
    set_volume(0.25F);
    undo();
    EXPECT_EQ(volume(), 0.5F);
    undo();
    EXPECT_EQ(volume(), 1.0F);
    undo();
    EXPECT_EQ(volume(), 1.0F) << "there is nothing before the first";
    redo();
    EXPECT_EQ(volume(), 0.5F);
    redo();
    EXPECT_EQ(volume(), 0.25F);
    redo();
    EXPECT_EQ(volume(), 0.25F);
}

TEST_F(EditHistoryTest, ASwitchedToolIsAStepInEitherWindow) {
    frame([&] { now_.session.tools.peaking = true; });
    frame([&] { now_.session.second_tools.zebra = true; });
    frame([&] { now_.session.tools = {}; });
    undo();
    EXPECT_TRUE(now_.session.tools.peaking);
    undo();
    EXPECT_FALSE(now_.session.second_tools.any());
    EXPECT_TRUE(now_.session.tools.peaking);
    undo();
    EXPECT_FALSE(now_.session.tools.any());
    redo();
    EXPECT_TRUE(now_.session.tools.peaking);
}

TEST_F(EditHistoryTest, ADragIsOneStepHoweverLongTheMouseRests) {
    set_volume(0.9F);
    history_.set_gesture(true);
    set_volume(0.5F); // A second apart: without the gesture two steps.
    set_volume(0.25F);
    history_.set_gesture(false);
    undo();
    EXPECT_EQ(volume(), 0.9F);
    redo();
    EXPECT_EQ(volume(), 0.25F);
}

TEST_F(EditHistoryTest, TwoDragsAreTwoStepsHoweverCloseTheyAre) {
    const auto drag = [&](float volume) {
        history_.set_gesture(true);
        set_volume(volume);
        at_ -= 990ms;
        history_.set_gesture(false);
    };
    drag(0.75F);
    drag(0.5F);
    undo();
    EXPECT_EQ(volume(), 0.75F);
    undo();
    EXPECT_EQ(volume(), 1.0F);
}

TEST_F(EditHistoryTest, AChangeAfterUndoEndsRedo) {
    set_volume(0.5F);
    undo();
    set_volume(0.75F);
    redo();
    EXPECT_EQ(volume(), 0.75F);
    undo();
    EXPECT_EQ(volume(), 1.0F);
}

TEST_F(EditHistoryTest, AChangeInTheBatchOfAnUndoIsUndoneByIt) {
    set_volume(0.5F);
    frame([&] {
        now_.session.volume = 0.25F;
        restore(history_.undo(now_, at_));
    });
    EXPECT_EQ(volume(), 0.5F);
    redo();
    EXPECT_EQ(volume(), 0.25F);
}

TEST_F(EditHistoryTest, ADragIsOneStep) {
    for (const float volume : {0.9F, 0.8F, 0.7F}) {
        set_volume(volume);
        at_ -= 1s;
        at_ += 30ms;
    }
    undo();
    EXPECT_EQ(volume(), 1.0F);
}

TEST_F(EditHistoryTest, PlayingIsNoChangeAndUndoDoesNotMoveThePlayhead) {
    set_volume(0.5F);
    frame([&] { now_.session.transport.position = 40; });
    frame([&] { now_.session.transport.rate = Rational(30); }); // A faster source was opened.
    undo();
    EXPECT_EQ(volume(), 1.0F);
    EXPECT_EQ(now_.session.transport.position, 40);
}

TEST_F(EditHistoryTest, UndoingAnOpenedReviewGoesBackToTheOtherFileToo) {
    now_.file->path = "/review/a.seamline";
    set_volume(0.5F);
    at_ -= 900ms; // Opened within what counts as one drag.
    frame([&] { now_ = {{}, std::make_shared<ReviewFile>(ReviewFile{"/review/b.seamline", {}})}; });
    undo();
    EXPECT_EQ(volume(), 0.5F) << "opening is a step of its own";
    EXPECT_EQ(now_.file->path, "/review/a.seamline");
    redo();
    EXPECT_EQ(now_.file->path, "/review/b.seamline");
}

TEST_F(EditHistoryTest, UndoAfterSavingKeepsTheFile) {
    set_volume(0.5F);
    now_.file->path = "/review/a.seamline";
    now_.file->saved = now_.session;
    undo();
    EXPECT_EQ(now_.file->path, "/review/a.seamline");
    EXPECT_FALSE(same_review(now_.session, now_.file->saved));
    redo();
    EXPECT_TRUE(same_review(now_.session, now_.file->saved));
}

TEST_F(EditHistoryTest, TheOldestStepsAreForgotten) {
    for (std::size_t i = 0; i < EditHistory::kMostSteps + 3; ++i)
        set_volume(1.0F / static_cast<float>(i + 2));
    for (std::size_t i = 0; i < EditHistory::kMostSteps + 3; ++i) undo();
    EXPECT_EQ(volume(), 1.0F / 4);
}

TEST_F(EditHistoryTest, StepsTellWhenTheyWereMadeAndTakenBack) {
    EXPECT_FALSE(history_.undoable());
    const auto first = at_;
    set_volume(0.5F);
    set_volume(0.25F);
    EXPECT_EQ(history_.undoable(), first + 1s);
    undo();
    EXPECT_EQ(history_.undoable(), first);
    EXPECT_EQ(history_.redoable(), first + 2s);
    redo();
    EXPECT_EQ(history_.undoable(), first + 3s) << "made again now";
    undo();
    history_.forget_redo();
    EXPECT_FALSE(history_.redoable());
}

} // namespace
} // namespace seamline::ui
