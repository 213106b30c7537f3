// The probe's numbers do not cover the pixel that they tell of.
#include "app/ui/probe_place.h"

#include <gtest/gtest.h>

namespace seamline::ui {
namespace {

const ScreenRect kRoom{{0, 100}, {1000, 600}};
const glm::dvec2 kSize{300, 80};
constexpr double kBottom = 592;
constexpr double kTop = 144;

ScreenRect placed(glm::dvec2 pointer, bool right_is_taken = false, glm::dvec2 size = kSize) {
    return probe_place(kRoom, size, kBottom, kTop, 8, right_is_taken, pointer);
}

TEST(ProbePlace, IsAtTheLowerLeft) {
    EXPECT_EQ(placed({700, 300}), (ScreenRect{{8, 512}, {308, 592}}));
    EXPECT_EQ(placed({100, 503}), (ScreenRect{{8, 512}, {308, 592}})) << "just above it";
}

TEST(ProbePlace, GoesToTheRightFromThePointer) {
    EXPECT_EQ(placed({100, 550}), (ScreenRect{{692, 512}, {992, 592}}));
    EXPECT_EQ(placed({312, 550}), (ScreenRect{{692, 512}, {992, 592}})) << "the cross is beside it";
}

TEST(ProbePlace, GoesToTheTopWhereTheHudIs) {
    EXPECT_EQ(placed({100, 550}, true), (ScreenRect{{692, 144}, {992, 224}}));
    const glm::dvec2 wide{700, 80};
    EXPECT_EQ(placed({500, 550}, false, wide).min.y, 144) << "wide numbers reach both sides";
}

TEST(ProbePlace, StaysWhereThereIsNoRoomAnywhere) {
    EXPECT_EQ(placed({500, 300}, false, {980, 440}), (ScreenRect{{8, 152}, {988, 592}}));
}

} // namespace
} // namespace seamline::ui
