#include "renderer/memory_budget.h"

#include <fstream>
#include <string>

namespace seamline::renderer {
namespace {

constexpr std::uint64_t kWithoutProc = std::uint64_t{4} << 30;

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

std::uint64_t default_budget_bytes(const Device& device) {
    return device.is_cpu() ? available_ram_bytes() / 4 : device.device_local_heap_bytes() / 2;
}

} // namespace seamline::renderer
