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

std::string source_timecode(const RationalTime& time, const Edit& edit) {
    // Readers state times in frames of the medium; seconds or ticks of a clock count no timecode.
    const bool counts = time.rate >= Rational(10) && time.rate <= Rational(120);
    const Rational rate = counts ? time.rate : edit.rate;
    return timecode_text((time.seconds() * rate).floor(), rate,
                         edit.drop_frame && has_drop_frame(rate));
}

} // namespace seamline::interchange
