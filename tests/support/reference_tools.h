// tests/support/reference_tools.h: what picture tools must draw, in double precision.
#pragma once

#include "renderer/composition.h"

namespace seamline::test {

/// R'G'B' of a picture at one place on its way to the screen.
struct ToolInput {
    glm::dvec3 signal{0.0};  ///< The file's, resized.
    glm::dvec3 of_view{0.0}; ///< After the colour transform.
    glm::dvec3 shown{0.0};   ///< After the viewer's adjustments.
};

/// Positions in target pixels.
struct ToolPlace {
    glm::dvec2 read{0.0}; ///< Where the picture's map is read.
    glm::dvec2 seen{0.0}; ///< The pixel's centre; elsewhere in the mirrored half of a butterfly.
};

/// One pixel. Written from the meaning of renderer/picture_tools.h. Every
/// limit is moved by `nudge`: what is within it of a limit may fall on either side in single
/// precision.
glm::dvec3 with_tools(const renderer::Picture& picture, const renderer::PictureTools& tools,
                      const ToolPlace& place, const ToolInput& input, double nudge);

} // namespace seamline::test
