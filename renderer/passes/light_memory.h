// renderer/passes/light_memory.h: what lies between the passes of the separable Lanczos filter.
#pragma once

#include "renderer/passes/composite_plan.h"
#include "renderer/vulkan/buffer.h"
#include "renderer/vulkan/device.h"
#include "renderer/vulkan/word_view.h"

#include <memory>
#include <vector>

namespace seamline::renderer {

/// Submissions follow each other on one queue, and barriers order their use: one for all of them.
struct LightMemory {
    Buffer light;
    Buffer filtered;
    UniqueBufferView light_view;
    UniqueBufferView filtered_view;
};

/// `memory` where it has room for the largest of `lights`, otherwise new memory that has, and is no
/// smaller in anything. Null stays null while there are no lights. Throws VulkanError.
std::shared_ptr<const LightMemory> with_room(std::shared_ptr<const LightMemory> memory,
                                             const Device& device,
                                             const std::vector<CompositeLights>& lights);

} // namespace seamline::renderer
