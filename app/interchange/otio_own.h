// app/interchange/otio_own.h: what the program keeps among OpenTimelineIO's metadata, below the key
// "seamline".
#pragma once

#include "app/interchange/edit.h"
#include "app/interchange/otio_json.h"

#include <string>

namespace seamline::interchange::otio {

/// Who made a clip, its place in the cut, and its placing, as they stand on it.
void read_own(const Json& clip, Event& event);
/// A take's own slip, speed and placing. `own`: see own_metadata.
void read_slot(const Json& own, MediaReference& media);
/// What a review keeps there, as text; empty: nothing.
std::string review_at(const Json& own);

/// The word of an "origin".
const char* origin_word(Origin origin); ///< Null for Unknown.
/// The word of a "placement".
const char* placement_word(PlacementMark placement); ///< Null for None.

} // namespace seamline::interchange::otio
