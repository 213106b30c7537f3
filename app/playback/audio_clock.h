// app/playback/audio_clock.h: which frame of the sound device is audible now, from noisy reports.
#pragma once

#include <cstdint>
#include <vector>

namespace seamline::playback {

struct AudioClockReading {
    double frame = 0;         ///< Frames of the device's time line; goes back only by a jump.
    double uncertainty_s = 0; ///< The true value lies within this much of `frame`, as far as known.
    bool settled = false; ///< The device's reports agree; before that the clock runs on its own.
};

/// A smooth clock over the reports of a sound server.
///
/// Reports are believed when, over at least kSettleSpan, they lie on one line whose slope is that
/// of CLOCK_MONOTONIC within kSlopeTolerance and whose residuals stay within kResidualTolerance:
/// servers tell nonsense while a stream starts, moves or rewinds. Until then the clock runs on at
/// 48 kHz from the first report. Afterwards it follows the fitted line by at most kSlew, without a
/// jump unless the difference exceeds kJump; reports that leave the line for good make it unsettled
/// and fit anew.
///
/// Threads: confined to one thread at a time. Time is CLOCK_MONOTONIC in nanoseconds.
class AudioClock {
public:
    static constexpr double kSettleSpan_s = 1.0;
    static constexpr double kSlopeTolerance = 0.005;
    static constexpr double kResidualTolerance_s = 0.003;
    static constexpr double kSlew = 0.02; ///< s of correction per s
    static constexpr double kJump_s = 0.25;
    static constexpr double kUnsettled_s = 0.1; ///< The uncertainty stated until settled.
    static constexpr double kStale_s = 3.0;     ///< With no report for so long: not settled.

    /// A report: at `now_ns` the device played `frame` (may be negative before the first sample).
    void observe(std::int64_t now_ns, double frame);
    /// Forgets all reports but not the time line: the device changed or slept.
    void distrust();
    /// Stands still from now on, and goes on from there.
    void stop(std::int64_t now_ns);
    void start(std::int64_t now_ns);

    /// `now_ns` must not go back. Before any report: frame 0 and unsettled.
    AudioClockReading read(std::int64_t now_ns);

private:
    struct Report {
        std::int64_t time_ns = 0;
        double frame = 0;
    };
    struct Line {
        std::int64_t time_ns = 0;
        double frame = 0;
        double slope = 1;
        double residual_s = 0; // largest
        double at(std::int64_t now_ns) const;
    };

    bool fit(Line& line) const;
    void advance(std::int64_t now_ns);

    std::vector<Report> reports_; // oldest first
    Line line_;
    bool settled_ = false;
    bool stopped_ = false;
    bool begun_ = false;
    int strays_ = 0; // reports in a row off the line
    std::int64_t now_ns_ = 0;
    double frame_ = 0;
};

} // namespace seamline::playback
