// renderer/passes/composite_pipelines.h: the compositor's pipelines, made when first asked for.
#pragma once

#include "renderer/passes/composite_bindings.h"
#include "renderer/passes/composite_plan.h"
#include "renderer/vulkan/handles.h"

#include <array>
#include <map>
#include <span>

namespace seamline::renderer {

/// Of the shader's bindings that are no colour transform's.
VkDescriptorType composite_descriptor_type(std::uint32_t binding);
/// `more` follow those that all composite shaders have. Threads: any. Throw VulkanError.
UniqueSetLayout make_composite_set_layout(const Device& device,
                                          std::span<const VkDescriptorSetLayoutBinding> more = {});
UniquePipelineLayout make_composite_layout(const Device& device, VkDescriptorSetLayout set_layout);
UniquePipeline make_composite_pipeline(const Device& device, const CompositeKey& key,
                                       VkShaderModule shader, VkPipelineLayout layout);

/// Of shaders without colour transforms. Threads: render thread only.
class CompositePipelines {
public:
    explicit CompositePipelines(const Device& device);

    VkPipelineLayout layout() const { return layout_.get(); }
    bool contains(const CompositeKey& key) const { return pipelines_.contains(key); }
    std::size_t size() const { return pipelines_.size(); }
    /// Blocks: tens of milliseconds the first time that a key is seen.
    VkPipeline find_or_create(const CompositeKey& key);

private:
    UniquePipeline create(const CompositeKey& key);

    const Device& device_;
    UniqueSetLayout set_layout_;
    UniquePipelineLayout layout_;
    std::array<UniqueShaderModule, kCompositeShaders> modules_;
    std::map<CompositeKey, UniquePipeline> pipelines_;
};

/// What `composite_fill.comp` is specialized for.
CompositeKey fill_key(TargetFormat format, const CompositeFill& fill, int pitch_px);

} // namespace seamline::renderer
