// app/analysis/picture_turn.h: directions of the coded picture as they are on the shown one.
#pragma once

#include "renderer/measures/alignment.h"
#include "renderer/measures/sky_light.h"

namespace seamline::analysis {

/// What a file's rotation tag does: the picture is mirrored left to right, then turned.
struct PictureTurn {
    int clockwise_deg = 0; ///< 0, 90, 180 or 270.
    bool mirrored = false;

    bool is_none() const { return clockwise_deg == 0 && !mirrored; }
    /// 0 = picture right, counter-clockwise, (-180, 180]; NaN stays.
    double shown_angle(double coded_deg) const;
    /// Pan and tilt of the coded picture become those of the shown one.
    measures::CameraMove shown(const measures::CameraMove& coded) const;
    measures::SkyShift shown(const measures::SkyShift& coded) const;

    friend bool operator==(const PictureTurn&, const PictureTurn&) = default;
};

} // namespace seamline::analysis
