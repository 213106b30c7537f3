// renderer/passes/composite_bindings.h: where the composite shaders find what they read and write.
#pragma once

#include "renderer/color/gpu_program.h"

#include <cstddef>
#include <cstdint>

namespace seamline::renderer {

/// Bindings of every pipeline's one push descriptor set.
enum CompositeBinding : std::uint32_t {
    kTexelsA,
    kTexelsB,
    kParams,
    kTarget,
    kPercentiles,
    kCompositeBindings,
};

/// Those of the colour transforms follow, in shaders that have any: a uniform block and the tables
/// of picture A, then of picture B.
inline constexpr std::uint32_t kColorUniforms[2]{5, 6};
inline constexpr std::uint32_t kColorTables[2]{7, 19};

/// `side`: 0 for picture A, 1 for B.
inline color::GpuProgramOptions color_program_options(std::size_t side) {
    return {.prefix = side == 0 ? "ocio_a_" : "ocio_b_",
            .set = 0,
            .uniform_binding = kColorUniforms[side],
            .first_texture_binding = kColorTables[side]};
}

} // namespace seamline::renderer
