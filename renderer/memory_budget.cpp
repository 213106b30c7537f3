#include "renderer/memory_budget.h"

#include <algorithm>
#include <fstream>
#include <string>

namespace seamline::renderer {
namespace {

constexpr std::uint64_t kWithoutProc = std::uint64_t{4} << 30;
constexpr std::uint64_t kReserve = 256 << 20;

std::uint64_t available_ram_bytes() {
    std::ifstream meminfo("/proc/meminfo");
    std::string key, unit;
    std::uint64_t kilobytes = 0;
    while (meminfo >> key >> kilobytes) {
        if (key == "MemAvailable:") return kilobytes * 1024;
        std::getline(meminfo, unit);
    }
    return kWithoutProc;
}

} // namespace

MemoryFacts memory_facts(const Device& device) {
    return {device.is_cpu(), device.local_memory(), available_ram_bytes()};
}

MemoryBudget default_budget(const MemoryFacts& facts) {
    if (facts.is_cpu) return {facts.available_ram_bytes / 4, "a quarter of the available RAM"};
    const std::uint64_t heap = facts.local.heap_bytes;
    const MemoryBudget half{heap / 2, "half the device's memory"};
    if (!facts.local.left_bytes)
        return {half.bytes, half.basis + " (the driver does not say what is left)"};
    const std::uint64_t left = *facts.local.left_bytes;
    const std::uint64_t usable = left - std::min(kReserve, left / 4);
    if (usable >= half.bytes) return half;
    if (usable >= heap / 16)
        return {usable, "what is left of the device's memory, minus a reserve"};
    return {heap / 16, "a sixteenth of the device's memory: hardly any is left, close other "
                       "programs"};
}

} // namespace seamline::renderer
