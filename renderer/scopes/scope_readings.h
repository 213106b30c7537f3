// renderer/scopes/scope_readings.h: finished bins of every source, and memory for the next ones.
#pragma once

#include "renderer/scopes/scope_monitor.h"

#include <map>
#include <mutex>
#include <vector>

namespace seamline::renderer {

/// Threads: safe.
class ScopeReadings {
public:
    /// `memory`: of the bins.
    ScopeReadings(const Device& device, BufferMemory memory) : device_(&device), memory_(memory) {}

    /// A reading that nobody holds, with room for so many columns. Throws VulkanError.
    std::shared_ptr<ScopeReading> take(int columns);
    void publish(const std::shared_ptr<ScopeReading>& reading);
    std::shared_ptr<const ScopeReading> latest(std::uint64_t source) const;

    void count_computed(double ms);
    void count_skipped();
    ScopeCounts counts() const;

private:
    const Device* device_;
    BufferMemory memory_;
    mutable std::mutex mutex_; ///< Guards everything below.
    std::vector<std::shared_ptr<ScopeReading>> all_;
    std::map<std::uint64_t, std::shared_ptr<const ScopeReading>> latest_;
    ScopeCounts counts_;
};

} // namespace seamline::renderer
