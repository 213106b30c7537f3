// renderer/passes/composite_colors.h: composite shaders with colour transforms, made on a worker.
#pragma once

#include "decode/media/result.h"
#include "renderer/passes/color_tables.h"
#include "renderer/passes/composite_pipelines.h"
#include "renderer/passes/composite_words.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace seamline::renderer {

/// A composite shader for certain transforms, and their tables. Immutable.
struct ColorShader {
    UniqueShaderModule module;
    UniqueSetLayout set_layout;
    UniquePipelineLayout layout;
    std::array<std::shared_ptr<const ColorTables>, 2> tables; ///< Null: none.
    std::array<bool, 2> has_uniforms{};
};

/// With a uniform block and all tables of two transforms.
inline constexpr std::size_t kMostCompositeBindings =
    kCompositeBindings + 2 * (1 + ColorTransform::kMostTables);
using CompositeWrites = std::array<VkWriteDescriptorSet, kMostCompositeBindings>;

/// Writes behind the first kCompositeBindings of `writes` what the shader's transforms read, and
/// returns how many there are now. `images` and `uniforms` must live as long as `writes`.
std::uint32_t add_color_writes(const ColorShader& shader,
                               const std::array<VkDescriptorBufferInfo, 2>& uniforms,
                               std::array<VkDescriptorImageInfo, kMostCompositeBindings>& images,
                               CompositeWrites& writes);

/// A pipeline whose key names colours, and those.
struct ColorWish {
    CompositeKey key;
    ColorPair colors;
};

enum class ColorState : std::uint8_t { Ready, Preparing, Failed };

/// Compiles shaders one after the other on a thread of its own, and remembers them.
///
/// Threads: `ask`, `wait_for` and `pipeline` belong to the render thread.
class CompositeColors {
public:
    explicit CompositeColors(const Device& device);
    ~CompositeColors();
    CompositeColors(const CompositeColors&) = delete;
    CompositeColors& operator=(const CompositeColors&) = delete;

    /// Whether the wish's shader is there; otherwise the worker makes it, and the pipeline with it.
    /// Returns at once.
    ColorState ask(const ColorWish& wish);
    /// As `ask`, for what may be wanted later: false when the worker has enough to do already.
    bool ask_ahead(const ColorWish& wish);
    /// Blocks until it is there. Errors: why it cannot be.
    Result<Done> wait_for(const ColorWish& wish);

    struct Pipeline {
        VkPipeline handle = VK_NULL_HANDLE;
        std::shared_ptr<const ColorShader> shader;
        std::shared_ptr<const void> keep; ///< Until the GPU has finished with the pipeline.
    };
    /// Of a wish that is Ready. Blocks as CompositePipelines::find_or_create does, when only the
    /// specialization is new.
    Pipeline pipeline(const CompositeKey& key);
    bool has_pipeline(const CompositeKey& key) const;

    /// Number of shaders that were compiled, or could not be, so far.
    std::uint64_t made() const;
    std::size_t pipelines() const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace seamline::renderer
