// app/playback/virtual_display.h: a display that refreshes evenly where there is none.
#pragma once

#include "app/playback/transport.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace seamline::playback {

/// A FIFO display with a fixed refresh: every picture is shown once, in order, on the first refresh
/// after it was finished that shows no other.
///
/// Threads: confined to one.
class VirtualDisplay {
public:
    /// `hz` > 0. Refresh 0 is at `origin`.
    VirtualDisplay(double hz, Nanoseconds origin) : period_ns_(1e9 / hz), origin_(origin) {}

    double period_ns() const { return period_ns_; }
    Nanoseconds time(std::int64_t refresh) const {
        return origin_ + std::llround(static_cast<double>(refresh) * period_ns_);
    }
    /// The first refresh after `at`.
    std::int64_t after(Nanoseconds at) const {
        auto refresh =
            static_cast<std::int64_t>(std::floor(static_cast<double>(at - origin_) / period_ns_));
        while (time(refresh) <= at) ++refresh;
        return refresh;
    }
    /// A picture was finished at `at`. Returns the refresh that shows it.
    std::int64_t present(Nanoseconds at) {
        last_ = std::max(after(at), last_ + 1);
        return last_;
    }

private:
    double period_ns_;
    Nanoseconds origin_;
    std::int64_t last_ = INT64_MIN / 2;
};

} // namespace seamline::playback
