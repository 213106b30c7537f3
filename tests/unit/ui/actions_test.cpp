#include "app/ui/actions.h"

#include <gtest/gtest.h>

namespace seamline::ui {
namespace {

TEST(Actions, ShuttleDoublesWithEachPressAndStopsAtEight) {
    EXPECT_EQ(shuttle_speed(false, Rational(4), true), Rational(1));
    EXPECT_EQ(shuttle_speed(true, Rational(1), true), Rational(2));
    EXPECT_EQ(shuttle_speed(true, Rational(8), true), Rational(8));
}

TEST(Actions, ShuttleTheOtherWayBeginsAtNormalSpeed) {
    EXPECT_EQ(shuttle_speed(true, Rational(4), false), Rational(-1));
    EXPECT_EQ(shuttle_speed(true, Rational(-2), false), Rational(-4));
}

TEST(Actions, SpeedsStepThroughTheTableAndKeepTheirDirection) {
    EXPECT_EQ(next_speed(Rational(1), 1), Rational(3, 2));
    EXPECT_EQ(next_speed(Rational(-1), -1), Rational(-3, 4));
    EXPECT_EQ(next_speed(Rational(1, 10), -1), Rational(1, 10));
    EXPECT_EQ(next_speed(Rational(8), 1), Rational(8));
}

TEST(Actions, ShowingASourceKeepsThePreviousOneForTheFlip) {
    session::Session session;
    for (session::SourceKey key = 1; key <= 3; ++key) {
        session.sources.emplace_back();
        session.sources.back().key = key;
    }
    show_source(session, 2);
    EXPECT_EQ(session.source_a()->key, 3U);
    EXPECT_EQ(session.source_b()->key, 1U);
    show_source(session, 7);
    EXPECT_EQ(session.source_a()->key, 3U) << "there is no eighth source";
}

// In a narrow window comments stand where the inspector is: asking for it must show it.
TEST(Actions, TheInspectorThatYieldsTakesItsPlaceBack) {
    UiState state;
    state.decide.comments = true;
    state.inspector_yields = true;
    for (const bool was_on : {true, false}) {
        state.panels.inspector = was_on;
        state.decide.takes = true;
        EXPECT_TRUE(panel_action(Action::ToggleInspector, state));
        EXPECT_TRUE(state.panels.inspector);
        EXPECT_FALSE(state.decide.comments || state.decide.takes);
    }
    state.inspector_yields = false;
    EXPECT_TRUE(panel_action(Action::ToggleInspector, state));
    EXPECT_FALSE(state.panels.inspector);
}

} // namespace
} // namespace seamline::ui
