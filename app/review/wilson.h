// app/review/wilson.h: how sure a share is that was counted a few times.
#pragma once

#include <cstdint>

namespace seamline::review {

/// A share of successes, and between which shares the true one lies.
struct Share {
    std::int64_t count = 0;
    std::int64_t of = 0;
    double share = 0; ///< count / of; 0 when of nothing.
    double low = 0;   ///< [0, 1]
    double high = 1;  ///< [0, 1]
};

/// The score interval without continuity correction at 95 %. 0 <= count <= of.
/// Source: Wilson, "Probable inference, the law of succession, and statistical inference", 1927;
/// Agresti and Coull, 1998.
Share wilson(std::int64_t count, std::int64_t of);

/// Whether the shares differ beyond what chance makes of them: their intervals do not meet.
/// Stricter than a test of the difference.
bool apart(const Share& a, const Share& b);

} // namespace seamline::review
