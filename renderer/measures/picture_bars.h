// renderer/measures/picture_bars.h: black bars round a picture (letterbox, pillarbox).
#pragma once

#include "renderer/measures/plane.h"

namespace seamline::measures {

/// Black at an edge of the picture, as a share of its height or width.
struct PictureBars {
    double top = 0;
    double bottom = 0;
    double left = 0;
    double right = 0;

    bool any() const { return top > 0 || left > 0; }
};

/// Bars of a linear picture (1: white): whole rows or columns below 0.0005, at least 1 % on both
/// sides, the sides within 1.2 % of each other, as mattes are and dark parts of a scene seldom. A
/// picture that is all but black has none.
PictureBars picture_bars(const Picture& light);

/// Whether some bar of one is more than 1.2 % of the picture away from the other's.
bool differ(const PictureBars& a, const PictureBars& b);

} // namespace seamline::measures
