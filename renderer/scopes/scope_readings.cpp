#include "renderer/scopes/scope_readings.h"

namespace seamline::renderer {

std::shared_ptr<ScopeReading> ScopeReadings::take(int columns) {
    const VkDeviceSize bytes = scope_words(columns) * sizeof(std::uint32_t);
    const std::scoped_lock lock(mutex_);
    // References are only made from `latest_`, under the lock: one that has none stays without.
    for (auto at = all_.begin(); at != all_.end();) {
        if (at->use_count() > 1) {
            ++at;
            continue;
        }
        if ((*at)->buffer.size_bytes() >= bytes) return *at;
        at = all_.erase(at);
    }
    auto made = std::make_shared<ScopeReading>();
    made->buffer = Buffer(*device_, bytes, memory_, "scope bins");
    all_.push_back(made);
    return made;
}

void ScopeReadings::publish(const std::shared_ptr<ScopeReading>& reading) {
    const std::scoped_lock lock(mutex_);
    latest_.insert_or_assign(reading->source, reading);
}

std::shared_ptr<const ScopeReading> ScopeReadings::latest(std::uint64_t source) const {
    const std::scoped_lock lock(mutex_);
    const auto at = latest_.find(source);
    return at == latest_.end() ? nullptr : at->second;
}

void ScopeReadings::count_computed(double ms) {
    const std::scoped_lock lock(mutex_);
    ++counts_.computed;
    counts_.total_ms += ms;
}

void ScopeReadings::count_skipped() {
    const std::scoped_lock lock(mutex_);
    ++counts_.skipped;
}

ScopeCounts ScopeReadings::counts() const {
    const std::scoped_lock lock(mutex_);
    return counts_;
}

} // namespace seamline::renderer
