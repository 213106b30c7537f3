// app/ui/counter.h: what a frame count looks like, and what a typed count means.
#pragma once

#include "app/session/session.h"
#include "decode/media/timecode.h"
#include "decode/media/rational.h"
#include "decode/media/result.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace seamline::ui {

/// How a counter counts. Its counts are frames from 0 at `rate`.
struct CounterFormat {
    session::CounterMode mode = session::CounterMode::Frames;
    int frame_base = 0;              ///< What frame 0 is called in Frames mode.
    Rational rate{24};               ///< Frames per second, > 0.
    std::int64_t start_timecode = 0; ///< Timecode of frame 0, as frames from 00:00:00:00.
    bool drop_frame = false;         ///< Only meaningful at 30000/1001 and 60000/1001.

    friend bool operator==(const CounterFormat&, const CounterFormat&) = default;
};

/// A typed value: a place, or a distance when it began with + or -.
struct CounterEntry {
    bool relative = false;
    std::int64_t count = 0; ///< Frames from 0, or frames to move by.

    friend bool operator==(const CounterEntry&, const CounterEntry&) = default;
};

/// What the counter shows for `count`.
std::string counter_text(std::int64_t count, const CounterFormat& format);
/// Reads what a person types into a counter: "120", "120f", "01:00:05:03", "2.5", "2.5s", "+12",
/// "-1:00". A bare number means what the mode counts; in Timecode mode its digits fill the groups
/// from the right ("10015" is 00:01:00:15), and a relative bare number counts frames.
///
/// Errors: InvalidArgument.
Result<CounterEntry> parse_counter(std::string_view text, const CounterFormat& format);

} // namespace seamline::ui
