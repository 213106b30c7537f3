// renderer/color/color_steps.h: a colour transform taken apart into steps that can be tabulated.
#pragma once

#include "renderer/color/color_processor.h"

#include <glm/glm.hpp>

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

namespace seamline::color {

enum class StepKind : std::uint8_t {
    Matrix,        ///< rgb = matrix * rgb + offset.
    Limits,        ///< rgb = clamp(rgb, low, high).
    Curves,        ///< Each channel by itself, in any way: `curves` computes it.
    LuminanceGain, ///< rgb *= g(dot(weights, rgb)), where `curves` makes x * g(x) of a grey x.
    AcesGlow,      ///< The glow module of ACES 1.0.
    AcesRed,       ///< The red modifier of ACES 1.0.
};

/// One step; members that its kind does not name are meaningless.
struct ColorStep {
    StepKind kind = StepKind::Matrix;
    glm::dmat3 matrix{1.0}; ///< As glm multiplies: column by column.
    glm::dvec3 offset{0.0};
    glm::vec3 low{0.0F};
    glm::vec3 high{0.0F};
    glm::vec3 weights{0.0F};
    std::optional<ColorProcessor> curves;
};

/// What `processor.apply` computes, as steps in their order; neighbours of one kind are one step.
/// None when there is something that no kind describes: a table of three dimensions, an inverted
/// ACES view, a hue-dependent curve. An identity has no steps. Blocks: milliseconds. Errors:
/// Unsupported.
Result<std::optional<std::vector<ColorStep>>> color_steps(const ColorProcessor& processor);

} // namespace seamline::color
