// renderer/measures/oklab.h: OKLab of light. Source: B. Ottosson, "A perceptual color space for
// image processing", 2020 (matrices of 2021-01-25).
#pragma once

#include "renderer/measures/plane.h"

#include <glm/glm.hpp>

namespace seamline::measures {

/// Linear BT.709 (1 is reference white; negative parts keep their sign) to L, a, b; L of white
/// is 1.
glm::vec3 oklab_from_light(glm::vec3 light);
glm::vec3 light_from_oklab(glm::vec3 lab);

/// In place.
void light_to_oklab(Picture& picture);

} // namespace seamline::measures
