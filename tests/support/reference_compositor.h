// tests/support/reference_compositor.h: what the compositor must show, in double precision.
#pragma once

#include "renderer/composition.h"

#include <vector>

namespace seamline::test {

/// R'G'B' of every target pixel, row by row, clamped to [0, 1]. Written from the meaning of
/// composition.h; it shares nothing with the shaders but the frames and PictureProbe, which shares
/// nothing with them either.
/// `tool_nudge`: see reference_tools.h.
std::vector<glm::dvec3> reference_pixels(const renderer::Composition& composition,
                                         double tool_nudge = 0);

} // namespace seamline::test
