// renderer/color/gpu_program.h: a colour transform as GLSL for Vulkan, with its tables.
#pragma once

#include "decode/media/result.h"
#include "renderer/color/source_color.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace seamline::color {

/// Where the program's names and bindings go, so that several fit into one shader.
struct GpuProgramOptions {
    /// Before every name at file scope, e.g. "ocio_a_": a GLSL identifier without "__" or "gl_".
    std::string prefix = "ocio_";
    std::uint32_t set = 0;
    std::uint32_t uniform_binding = 0;
    std::uint32_t first_texture_binding = 1; ///< Further textures follow in steps of one.

    friend bool operator==(const GpuProgramOptions&, const GpuProgramOptions&) = default;
};

enum class TextureFilter : std::uint8_t { Nearest, Linear };

/// A table: combined image sampler at (set, binding), clamped to the edge, without mip levels,
/// normalized coordinates.
struct GpuTexture {
    std::string name; ///< Of the sampler in the GLSL.
    std::uint32_t binding = 0;
    int dimensions = 1; ///< 1, 2 or 3: sampler1D, sampler2D, sampler3D.
    std::uint32_t width = 1;
    std::uint32_t height = 1;
    std::uint32_t depth = 1;
    TextureFilter filter = TextureFilter::Linear;
    std::vector<float> rgba; ///< R, G, B, A, ...: x fastest, then y, then z. For RGBA32F.
};

/// GLSL 4.50 for Vulkan 1.3: declarations, then `vec4 FUNCTION(vec4 rgba)`. It needs
/// GL_EXT_scalar_block_layout, which the including shader enables, and has no #version.
class GpuProgram {
public:
    const std::string& glsl() const;
    const std::string& function_name() const; ///< options.prefix + "apply"
    /// Equal for equal GLSL and equal textures.
    const std::string& cache_id() const;
    std::span<const GpuTexture> textures() const;
    /// Of the uniform block, in scalar layout; 0 when there is none.
    std::size_t uniform_bytes() const;
    /// Writes the block for this grade (only a dynamic program has one). `block` has
    /// `uniform_bytes()`. Threads: one at a time per program and its copies.
    void fill_uniforms(const Grade& grade, std::span<std::byte> block) const;

    struct State;
    explicit GpuProgram(std::shared_ptr<const State> state) : state_(std::move(state)) {}

private:
    std::shared_ptr<const State> state_;
};

} // namespace seamline::color
