#include "app/interchange/otio_rewrite.h"

#include "app/interchange/otio_nodes.h"
#include "decode/media/timecode.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <set>
#include <utility>

namespace seamline::interchange::otio {
namespace {

using Pointer = Json::json_pointer;

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

bool same_timing(const Event& a, const Event& b) {
    return a.kind == b.kind && a.record_in == b.record_in && a.duration == b.duration &&
           a.source_start == b.source_start && a.speed == b.speed;
}

bool same_structure(const Track& a, const Track& b) {
    return a.kind == b.kind && a.transitions == b.transitions &&
           std::ranges::equal(a.events, b.events, [](const Event& x, const Event& y) {
               return x.place == y.place && same_timing(x, y);
           });
}

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
    const std::set<std::string>& flattened() const { return flattened_; }

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

    /// Puts a nest back whole where all that is seen of it is unchanged; how many events that are.
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
        for (std::size_t i = 0; i < strip.pieces.size(); ++i) {
            const Piece& piece = strip.pieces[i];
            Event event = piece.event;
            event.record_in = shift + (piece.begin * rate_).round();
            event.duration = shift + (piece.end * rate_).round() - event.record_in;
            event.markers = counted_markers(piece, event.record_in);
            if (event == track.events[first + i]) continue;
            note_flattened(nest, *node);
            return 0;
        }
        kept_nests.insert(nest);
        place(*node, shift + (strip.length * rate_).num);
        return strip.pieces.size();
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

/// Changes one timeline of a document.
class TimelineRewrite {
public:
    TimelineRewrite(Json& root, std::string place, const Edit& before, const Edit& edit,
                    std::vector<EditNote>& losses)
        : root_(root), place_(std::move(place)), before_(before), edit_(edit), losses_(losses) {}

    bool run() {
        Json& timeline = root_.at(Pointer(place_));
        const std::string_view schema = schema_of(timeline).name;
        const bool is_timeline = schema == "Timeline";
        const bool is_track = schema == "Track" || schema == "Sequence";
        if (is_track && (edit_.tracks.size() != 1 || edit_.tracks.front().place != place_))
            return false;
        patch_name(timeline);
        if (is_timeline) patch_settings(timeline);
        stack_place_ = is_timeline ? place_ + "/tracks" : place_;
        if (is_timeline && find_object(timeline, "tracks") == nullptr) {
            if (edit_.tracks.empty() && edit_.markers.empty()) return true;
            timeline["tracks"] = make_item("Stack.1", "tracks");
            timeline["tracks"]["children"] = Json::array();
        }
        patch_edit_markers();
        const Json with_markers = root_; // Events may come from anywhere in it.
        if (is_track)
            patch_track(root_.at(Pointer(stack_place_)), edit_.tracks.front(), with_markers,
                        edit_.rate != before_.rate);
        else
            patch_tracks(with_markers);
        keep_markers_of_flattened();
        return true;
    }

private:
    void patch_name(Json& timeline) {
        if (edit_.name != before_.name) timeline["name"] = edit_.name;
    }

    void patch_settings(Json& timeline) {
        if (edit_.start_frame != before_.start_frame || edit_.rate != before_.rate)
            timeline["global_start_time"] = make_time({Rational(edit_.start_frame), edit_.rate});
        const auto own = [&]() -> Json& {
            return object_in(object_in(timeline, "metadata"), "seamline");
        };
        if (edit_.drop_frame != before_.drop_frame) own()["drop_frame"] = edit_.drop_frame;
        if (edit_.width != before_.width) own()["width"] = edit_.width;
        if (edit_.height != before_.height) own()["height"] = edit_.height;
    }

    /// Where the markers of the whole timeline are.
    Json& marker_list() {
        Json& stack = root_.at(Pointer(stack_place_));
        if (!stack.contains("markers") || !stack["markers"].is_array())
            stack["markers"] = Json::array();
        return stack["markers"];
    }

    RationalTime marker_time(const EditMarker& marker) {
        const auto range = range_of(find(root_.at(Pointer(stack_place_)), "source_range"));
        const Rational start = range ? range->start.seconds() : Rational(0);
        return {Rational(marker.record) + start * edit_.rate, edit_.rate};
    }

    void patch_edit_markers() {
        if (edit_.markers == before_.markers) return;
        std::map<std::string, const EditMarker*> wanted;
        std::vector<const EditMarker*> added;
        for (const EditMarker& marker : edit_.markers) {
            const bool is_known = !marker.place.empty() &&
                                  std::ranges::find(before_.markers, marker.place,
                                                    &EditMarker::place) != before_.markers.end() &&
                                  wanted.emplace(marker.place, &marker).second;
            if (!is_known) added.push_back(&marker);
        }
        // Later ones of a list first, so that places stay true.
        for (auto marker = before_.markers.rbegin(); marker != before_.markers.rend(); ++marker) {
            const auto kept = wanted.find(marker->place);
            if (kept != wanted.end()) {
                patch_marker(root_.at(Pointer(marker->place)), *kept->second, *marker, edit_.rate);
                continue;
            }
            const std::size_t slash = marker->place.rfind('/');
            Json& list = root_.at(Pointer(marker->place.substr(0, slash)));
            list.erase(std::stoul(marker->place.substr(slash + 1)));
        }
        for (const EditMarker* marker : added)
            marker_list().push_back(make_marker(*marker, marker_time(*marker), edit_.rate));
    }

    void patch_tracks(const Json& original) {
        Json& stack = root_.at(Pointer(stack_place_));
        const bool same_tracks =
            std::ranges::equal(edit_.tracks, before_.tracks, {}, &Track::place, &Track::place);
        const bool same_cut = edit_.rate == before_.rate && same_tracks &&
                              std::ranges::equal(edit_.tracks, before_.tracks, same_structure);
        bool rebuild_all = edit_.rate != before_.rate;
        if (!same_cut && find(stack, "source_range") != nullptr) {
            // Its trim is in the events.
            shift_markers_of_stack(stack);
            stack["source_range"] = nullptr;
            rebuild_all = true;
        }
        if (same_tracks) {
            for (const Track& track : edit_.tracks)
                patch_track(root_.at(Pointer(track.place)), track, original, rebuild_all);
            return;
        }
        Json children = Json::array();
        for (const Track& track : edit_.tracks) {
            const Json* old = resolve(original, track.place);
            Json node = old != nullptr ? *old : make_track(track);
            patch_track(node, track, original, rebuild_all || old == nullptr);
            children.push_back(std::move(node));
        }
        stack["children"] = std::move(children);
    }

    void shift_markers_of_stack(Json& stack) {
        const auto range = range_of(find(stack, "source_range"));
        if (!range || find_array(stack, "markers") == nullptr) return;
        for (Json& marker : stack["markers"]) {
            const char* key = find(marker, "marked_range") != nullptr ? "marked_range" : "range";
            auto marked = range_of(find(marker, key));
            if (!marked) continue;
            RationalTime start = marked->start;
            start.value = start.value - range->start.seconds() * start.rate;
            marker[key] = make_range(start, marked->duration);
        }
    }

    const Track* before_of(const Track& track) const {
        const auto found = std::ranges::find(before_.tracks, track.place, &Track::place);
        return found == before_.tracks.end() ? nullptr : &*found;
    }

    /// `node` stands for `track` (or is new); `original` is what events' places point into.
    void patch_track(Json& node, const Track& track, const Json& original, bool rebuild) {
        const Track* before = before_of(track);
        if (before != nullptr && *before == track && !rebuild) return;
        if (before != nullptr) {
            if (track.name != before->name) node["name"] = track.name;
            if (track.enabled != before->enabled) node["enabled"] = track.enabled;
        }
        if (!rebuild && before != nullptr && same_structure(*before, track) &&
            patch_events(track, *before))
            return;
        const std::string_view schema = schema_of(node).name;
        if (schema != "Track" && schema != "Sequence") node = make_track(track);
        TrackBuilder builder(original, edit_.rate, losses_);
        node["children"] = builder.children(track);
        if (find(node, "source_range") != nullptr) node["source_range"] = nullptr;
        if (before == nullptr || before->kind != track.kind)
            node["kind"] = track.kind == TrackKind::Audio ? "Audio" : "Video";
        flattened_.insert(builder.flattened().begin(), builder.flattened().end());
    }

    /// Changes clips where they stand, also inside nests. False, with nothing done, when two parts
    /// of one clip are to become different.
    bool patch_events(const Track& track, const Track& before) {
        std::map<std::string, std::size_t> first_of;
        for (std::size_t i = 0; i < track.events.size(); ++i) {
            const Event& event = track.events[i];
            if (event.kind != EventKind::Clip) continue;
            const auto [known, is_new] = first_of.emplace(event.place, i);
            if (is_new) continue;
            const bool markers_changed =
                event.markers != before.events[i].markers ||
                track.events[known->second].markers != before.events[known->second].markers;
            if (markers_changed || !same_content(track.events[known->second], event)) return false;
        }
        for (std::size_t i = 0; i < track.events.size(); ++i) {
            const Event& event = track.events[i];
            if (event == before.events[i]) continue;
            if (resolve(root_, event.place) == nullptr) return false;
        }
        std::set<std::string> done;
        for (std::size_t i = 0; i < track.events.size(); ++i) {
            const Event& event = track.events[i];
            const Event& old = before.events[i];
            if (event == old || !done.insert(event.place).second) continue;
            Json& node = root_.at(Pointer(event.place));
            if (event.kind == EventKind::Clip)
                patch_clip(node, event, old);
            else if (event.name != old.name)
                node["name"] = event.name;
            patch_event_markers(node, event, old);
        }
        return true;
    }

    static bool same_content(const Event& a, const Event& b) {
        return a.name == b.name && a.enabled == b.enabled && a.media == b.media &&
               a.active == b.active && a.cdl == b.cdl && a.reframe == b.reframe &&
               a.origin == b.origin;
    }

    void patch_event_markers(Json& node, const Event& event, const Event& old) {
        const auto range = range_of(find(node, "source_range"));
        const RationalTime start = range ? range->start : RationalTime{Rational(0), edit_.rate};
        patch_markers(node, event.markers, old.markers, event.record_in, start, edit_.rate);
    }

    void keep_markers_of_flattened() {
        for (const EditMarker& marker : edit_.markers) {
            const bool is_lost = std::ranges::any_of(
                flattened_, [&](const std::string& nest) { return is_below(marker.place, nest); });
            if (is_lost)
                marker_list().push_back(make_marker(marker, marker_time(marker), edit_.rate));
        }
    }

    Json& root_;
    std::string place_;
    std::string stack_place_;
    const Edit& before_;
    const Edit& edit_;
    std::vector<EditNote>& losses_;
    std::set<std::string> flattened_;
};

} // namespace

Json new_children(const Track& track, const Rational& rate, std::vector<EditNote>& losses) {
    static const Json kNothing = Json::object();
    return TrackBuilder(kNothing, rate, losses).children(track);
}

bool rewrite_timeline(Json& root, const std::string& place, const Edit& before, const Edit& edit,
                      std::vector<EditNote>& losses) {
    return TimelineRewrite(root, place, before, edit, losses).run();
}

} // namespace seamline::interchange::otio
