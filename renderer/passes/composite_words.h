// renderer/passes/composite_words.h: composite shaders with colour transforms, compiled while the
// program runs.
#pragma once

#include "decode/media/result.h"
#include "renderer/color_transform.h"
#include "renderer/passes/composite_plan.h"

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

namespace seamline::renderer {

/// Of the pictures A and B; null: shown as it is.
using ColorPair = std::array<std::shared_ptr<const ColorTransform>, 2>;

/// SPIR-V of `shader` with the transforms of its pictures. Blocks: about a tenth of a second. Threads: any.
/// Errors: Unsupported, when the compiler refuses the text.
Result<std::vector<std::uint32_t>> composite_words(CompositeShader shader, const ColorPair& colors);

} // namespace seamline::renderer
