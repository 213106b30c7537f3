// renderer/passes/composite_plan.h: a Composition cut into rectangles that one dispatch each can
// make.
#pragma once

#include "renderer/compositor.h"
#include "renderer/passes/picture_reading.h"

#include <compare>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace seamline::renderer {

/// The shaders/composite_*.comp.
enum class CompositeShader : std::uint8_t {
    Fill,
    Percentile,
    Fast,
    FastMix,
    Scaled,
    ScaledMix,
    General,
    GeneralMix,
};
inline constexpr std::size_t kCompositeShaders = 8;

/// A shader and its specialization; equal keys share a pipeline.
struct CompositeKey {
    CompositeShader shader = CompositeShader::Fill;
    std::uint32_t target = 0;
    std::uint32_t vector_stores = 0;
    std::uint32_t mix = shared::kMixA;
    std::uint32_t difference = 0;
    std::uint32_t folded = 0;
    PictureKind a;
    PictureKind b;

    friend auto operator<=>(const CompositeKey&, const CompositeKey&) = default;
};

/// One colour; nothing is read.
struct CompositeFill {
    Rect rect;
    glm::vec3 rgb{0.0F};
};

struct CompositeDraw {
    Rect rect;
    CompositeKey key;
    std::size_t block = 0; ///< Index into `blocks`.
};

/// Parameters that draws share, and the frames that they read; null where there is none.
struct CompositeBlock {
    shared::CompositeParams params;
    const CachedFrame* a = nullptr;
    const CachedFrame* b = nullptr;
};

/// Draws and fills neither overlap nor leave a pixel of the target out.
struct CompositePlan {
    std::vector<CompositeFill> fills;
    std::vector<CompositeDraw> draws;
    std::vector<CompositeDraw> percentiles; ///< One workgroup each, before the draws.
    std::vector<CompositeBlock> blocks;
};

/// Where a frame's texel view starts: at or before the frame, on a multiple of `alignment`.
VkDeviceSize view_offset(const CachedFrame& frame, VkDeviceSize alignment);

/// `texel_alignment`: the device's minTexelBufferOffsetAlignment.
CompositePlan composite_plan(const Composition& composition, TargetFormat format,
                             VkDeviceSize texel_alignment);

} // namespace seamline::renderer
