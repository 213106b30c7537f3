#include "app/interchange/media_time.h"

#include <algorithm>
#include <array>

namespace seamline::interchange {
namespace {

Rational source_start_s(const Event& event, const MediaReference* take) {
    if (take != nullptr && take->source_start) return take->source_start->seconds();
    return event.source_start.seconds();
}

} // namespace

Rational media_time_s(const Event& event, const MediaReference* take, std::int64_t record,
                      const Rational& rate, const Rational& media_rate) {
    const Rational speed = take != nullptr && take->speed ? *take->speed : event.speed;
    const bool backwards = speed < Rational(0);
    // Half of the shorter of what a record frame covers and a frame of the medium: rounded times of
    // containers then give the frame that is meant, and an exclusive out the frame before it.
    const Rational covered = (backwards ? -speed : speed) / rate;
    const Rational frame = Rational(1) / media_rate;
    const Rational half =
        (speed == Rational(0) ? frame : std::min(covered, frame)) / Rational(backwards ? -2 : 2);
    return source_start_s(event, take) + Rational(record - event.record_in) * speed / rate + half;
}

Rational media_time_s(const Event& event, std::int64_t record, const Rational& rate,
                      const Rational& media_rate) {
    return media_time_s(event, event.active_media(), record, rate, media_rate);
}

Rational media_start_s(const Event& event, const MediaReference* take, const Rational& file_start_s,
                       const Rational& file_duration_s) {
    const Rational wanted = source_start_s(event, take);
    const Rational stated = take != nullptr && take->start ? take->start->seconds() : file_start_s;
    constexpr std::int64_t kHour = 3600;
    const Rational hour(wanted.floor() / kHour * kHour);
    for (const Rational& start : std::array{stated, file_start_s, Rational(0), hour})
        if (wanted >= start && wanted <= start + file_duration_s) return start;
    return stated;
}

} // namespace seamline::interchange
