// renderer/cache_budget.h: how much the frame cache may hold while others want the memory, too.
#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>

namespace seamline::renderer {

/// A budget that gives way when the driver refuses memory, and comes back by and by: other programs
/// take memory of a GPU without asking, and let go of it.
///
/// Threads: every function is safe.
class CacheBudget {
public:
    using Clock = std::chrono::steady_clock;
    /// After a refusal nothing is tried for so long ...
    static constexpr std::chrono::seconds kRest{20};
    /// ... then the budget grows by a sixteenth of what is wanted each time so much has passed.
    static constexpr std::chrono::seconds kStep{5};

    explicit CacheBudget(std::uint64_t wanted_bytes) : wanted_bytes_(wanted_bytes) {}

    std::uint64_t wanted_bytes() const { return wanted_bytes_; }
    /// What may be held now: `wanted_bytes`, or less after a refusal.
    std::uint64_t bytes(Clock::time_point now) const;
    /// The driver gives no more than the `held_bytes` that are held already. The budget becomes
    /// seven eighths of that, for pictures need memory, too; never less than a sixteenth of what is
    /// wanted: a cache must hold a few frames.
    void refused(std::uint64_t held_bytes, Clock::time_point now);

private:
    std::uint64_t unlocked_bytes(Clock::time_point now) const;

    const std::uint64_t wanted_bytes_;
    mutable std::mutex mutex_;
    std::uint64_t had_bytes_ = 0; ///< At the last refusal; 0: there was none.
    Clock::time_point refused_at_;
};

} // namespace seamline::renderer
