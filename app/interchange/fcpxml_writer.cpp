#include "app/interchange/fcpxml.h"
#include "app/interchange/fcpxml_clip.h"
#include "app/interchange/file_url.h"
#include "app/interchange/numbers.h"
#include "app/interchange/xml_text.h"
#include "decode/media/timecode.h"

#include "decode/media/counted.h"
#include <algorithm>
#include <map>
#include <vector>

namespace seamline::interchange {
namespace {

using namespace fcpxml;

/// Final Cut's own cross dissolve.
constexpr const char* kDissolveUid = "FxPlug:4731E73A-8DAC-4113-9A30-AE85B1761265";

/// An element of a storyline that others can hang on.
struct Anchor {
    pugi::xml_node node;
    const Event* event = nullptr; ///< Null: a filler.
    std::int64_t record_in = 0;
    std::int64_t record_out = 0;
    Rational local{0}; ///< Its own time at `record_in`.
    std::vector<EditMarker> more_markers;
};

class FcpxmlWriter {
public:
    explicit FcpxmlWriter(const Edit& edit) : edit_(edit) {}

    Result<WrittenEdit> write() {
        pugi::xml_node declaration = document_.append_child(pugi::node_declaration);
        declaration.append_attribute("version") = "1.0";
        declaration.append_attribute("encoding") = "UTF-8";
        document_.append_child(pugi::node_doctype).set_value("fcpxml");
        pugi::xml_node root = document_.append_child("fcpxml");
        root.append_attribute("version") = "1.10";
        resources_ = root.append_child("resources");
        find_used_media();
        const std::string format = format_id(edit_.rate, edit_.width, edit_.height);
        pugi::xml_node project =
            root.append_child("library").append_child("event").append_child("project");
        project.parent().append_attribute("name") = "Seamline";
        set(project, "name", edit_.name);
        pugi::xml_node sequence = project.append_child("sequence");
        set(sequence, "format", format);
        set(sequence, "duration", time(edit_.duration()));
        set(sequence, "tcStart", time(edit_.start_frame));
        set(sequence, "tcFormat", edit_.drop_frame && has_drop_frame(edit_.rate) ? "DF" : "NDF");
        write_tracks(sequence.append_child("spine"));
        out_.text = xml_string(document_);
        for (const auto& [what, count] : counted_) lose(edit_.name, repeated(what, count));
        return std::move(out_);
    }

private:
    void set(pugi::xml_node node, const char* attribute, const std::string& value) {
        const std::string safe = xml_safe(value);
        if (safe != value) ++counted_["control characters in words: left out"];
        pugi::xml_attribute existing = node.attribute(attribute);
        (existing ? existing : node.append_attribute(attribute)) = safe.c_str();
    }

    std::string time(std::int64_t frames) const {
        return seconds_text(Rational(frames) / edit_.rate);
    }

    void lose(const std::string& where, const std::string& what) {
        out_.losses.push_back({where, what});
    }

    static bool same_file(const MediaReference& a, const MediaReference& b) {
        return a.key == b.key && a.name == b.name && a.url == b.url && a.path == b.path &&
               a.reel == b.reel && a.start == b.start && a.duration == b.duration &&
               a.generator == b.generator;
    }

    struct Asset {
        const MediaReference* media;
        Rational rate;
        bool video = false;
        bool audio = false;
        std::string id;
    };

    void find_used_media() {
        for (const Track& track : edit_.tracks)
            for (const Event& event : track.events)
                for (const MediaReference& media : event.media) {
                    Asset& asset = asset_of(media, event.source_start.rate);
                    (track.kind == TrackKind::Video ? asset.video : asset.audio) = true;
                }
    }

    Asset& asset_of(const MediaReference& media, const Rational& rate) {
        // Files of one address stand together, so that long edits are looked up quickly.
        std::vector<std::size_t>& candidates = by_address_[media.url + '\n' + media.name];
        for (const std::size_t i : candidates)
            if (same_file(*assets_[i].media, media)) return assets_[i];
        candidates.push_back(assets_.size());
        const Rational own = media.start      ? media.start->rate
                             : media.duration ? media.duration->rate
                                              : rate;
        assets_.push_back({&media, own, false, false, {}});
        return assets_.back();
    }

    std::string new_id() { return "r" + std::to_string(++ids_); }

    std::string format_id(const Rational& rate, int width, int height) {
        const std::string key =
            rate.text() + " " + std::to_string(width) + " " + std::to_string(height);
        std::string& id = formats_[key];
        if (!id.empty()) return id;
        id = new_id();
        pugi::xml_node format = resources_.append_child("format");
        set(format, "id", id);
        set(format, "frameDuration", seconds_text(Rational(1) / rate));
        if (width > 0 && height > 0) {
            set(format, "width", std::to_string(width));
            set(format, "height", std::to_string(height));
        }
        return id;
    }

    const Asset& written_asset(const MediaReference& media, const Event& event) {
        Asset& asset = asset_of(media, event.source_start.rate);
        if (!asset.id.empty()) return asset;
        const std::string format = format_id(asset.rate, 0, 0);
        asset.id = new_id();
        pugi::xml_node node = resources_.append_child("asset");
        set(node, "id", asset.id);
        set(node, "name", media.name);
        if (media.start) set(node, "start", seconds_text(media.start->seconds()));
        if (media.duration) set(node, "duration", seconds_text(media.duration->seconds()));
        if (asset.video) set(node, "hasVideo", "1");
        set(node, "format", format);
        if (asset.audio) set(node, "hasAudio", "1");
        std::string address = media.url.empty() ? media.path.generic_string() : media.url;
        if (!address.empty()) {
            const std::string url = media_url(address);
            if (url != media.url && url.starts_with("./"))
                ++counted_["file name without folder: written as a relative URL"];
            pugi::xml_node file = node.append_child("media-rep");
            set(file, "kind", "original-media");
            set(file, "src", url);
        }
        if (media.sequence) lose(event.name, "numbered files: only their folder is written");
        pugi::xml_node metadata;
        const auto entry = [&](const char* key, const std::string& value) {
            if (value.empty()) return;
            if (!metadata) metadata = node.append_child("metadata");
            pugi::xml_node md = metadata.append_child("md");
            set(md, "key", key);
            set(md, "value", value);
        };
        entry("com.apple.proapps.studio.reel", media.reel);
        entry("com.seamline.generator", media.generator);
        if (media.key != "DEFAULT_MEDIA") entry("com.seamline.take", media.key);
        return asset;
    }

    void write_tracks(pugi::xml_node spine) {
        const Track* primary = nullptr;
        for (const Track& track : edit_.tracks)
            if (track.kind == TrackKind::Video && primary == nullptr) primary = &track;
        const Track none;
        const Track& base = primary != nullptr ? *primary : none;
        name_lost(base, "Storyline");
        anchors_ = storyline(base, spine, 0, edit_.start_frame, edit_.duration());
        int above = 0;
        int below = 0;
        for (const Track& track : edit_.tracks) {
            if (&track == primary) continue;
            const bool audio = track.kind == TrackKind::Audio;
            const int lane = audio ? --below : ++above;
            name_lost(track, (audio ? "Audio lane " : "Lane ") + std::to_string(lane));
            write_lane(track, lane);
        }
        for (const EditMarker& marker : edit_.markers) {
            Anchor* owner = anchor_at(marker.record);
            if (owner == nullptr) {
                lose(marker.name, "marker outside of the edit: left out");
                continue;
            }
            ++counted_["marker of the timeline: kept on the clip under it"];
            owner->more_markers.push_back(marker);
        }
        for (Anchor& anchor : anchors_) finish(anchor);
    }

    void name_lost(const Track& track, const std::string& name) {
        if (!track.name.empty() && track.name != name) ++counted_["name of a track: left out"];
        if (!track.enabled)
            lose(track.name, "track that is switched off: its clips are written switched off");
    }

    Anchor* anchor_at(std::int64_t record) {
        auto next = std::upper_bound(
            anchors_.begin(), anchors_.end(), record,
            [](std::int64_t at, const Anchor& anchor) { return at < anchor.record_in; });
        return next == anchors_.begin() || (next - 1)->record_out <= record ? nullptr
                                                                            : &*(next - 1);
    }

    /// Fills `spine` from record frame `from` on, which its own time calls `zero`, until `to`.
    std::vector<Anchor> storyline(const Track& track, pugi::xml_node spine, std::int64_t from,
                                  std::int64_t zero, std::int64_t to) {
        std::vector<Anchor> anchors;
        std::int64_t at = from;
        const auto offset = [&](std::int64_t record) { return time(record - from + zero); };
        auto transition = track.transitions.begin();
        const auto transitions_until = [&](std::int64_t cut) {
            for (; transition != track.transitions.end() && transition->at <= cut; ++transition)
                write_transition(*transition, spine, offset(transition->at - transition->before));
        };
        const auto fill = [&](std::int64_t until) {
            if (until <= at) return;
            pugi::xml_node gap = spine.append_child("gap");
            set(gap, "name", "Gap");
            set(gap, "offset", offset(at));
            set(gap, "duration", time(until - at));
            set(gap, "start", "0s");
            anchors.push_back({gap, nullptr, at, until, Rational(0), {}});
            at = until;
        };
        for (const Event& event : track.events) {
            if (event.duration == 0) {
                lose(event.name, "clip of no length: left out");
                continue;
            }
            fill(event.record_in);
            transitions_until(event.record_in);
            anchors.push_back(item(event, track, spine, offset(event.record_in), 0));
            at = event.record_out();
        }
        transitions_until(at);
        fill(to);
        return anchors;
    }

    void write_transition(const Transition& transition, pugi::xml_node spine,
                          const std::string& offset) {
        const bool dissolve = transition.kind == TransitionKind::Dissolve;
        pugi::xml_node node = spine.append_child("transition");
        set(node, "name", dissolve ? "Cross Dissolve" : transition.name);
        set(node, "offset", offset);
        set(node, "duration", time(transition.before + transition.after));
        if (!dissolve) return;
        if (transition.name != "Cross Dissolve")
            ++counted_["name of a dissolve: written as Cross Dissolve"];
        if (dissolve_id_.empty()) {
            dissolve_id_ = new_id();
            pugi::xml_node effect = resources_.append_child("effect");
            set(effect, "id", dissolve_id_);
            set(effect, "name", "Cross Dissolve");
            set(effect, "uid", kDissolveUid);
        }
        pugi::xml_node filter = node.append_child("filter-video");
        set(filter, "ref", dissolve_id_);
        set(filter, "name", "Cross Dissolve");
    }

    /// Connects the clips of a track to the primary storyline.
    void write_lane(const Track& track, int lane) {
        if (track.kind == TrackKind::Audio && !track.transitions.empty())
            lose(track.name, "cross fades: left out");
        if (track.kind == TrackKind::Video && !track.transitions.empty() && !track.events.empty()) {
            const std::int64_t first = track.events.front().record_in;
            Anchor* parent = anchor_at(first);
            if (parent == nullptr) return lose(track.name, "track outside of the edit: left out");
            pugi::xml_node spine = parent->node.append_child("spine");
            set(spine, "lane", std::to_string(lane));
            set(spine, "offset",
                seconds_text(parent->local + Rational(first - parent->record_in) / edit_.rate));
            for (Anchor& anchor :
                 storyline(track, spine, first, 0, track.events.back().record_out()))
                finish(anchor);
            return;
        }
        for (const Event& event : track.events) {
            if (event.kind == EventKind::Gap) continue;
            Anchor* parent = event.duration > 0 ? anchor_at(event.record_in) : nullptr;
            if (parent == nullptr) {
                lose(event.name, "clip of no length, or outside of the edit: left out");
                continue;
            }
            Anchor made =
                item(event, track, parent->node,
                     seconds_text(parent->local +
                                  Rational(event.record_in - parent->record_in) / edit_.rate),
                     lane);
            finish(made);
        }
    }

    /// The element of an event: a clip, an audition of its takes, or a gap.
    Anchor item(const Event& event, const Track& track, pugi::xml_node parent,
                const std::string& offset, int lane) {
        Anchor anchor{{}, &event, event.record_in, event.record_out(), Rational(0), {}};
        const MediaReference* active = event.active_media();
        if (active == nullptr) {
            pugi::xml_node gap = parent.append_child("gap");
            set(gap, "name", event.name.empty() ? "Gap" : event.name);
            set(gap, "offset", offset);
            set(gap, "duration", time(event.duration));
            set(gap, "start", "0s");
            if (lane != 0) set(gap, "lane", std::to_string(lane));
            if (event.kind == EventKind::Clip)
                lose(event.name, "clip without medium: written as a gap of that name");
            anchor.node = gap;
            event_losses(event);
            return anchor;
        }
        pugi::xml_node container = parent;
        if (event.media.size() > 1) {
            container = parent.append_child("audition");
            set(container, "offset", offset);
            if (lane != 0) set(container, "lane", std::to_string(lane));
        }
        const std::string inner_lane = container == parent && lane != 0 ? std::to_string(lane) : "";
        anchor.node = clip(event, *active, track, container, offset, inner_lane, anchor.local);
        for (std::size_t i = 0; i < event.media.size(); ++i) {
            if (&event.media[i] == active) continue;
            Rational local;
            clip(event, event.media[i], track, container, offset, inner_lane, local);
        }
        event_losses(event);
        return anchor;
    }

    pugi::xml_node clip(const Event& event, const MediaReference& media, const Track& track,
                        pugi::xml_node parent, const std::string& offset, const std::string& lane,
                        Rational& local) {
        const Asset& asset = written_asset(media, event);
        pugi::xml_node node = parent.append_child("asset-clip");
        const Rational start = media.source_start.value_or(event.source_start).seconds();
        const Rational speed = media.speed.value_or(event.speed);
        local = speed == Rational(1) ? start : Rational(0);
        set(node, "ref", asset.id);
        set(node, "name", event.name);
        if (!lane.empty()) set(node, "lane", lane);
        set(node, "offset", offset);
        set(node, "start", seconds_text(local));
        set(node, "duration", time(event.duration));
        if (!event.enabled || !track.enabled) set(node, "enabled", "0");
        if (asset.video && asset.audio)
            set(node, "srcEnable", track.kind == TrackKind::Video ? "video" : "audio");
        if (speed != Rational(1)) {
            pugi::xml_node map = node.append_child("timeMap");
            const Rational length = Rational(event.duration) / edit_.rate;
            for (const Rational& at : {Rational(0), length}) {
                pugi::xml_node point = map.append_child("timept");
                set(point, "time", seconds_text(at));
                set(point, "value", seconds_text(start + at * speed));
                set(point, "interp", "linear");
            }
        }
        const Reframe reframe = media.reframe.value_or(event.reframe);
        if (!(reframe == Reframe{})) {
            pugi::xml_node transform = node.append_child("adjust-transform");
            set(transform, "position",
                real_text(reframe.x * 100) + " " +
                    real_text(reframe.y == 0 ? 0 : -reframe.y * 100));
            set(transform, "scale",
                real_text(reframe.flip_horizontal ? -reframe.scale : reframe.scale) + " " +
                    real_text(reframe.flip_vertical ? -reframe.scale : reframe.scale));
        }
        return node;
    }

    void event_losses(const Event& event) {
        if (event.cdl) ++counted_["colour decision of a clip: left out"];
        for (const std::string& what : event.unsupported) lose(event.name, what + ": left out");
    }

    /// Markers and metadata come after what hangs on an element.
    void finish(Anchor& anchor) {
        std::vector<EditMarker> markers = std::move(anchor.more_markers);
        if (anchor.event != nullptr)
            markers.insert(markers.begin(), anchor.event->markers.begin(),
                           anchor.event->markers.end());
        for (const EditMarker& marker : markers) {
            const bool chapter = marker.color == "ORANGE";
            pugi::xml_node node = anchor.node.append_child(chapter ? "chapter-marker" : "marker");
            set(node, "start",
                seconds_text(anchor.local +
                             Rational(marker.record - anchor.record_in) / edit_.rate));
            set(node, "duration", time(marker.duration));
            set(node, "value", marker.name);
            if (!marker.note.empty()) set(node, "note", marker.note);
            if (marker.color == "RED")
                set(node, "completed", "0");
            else if (marker.color == "GREEN")
                set(node, "completed", "1");
            else if (!chapter && !marker.color.empty())
                ++counted_["marker colour " + marker.color + ": left out"];
            if (!marker.author.empty()) ++counted_["author of a marker: left out"];
        }
        if (anchor.event == nullptr || anchor.event->active_media() == nullptr ||
            (anchor.event->origin == Origin::Unknown &&
             anchor.event->placement == PlacementMark::None))
            return;
        pugi::xml_node metadata = anchor.node.append_child("metadata");
        const auto entry = [&](const char* key, const char* value) {
            pugi::xml_node md = metadata.append_child("md");
            set(md, "key", key);
            set(md, "value", value);
        };
        if (anchor.event->origin != Origin::Unknown)
            entry("com.seamline.origin",
                  anchor.event->origin == Origin::Generated ? "generated" : "live action");
        if (anchor.event->placement != PlacementMark::None)
            entry("com.seamline.placement",
                  anchor.event->placement == PlacementMark::Bookend ? "bookend" : "inside");
    }

    const Edit& edit_;
    pugi::xml_document document_;
    pugi::xml_node resources_;
    std::vector<Asset> assets_;
    std::map<std::string, std::vector<std::size_t>> by_address_;
    std::map<std::string, std::string> formats_;
    std::map<std::string, int> counted_;
    std::vector<Anchor> anchors_;
    std::string dissolve_id_;
    int ids_ = 0;
    WrittenEdit out_;
};

} // namespace

Result<WrittenEdit> write_fcpxml(const Edit& edit) {
    if (edit.rate < Rational(1) || edit.rate > Rational(1000))
        return Error{ErrorCode::InvalidArgument,
                     edit.name + ": no project runs at " + edit.rate.text() + " frames per second"};
    return FcpxmlWriter(edit).write();
}

} // namespace seamline::interchange
