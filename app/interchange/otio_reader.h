// app/interchange/otio_reader.h: timelines of a parsed OpenTimelineIO document.
#pragma once

#include "app/interchange/otio_items.h"
#include "app/interchange/otio_json.h"
#include "app/interchange/otio_strips.h"

#include <string>
#include <vector>

namespace seamline::interchange::otio {

/// Reads the timelines of one document.
///
/// Threads: confined. Never fails: what cannot be read is noted.
class DocumentReader {
public:
    /// All edits, without documents; `places[i]` is where the i-th stands (a JSON pointer), or
    /// "-" for loose clips that no object of the document orders.
    struct Found {
        std::vector<Edit> edits;
        std::vector<std::string> places;
    };
    Found read(const Json& root, const std::string& fallback_name);

    /// The child of a track as it is read there, at its start; `kind` is the track's.
    Strip read_child(const Json& child, const std::string& place, TrackKind kind);

private:
    void collect(const Json& object, const std::string& place, Found& found);
    void collect_children(const Json& collection, const std::string& place, Found& found);
    Edit read_timeline(const Json& timeline, const std::string& place);
    Edit read_loose(const std::vector<const Json*>& clips, const std::vector<std::string>& places,
                    const std::string& name);
    void add_top_stack(const Json& stack, const std::string& place, Edit& edit);

    struct TopTrack {
        Track track;
        Strip strip;
    };
    TopTrack read_top_track(const Json& child, const std::string& place);
    void finish(std::vector<TopTrack> tracks, std::vector<PlacedMarker> markers, Edit& edit);

    Strip read_track(const Json& track, const std::string& place, TrackKind kind);
    Strip read_stack(const Json& stack, const std::string& place, TrackKind kind);
    Strip read_nest(const Json& nest, const std::string& place, TrackKind kind);
    void trim_to_range(const Json& item, const std::string& place, Strip& strip);
    void add_transition(const Json& object, const std::string& place, const Rational& at,
                        Strip& strip);
    void count_events(const Strip& strip, const Rational& rate, Track& track, Edit& edit);

    Notes notes_;
    CopyBudget budget_;
    Rational rate_{0}; ///< Of the timeline being read; 0: not stated.
};

} // namespace seamline::interchange::otio
