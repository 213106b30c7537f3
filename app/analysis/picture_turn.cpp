#include "app/analysis/picture_turn.h"

#include <cmath>
#include <utility>

namespace seamline::analysis {
namespace {

// x to the right, y upwards; quarter turns are exact.
std::pair<double, double> turned(const PictureTurn& turn, double x, double y) {
    if (turn.mirrored) x = -x;
    switch (turn.clockwise_deg) {
    case 90:
        return {y, -x};
    case 180:
        return {-x, -y};
    case 270:
        return {-y, x};
    default:
        return {x, y};
    }
}

} // namespace

double PictureTurn::shown_angle(double coded_deg) const {
    if (is_none() || std::isnan(coded_deg)) return coded_deg;
    const double mirrored_deg = mirrored ? 180 - coded_deg : coded_deg;
    const double shown = std::remainder(mirrored_deg - clockwise_deg, 360.0);
    return shown == -180 ? 180 : shown;
}

measures::CameraMove PictureTurn::shown(const measures::CameraMove& coded) const {
    measures::CameraMove move = coded;
    const auto [pan, tilt] = turned(*this, coded.pan_px, coded.tilt_px);
    move.pan_px = pan;
    move.tilt_px = tilt;
    if (mirrored) move.roll_deg = -coded.roll_deg;
    return move;
}

measures::SkyShift PictureTurn::shown(const measures::SkyShift& coded) const {
    const auto [x, y] = turned(*this, coded.bright_x, coded.bright_y);
    return {x, y, coded.shadow_mired};
}

} // namespace seamline::analysis
