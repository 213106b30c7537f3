// renderer/memory_budget.h: how much memory the frame cache may take when nobody says.
#pragma once

#include "renderer/vulkan/device.h"

#include <cstdint>
#include <string>

namespace seamline::renderer {

/// What the default budget depends on.
struct MemoryFacts {
    bool is_cpu = false;
    LocalMemory local;                     ///< Of a GPU.
    std::uint64_t available_ram_bytes = 0; ///< Of a CPU device's machine.
};
MemoryFacts memory_facts(const Device& device);

struct MemoryBudget {
    std::uint64_t bytes = 0;
    std::string basis; ///< What it is: "half the device's memory", ...
};

/// On a CPU device a quarter of the available RAM. On a GPU the smaller of half the device-local
/// heap and what is left of it minus a reserve: 256 MiB, or a quarter of what is left if that is
/// less, for targets and other programs. A GPU with hardly anything left gets a sixteenth of its
/// heap, because a cache must hold a few frames.
MemoryBudget default_budget(const MemoryFacts& facts);

} // namespace seamline::renderer
