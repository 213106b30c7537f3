// Messages stand where nothing is that somebody works in.
#include "app/ui/toast_place.h"

#include <gtest/gtest.h>

#include <vector>

namespace seamline::ui {
namespace {

const ScreenRect kRoom{{0, 100}, {1000, 600}};
const glm::dvec2 kSize{300, 40};

TEST(ToastPlace, IsLowInTheMiddle) {
    const ToastPlace place = toast_place(kRoom, kSize, 10, {});
    EXPECT_EQ(place.rect, (ScreenRect{{350, 550}, {650, 590}}));
    EXPECT_TRUE(place.at_bottom);
}

TEST(ToastPlace, IsAboveWhatLiesThere) {
    const std::vector<ScreenRect> taken{{{200, 500}, {800, 600}}, {{400, 430}, {500, 485}}};
    EXPECT_EQ(toast_place(kRoom, kSize, 10, taken).rect, (ScreenRect{{350, 380}, {650, 420}}));
}

TEST(ToastPlace, IsBesideWhatFillsTheMiddle) {
    std::vector<ScreenRect> taken{{{340, 0}, {660, 700}}};
    EXPECT_EQ(toast_place(kRoom, kSize, 10, taken).rect, (ScreenRect{{10, 550}, {310, 590}}));
    taken.push_back({{0, 0}, {340, 700}});
    EXPECT_EQ(toast_place(kRoom, kSize, 10, taken).rect, (ScreenRect{{690, 550}, {990, 590}}));
}

TEST(ToastPlace, WithoutRoomItIsAtTheTop) {
    const std::vector<ScreenRect> taken{{{0, 0}, {1000, 700}}};
    const ToastPlace place = toast_place(kRoom, kSize, 10, taken);
    EXPECT_EQ(place.rect, (ScreenRect{{350, 110}, {650, 150}}));
    EXPECT_FALSE(place.at_bottom);
}

} // namespace
} // namespace seamline::ui
