// app/cli/measure_backend_option.h: what a command measures with.
#pragma once

#include "renderer/measures/measure_backend.h"
#include "renderer/scopes/scope_monitor.h"

#include <memory>

namespace seamline::cli {

/// Auto: passes on the best GPU; null, the C++ implementation, where the best device is a CPU or
/// cannot be opened. Vulkan: passes on whatever device there is. The device lives as long as what
/// is returned. Blocks: tens of milliseconds. Throws VulkanError: Vulkan was asked for and there is
/// none.
std::shared_ptr<measures::MeasureBackend> open_measure_backend(renderer::ScopeBackend backend);

} // namespace seamline::cli
