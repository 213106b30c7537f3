// renderer/color/analysis_space.h: the light that measures look at.
#pragma once

#include "renderer/color/color_processor.h"

namespace seamline::color {

enum class AnalysisSpace : std::uint8_t {
    /// What is seen: the source through its input space, grade, CDL, LUT, look and the view,
    /// clipped
    /// to the display's code values [0, 1], then decoded to light by the display's own formula.
    /// Linear BT.709 primaries under D65; 1 is reference white (SDR white; 203 cd/m2 on HDR
    /// displays). SDR: [0, 1]; HDR: up to 10 000 / 203; colours outside BT.709 have negative parts.
    /// The calibration LUT and the legal range are left out: they describe the cable to the
    /// display.
    AsViewed,
    /// The scene: the source through its input space, grade, CDL and LUT, in the configuration's
    /// scene-linear space (ACEScg when built in), unclipped; 1 is reference white.
    SceneLinear,
};

/// From a source's R'G'B' to the analysis space. Takes of one scene in different encodings agree
/// here, because every encoding is undone before anything is compared.
///
/// AsViewed needs to know the display's formula. A configuration whose view names a display colour
/// space says it; with any other (OpenColorIO 1), `description()` ends in "BT.1886 assumed" and the
/// code values are decoded as BT.709 primaries with gamma 2.4.
/// Errors: as ColorProcessor::viewed; Unsupported for SceneLinear without a scene_linear role.
Result<ColorProcessor> analysis_processor(const ColorConfig& config, const SourceColor& source,
                                          const ViewColor& view,
                                          AnalysisSpace space = AnalysisSpace::AsViewed);

} // namespace seamline::color
