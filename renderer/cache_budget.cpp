#include "renderer/cache_budget.h"

#include <algorithm>

namespace seamline::renderer {
namespace {

constexpr std::uint64_t kSteps = 16;

} // namespace

std::uint64_t CacheBudget::unlocked_bytes(Clock::time_point now) const {
    if (had_bytes_ == 0) return wanted_bytes_;
    const auto rested = now - refused_at_ - kRest;
    if (rested < Clock::duration{}) return had_bytes_;
    const auto steps = static_cast<std::uint64_t>(rested / kStep) + 1;
    if (steps >= kSteps) return wanted_bytes_;
    return std::min(wanted_bytes_, had_bytes_ + steps * (wanted_bytes_ / kSteps));
}

std::uint64_t CacheBudget::bytes(Clock::time_point now) const {
    const std::scoped_lock lock(mutex_);
    return unlocked_bytes(now);
}

void CacheBudget::refused(std::uint64_t held_bytes, Clock::time_point now) {
    const std::scoped_lock lock(mutex_);
    const std::uint64_t least = std::max<std::uint64_t>(wanted_bytes_ / kSteps, 1);
    had_bytes_ = std::clamp(held_bytes - held_bytes / 8, std::min(least, wanted_bytes_), wanted_bytes_);
    refused_at_ = now;
}

} // namespace seamline::renderer
