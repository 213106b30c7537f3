// app/interchange/otio_children.h: the children of one track, made from its events.
#pragma once

#include "app/interchange/otio_json.h"
#include "app/interchange/otio_reader.h"

#include <set>
#include <string>
#include <vector>

namespace seamline::interchange::otio {

/// Whether the node at `place` lies in the one at `above`; both are JSON pointers.
bool is_below(const std::string& place, const std::string& above);
/// The node at `place`; null where there is none, as for events of another document.
const Json* resolve(const Json& root, const std::string& place);

struct RebuiltTrack {
    Json children;                   ///< Clips, gaps between them, transitions, kept nests.
    std::set<std::string> flattened; ///< Places of nests whose events are children now.
};
/// Made anew from the nodes of `original` that the events came from.
RebuiltTrack rebuild_track(const Json& original, const Track& track, const Rational& rate,
                           std::vector<EditNote>& losses);

/// Children of a new track: clips, gaps between them, transitions.
Json new_children(const Track& track, const Rational& rate, std::vector<EditNote>& losses);

} // namespace seamline::interchange::otio
