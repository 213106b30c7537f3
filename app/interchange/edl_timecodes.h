// app/interchange/edl_timecodes.h: what the timecodes of a CMX3600 list count.
#pragma once

#include "app/interchange/edit.h"
#include "app/interchange/edl_lines.h"

#include <optional>
#include <string>
#include <vector>

namespace seamline::interchange {

/// How a list counts. Where its timecodes hold a ';' anywhere, the punctuation of each says whether
/// it drops frames; else the first FCM line speaks for record time, and the last one above an event
/// for its source.
struct EdlClock {
    Rational rate{24};
    bool record_drop = false;
    bool punctuated = false; ///< Some timecode has a ';'.
    std::vector<EditNote> notes;
    std::string guess; ///< See Edit::rate_guess.
};

/// Without `rate`, the smallest usual one that all frame numbers fit.
/// Fails with InvalidArgument for a rate outside of 1 to 1000.
Result<EdlClock> edl_clock(const EdlLines& lines, std::optional<Rational> rate,
                           const std::string& name);

struct EdlTime {
    std::int64_t frames = 0; ///< From 00:00:00:00.
    Rational rate{24};       ///< Above the record rate only where the frame number asks for it.
    std::int64_t day = 0;    ///< Frames of 24 hours, counted alike.
    bool skipped = false;    ///< The label is one that drop-frame counting leaves out.
};

/// Timecode `column` (0 to 3) of `statement`. The error is a phrase.
Result<EdlTime> edl_time(const EdlClock& clock, const EdlStatement& statement, std::size_t column);

} // namespace seamline::interchange
