// renderer/cached_frame.h: a frame of native planes in memory that shaders read.
#pragma once

#include "decode/media/decoded_frame.h"

#include <vulkan/vulkan.h>

#include <array>
#include <cstdint>
#include <memory>

namespace seamline::renderer {

/// Immutable after publication. `keep` holds the memory; a submission keeps the frame itself alive
/// until the GPU has finished with it.
///
/// Threads: safe (constant).
struct CachedFrame {
    std::int64_t index = 0;
    PixelLayout layout;
    Extent coded;
    Rect visible;
    ColorTags color;
    bool corrupt = false;
    bool held = false;

    VkBuffer buffer = VK_NULL_HANDLE;
    VkDeviceSize offset_bytes = 0; ///< Of the frame in `buffer`; a multiple of the device's storage alignment.
    VkDeviceSize size_bytes = 0;
    std::array<std::uint32_t, kMaxPlanes> plane_offset_bytes{}; ///< From `offset_bytes`; multiples of 4.
    std::array<std::uint32_t, kMaxPlanes> stride_bytes{};       ///< Multiples of 4.
    /// Where the CPU can read the same planes; null when they are only on the GPU.
    const std::byte* mapped = nullptr;
    std::shared_ptr<const void> keep;
};

} // namespace seamline::renderer
