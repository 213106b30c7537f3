// app/playback/frame_pacer.h: which frame each refresh of the display shows.
#pragma once

#include "app/playback/transport.h"
#include "app/playback/vsync_estimator.h"

#include <cstdint>
#include <deque>
#include <optional>

namespace seamline::playback {

/// The next frame of a run of the transport, and when it is handed to the display.
struct FramePlan {
    std::int64_t step = 0;     ///< Of the transport's run.
    bool quantised = false;    ///< It belongs on a refresh; else it is shown by the clock.
    std::int64_t refresh = 0;  ///< Which one, in the estimate's numbers; quantised only.
    Nanoseconds hand_over = 0; ///< Not before this; INT64_MAX: no other frame will come.
    Nanoseconds show_at = 0;   ///< When it will be seen.

    bool is_due(Nanoseconds now) const { return now >= hand_over; }
};

/// Of frames that were planned on refreshes, since the last `reset_counters`.
struct PacingCounters {
    std::int64_t mistimed = 0; ///< Stayed on for another number of refreshes than planned.
    std::int64_t delayed = 0;  ///< Came later than the refresh that was planned for them.
    std::int64_t dropped = 0;  ///< Were never shown, though each had a refresh of its own.
};

/// What the HUD and `bench` say.
struct PacingReport {
    RefreshEstimate refresh;
    PacingCounters counters;
    bool present_wait = false; ///< The display tells when it shows a present.
};

/// Puts frames on whole refreshes, so that each stays on as evenly as it can: 24 on 60 Hz is 2, 3,
/// 2, 3 ..., and stays that when clocks wobble.
///
/// With D(k) the instant at which the transport wants step k, the estimate gives its place between
/// refreshes, y(k) = (D(k) - origin) / period. Frames follow a smooth line of places
///     c(k) = c(0) + k * r,   r = frame duration / period,
/// and step k belongs on refresh m(k) = floor(c(k) + 1/2). r is a fraction p/q with q <= 12 where
/// one is within 0.12 % (23.976 and 24 are 0.1 % apart: on 60 Hz both are 5/2), so that the same
/// remainder always rounds the same way: no accumulated error, no cadence that flips. The line
/// follows the clock with play, like a gear's: it stands while |y - c| <= 1/4, and beyond that it
/// is pushed to 1/4. Jitter of less than half a period never turns a frame round; a clock that runs
/// away (audio, 24.000 on 59.94 Hz) moves one frame by one refresh each time that it has gained
/// one. So the picture is at most 3/4 of a period from the clock: 1/2 by rounding, 1/4 by play.
///
/// A frame that comes late keeps its place in the order and is shown on the next free refresh; the
/// next ones are on their own refreshes again as soon as those are free. With more than 20 ms (and
/// more than a refresh) behind, frames are dropped up to the one that belongs there. 20 ms is mpv's
/// limit (`--video-sync=display-*`, player/video.c), as are the names of what is counted; the plan
/// is in whole refreshes as mpv's, but bound to the clock instead of resampling sound. A frame of
/// less than a refresh (60 on 50 Hz) gives way to the newest one.
///
/// A picture is to be finished a quarter of a period after the refresh before its own. Earlier,
/// a phase that is a little off would put it one refresh too soon; and a display whose refresh
/// follows presents shows itself, because there pictures come three quarters of a period early.
///
/// Without a measured refresh, or a steady one, or one that was seen in the last two seconds, every
/// frame is handed over at D(k).
///
/// Threads: confined to one.
class FramePacer {
public:
    /// What is next, for a transport that plays in real time. May be asked at any time, and again.
    /// `lead`: how long it usually takes from handing over until the picture is finished.
    FramePlan next(const Transport& transport, const RefreshEstimate& estimate, Nanoseconds now,
                   Nanoseconds lead = 0);
    /// A frame was handed over and is finished at `at`: that of `plan`, or of another `step` where
    /// that one was not there. `present`: `shown` will tell its refresh; 0: it is taken for the
    /// next free one. Returns how late it is by its own refresh, beyond what is kept, in whole
    /// refreshes; 0 where frames go by the clock.
    Nanoseconds handed_over(const FramePlan& plan, std::int64_t step, Nanoseconds at,
                            std::uint64_t present = 0);
    /// A step of the transport's present run is on the screen already.
    void skip_to(std::int64_t step) { last_ = step; }
    /// Whether something else that is presented at `now` is shown before the frame of `plan`, and
    /// so does not hold it up; where frames go by the clock that is not known.
    bool has_room(const FramePlan& plan, Nanoseconds now) const;
    /// A present reached the screen.
    void shown(std::uint64_t present, const RefreshEstimate& estimate, Nanoseconds at);
    /// The step that was handed over last in the transport's present run; none yet.
    std::optional<std::int64_t> last_step(const Transport& transport) const;
    /// Presents that were not shown yet never will be.
    void forget_presents() { pending_.clear(); }

    const PacingCounters& counters() const { return counters_; }
    void reset_counters() { counters_ = {}; }

private:
    /// c(k): `base` + `part` + (k - `step`) * r.
    struct Line {
        std::int64_t step = 0;
        std::int64_t base = 0;
        double part = 0;
        double rate = 1;           ///< r
        std::int64_t p = 0, q = 0; ///< r exactly; q = 0: it is no such fraction.
    };
    struct Shown {
        std::int64_t step = 0;
        std::int64_t refresh = 0;
    };
    struct Pending {
        std::uint64_t present = 0;
        std::int64_t step = 0;
    };

    void forget_refreshes();
    void follow_run(const Transport& transport, const RefreshEstimate& estimate, Nanoseconds now);
    void follow_clock(const Transport& transport, std::int64_t step);
    void anchor(const Transport& transport, std::int64_t step);
    FramePlan by_the_clock(const Transport& transport, Nanoseconds now) const;
    double place(std::int64_t step) const;
    std::int64_t refresh_of(std::int64_t step) const;
    std::int64_t newest_by(const Transport& transport, std::int64_t refresh,
                           std::int64_t first) const;
    bool may_be_late(std::int64_t refreshes) const;
    void settle(Shown frame);

    RefreshEstimate estimate_;
    std::optional<std::uint64_t> run_;
    std::optional<Line> line_;
    std::optional<std::int64_t> followed_; ///< The step up to which the line followed the clock.
    std::optional<std::int64_t> last_;     ///< The step that was handed over last in this run ...
    std::optional<std::int64_t> taken_;    ///< ... and the refresh that it takes, where it has one.
    std::optional<Shown> settled_;         ///< Was shown, as far as is known.
    std::int64_t planned_end_ = 0;         ///< Of `settled_`: the refresh of the next frame.
    std::deque<Pending> pending_;
    PacingCounters counters_;
};

} // namespace seamline::playback
