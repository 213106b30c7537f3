// renderer/passes/light_plan.h: what the separable Lanczos filter makes before a tile is drawn.
#pragma once

#include "renderer/passes/picture_reading.h"

#include <vulkan/vulkan.h>

#include <vector>

namespace seamline::renderer {

/// Whether the map runs along the axes: mirrored, scaled or turned by right angles only.
bool is_axis_aligned(const glm::mat3x2& map);

/// How composite_light.comp reads the picture, its filter and how draws read what it made: without
/// what each of them does not look at, so that pipelines are shared.
PictureKind light_kind(const Picture& picture, const PictureKind& kind);
PictureKind light_rows_kind(const PictureKind& kind);
PictureKind filtered_kind(PictureKind kind);

/// Geometry for the pixels of `target`, which is not empty. `filtered_base`: word of the first one.
shared::LightParams light_params(const Picture& picture, const Rect& target, int filtered_base);

/// Words of the filtered rows, a multiple of four.
int filtered_words(const shared::LightParams& light, const PictureKind& kind);

/// Source pixels that are made light together, so that they are still cached when they are filtered
/// and need little memory.
struct LightBand {
    Rect pixels;  ///< For composite_light.comp, in luma samples.
    Rect columns; ///< For composite_light_rows.comp: target columns and source rows.
};
std::vector<LightBand> light_bands(const shared::LightParams& light, const PictureKind& kind);
/// Of the largest band.
VkDeviceSize light_bytes(const shared::LightParams& light, const PictureKind& kind);

} // namespace seamline::renderer
