#include "app/interchange/otio_rewrite.h"

#include "app/interchange/otio_children.h"
#include "app/interchange/otio_nodes.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace seamline::interchange::otio {
namespace {

using Pointer = Json::json_pointer;

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
        RebuiltTrack rebuilt = rebuild_track(original, track, edit_.rate, losses_);
        node["children"] = std::move(rebuilt.children);
        if (find(node, "source_range") != nullptr) node["source_range"] = nullptr;
        if (before == nullptr || before->kind != track.kind)
            node["kind"] = track.kind == TrackKind::Audio ? "Audio" : "Video";
        flattened_.merge(rebuilt.flattened);
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
               a.origin == b.origin && a.placement == b.placement;
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

bool rewrite_timeline(Json& root, const std::string& place, const Edit& before, const Edit& edit,
                      std::vector<EditNote>& losses) {
    return TimelineRewrite(root, place, before, edit, losses).run();
}

} // namespace seamline::interchange::otio
