// renderer/measures/color_part.h: what of a difference goes with colour, and not with place.
#pragma once

#include <glm/glm.hpp>

#include <vector>

namespace seamline::measures {

/// A value at a place of the picture, for a colour.
struct PlacedValue {
    float value = 0;
    glm::vec3 color; ///< Logarithmic.
    glm::vec2 place; ///< -1 to 1 over the picture.
};

/// For each, the part of `value` that a polynomial of second order in colour explains. Fitted
/// robustly (Cauchy weights) together with a plane over the picture, so that light which falls from
/// one side is not taken for a property of the colours that lie there; the plane is not part of
/// the result. At most 4000 values, spread evenly, are read. Not empty.
std::vector<float> color_part(const std::vector<PlacedValue>& values);

} // namespace seamline::measures
