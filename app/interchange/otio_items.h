// app/interchange/otio_items.h: clips, gaps and what they carry, read from OpenTimelineIO's
// objects.
#pragma once

#include "app/interchange/edit_notes.h"
#include "app/interchange/otio_json.h"
#include "app/interchange/otio_strips.h"

#include <cstddef>
#include <string>
#include <vector>

namespace seamline::interchange::otio {

using Notes = EditNotes;

/// A clip (Clip.1, Clip.2 and later) from 0 to its length. Never fails: what cannot be read is
/// noted, and what cannot be shown is in `Event::unsupported`. `place` is the object's JSON
/// pointer.
Piece read_clip(const Json& clip, const std::string& place, Notes& notes);
/// Gap.1 or Filler.1.
Piece read_gap(const Json& gap, const std::string& place, Notes& notes);
/// An object of unknown kind in a track: a gap of its length, so that what follows stays in place.
Piece read_unknown(const Json& object, const std::string& place, Notes& notes);

/// Markers (Marker.1 to 3) of an item whose own time starts at `origin` seconds.
std::vector<PlacedMarker> read_markers(const Json& item, const Rational& origin,
                                       const std::string& place, Notes& notes);

/// What the effects of an item mean.
struct Effects {
    Rational speed{1};
    std::vector<std::string> unsupported;
};
Effects read_effects(const Json& item);

/// The media references of a clip in the file's order, and which of them is shown.
struct Takes {
    std::vector<MediaReference> media;
    std::size_t active = 0;
    std::vector<std::string> unsupported;
};
Takes read_takes(const Json& clip, const std::string& where, Notes& notes);

/// The nearest of Marker.2's colours ("RED") to a Color.1; its own name if it has no values.
std::string color_name(const Json& color);

} // namespace seamline::interchange::otio
