// renderer/vulkan/timestamps.h: how long the parts of a submission took on the GPU.
#pragma once

#include "renderer/vulkan/device.h"
#include "renderer/vulkan/handles.h"

#include <cstdint>

namespace seamline::renderer {

/// A few marks in one command buffer. Does nothing on a device without timestamps.
class Timestamps {
public:
    Timestamps(const Device& device, std::uint32_t count); ///< Throws VulkanError.

    /// Before recording, when the GPU has finished with the last use.
    void reset();
    /// Marks the moment when all earlier commands have completed. Each index once per recording.
    void mark(VkCommandBuffer cmd, std::uint32_t index);
    /// Milliseconds between two marks of a completed submission; 0 when either was not made.
    double milliseconds(std::uint32_t from, std::uint32_t to) const;

private:
    const Device* device_;
    std::uint32_t count_;
    UniqueQueryPool pool_;
};

} // namespace seamline::renderer
