#include "app/ui/cut_actions.h"

#include <gtest/gtest.h>

namespace seamline::ui {
namespace {

TEST(CutActions, EveryTakeSaysHowMuchOfItIsCached) {
    playback::SlotReport slot;
    slot.active = 1;
    slot.takes = {{"veo_t01", "", "", 24, 24},
                  {"sora_t02", "", "", 47, 48},
                  {"kling", "", "", 0, 0},
                  {"lost", "", "offline: lost", 0, 0}};
    const std::vector<std::string> lines = slot_lines(slot);
    ASSERT_EQ(lines.size(), 4U);
    EXPECT_EQ(lines[0], "  1 veo_t01: 100 % cached");
    EXPECT_EQ(lines[1], "> 2 sora_t02:  97 % cached");
    EXPECT_EQ(lines[2], "  3 kling: opening");
    EXPECT_EQ(lines[3], "  4 lost: not there");
}

TEST(CutActions, WhatIsNoCutSaysWhyNothingCanBeDone) {
    ViewModel model;
    EXPECT_NE(why_no_slot(model).find("open a timeline"), std::string::npos);
    model.session.sources.emplace_back().key = 1;
    EXPECT_EQ(why_no_slot(model), "Source A is a single medium, no cut.");
    model.session.sources[0].cut = std::make_shared<session::Cut>();
    EXPECT_EQ(why_no_slot(model), "There is no event at the playhead.");
    model.slot.emplace();
    EXPECT_EQ(why_no_slot(model), "");
}

} // namespace
} // namespace seamline::ui
