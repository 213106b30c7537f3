// app/playback/timeline.h: which frame of a source covers a tick of the session; pure arithmetic.
#pragma once

#include "app/session/session.h"
#include "decode/video_source.h"

#include <cstdint>
#include <vector>

namespace seamline::playback {

/// A source's frame at a tick.
struct FrameAt {
    std::int64_t frame = 0;
    bool before_start = false;
    bool past_end = false;
};

/// Looks up the middle of the tick's duration, so that times rounded by a container (milliseconds
/// in Matroska) and rates that differ slightly both give the nearest frame.
FrameAt frame_at_tick(const session::Timing& timing, const decode::FrameIndex& index,
                      std::int64_t tick, const Rational& rate);

/// The ticks during which `frame` is the one that `frame_at_tick` gives, ignoring clamping at the
/// ends: its first tick. Inverse of `frame_at_tick` for rates of at least the source's.
std::int64_t first_tick_of(const session::Timing& timing, const decode::FrameIndex& index,
                           std::int64_t frame, const Rational& rate);

/// First and last tick at which the source has a frame of its own; last < first when it has none.
struct TickSpan {
    std::int64_t first = 0;
    std::int64_t last = -1;
};
TickSpan span_of(const session::Timing& timing, const decode::FrameIndex& index,
                 const Rational& rate);

/// Offset that shows frame `frame` of a source at session time `at_s`: "these are the same moment".
Rational offset_showing(const session::Timing& timing, const decode::FrameIndex& index,
                        std::int64_t frame, const Rational& at_s);

/// The record frame that a cut of `cut_rate` shows at a tick; may lie outside of the cut.
std::int64_t record_at_tick(const session::Timing& timing, const Rational& cut_rate,
                            std::int64_t tick, const Rational& rate);
/// The first tick at which a cut shows record frame `record` or a later one.
std::int64_t tick_of_record(const session::Timing& timing, const Rational& cut_rate,
                            std::int64_t record, const Rational& rate);

} // namespace seamline::playback
