#include "app/interchange/otio_children.h"

#include "app/interchange/otio_nodes.h"

#include <algorithm>
#include <map>
#include <utility>

namespace seamline::interchange::otio {
namespace {

using Pointer = Json::json_pointer;

} // namespace

bool is_below(const std::string& place, const std::string& above) {
    return place.size() > above.size() && place.starts_with(above) && place[above.size()] == '/';
}

const Json* resolve(const Json& root, const std::string& place) {
    if (place.empty()) return nullptr;
    try {
        const Json& found = root.at(Pointer(place));
        return found.is_object() ? &found : nullptr;
    } catch (const Json::exception&) {
        return nullptr; // An event of another document.
    }
}

namespace {

/// A node that begins at a record frame.
struct Placed {
    std::int64_t begin = 0;
    Json node;
};

/// Builds the children of one track anew, from the nodes that its events came from.
class TrackBuilder {
public:
    TrackBuilder(const Json& original, const Rational& rate, std::vector<EditNote>& losses)
        : original_(original), rate_(rate), losses_(losses) {}

    Json children(const Track& track) {
        std::set<std::string> kept_nests;
        for (std::size_t i = 0; i < track.events.size();) {
            const Event& event = track.events[i];
            if (event.record_in > cursor_)
                place(make_gap(event.record_in - cursor_, rate_), event.record_in);
            if (const std::size_t taken = take_nest(track, i, kept_nests)) {
                i += taken;
                continue;
            }
            place(node_of(event, track), event.record_out());
            ++i;
        }
        for (const Transition& transition : track.transitions) {
            const bool is_inside = std::ranges::any_of(kept_nests, [&](const std::string& nest) {
                return is_below(transition.place, nest);
            });
            if (!is_inside) insert(transition, track);
        }
        Json list = Json::array();
        for (Placed& placed : nodes_) list.push_back(std::move(placed.node));
        return list;
    }

    /// Nests that are not in the document any more.
    std::set<std::string> take_flattened() { return std::move(flattened_); }

private:
    void place(Json node, std::int64_t end) {
        nodes_.push_back({cursor_, std::move(node)});
        cursor_ = end;
    }

    /// The child of the track that an event comes from, e.g. ".../children/3"; empty: from
    /// elsewhere.
    static std::string child_of(const std::string& place, const Track& track) {
        const std::string above = track.place + "/children";
        if (!is_below(place, above)) return {};
        const std::size_t end = place.find('/', above.size() + 1);
        return place.substr(0, end);
    }

    /// Puts a nest back whole where its clips stay in place; how many events that are.
    std::size_t take_nest(const Track& track, std::size_t first,
                          std::set<std::string>& kept_nests) {
        const std::string nest = child_of(track.events[first].place, track);
        const Json* node = resolve(original_, nest);
        if (node == nullptr) return 0;
        const std::string_view schema = schema_of(*node).name;
        if (schema != "Stack" && schema != "Track" && schema != "Sequence" && schema != "Timeline")
            return 0;
        if (flattened_.contains(nest)) return 0;
        const Strip strip = DocumentReader().read_child(*node, nest, track.kind);
        const std::int64_t shift = track.events[first].record_in;
        if (first + strip.pieces.size() > track.events.size() || (strip.length * rate_).den != 1) {
            note_flattened(nest, *node);
            return 0;
        }
        Json kept = *node;
        std::map<std::string, const Event*> parts; // The first of each clip.
        for (std::size_t i = 0; i < strip.pieces.size(); ++i) {
            const Piece& piece = strip.pieces[i];
            Event event = piece.event;
            event.record_in = shift + (piece.begin * rate_).round();
            event.duration = shift + (piece.end * rate_).round() - event.record_in;
            event.markers = counted_markers(piece, event.record_in);
            const Event& wanted = track.events[first + i];
            const auto [part, is_first] = parts.emplace(event.place, &wanted);
            const bool alike = is_first || differ_in_time_alone(*part->second, wanted);
            if (alike && (event == wanted || patch_nested(kept, nest, event, wanted))) continue;
            note_flattened(nest, *node);
            return 0;
        }
        kept_nests.insert(nest);
        place(std::move(kept), shift + (strip.length * rate_).num);
        return strip.pieces.size();
    }

    static bool differ_in_time_alone(Event a, const Event& b) {
        a.record_in = b.record_in;
        a.duration = b.duration;
        a.source_start = b.source_start;
        a.markers = b.markers;
        return a == b;
    }

    /// Changes a clip inside of a nest, e.g. where its media are. False, with nothing done, when it
    /// is no clip, or became longer or another stretch of its media.
    static bool patch_nested(Json& kept, const std::string& nest, const Event& old,
                             const Event& wanted) {
        const bool stays = old.kind == EventKind::Clip && wanted.kind == EventKind::Clip &&
                           wanted.place == old.place && wanted.markers == old.markers &&
                           wanted.record_in == old.record_in && wanted.duration == old.duration &&
                           wanted.source_start == old.source_start && wanted.speed == old.speed;
        if (!stays || !is_below(old.place, nest)) return false;
        Json& clip = kept.at(Pointer(old.place.substr(nest.size())));
        if (schema_of(clip).name != "Clip") return false;
        patch_clip(clip, wanted, old);
        return true;
    }

    std::vector<EditMarker> counted_markers(const Piece& piece, std::int64_t begin) const {
        std::vector<EditMarker> markers;
        for (const PlacedMarker& placed : piece.markers) {
            EditMarker marker = placed.marker;
            marker.record = begin + (placed.at * rate_).round();
            marker.duration = std::max<std::int64_t>(1, (placed.length * rate_).round());
            markers.push_back(std::move(marker));
        }
        return markers;
    }

    void note_flattened(const std::string& place, const Json& nest) {
        if (!flattened_.insert(place).second) return;
        const std::string name = text_at(nest, "name");
        losses_.push_back({one_line(name.empty() ? place : name),
                           "a nest in which something changed: replaced by what is seen of it"});
    }

    Json node_of(const Event& event, const Track& track) {
        const Json* old = resolve(original_, event.place);
        if (event.kind == EventKind::Gap) return gap_of(event, old, track);
        if (old == nullptr || schema_of(*old).name != "Clip") return new_clip(event);
        Notes unread;
        const Piece piece = read_clip(*old, event.place, unread);
        if (!is_same_clip(event, piece.event)) return new_clip(event);
        Json node = *old;
        patch_clip(node, event, piece.event);
        const bool same_range = piece.event.source_start == event.source_start &&
                                piece.end * rate_ == Rational(event.duration) &&
                                piece.event.speed == event.speed;
        if (!same_range) node["source_range"] = range_of_event(event, rate_);
        if (piece.event.speed != event.speed) patch_speed(node, event.speed);
        put_markers(node, event, counted_markers(piece, event.record_in));
        return node;
    }

    /// A place may be that of another document: something of the clip has to be the same.
    static bool is_same_clip(const Event& event, const Event& old) {
        if (event.name == old.name) return true;
        return std::ranges::any_of(event.media, [&](const MediaReference& media) {
            return std::ranges::any_of(old.media, [&](const MediaReference& other) {
                return media.url == other.url && media.sequence == other.sequence;
            });
        });
    }

    void put_markers(Json& node, const Event& event, const std::vector<EditMarker>& before) {
        const auto range = range_of(find(node, "source_range"));
        const RationalTime start = range ? range->start : RationalTime{Rational(0), rate_};
        patch_markers(node, event.markers, before, event.record_in, start, rate_);
    }

    Json new_clip(const Event& event) {
        for (const std::string& phrase : event.unsupported)
            losses_.push_back({one_line(event.name), phrase + ": not carried"});
        Json node = make_clip(event, rate_);
        put_markers(node, event, {});
        return node;
    }

    Json gap_of(const Event& event, const Json* old, const Track& track) {
        const bool is_own = old != nullptr && child_of(event.place, track) == event.place;
        const std::string_view schema = is_own ? schema_of(*old).name : std::string_view();
        const bool is_nest = schema == "Stack" || schema == "Track" || schema == "Sequence" ||
                             schema == "Timeline" || schema == "Clip";
        if (!is_own || is_nest) {
            Json node = make_gap(event.duration, rate_);
            node["name"] = event.name;
            put_markers(node, event, {});
            return node;
        }
        Notes unread;
        const bool is_gap = schema == "Gap" || schema == "Filler";
        const Piece piece =
            is_gap ? read_gap(*old, event.place, unread) : read_unknown(*old, event.place, unread);
        Json node = *old;
        if (piece.end * rate_ != Rational(event.duration)) {
            const auto range = range_of(find(node, "source_range"));
            node["source_range"] =
                make_range(range ? range->start : RationalTime{Rational(0), rate_},
                           {Rational(event.duration), rate_});
            node.erase("duration");
        }
        if (event.name != piece.event.name) node["name"] = event.name;
        put_markers(node, event, counted_markers(piece, event.record_in));
        return node;
    }

    void insert(const Transition& transition, const Track& track) {
        const auto next = std::ranges::find_if(
            nodes_, [&](const Placed& placed) { return placed.begin >= transition.at; });
        const bool is_at_cut =
            next != nodes_.end() ? next->begin == transition.at : transition.at == cursor_;
        if (!is_at_cut) {
            losses_.push_back({one_line(track.name), "transition at record frame " +
                                                         std::to_string(transition.at) +
                                                         " is not at a cut: left out"});
            return;
        }
        nodes_.insert(next, {transition.at, transition_of(transition)});
    }

    Json transition_of(const Transition& transition) const {
        const Json* old = resolve(original_, transition.place);
        if (old == nullptr || schema_of(*old).name != "Transition")
            return make_transition(transition, rate_);
        Json node = *old;
        const Json made = make_transition(transition, rate_);
        if (text_at(node, "transition_type") != transition.name)
            node["transition_type"] = made["transition_type"];
        for (const auto& [key, frames] : {std::pair("in_offset", transition.before),
                                          std::pair("out_offset", transition.after)}) {
            const auto time = time_of(find(node, key));
            if (!time || time->seconds() * rate_ != Rational(frames)) node[key] = made[key];
        }
        return node;
    }

    const Json& original_;
    const Rational& rate_;
    std::vector<EditNote>& losses_;
    std::vector<Placed> nodes_;
    std::int64_t cursor_ = 0;
    std::set<std::string> flattened_;
};

} // namespace

RebuiltTrack rebuild_track(const Json& original, const Track& track, const Rational& rate,
                           std::vector<EditNote>& losses) {
    TrackBuilder builder(original, rate, losses);
    Json children = builder.children(track);
    return {std::move(children), builder.take_flattened()};
}

Json new_children(const Track& track, const Rational& rate, std::vector<EditNote>& losses) {
    static const Json kNothing = Json::object();
    return rebuild_track(kNothing, track, rate, losses).children;
}

} // namespace seamline::interchange::otio
