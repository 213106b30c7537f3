// renderer/color/baked_processor.h: a processor as a table, where its program is too slow.
#pragma once

#include "renderer/color/color_processor.h"

#include <string>

namespace seamline::color {

/// How R'G'B' are spread over a table.
enum class BakeDomain : std::uint8_t {
    Code,        ///< Evenly over [0, 1]; what lies outside is clipped to that.
    SceneLinear, ///< Logarithmically over about [-0.007, 222], by the curve of ACEScct.
};

/// Which of them suits a source in `space` of `config`.
BakeDomain bake_domain(const ColorConfig& config, const std::string& space);

/// `exact` as a table of kBakedEdge^3 entries, interpolated linearly: an approximation, of which
/// `description()` tells. Not dynamic. Blocks: a tenth of a second. Errors: Unsupported.
Result<ColorProcessor> baked_processor(const ColorProcessor& exact, BakeDomain domain);
inline constexpr int kBakedEdge = 65;

} // namespace seamline::color
