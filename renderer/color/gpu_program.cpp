#include "renderer/color/gpu_program.h"

#include "renderer/color/color_chain.h"
#include "renderer/color/color_processor_state.h"
#include "renderer/color/glsl_for_vulkan.h"

#include <algorithm>
#include <cassert>
#include <cctype>
#include <cstring>
#include <functional>

namespace seamline::color {

struct GpuProgram::State {
    OCIO::GpuShaderDescRcPtr description; // Owns the dynamic properties and the uniforms' getters.
    VulkanGlsl glsl;
    std::vector<unsigned> uniform_index; // In `description`, of each of glsl.uniforms.
    std::vector<GpuTexture> textures;
    std::string function_name;
    std::string cache_id;
};

namespace {

using Uniform = OCIO::GpuShaderDesc::UniformData;

Error unplaced(const std::string& what) {
    return {ErrorCode::Unsupported, "the colour transform's GLSL does not match its " + what};
}

Result<Done> check_options(const GpuProgramOptions& options) {
    const auto valid = [](unsigned char c) { return std::isalnum(c) || c == '_'; };
    const std::string& prefix = options.prefix;
    if (prefix.empty() || std::isdigit(static_cast<unsigned char>(prefix.front())) ||
        !std::all_of(prefix.begin(), prefix.end(), valid) ||
        prefix.find("__") != std::string::npos || prefix.substr(0, 3) == "gl_") {
        return Error{ErrorCode::InvalidArgument,
                     "\"" + prefix + "\" cannot begin a GLSL identifier"};
    }
    return Done{};
}

std::vector<float> expanded(const float* values, std::size_t count, std::size_t channels) {
    std::vector<float> rgba(4 * count, 1.0F);
    for (std::size_t i = 0; i < count; ++i) {
        for (std::size_t c = 0; c < 3; ++c) {
            rgba[4 * i + c] = values[channels * i + (channels == 1 ? 0 : c)];
        }
    }
    return rgba;
}

TextureFilter filter_of(OCIO::Interpolation interpolation) {
    return interpolation == OCIO::INTERP_NEAREST || interpolation == OCIO::INTERP_TETRAHEDRAL
               ? TextureFilter::Nearest
               : TextureFilter::Linear;
}

GpuTexture read_texture(const OCIO::GpuShaderDesc& description, unsigned index) {
    GpuTexture texture;
    const char* name = nullptr;
    const char* sampler = nullptr;
    const float* values = nullptr;
    unsigned width = 0, height = 0;
    auto channel = OCIO::GpuShaderDesc::TEXTURE_RGB_CHANNEL;
    auto interpolation = OCIO::INTERP_LINEAR;
#if OCIO_VERSION_HEX >= 0x02030000
    auto dimensions = OCIO::GpuShaderDesc::TEXTURE_2D;
    description.getTexture(index, name, sampler, width, height, channel, dimensions, interpolation);
#else
    description.getTexture(index, name, sampler, width, height, channel, interpolation);
#endif
    description.getTextureValues(index, values);
    texture.name = sampler;
    texture.width = width;
    texture.height = std::max(height, 1U);
    texture.filter = filter_of(interpolation);
    texture.rgba = expanded(values, std::size_t{texture.width} * texture.height,
                            channel == OCIO::GpuShaderDesc::TEXTURE_RED_CHANNEL ? 1 : 3);
    return texture;
}

GpuTexture read_3d_texture(const OCIO::GpuShaderDesc& description, unsigned index) {
    GpuTexture texture;
    const char* name = nullptr;
    const char* sampler = nullptr;
    const float* values = nullptr;
    unsigned edge = 0;
    auto interpolation = OCIO::INTERP_LINEAR;
    description.get3DTexture(index, name, sampler, edge, interpolation);
    description.get3DTextureValues(index, values);
    texture.name = sampler;
    texture.width = texture.height = texture.depth = edge;
    texture.filter = filter_of(interpolation);
    texture.rgba = expanded(values, std::size_t{edge} * edge * edge, 3);
    return texture;
}

// Every sampler has its table, and every table its sampler.
Result<Done> place_textures(GpuProgram::State& state) {
    const OCIO::GpuShaderDesc& description = *state.description;
    for (unsigned i = 0; i < description.getNumTextures(); ++i) {
        state.textures.push_back(read_texture(description, i));
    }
    for (unsigned i = 0; i < description.getNum3DTextures(); ++i) {
        state.textures.push_back(read_3d_texture(description, i));
    }
    if (state.textures.size() != state.glsl.samplers.size()) return unplaced("tables");
    for (GpuTexture& texture : state.textures) {
        const auto declared =
            std::find_if(state.glsl.samplers.begin(), state.glsl.samplers.end(),
                         [&](const auto& sampler) { return sampler.name == texture.name; });
        if (declared == state.glsl.samplers.end()) return unplaced("table " + texture.name);
        texture.dimensions = declared->dimensions;
        texture.binding = declared->binding;
    }
    return Done{};
}

bool matches(const UniformMember& member, const Uniform& data) {
    switch (data.m_type) {
    case OCIO::UNIFORM_DOUBLE:
        return member.type == UniformType::Float && member.count == 1;
    case OCIO::UNIFORM_BOOL:
        return member.type == UniformType::Bool && member.count == 1;
    case OCIO::UNIFORM_FLOAT3:
        return member.type == UniformType::Vec3 && member.count == 1;
    case OCIO::UNIFORM_VECTOR_FLOAT:
        return member.type == UniformType::Float;
    case OCIO::UNIFORM_VECTOR_INT:
        return member.type == UniformType::Int;
    default:
        return false;
    }
}

Result<Done> place_uniforms(GpuProgram::State& state) {
    const OCIO::GpuShaderDesc& description = *state.description;
    if (description.getNumUniforms() != state.glsl.uniforms.size()) return unplaced("uniforms");
    for (const UniformMember& member : state.glsl.uniforms) {
        unsigned index = 0;
        Uniform data;
        while (index < description.getNumUniforms() &&
               description.getUniform(index, data) != member.name) {
            ++index;
        }
        if (index == description.getNumUniforms() || !matches(member, data)) {
            return unplaced("uniform " + member.name);
        }
        state.uniform_index.push_back(index);
    }
    return Done{};
}

template <typename T> void write(std::span<std::byte> block, std::size_t offset, T value) {
    std::memcpy(block.data() + offset, &value, sizeof value);
}

void write_uniform(const UniformMember& member, const Uniform& data, std::span<std::byte> block) {
    const auto write_all = [&](const auto* values, int size) {
        const std::size_t count =
            std::min(member.count, static_cast<std::size_t>(std::max(size, 0)));
        if (count > 0) std::memcpy(block.data() + member.offset, values, count * sizeof *values);
    };
    switch (data.m_type) {
    case OCIO::UNIFORM_DOUBLE:
        return write(block, member.offset, static_cast<float>(data.m_getDouble()));
    case OCIO::UNIFORM_BOOL:
        return write(block, member.offset, std::uint32_t{data.m_getBool()});
    case OCIO::UNIFORM_FLOAT3:
        return write(block, member.offset, data.m_getFloat3());
    case OCIO::UNIFORM_VECTOR_FLOAT:
        return write_all(data.m_vectorFloat.m_getVector(), data.m_vectorFloat.m_getSize());
    case OCIO::UNIFORM_VECTOR_INT:
        return write_all(data.m_vectorInt.m_getVector(), data.m_vectorInt.m_getSize());
    default:
        return; // `matches` lets no other pass.
    }
}

// FNV-1a; collisions only cost a wrong cache hit within one session's few programs.
void hash(std::uint64_t& state, const void* data, std::size_t bytes) {
    const auto* at = static_cast<const unsigned char*>(data);
    for (std::size_t i = 0; i < bytes; ++i) state = (state ^ at[i]) * 0x100000001b3ULL;
}

std::string content_id(const GpuProgram::State& state) {
    std::uint64_t high = 0xcbf29ce484222325ULL;
    hash(high, state.glsl.text.data(), state.glsl.text.size());
    std::uint64_t low = high ^ state.glsl.text.size();
    for (const GpuTexture& texture : state.textures) {
        const std::uint32_t shape[]{static_cast<std::uint32_t>(texture.dimensions), texture.width,
                                    texture.height, texture.depth,
                                    static_cast<std::uint32_t>(texture.filter)};
        hash(low, shape, sizeof(shape));
        hash(low, texture.rgba.data(), texture.rgba.size() * sizeof(float));
    }
    return std::to_string(high) + "-" + std::to_string(low);
}

} // namespace

Result<GpuProgram> make_gpu_program(const OCIO::Processor& processor,
                                    const GpuProgramOptions& options) {
    if (const auto valid = check_options(options); !valid) return valid.error();
    const auto gpu = processor.getOptimizedGPUProcessor(OCIO::OPTIMIZATION_DEFAULT);
    auto state = std::make_shared<GpuProgram::State>();
    state->function_name = options.prefix + "apply";
    state->description = OCIO::GpuShaderDesc::CreateShaderDesc();
    // Not GLSL_VK_4_6, which OpenColorIO has from 2.5 on: it puts every program's uniforms at
    // binding 0 of a set, so two programs could not share one.
    state->description->setLanguage(OCIO::GPU_LANGUAGE_GLSL_4_0);
    state->description->setFunctionName(state->function_name.c_str());
    state->description->setResourcePrefix(options.prefix.c_str());
    gpu->extractGpuShaderInfo(state->description);
    auto glsl = glsl_for_vulkan(state->description->getShaderText(), options);
    if (!glsl) return glsl.error();
    state->glsl = std::move(glsl).value();
    if (const auto placed = place_textures(*state); !placed) return placed.error();
    if (const auto placed = place_uniforms(*state); !placed) return placed.error();
    state->cache_id = content_id(*state);
    return GpuProgram(std::move(state));
}

const std::string& GpuProgram::glsl() const { return state_->glsl.text; }
const std::string& GpuProgram::function_name() const { return state_->function_name; }
const std::string& GpuProgram::cache_id() const { return state_->cache_id; }
std::span<const GpuTexture> GpuProgram::textures() const { return state_->textures; }
std::size_t GpuProgram::uniform_bytes() const { return state_->glsl.uniform_bytes; }

void GpuProgram::fill_uniforms(const Grade& grade, std::span<std::byte> block) const {
    assert(block.size() >= uniform_bytes());
    const OCIO::GpuShaderDesc& description = *state_->description;
    if (description.hasDynamicProperty(OCIO::DYNAMIC_PROPERTY_EXPOSURE)) {
        auto property = description.getDynamicProperty(OCIO::DYNAMIC_PROPERTY_EXPOSURE);
        OCIO::DynamicPropertyValue::AsDouble(property)->setValue(grade.exposure_stops);
    }
    if (description.hasDynamicProperty(OCIO::DYNAMIC_PROPERTY_GRADING_PRIMARY)) {
        auto property = description.getDynamicProperty(OCIO::DYNAMIC_PROPERTY_GRADING_PRIMARY);
        OCIO::DynamicPropertyValue::AsGradingPrimary(property)->setValue(grading_primary(grade));
    }
    for (std::size_t i = 0; i < state_->glsl.uniforms.size(); ++i) {
        Uniform data;
        description.getUniform(state_->uniform_index[i], data);
        write_uniform(state_->glsl.uniforms[i], data, block);
        // OpenColorIO 2.1 bypasses a grade that changes nothing but the saturation.
        if (state_->glsl.uniforms[i].name.ends_with("grading_primary_localBypass")) {
            write(block, state_->glsl.uniforms[i].offset, std::uint32_t{0});
        }
    }
}

} // namespace seamline::color
