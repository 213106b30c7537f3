// renderer/passes/dissolve_memory.h: where pictures that dissolve are mixed.
#pragma once

#include "renderer/passes/dissolve_passes.h"
#include "renderer/vulkan/buffer.h"
#include "renderer/vulkan/device.h"

#include <memory>
#include <vector>

namespace seamline::renderer {

/// Submissions follow each other on one queue, and barriers order their use: one for all of them.
class DissolveMemory {
public:
    /// Gives the frame of each pass its buffer; without passes the memory is let go of. Returns
    /// what must be kept until the GPU has finished with the passes. Throws VulkanError.
    std::vector<std::shared_ptr<const void>> give(const Device& device,
                                                  const std::vector<DissolvePass>& passes);

private:
    std::vector<std::shared_ptr<const Buffer>> buffers_;
};

} // namespace seamline::renderer
