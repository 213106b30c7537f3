// renderer/measures/sky_light.h: where the light of a picture as a whole lies, for pictures of
// different framing. An indicator: what is in the picture moves it as much as the sun.
#pragma once

#include "renderer/measures/plane.h"

#include <optional>

namespace seamline::measures {

struct SkyLight {
    /// Centroid of the brightest tenth: 0 in the middle, 1 at the right and at the upper edge.
    double bright_x = 0;
    double bright_y = 0;
    /// Temperature of the light of the darker pixels against that of the brighter ones, + warmer
    /// shadows. NaN: too few of either can be measured.
    double shadow_mired = 0;
};
/// Of a working picture. Shadows are the valid pixels from the 10th to the 30th percentile of
/// luminance, light those from the 70th to the 90th; each by its mean light. None of a picture that
/// is black or of one brightness.
std::optional<SkyLight> sky_light(const Picture& light);

/// Incoming minus outgoing.
struct SkyShift {
    double bright_x = 0; ///< + to the right, in halves of the width.
    double bright_y = 0; ///< + upwards, in halves of the height.
    double shadow_mired = 0;
};
std::optional<SkyShift> sky_shift(const Picture& outgoing, const Picture& incoming);

} // namespace seamline::measures
