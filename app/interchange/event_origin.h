// app/interchange/event_origin.h: which events are generated, and where such an event stands.
#pragma once

#include "app/interchange/edit.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace seamline::interchange {

/// A pattern that tells an event's origin.
struct OriginRule {
    /// Matched without case against the event's name and the shown medium's name, reel, file name
    /// and path: '*' is any text, '?' any character; a pattern without '*' and '?' matches anywhere
    /// within.
    std::string pattern;
    Origin origin = Origin::Generated;

    friend bool operator==(const OriginRule&, const OriginRule&) = default;
};

/// Whether all of `text` matches `pattern` ('*', '?'), ASCII letters without case.
bool matches_pattern(std::string_view text, std::string_view pattern);

/// The origin of a clip. What is set on the event (by hand, or by the file) wins; then a generator
/// in the shown medium's metadata; then the first rule that matches. Gaps are Unknown.
Origin origin_of(const Event& event, const std::vector<OriginRule>& rules);

/// Sets Event::origin where it is Unknown. A mark set by hand stays.
void mark_origins(Edit& edit, const std::vector<OriginRule>& rules);

/// Where a generated event stands in what is seen of the cut: of enabled video tracks the topmost
/// enabled clip. Its run is the stretch of generated events around it without anything else
/// between.
enum class Placement : std::uint8_t {
    NotGenerated, ///< It is something else, a gap, or has no frames.
    Whole,        ///< Nothing but generated pictures touch the run, and gaps or the cut's ends.
    Bookend, ///< On one side of the run is live action (or unknown), on the other a gap or an end.
    Inside,  ///< Both sides of the run are live action (or unknown): two seams to hide.
};

/// What is marked on the event by hand wins. Uses Event::origin as it is: call `mark_origins`
/// first. `track` and `event` index Edit::tracks
/// and Track::events.
Placement placement_of(const Edit& edit, std::size_t track, std::size_t event);

} // namespace seamline::interchange
