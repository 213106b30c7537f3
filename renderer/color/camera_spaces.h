// renderer/color/camera_spaces.h: camera encodings that OpenColorIO 2.1 does not have.
#pragma once

#include "renderer/color/ocio.h"

#include <span>

namespace seamline::color {

struct CameraSpace {
    const char* name;
    const char* alias;
    const char* description;
    /// Code values to ACES2065-1.
    OCIO::TransformRcPtr (*to_aces)();
};

/// Those of OpenColorIO's builtins and those made here from the makers' formulas, in the order of
/// the menu.
std::span<const CameraSpace> camera_spaces();

} // namespace seamline::color
