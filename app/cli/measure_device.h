// app/cli/measure_device.h: what a command measures with.
#pragma once

#include "renderer/measures/measure_backend.h"
#include "renderer/scopes/scope_monitor.h"
#include "renderer/vulkan/device.h"

#include <memory>

namespace seamline::cli {

struct MeasureDevice {
    std::unique_ptr<renderer::Device> device;          ///< Null: none is used.
    std::shared_ptr<measures::MeasureBackend> backend; ///< Null: the C++ implementation.
};

/// Auto: the best GPU; none where the best device is a CPU or cannot be opened. Vulkan: whatever
/// device there is. Blocks: tens of milliseconds. Throws VulkanError: Vulkan was asked for and
/// there is none.
MeasureDevice open_measure_device(renderer::ScopeBackend backend);

} // namespace seamline::cli
