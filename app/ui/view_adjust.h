// app/ui/view_adjust.h: the viewer's own adjustments of a picture, in words and in numbers.
#pragma once

#include "renderer/composition.h"

#include <glm/glm.hpp>

#include <string>

namespace seamline::ui {

/// "exposure +1.00, gamma 1.20, saturation 0.50, red alone"; empty when nothing is adjusted.
std::string adjust_text(const renderer::ViewAdjust& adjust);

/// What the composite makes of R'G'B' as it is viewed: see renderer::ViewAdjust. `alpha`: [0, 1].
glm::dvec3 adjusted(glm::dvec3 rgb, const renderer::ViewAdjust& adjust, double alpha);

} // namespace seamline::ui
