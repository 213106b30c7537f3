// app/interchange/event_part.h: parts of events, and many video tracks as the one that is seen.
#pragma once

#include "app/interchange/edit.h"

#include <cstdint>
#include <vector>

namespace seamline::interchange {

/// `time` moved by `seconds`, at its own rate.
RationalTime moved(const RationalTime& time, const Rational& seconds);

/// The record frames [from, to) of `event`, which cover part of its own, in record frames as they
/// were: every frame shows what it showed. `rate`: of the edit. Markers outside go.
Event event_part(const Event& event, const Rational& rate, std::int64_t from, std::int64_t to);

/// One track that looks as all video tracks of `edit` together: of enabled clips the topmost.
struct FlatVideo {
    Track track; ///< Named as the lowest video track.
    std::vector<EditNote> losses;
};

/// Transitions stay where both their events do. `most` bounds the events made: what is beyond it
/// is left out and said so.
FlatVideo flat_video(const Edit& edit, std::size_t most = 200'000);

} // namespace seamline::interchange
