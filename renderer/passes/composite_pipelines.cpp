#include "renderer/passes/composite_pipelines.h"

#include "renderer/vulkan/compute_pipeline.h"
#include "shaders/composite_fast.comp.h"
#include "shaders/composite_fast_mix.comp.h"
#include "shaders/composite_fill.comp.h"
#include "shaders/composite_general.comp.h"
#include "shaders/composite_general_mix.comp.h"
#include "shaders/composite_light.comp.h"
#include "shaders/composite_light_rows.comp.h"
#include "shaders/composite_percentile.comp.h"
#include "shaders/composite_scaled.comp.h"
#include "shaders/composite_scaled_mix.comp.h"

#include <cstddef>
#include <span>
#include <vector>

namespace seamline::renderer {

VkDescriptorType composite_descriptor_type(std::uint32_t binding) {
    switch (binding) {
    case kTexelsA:
    case kTexelsB:
        return VK_DESCRIPTOR_TYPE_UNIFORM_TEXEL_BUFFER;
    case kParams:
        return VK_DESCRIPTOR_TYPE_UNIFORM_BUFFER;
    default:
        return VK_DESCRIPTOR_TYPE_STORAGE_BUFFER;
    }
}

UniqueSetLayout make_composite_set_layout(const Device& device,
                                          std::span<const VkDescriptorSetLayoutBinding> more) {
    std::vector<VkDescriptorSetLayoutBinding> bindings;
    for (std::uint32_t i = 0; i < kCompositeBindings; ++i) {
        bindings.push_back({.binding = i,
                            .descriptorType = composite_descriptor_type(i),
                            .descriptorCount = 1,
                            .stageFlags = VK_SHADER_STAGE_COMPUTE_BIT});
    }
    bindings.insert(bindings.end(), more.begin(), more.end());
    return make_push_set_layout(device, bindings);
}

UniquePipelineLayout make_composite_layout(const Device& device, VkDescriptorSetLayout set_layout) {
    return make_compute_layout(device, set_layout, sizeof(shared::CompositePush));
}

namespace {

std::span<const std::uint32_t> words_of(CompositeShader shader) {
    switch (shader) {
    case CompositeShader::Fill:
        return shaders::composite_fill_comp;
    case CompositeShader::Percentile:
        return shaders::composite_percentile_comp;
    case CompositeShader::Fast:
        return shaders::composite_fast_comp;
    case CompositeShader::FastMix:
        return shaders::composite_fast_mix_comp;
    case CompositeShader::Scaled:
        return shaders::composite_scaled_comp;
    case CompositeShader::ScaledMix:
        return shaders::composite_scaled_mix_comp;
    case CompositeShader::General:
        return shaders::composite_general_comp;
    case CompositeShader::GeneralMix:
        return shaders::composite_general_mix_comp;
    case CompositeShader::Light:
        return shaders::composite_light_comp;
    case CompositeShader::LightRows:
        return shaders::composite_light_rows_comp;
    }
    return {};
}

constexpr std::size_t kConstants = 22;
using Words = std::array<std::uint32_t, kConstants>;

/// The ids of shaders/composite/interface.glsl, in the order of `words_of`.
constexpr Words kConstantIds{0,  2,  3,  4,  5,  6,  10, 11, 12, 13, 14,
                             15, 16, 17, 20, 21, 22, 23, 24, 25, 26, 27};

Words words_of(const CompositeKey& key) {
    const PictureKind& a = key.a;
    const PictureKind& b = key.b;
    return {key.target,     key.vector_stores,  key.mix,     key.difference,
            key.folded,     key.word_pairs,     a.path,      a.flags,
            a.sample_bytes, a.color_components, a.nonlinear, a.subsampled,
            a.luma_words,   a.chroma_words,     b.path,      b.flags,
            b.sample_bytes, b.color_components, b.nonlinear, b.subsampled,
            b.luma_words,   b.chroma_words};
}

std::array<VkSpecializationMapEntry, kConstants> map_entries() {
    std::array<VkSpecializationMapEntry, kConstants> entries{};
    for (std::uint32_t i = 0; i < kConstants; ++i) {
        entries[i] = {kConstantIds[i], i * 4, 4};
    }
    return entries;
}

} // namespace

CompositePipelines::CompositePipelines(const Device& device)
    : device_(device), set_layout_(make_composite_set_layout(device)),
      layout_(make_composite_layout(device, set_layout_.get())) {}

VkPipeline CompositePipelines::find_or_create(const CompositeKey& key) {
    const auto found = pipelines_.find(key);
    if (found != pipelines_.end()) return found->second.get();
    return pipelines_.emplace(key, create(key)).first->second.get();
}

UniquePipeline CompositePipelines::create(const CompositeKey& key) {
    UniqueShaderModule& shader = modules_[static_cast<std::size_t>(key.shader)];
    if (shader.get() == VK_NULL_HANDLE) {
        shader = make_shader_module(device_, words_of(key.shader));
    }
    return make_composite_pipeline(device_, key, shader.get(), layout_.get());
}

UniquePipeline make_composite_pipeline(const Device& device, const CompositeKey& key,
                                       VkShaderModule shader, VkPipelineLayout layout) {
    const Words words = words_of(key);
    const auto entries = map_entries();
    const VkSpecializationInfo constants{static_cast<std::uint32_t>(entries.size()), entries.data(),
                                         sizeof(words), words.data()};
    return make_compute_pipeline(device, layout, shader, &constants, "composite");
}

CompositeKey fill_key(TargetFormat format, const CompositeFill& fill, int pitch_px) {
    CompositeKey key;
    key.target = static_cast<std::uint32_t>(format);
    key.vector_stores = pitch_px % 4 == 0 && fill.rect.x % 4 == 0 ? 1 : 0;
    return key;
}

} // namespace seamline::renderer
