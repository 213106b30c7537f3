// renderer/measure_passes/gpu_backend.h: measures frames that a decoder has left in host memory.
#pragma once

#include "renderer/measures/measure_backend.h"
#include "renderer/vulkan/device.h"

#include <memory>

namespace seamline::renderer {

/// The passes behind measures::MeasureBackend: uploads the visible part of the planes (where the
/// device has memory of its own by one copy), runs them and reads back. Frames of floats, and those
/// that the device cannot bind, go to the C++ twin, as does the sharpness of a frame with more
/// edges than there is room for: the results are the same.
///
/// Threads: as MeasureBackend; each caller waits for its own submission. Lifetime: not longer than
/// `device`. Blocks: tens of milliseconds. Throws VulkanError.
std::shared_ptr<measures::MeasureBackend> make_gpu_backend(const Device& device);

} // namespace seamline::renderer
