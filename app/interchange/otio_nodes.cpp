#include "app/interchange/otio_nodes.h"

#include "app/interchange/otio_items.h"
#include "app/interchange/otio_own.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace seamline::interchange::otio {
namespace {

Json number(const Rational& value) {
    // Whole numbers above 2^53 would change as doubles.
    constexpr std::int64_t kExact = std::int64_t{1} << 53;
    if (value.den == 1 && (value.num > kExact || value.num < -kExact)) return value.num;
    return value.value();
}

Json own_object(const char* key, Json value) {
    Json metadata = Json::object();
    metadata["seamline"][key] = std::move(value);
    return metadata;
}

/// Sets a text in `object.metadata.seamline`, or takes it away.
void set_own_text(Json& object, const char* key, const std::string& text) {
    if (text.empty()) {
        if (own_metadata(object) != nullptr) object["metadata"]["seamline"].erase(key);
        return;
    }
    object_in(object_in(object, "metadata"), "seamline")[key] = text;
}

/// Sets `object.metadata.seamline.review`, or takes it away. Text that is no JSON is refused by
/// whoever made it, never here.
void set_review(Json& object, const std::string& review) {
    Json value = Json::parse(review, nullptr, false);
    if (value.is_object())
        object_in(object_in(object, "metadata"), "seamline")["review"] = std::move(value);
    else if (own_metadata(object) != nullptr)
        object["metadata"]["seamline"].erase("review");
}

Json make_reframe(const Reframe& reframe) {
    return {{"x", reframe.x},
            {"y", reframe.y},
            {"scale", reframe.scale},
            {"flip_horizontal", reframe.flip_horizontal},
            {"flip_vertical", reframe.flip_vertical}};
}

/// Sets `reference.metadata.seamline.slot`, a take's own slip, speed and placing, or takes it away.
void set_slot(Json& reference, const MediaReference& media) {
    if (!media.source_start && !media.speed && !media.reframe) {
        if (own_metadata(reference) != nullptr) reference["metadata"]["seamline"].erase("slot");
        return;
    }
    Json slot = Json::object();
    if (media.source_start) slot["source_start"] = make_time(*media.source_start);
    if (media.speed) slot["speed"] = number(*media.speed);
    if (media.reframe) slot["reframe"] = make_reframe(*media.reframe);
    object_in(object_in(reference, "metadata"), "seamline")["slot"] = std::move(slot);
}

Json make_reference(const MediaReference& media) {
    Json reference = Json::object();
    const char* schema = media.sequence      ? "ImageSequenceReference.1"
                         : media.url.empty() ? "MissingReference.1"
                                             : "ExternalReference.1";
    reference["OTIO_SCHEMA"] = schema;
    reference["metadata"] = Json::object();
    reference["name"] = media.name;
    reference["available_range"] = nullptr;
    reference["available_image_bounds"] = nullptr;
    return reference;
}

void write_target(Json& reference, const MediaReference& media) {
    if (!media.sequence) {
        if (!media.url.empty()) reference["target_url"] = media.url;
        return;
    }
    const SequenceFiles& files = *media.sequence;
    reference["target_url_base"] = media.url;
    reference["name_prefix"] = files.prefix;
    reference["name_suffix"] = files.suffix;
    reference["start_frame"] = files.first;
    reference["frame_step"] = files.step;
    reference["frame_zero_padding"] = files.padding;
    if (find(reference, "rate") == nullptr)
        reference["rate"] = media.start ? number(media.start->rate) : Json(24.0);
    if (find(reference, "missing_frame_policy") == nullptr)
        reference["missing_frame_policy"] = "error";
}

void write_extent(Json& reference, const MediaReference& media) {
    if (own_metadata(reference) != nullptr) reference["metadata"]["seamline"].erase("start_time");
    reference["available_range"] = nullptr;
    if (media.duration)
        reference["available_range"] = make_range(
            media.start.value_or(RationalTime{Rational(0), media.duration->rate}), *media.duration);
    else if (media.start) // A range needs a length.
        object_in(object_in(reference, "metadata"), "seamline")["start_time"] =
            make_time(*media.start);
}

/// `before`: what `reference` says now.
void patch_reference(Json& reference, const MediaReference& media, const MediaReference& before) {
    const bool was_online = before.sequence || !before.url.empty();
    const bool is_online = media.sequence || !media.url.empty();
    if (!reference.is_object() || before.sequence.has_value() != media.sequence.has_value() ||
        was_online != is_online) {
        Json replaced = make_reference(media);
        if (reference.is_object() && find_object(reference, "metadata") != nullptr)
            replaced["metadata"] = std::move(reference["metadata"]);
        reference = std::move(replaced);
        write_target(reference, media);
    } else if (media.url != before.url || media.sequence != before.sequence) {
        write_target(reference, media);
    }
    if (media.name != before.name) reference["name"] = media.name;
    if (media.start != before.start || media.duration != before.duration) {
        write_extent(reference, media);
    }
    if (media.generator != before.generator) set_own_text(reference, "generator", media.generator);
    if (media.reel != before.reel) set_own_text(reference, "reel", media.reel);
    if (media.review != before.review) set_review(reference, media.review);
    if (media.source_start != before.source_start || media.speed != before.speed ||
        media.reframe != before.reframe)
        set_slot(reference, media);
}

Json new_reference(const MediaReference& media) {
    MediaReference nothing;
    nothing.sequence = media.sequence;
    nothing.url = media.url;
    nothing.name = media.name;
    Json reference = make_reference(media);
    write_target(reference, media);
    patch_reference(reference, media, nothing);
    return reference;
}

void patch_takes(Json& clip, const Event& event, const Event& before) {
    Json references = Json::object();
    Json* many = clip.contains("media_references") && clip["media_references"].is_object()
                     ? &clip["media_references"]
                     : nullptr;
    for (const MediaReference& media : event.media) {
        const auto known = std::ranges::find(before.media, media.key, &MediaReference::key);
        Json reference;
        if (known != before.media.end()) {
            if (many != nullptr)
                reference = (*many)[media.key];
            else if (clip.contains("media_reference"))
                reference = clip["media_reference"];
            if (!(*known == media)) patch_reference(reference, media, *known);
        } else {
            reference = new_reference(media);
        }
        references[media.key] = std::move(reference);
    }
    if (references.empty()) references["DEFAULT_MEDIA"] = make_reference({});
    clip.erase("media_reference");
    clip["media_references"] = std::move(references);
    clip["active_media_reference_key"] = event.active_media() != nullptr
                                             ? event.active_media()->key
                                             : clip["media_references"].begin().key();
    clip["OTIO_SCHEMA"] = "Clip.2";
}

Json make_cdl(const EventCdl& cdl) {
    Json written = Json::object();
    written["asc_sop"] = {{"slope", cdl.slope}, {"offset", cdl.offset}, {"power", cdl.power}};
    written["asc_sat"] = cdl.saturation;
    return written;
}

void set_color(Json& marker, const std::string& color) {
    // OpenTimelineIO 0.18 takes any text here, but nothing else.
    if (color.empty())
        marker.erase("color");
    else
        marker["color"] = color;
}

void set_note(Json& marker, const std::string& note) {
    marker["comment"] = note;
    // Where Resolve looks for it.
    Json& metadata = object_in(marker, "metadata");
    if (!note.empty() || find_object(metadata, "Resolve_OTIO") != nullptr)
        object_in(metadata, "Resolve_OTIO")["Note"] = note;
}

} // namespace

Json& object_in(Json& object, const char* key) {
    Json& value = object[key];
    if (!value.is_object()) value = Json::object();
    return value;
}

Json make_time(const RationalTime& time) {
    Json written = Json::object();
    written["OTIO_SCHEMA"] = "RationalTime.1";
    written["rate"] = time.rate.value();
    written["value"] = number(time.value);
    return written;
}

Json make_range(const RationalTime& start, const RationalTime& duration) {
    Json written = Json::object();
    written["OTIO_SCHEMA"] = "TimeRange.1";
    written["duration"] = make_time(duration);
    written["start_time"] = make_time(start);
    return written;
}

Json make_item(const char* schema, const std::string& name) {
    Json item = Json::object();
    item["OTIO_SCHEMA"] = schema;
    item["metadata"] = Json::object();
    item["name"] = name;
    item["source_range"] = nullptr;
    item["effects"] = Json::array();
    item["markers"] = Json::array();
    item["enabled"] = true;
    return item;
}

Json make_gap(std::int64_t frames, const Rational& rate) {
    Json gap = make_item("Gap.1", "");
    gap["source_range"] = make_range({Rational(0), rate}, {Rational(frames), rate});
    return gap;
}

Json make_transition(const Transition& transition, const Rational& rate) {
    Json written = Json::object();
    written["OTIO_SCHEMA"] = "Transition.1";
    written["metadata"] = Json::object();
    written["name"] = transition.name;
    written["in_offset"] = make_time({Rational(transition.before), rate});
    written["out_offset"] = make_time({Rational(transition.after), rate});
    const bool is_dissolve = transition.kind == TransitionKind::Dissolve;
    written["transition_type"] = is_dissolve               ? "SMPTE_Dissolve"
                                 : transition.name.empty() ? "Custom_Transition"
                                                           : transition.name;
    return written;
}

Json make_track(const Track& track) {
    Json written = make_item("Track.1", track.name);
    written["enabled"] = track.enabled;
    written["children"] = Json::array();
    written["kind"] = track.kind == TrackKind::Audio ? "Audio" : "Video";
    return written;
}

Json range_of_event(const Event& event, const Rational& rate) {
    const RationalTime length{Rational(event.duration), rate};
    RationalTime start = event.source_start;
    if (event.speed < Rational(0))
        start.value = start.value + length.seconds() * event.speed * start.rate;
    return make_range(start, length);
}

Json make_clip(const Event& event, const Rational& rate) {
    Json clip = make_item("Clip.2", event.name);
    clip["source_range"] = range_of_event(event, rate);
    Event nothing;
    nothing.name = event.name;
    patch_clip(clip, event, nothing);
    if (!clip.contains("media_references")) patch_takes(clip, event, nothing);
    if (event.speed != Rational(1)) patch_speed(clip, event.speed);
    return clip;
}

void patch_clip(Json& clip, const Event& event, const Event& before) {
    if (event.name != before.name) clip["name"] = event.name;
    if (event.enabled != before.enabled) clip["enabled"] = event.enabled;
    if (event.media != before.media || event.active != before.active)
        patch_takes(clip, event, before);
    if (event.cdl != before.cdl) {
        Json& metadata = object_in(clip, "metadata");
        if (event.cdl)
            metadata["cdl"] = make_cdl(*event.cdl);
        else
            metadata.erase("cdl");
    }
    if (event.reframe != before.reframe)
        object_in(object_in(clip, "metadata"), "seamline")["reframe"] = make_reframe(event.reframe);
    if (event.origin != before.origin) {
        const char* word = origin_word(event.origin);
        set_own_text(clip, "origin", word != nullptr ? word : "");
    }
    if (event.placement != before.placement) {
        const char* word = placement_word(event.placement);
        set_own_text(clip, "placement", word != nullptr ? word : "");
    }
}

void patch_speed(Json& clip, const Rational& speed) {
    Json effects = Json::array();
    if (const Json* old = find_array(clip, "effects"))
        for (const Json& effect : *old) {
            const std::string_view schema = schema_of(effect).name;
            if (schema != "LinearTimeWarp" && schema != "FreezeFrame") effects.push_back(effect);
        }
    if (speed != Rational(1)) {
        const bool is_freeze = speed == Rational(0);
        Json warp = Json::object();
        warp["OTIO_SCHEMA"] = is_freeze ? "FreezeFrame.1" : "LinearTimeWarp.1";
        warp["metadata"] = Json::object();
        warp["name"] = "";
        warp["effect_name"] = is_freeze ? "FreezeFrame" : "LinearTimeWarp";
        warp["time_scalar"] = speed.value();
        effects.push_back(std::move(warp));
    }
    clip["effects"] = std::move(effects);
}

Json make_marker(const EditMarker& marker, const RationalTime& start, const Rational& rate) {
    Json written = Json::object();
    written["OTIO_SCHEMA"] = "Marker.2";
    written["metadata"] =
        marker.author.empty() ? Json(Json::object()) : own_object("author", marker.author);
    written["name"] = marker.name;
    set_color(written, marker.color);
    set_note(written, marker.note);
    if (!marker.review.empty()) set_review(written, marker.review);
    written["marked_range"] = make_range(start, {Rational(marker.duration), rate});
    return written;
}

void patch_marker(Json& object, const EditMarker& marker, const EditMarker& before,
                  const Rational& rate) {
    if (marker.name != before.name) object["name"] = marker.name;
    if (marker.note != before.note) set_note(object, marker.note);
    if (marker.color != before.color) set_color(object, marker.color);
    if (marker.author != before.author) set_own_text(object, "author", marker.author);
    if (marker.review != before.review) set_review(object, marker.review);
    if (marker.record == before.record && marker.duration == before.duration) return;
    const char* key = find(object, "marked_range") != nullptr ? "marked_range" : "range";
    const auto old = range_of(find(object, key));
    if (!old) return; // Read as a marker, so it has one.
    RationalTime start = old->start;
    start.value = start.value + Rational(marker.record - before.record) / rate * start.rate;
    const RationalTime duration = marker.duration == before.duration
                                      ? old->duration
                                      : RationalTime{Rational(marker.duration), rate};
    object[key] = make_range(start, duration);
}

void patch_markers(Json& item, const std::vector<EditMarker>& markers,
                   const std::vector<EditMarker>& before, std::int64_t origin,
                   const RationalTime& start, const Rational& rate) {
    if (markers == before) return;
    const Json old = item.contains("markers") ? item["markers"] : Json::array();
    Json written = Json::array();
    for (const EditMarker& marker : markers) {
        const auto known = std::ranges::find(before, marker.place, &EditMarker::place);
        if (!marker.place.empty() && known != before.end()) {
            const std::size_t index = std::stoul(marker.place.substr(marker.place.rfind('/') + 1));
            Json object = old.at(index);
            patch_marker(object, marker, *known, rate);
            written.push_back(std::move(object));
            continue;
        }
        RationalTime at = start;
        at.value = at.value + Rational(marker.record - origin) / rate * start.rate;
        written.push_back(make_marker(marker, at, rate));
    }
    item["markers"] = std::move(written);
}

} // namespace seamline::interchange::otio
