// renderer/passes/composite_plan.h: a Composition cut into rectangles that one dispatch each can
// make.
#pragma once

#include "renderer/color_transform.h"
#include "renderer/compositor.h"
#include "renderer/passes/light_plan.h"
#include "renderer/passes/picture_reading.h"

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
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
    Light,
    LightRows,
};
inline constexpr std::size_t kCompositeShaders = 10;

/// A shader and its specialization; equal keys share a pipeline.
struct CompositeKey {
    CompositeShader shader = CompositeShader::Fill;
    std::uint32_t target = 0;
    std::uint32_t vector_stores = 0;
    std::uint32_t mix = shared::kMixA;
    std::uint32_t difference = 0;
    std::uint32_t folded = 0;
    std::uint32_t word_pairs = 0; ///< The block's views have texels of two words.
    PictureKind a;
    PictureKind b;
    /// ColorTransform::id of A and B; empty: as it is. With one, the shader is compiled while the
    /// program runs.
    std::array<std::string, 2> color;

    bool is_colored() const { return !color[0].empty() || !color[1].empty(); }
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
    /// Instead of `a` and `b`: which pictures of `lights`, an index into CompositePlan::lights.
    std::array<int, 2> filtered{-1, -1};
    int lights = -1;
    bool word_pairs = false; ///< Of the keys of all draws with this block.
    /// Of A and B; null where the key of a draw has none.
    std::array<std::shared_ptr<const ColorTransform>, 2> color;
    std::array<color::Grade, 2> grade;
};

/// A picture that is made linear light and filtered along the target's rows, band by band.
struct CompositeLight {
    CompositeKey convert;
    CompositeKey filter;
    std::size_t block = 0;
    int pitch_px = 0;             ///< Of a component's row of the light.
    std::vector<LightBand> bands; ///< Empty: nothing of this picture is wanted.
};

/// What the draws of a tile's strip need to be made first. All strips use the same memory.
struct CompositeLights {
    std::array<CompositeLight, 2> pictures; ///< A and B.
    VkDeviceSize light_bytes = 0;
    VkDeviceSize filtered_bytes = 0;
};

/// Draws and fills neither overlap nor leave a pixel of the target out.
struct CompositePlan {
    std::vector<CompositeFill> fills;
    std::vector<CompositeDraw> draws;
    std::vector<CompositeDraw> percentiles; ///< One workgroup each, before the draws.
    std::vector<CompositeBlock> blocks;
    std::vector<CompositeLights> lights; ///< Draws that read the same one follow each other.
};

/// Where a frame's texel view starts: at or before the frame, on a multiple of `alignment`.
VkDeviceSize view_offset(const CachedFrame& frame, VkDeviceSize alignment);

/// No picture of it dissolves: see dissolve_passes.h. `texel_alignment`: the device's
/// minTexelBufferOffsetAlignment. `shares_words`: words are fetched in pairs, or four pixels'
/// samples picked from the words of a row, where that saves fetches, which a CPU is slow at; a GPU
/// is slower at picking. The pixels are the same.
CompositePlan composite_plan(const Composition& composition, TargetFormat format,
                             VkDeviceSize texel_alignment, bool shares_words = true);

} // namespace seamline::renderer
