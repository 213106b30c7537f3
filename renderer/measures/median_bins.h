// renderer/measures/median_bins.h: the median of many logarithms, by counting.
#pragma once

#include <array>
#include <cstdint>

namespace seamline::measures {

/// Counts stops, rounded to 1/4096, between -8 and 8 (those beyond count at the ends). Integers
/// only: the result does not depend on the order of values, so a device that counts with atomics
/// agrees bit for bit.
class MedianBins {
public:
    static constexpr int kPerStop = 4096;
    static constexpr int kHalf = 8 * kPerStop;

    void add(float stops) {
        const float scaled = stops * kPerStop;
        const float limited = scaled < -static_cast<float>(kHalf)  ? -static_cast<float>(kHalf)
                              : scaled > static_cast<float>(kHalf) ? static_cast<float>(kHalf)
                                                                   : scaled;
        // Shifted to positive, so that truncation rounds to nearest.
        ++counts_[static_cast<std::size_t>(limited + static_cast<float>(kHalf) + 0.5F)];
        ++total_;
    }
    std::int64_t total() const { return total_; }
    /// In stops; values of one bin are taken as spread evenly over it. 0 of none.
    double median() const {
        std::int64_t below = 0;
        for (std::size_t i = 0; i < counts_.size(); ++i) {
            if (2 * (below + counts_[i]) >= total_ && counts_[i] > 0) {
                const double part = (static_cast<double>(total_) / 2 - static_cast<double>(below)) /
                                    static_cast<double>(counts_[i]);
                return (static_cast<double>(i) - kHalf - 0.5 + part) / kPerStop;
            }
            below += counts_[i];
        }
        return 0;
    }

private:
    std::array<std::uint32_t, 2 * kHalf + 1> counts_{};
    std::int64_t total_ = 0;
};

} // namespace seamline::measures
