// renderer/scopes/frame_readback.h: a frame that the CPU can read.
#pragma once

#include "renderer/cached_frame.h"
#include "renderer/vulkan/device.h"

#include <memory>

namespace seamline::renderer {

/// `frame` itself where it is mapped, else a copy of its planes.
///
/// Threads: render thread only. Blocks until the GPU has copied it. Throws VulkanError.
std::shared_ptr<const CachedFrame> readable_frame(const Device& device,
                                                  std::shared_ptr<const CachedFrame> frame);

} // namespace seamline::renderer
