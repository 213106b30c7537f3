// app/playback/vsync_estimator.h: how often and when the display refreshes, from what was seen of
// it.
#pragma once

#include "app/playback/transport.h"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <vector>

namespace seamline::playback {

enum class RefreshKind : std::uint8_t {
    Unknown,  ///< Nobody told a rate, and none was found yet.
    Assumed,  ///< The window system's word; no refresh was measured.
    Measured, ///< A period and a phase that what was seen agrees with.
    Unsteady, ///< No period does: variable refresh, or a display that cannot be followed.
};

/// The display's refreshes, numbered; `Measured` only: when each of them is.
struct RefreshEstimate {
    RefreshKind kind = RefreshKind::Unknown;
    double period_ns = 0;   ///< 0: not known.
    std::int64_t count = 0; ///< The number of the refresh at `origin`.
    Nanoseconds origin = 0;
    double jitter = 0;       ///< Root mean square of what was seen off the grid, in periods.
    std::uint64_t epoch = 0; ///< Numbers of refreshes can be compared while it stays the same.

    double hz() const { return period_ns > 0 ? 1e9 / period_ns : 0; }
    /// Where an instant lies between refreshes; whole at one.
    double position(Nanoseconds at) const;
    Nanoseconds time(std::int64_t refresh) const;
};

/// Measures a display's refresh from the instants at which presents were seen to reach it. Several
/// refreshes may lie between two of them (24 pictures a second on 60 Hz), single ones may have been
/// noticed late, and programs stop for a while.
///
/// It starts from the rate that the window system states, which is a whole number (60 for 59.94)
/// and may be another monitor's. Each instant is numbered by the refresh nearest to it. The period
/// is the median of slopes between instants half a window apart (Theil 1950, Sen 1968; unharmed by
/// up to about 29 % of outliers) once it is further from the stated one than chance would bring it,
/// the phase the median of the newest 31 residuals. Where instants do not lie within a fifth of a
/// period of whole refreshes, the largest period that they agree with is looked for; when they
/// agree with none, the refresh is `Unsteady` until `forgive` or `reset`.
///
/// Threads: confined to one.
class VsyncEstimator {
public:
    /// `nominal` period; 0: not known.
    explicit VsyncEstimator(Nanoseconds nominal = 0);

    /// What the window system says now; another rate makes it start again.
    void set_nominal(Nanoseconds period);
    /// A refresh was seen at `at`.
    void seen(Nanoseconds at);
    /// Another display, or another swapchain.
    void reset();
    /// Gives an `Unsteady` display another chance, e.g. when playing starts.
    void forgive();

    const RefreshEstimate& estimate() const { return estimate_; }

private:
    struct Seen {
        Nanoseconds at = 0;
        std::int64_t refresh = 0;
    };

    struct Phase {
        double middle = 0; ///< After the newest instant, ns.
        double rms = 0;    ///< ns
    };

    void append(Nanoseconds at, std::int64_t refresh);
    void judge(bool good);
    std::size_t bad_of_last(std::size_t n) const;
    Phase phase(double period_ns);
    void fit();
    bool find_period();

    Nanoseconds nominal_ = 0;
    RefreshEstimate estimate_;
    std::deque<Seen> seen_;
    std::deque<bool> good_;
    std::vector<double> scratch_;
};

} // namespace seamline::playback
