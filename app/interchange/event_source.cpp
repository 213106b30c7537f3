#include "app/interchange/event_source.h"

#include "decode/media/timecode.h"

#include <algorithm>

namespace seamline::interchange {

SourcePlay source_play(const Event& event) {
    const MediaReference* take = event.active_media();
    if (take == nullptr) return {event.source_start, event.speed};
    return {take->source_start.value_or(event.source_start), take->speed.value_or(event.speed)};
}

std::pair<RationalTime, RationalTime> source_range(const Event& event, const Rational& edit_rate) {
    const auto [start, speed] = source_play(event);
    const Rational covered = speed == Rational(0)
                                 ? Rational(1)
                                 : Rational(event.duration) / edit_rate * speed * start.rate;
    const RationalTime end{start.value + covered, start.rate};
    return covered < Rational(0) ? std::pair(end, start) : std::pair(start, end);
}

std::string source_timecode(const RationalTime& time, bool drop_frame) {
    return timecode_text(time.value.floor(), time.rate, drop_frame && has_drop_frame(time.rate));
}

} // namespace seamline::interchange
