// renderer/color/glsl_for_vulkan.h: rewrites GLSL 4.0 with loose uniforms for Vulkan.
#pragma once

#include "decode/media/result.h"
#include "renderer/color/gpu_program.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace seamline::color {

enum class UniformType { Float, Vec3, Int, Bool };

struct UniformMember {
    std::string name;
    UniformType type = UniformType::Float;
    std::size_t count = 1;  ///< Of the array; 1 for a single value.
    std::size_t offset = 0; ///< Bytes, scalar layout.
};

struct SamplerDeclaration {
    std::string name;
    int dimensions = 1;
    std::uint32_t binding = 0;
};

struct VulkanGlsl {
    std::string text;
    std::vector<UniformMember> uniforms;
    std::vector<SamplerDeclaration> samplers;
    std::size_t uniform_bytes = 0;
};

/// Moves every `uniform TYPE name[N];` into one scalar block at (set, uniform_binding) and gives
/// every `uniform samplerND name;` a binding. Comments are dropped. Errors: Unsupported, when a
/// declaration is of another form, or when a `uniform` or `sampler` is left over (a picture would
/// be black).
Result<VulkanGlsl> glsl_for_vulkan(std::string_view glsl, const GpuProgramOptions& options);

} // namespace seamline::color
