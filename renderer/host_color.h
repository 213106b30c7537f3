// renderer/host_color.h: long colour transforms of pictures at rest, without a GPU.
#pragma once

#include "renderer/composition.h"
#include "renderer/vulkan/device.h"

#include <functional>
#include <vector>

namespace seamline::renderer {

/// Whether a CPU device would do better to let OpenColorIO's own processor compute transforms of
/// this composition: see ColorTransform::is_long. Pictures with alpha are left to the shaders.
bool wants_host_color(const Device& device, const Composition& composition);

/// Renders a composition to R'G'B'A in floats of any size (TargetFormat::Rgba32fWide).
using RenderFloats = std::function<std::vector<float>(const Composition&)>;

/// The same composition where the pictures that want it are replaced by frames of their tile's
/// size: resized as they were, transformed by ColorProcessor::apply on all cores, to be shown 1:1.
/// Blocks: about a second for a picture of HD. Throws what `render` throws, std::bad_alloc,
/// VulkanError.
Composition with_host_color(const Device& device, const Composition& composition,
                            const RenderFloats& render);

} // namespace seamline::renderer
