#include "app/playback/timeline.h"

#include <algorithm>

namespace seamline::playback {
namespace {

Rational source_time(const session::Timing& timing, const Rational& session_time_s) {
    return timing.in_s + (session_time_s - timing.offset_s) * timing.speed;
}

Rational session_time(const session::Timing& timing, const Rational& source_time_s) {
    return timing.offset_s + (source_time_s - timing.in_s) / timing.speed;
}

/// The first tick whose middle is at or after `time_s`.
std::int64_t tick_from(const Rational& time_s, const Rational& rate) {
    const Rational exact = time_s * rate - Rational(1, 2);
    return -(-exact).floor(); // Ceiling.
}

} // namespace

FrameAt frame_at_tick(const session::Timing& timing, const decode::FrameIndex& index,
                      std::int64_t tick, const Rational& rate) {
    const Rational middle_s = Rational(2 * tick + 1, 2) / rate;
    const Rational time_s = source_time(timing, middle_s);
    FrameAt at;
    at.before_start = time_s < Rational(0);
    at.past_end = time_s >= index.end_s;
    at.frame = index.frame_at(time_s);
    return at;
}

std::int64_t first_tick_of(const session::Timing& timing, const decode::FrameIndex& index,
                           std::int64_t frame, const Rational& rate) {
    if (index.frames.empty()) return 0;
    const auto last = static_cast<std::int64_t>(index.frames.size()) - 1;
    const auto clamped = static_cast<std::size_t>(std::clamp<std::int64_t>(frame, 0, last));
    return tick_from(session_time(timing, index.frames[clamped].time_s), rate);
}

TickSpan span_of(const session::Timing& timing, const decode::FrameIndex& index,
                 const Rational& rate) {
    if (index.frames.empty()) return {};
    return {tick_from(session_time(timing, Rational(0)), rate),
            tick_from(session_time(timing, index.end_s), rate) - 1};
}

Rational offset_showing(const session::Timing& timing, const decode::FrameIndex& index,
                        std::int64_t frame, const Rational& at_s) {
    if (index.frames.empty()) return timing.offset_s;
    const auto last = static_cast<std::int64_t>(index.frames.size()) - 1;
    const auto clamped = static_cast<std::size_t>(std::clamp<std::int64_t>(frame, 0, last));
    return at_s - (index.frames[clamped].time_s - timing.in_s) / timing.speed;
}

std::int64_t record_at_tick(const session::Timing& timing, const Rational& cut_rate,
                            std::int64_t tick, const Rational& rate) {
    return (source_time(timing, Rational(2 * tick + 1, 2) / rate) * cut_rate).floor();
}

std::int64_t tick_of_record(const session::Timing& timing, const Rational& cut_rate,
                            std::int64_t record, const Rational& rate) {
    return tick_from(session_time(timing, Rational(record) / cut_rate), rate);
}

} // namespace seamline::playback
