#include "app/ui/wipe_geometry.h"

#include <gtest/gtest.h>

namespace seamline::ui {
namespace {

const ScreenRect kViewer{{0, 0}, {800, 450}};

TEST(WipeGeometry, AtZeroDegreesTheLineIsVerticalWithBOnTheRight) {
    const WipeLine line{{400, 225}, 0};
    EXPECT_NEAR(line.normal().x, 1, 1e-12);
    const auto part = visible_part(line, kViewer);
    ASSERT_TRUE(part);
    EXPECT_NEAR(part->first.x, 400, 1e-9);
    EXPECT_NEAR(std::abs(part->first.y - part->second.y), 450, 1e-9);
}

TEST(WipeGeometry, AnglesGrowCounterClockwiseAsSeen) {
    const WipeLine line{{400, 225}, 90};
    EXPECT_NEAR(line.normal().y, -1, 1e-12) << "B turns from the right to the top";
}

TEST(WipeGeometry, ALineOutsideTheViewerIsNotDrawn) {
    EXPECT_FALSE(visible_part({{900, 225}, 0}, kViewer));
    EXPECT_TRUE(visible_part({{900, 225}, 90}, kViewer));
}

TEST(WipeGeometry, PressingTheLineMovesItAndTheHandleTurnsIt) {
    const WipeLine line{{400, 225}, 0};
    EXPECT_EQ(wipe_grip(line, 60, kViewer, {403, 20}, 8), WipeGrip::Center);
    EXPECT_EQ(wipe_grip(line, 60, kViewer, {398, 168}, 8), WipeGrip::Turn);
    EXPECT_EQ(wipe_grip(line, 60, kViewer, {420, 20}, 8), WipeGrip::None);
    EXPECT_EQ(wipe_grip(line, 60, kViewer, {403, 460}, 8), WipeGrip::None);
}

TEST(WipeGeometry, TheTurningHandleStaysInsideTheViewer) {
    const WipeLine line{{400, 30}, 0};
    EXPECT_TRUE(kViewer.contains(turn_handle(line, 60, kViewer)));
}

TEST(WipeGeometry, DraggingTheHandleToWhereItIsKeepsTheAngle) {
    for (const double angle : {0.0, 31.0, 90.0, 170.0, -45.0, -120.0}) {
        const WipeLine line{{400, 225}, angle};
        const glm::dvec2 handle = line.center_px + line.direction() * 60.0;
        EXPECT_NEAR(turned_angle(line.center_px, handle, false, 0), angle, 1e-9);
        const glm::dvec2 opposite = line.center_px - line.direction() * 60.0;
        EXPECT_NEAR(turned_angle(line.center_px, opposite, true, 0), angle, 1e-9);
    }
}

TEST(WipeGeometry, SnappingTakesWholeSteps) {
    const WipeLine line{{400, 225}, 41};
    const glm::dvec2 handle = line.center_px + line.direction() * 60.0;
    EXPECT_DOUBLE_EQ(turned_angle(line.center_px, handle, false, 15), 45);
}

} // namespace
} // namespace seamline::ui
