// app/interchange/otio_nodes.h: OpenTimelineIO's objects made from an edit's parts, and changed to
// match them.
#pragma once

#include "app/interchange/otio_json.h"

#include <string>

namespace seamline::interchange::otio {

Json make_time(const RationalTime& time);
Json make_range(const RationalTime& start, const RationalTime& duration);
/// An object with the keys that every composition or item has.
Json make_item(const char* schema, const std::string& name);
Json make_gap(std::int64_t frames, const Rational& rate);
Json make_transition(const Transition& transition, const Rational& rate);
/// A track without children.
Json make_track(const Track& track);
/// A clip of `event`, everything but its markers.
Json make_clip(const Event& event, const Rational& rate);

/// `object[key][inner]...` as an object, made where it is missing or something else.
Json& object_in(Json& object, const char* key);

/// The source range that `event` has on a track of `rate`.
Json range_of_event(const Event& event, const Rational& rate);

/// Changes in `clip` what `event` and `before` (what `clip` says now) do not have in common: name,
/// whether it is enabled, takes, CDL, reframe, origin. Times, speed and markers stay.
void patch_clip(Json& clip, const Event& event, const Event& before);
/// Replaces the retime among the effects of `clip`; other effects stay.
void patch_speed(Json& clip, const Rational& speed);
/// Makes the markers of `item` those given. `before` is what it says now: markers that are found
/// there by their place keep foreign keys. Both count from `origin` (record frame) = `start` (item
/// time).
void patch_markers(Json& item, const std::vector<EditMarker>& markers,
                   const std::vector<EditMarker>& before, std::int64_t origin,
                   const RationalTime& start, const Rational& rate);
/// One marker object changed where `marker` differs from `before`, moved by the difference.
void patch_marker(Json& object, const EditMarker& marker, const EditMarker& before,
                  const Rational& rate);
Json make_marker(const EditMarker& marker, const RationalTime& start, const Rational& rate);

} // namespace seamline::interchange::otio
