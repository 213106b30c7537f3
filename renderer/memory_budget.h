// renderer/memory_budget.h: how much memory the frame cache may take when nobody says.
#pragma once

#include "renderer/vulkan/device.h"

#include <cstdint>

namespace seamline::renderer {

/// Half the device-local heap on a GPU, a quarter of the available RAM on a CPU device.
std::uint64_t default_budget_bytes(const Device& device);

} // namespace seamline::renderer
