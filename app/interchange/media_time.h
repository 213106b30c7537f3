// app/interchange/media_time.h: the time of its media that an event shows at a record frame.
#pragma once

#include "app/interchange/edit.h"

#include <cstdint>

namespace seamline::interchange {

/// Media time that `event` shows with `take` (null: as if it were its only medium) at record frame
/// `record`, which may lie outside of it (in a dissolve); see Event. `rate`: of the edit,
/// `media_rate` of the medium, frames per second.
Rational media_time_s(const Event& event, const MediaReference* take, std::int64_t record,
                      const Rational& rate, const Rational& media_rate);
/// The same with its active take.
Rational media_time_s(const Event& event, std::int64_t record, const Rational& rate,
                      const Rational& media_rate);

/// Media time of a file's first frame for `event`: what the reference states, the file's own
/// timecode (`file_start_s`), zero, or the full hour before the event's source time: the first of
/// them for which that time lies in the file, which lasts `file_duration_s`.
Rational media_start_s(const Event& event, const MediaReference* take, const Rational& file_start_s,
                       const Rational& file_duration_s);

} // namespace seamline::interchange
