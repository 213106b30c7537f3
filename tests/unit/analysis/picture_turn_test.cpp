#include "app/analysis/picture_turn.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

namespace seamline::analysis {
namespace {

/// Where a direction of the coded picture points once pixels are moved as the tag says: the oracle
/// moves points of a picture, x to the right, y down.
double moved_deg(const PictureTurn& turn, double coded_deg) {
    const double radians = coded_deg * std::numbers::pi / 180;
    double x = std::cos(radians);
    double y = -std::sin(radians);
    if (turn.mirrored) x = -x;
    for (int quarter = 0; quarter < turn.clockwise_deg / 90; ++quarter) {
        const double to_x = -y; // Clockwise: right goes down, down goes left.
        y = x;
        x = to_x;
    }
    return std::atan2(-y, x) * 180 / std::numbers::pi;
}

TEST(PictureTurn, AnglesAndMovesAreThoseOfTheShownPicture) {
    for (const bool mirrored : {false, true})
        for (const int turned : {0, 90, 180, 270})
            for (const double angle : {0.0, 30.0, 90.0, 135.0, -60.0, -120.0}) {
                const PictureTurn turn{turned, mirrored};
                const double expected = moved_deg(turn, angle);
                EXPECT_NEAR(std::remainder(turn.shown_angle(angle) - expected, 360), 0, 1e-9)
                    << turned << " " << mirrored << " " << angle;
                measures::CameraMove move;
                move.pan_px = 5 * std::cos(angle * std::numbers::pi / 180);
                move.tilt_px = 5 * std::sin(angle * std::numbers::pi / 180);
                const auto shown = turn.shown(move);
                EXPECT_NEAR(std::hypot(shown.pan_px, shown.tilt_px), 5, 1e-9);
                EXPECT_NEAR(
                    std::remainder(
                        std::atan2(shown.tilt_px, shown.pan_px) * 180 / std::numbers::pi - expected,
                        360),
                    0, 1e-9);
            }
    EXPECT_TRUE(std::isnan((PictureTurn{90, false}).shown_angle(NAN)));
    EXPECT_EQ((PictureTurn{90, false}).shown_angle(90), 0) << "up becomes right";
}

TEST(PictureTurn, AMirrorTurnsTheRollRound) {
    measures::CameraMove move;
    move.roll_deg = 2;
    EXPECT_EQ((PictureTurn{0, true}).shown(move).roll_deg, -2);
    EXPECT_EQ((PictureTurn{270, false}).shown(move).roll_deg, 2);
}

} // namespace
} // namespace seamline::analysis
