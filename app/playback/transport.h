// app/playback/transport.h: the integer clock: which tick is due at an instant.
#pragma once

#include "app/session/session.h"
#include "decode/media/rational.h"

#include <cstdint>

namespace seamline::playback {

/// Nanoseconds on a monotonic clock whose zero does not matter.
using Nanoseconds = std::int64_t;

/// Plays ticks 0..length-1 at `rate` ticks per second times `speed`. All arithmetic is exact: a
/// tick is a function of the anchor and the elapsed time, nothing accumulates, so eight hours drift
/// by nothing.
///
/// In real-time mode the due tick follows the clock and ticks may be skipped. In every-frame mode
/// the clock waits: the tick advances by at most one per `presented`, and the anchor moves with it.
///
/// Threads: plain value; whoever owns it guards it.
class Transport {
public:
    struct Range {
        std::int64_t first = 0;
        std::int64_t last = 0; ///< Inclusive.
    };

    /// `length` >= 0 ticks. Keeps the position inside the new length.
    void set_length(std::int64_t length, Nanoseconds now);
    void set_rate(Rational rate, Nanoseconds now); ///< > 0; keeps the position's tick.
    void set_range(std::int64_t in, std::int64_t out, Nanoseconds now);
    void set_loop(session::LoopMode loop, Nanoseconds now);
    void set_every_frame(bool every_frame, Nanoseconds now);

    /// `speed` in [-8, 8], not 0. Starts from the range's far end when it stands at its end.
    void play(Rational speed, Nanoseconds now);
    void pause(Nanoseconds now);
    void seek(std::int64_t tick, Nanoseconds now); ///< Clamped to the length.

    /// The tick that should be on the screen at `now`.
    std::int64_t tick_at(Nanoseconds now) const;
    /// When the tick after `tick_at(now)` is due; INT64_MAX when paused or at the end.
    Nanoseconds next_due(Nanoseconds now) const;
    /// When the tick that is `steps` after the anchor is due, whether or not it exists.
    Nanoseconds due_at(std::int64_t steps) const;
    /// +1 or -1 at `now`, following ping-pong turns.
    int direction_at(Nanoseconds now) const;
    /// The tick that follows `tick` in the present direction, through loops and turns; `tick`
    /// itself at the end of a range that plays once.
    std::int64_t tick_after(std::int64_t tick, int& direction) const;

    /// Tells that the due tick was shown; in every-frame mode this is what lets time go on.
    void presented(std::int64_t tick, Nanoseconds now);
    /// Pauses by itself at the end of a range that plays once. True when that happened just now.
    bool stop_at_end(Nanoseconds now);
    /// Moves the anchor so that later ticks come `delta` later, as far as `tick_at(now)` does not
    /// go back: the audio clock's correction.
    void slew(Nanoseconds delta, Nanoseconds now);
    /// The tick that is `steps` after the anchor, through loops and turns.
    std::int64_t tick_of_step(std::int64_t steps) const { return place_after(steps).tick; }

    bool playing() const { return playing_; }
    Rational speed() const { return speed_; }
    Rational rate() const { return rate_; }
    std::int64_t length() const { return length_; }
    session::LoopMode loop() const { return loop_; }
    bool every_frame() const { return every_frame_; }
    Range range() const; ///< In/out clamped to the length.
    /// Ticks passed since the last anchor (start, seek, change of rate, range or mode), never
    /// negative; in every-frame mode 0 or 1.
    std::int64_t steps_at(Nanoseconds now) const;
    /// Changes whenever the anchor does.
    std::uint64_t run() const { return run_; }
    /// Exact session time in seconds at `now`, between ticks too; for sound.
    Rational time_at(Nanoseconds now) const;

private:
    void anchor(std::int64_t tick, int direction, Nanoseconds now);
    struct Place {
        std::int64_t tick;
        int direction;
    };
    Place place_after(std::int64_t steps) const;

    Rational rate_{24};
    Rational speed_{1};
    std::int64_t length_ = 0;
    std::int64_t in_ = 0;
    std::int64_t out_ = -1;
    session::LoopMode loop_ = session::LoopMode::Loop;
    bool every_frame_ = false;
    bool playing_ = false;
    std::int64_t anchor_tick_ = 0;
    int anchor_direction_ = 1;
    Nanoseconds anchor_time_ = 0;
    std::uint64_t run_ = 0;
};

} // namespace seamline::playback
