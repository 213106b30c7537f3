// renderer/passes/composite_pipelines.h: the compositor's pipelines, made when first asked for.
#pragma once

#include "renderer/passes/composite_plan.h"
#include "renderer/vulkan/handles.h"

#include <array>
#include <map>

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

/// Threads: render thread only.
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
