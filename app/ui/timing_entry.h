// app/ui/timing_entry.h: small changes of a source's timing, and speeds as people type them.
#pragma once

#include "app/session/session.h"

#include <optional>
#include <string_view>

namespace seamline::ui {

/// Makes `in_s` (source time) the in-point without moving the picture against the session.
void move_in_point(session::Timing& timing, Rational in_s);

/// "1.5", "24/25" or "50%" as an exact speed in (0, 100]; null otherwise.
std::optional<Rational> speed_from(std::string_view text);

/// "24", "23.976" or "30000/1001" as an exact rate in [1, 240] frames per second; what is rounded
/// from an NTSC rate means that rate. Null otherwise.
std::optional<Rational> frame_rate_from(std::string_view text);

} // namespace seamline::ui
