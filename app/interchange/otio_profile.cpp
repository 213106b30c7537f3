#include "app/interchange/otio_profile.h"

#include "app/interchange/otio_items.h"
#include "decode/media/counted.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>

namespace seamline::interchange::otio {
namespace {

constexpr std::size_t kMostLosses = 500;

void lose(std::vector<EditNote>& losses, const Json& object, std::string what) {
    if (losses.size() < kMostLosses)
        losses.push_back({one_line(text_at(object, "name")), std::move(what)});
}

/// Marker.1 and Marker.3 as Marker.2. `color`: what Marker.3 says, read as a name.
void downgrade_marker(Json& marker) {
    if (schema_of(marker).name != "Marker") return;
    if (marker.contains("range") && !marker.contains("marked_range"))
        marker["marked_range"] = marker["range"];
    marker.erase("range");
    if (const Json* color = find_object(marker, "color")) marker["color"] = color_name(*color);
    marker["OTIO_SCHEMA"] = "Marker.2";
}

void to_clip_2(Json& clip) {
    if (!clip.contains("media_references") || !clip["media_references"].is_object()) {
        Json references = Json::object();
        if (clip.contains("media_reference") && clip["media_reference"].is_object())
            references["DEFAULT_MEDIA"] = std::move(clip["media_reference"]);
        else
            references["DEFAULT_MEDIA"] = {{"OTIO_SCHEMA", "MissingReference.1"},
                                           {"metadata", Json::object()}};
        clip["media_references"] = std::move(references);
        clip["active_media_reference_key"] = "DEFAULT_MEDIA";
    } else if (find_text(clip, "active_media_reference_key") == nullptr) {
        clip["active_media_reference_key"] = "DEFAULT_MEDIA";
    }
    clip.erase("media_reference");
    clip["OTIO_SCHEMA"] = "Clip.2";
}

void to_clip_1(Json& clip, std::vector<EditNote>& losses) {
    if (const Json* references = find_object(clip, "media_references")) {
        const std::string active = text_at(clip, "active_media_reference_key");
        Json shown = nullptr;
        if (const Json* reference = find(*references, active.c_str()))
            shown = *reference;
        else if (!references->empty())
            shown = references->front();
        if (references->size() > 1)
            lose(losses, clip,
                 counted(references->size() - 1, "other take", "other takes") +
                     ": this profile carries the active one");
        clip["media_reference"] = std::move(shown);
    }
    clip.erase("media_references");
    clip.erase("active_media_reference_key");
    clip["OTIO_SCHEMA"] = "Clip.1";
}

/// Readers of 0.18 refuse the whole file for an effect that they do not know.
void keep_known_effects(Json& item, std::vector<EditNote>& losses) {
    static constexpr std::array<std::string_view, 4> kKnown{"Effect", "TimeEffect",
                                                            "LinearTimeWarp", "FreezeFrame"};
    if (find_array(item, "effects") == nullptr) return;
    Json kept = Json::array();
    for (Json& effect : item["effects"]) {
        if (std::ranges::find(kKnown, schema_of(effect).name) != kKnown.end())
            kept.push_back(std::move(effect));
        else if (!effect.is_null())
            lose(losses, item,
                 "effect of kind \"" + one_line(text_at(effect, "OTIO_SCHEMA")) +
                     "\": this profile carries OpenTimelineIO's own");
    }
    item["effects"] = std::move(kept);
}

} // namespace

void apply_profile(Json& object, OtioProfile profile, std::vector<EditNote>& losses) {
    if (!object.is_object()) return;
    const Schema schema = schema_of(object);
    const bool is_safe = profile == OtioProfile::NleSafe;
    if (find_array(object, "markers") != nullptr)
        for (Json& marker : object["markers"]) downgrade_marker(marker);
    if (is_safe) {
        keep_known_effects(object, losses);
        if (const Json* color = find_object(object, "color");
            color != nullptr && schema.name != "Marker") {
            lose(losses, object, "colour of an item: a key of newer versions");
            object.erase("color");
        }
    }
    if (schema.name == "Clip") {
        if (is_safe)
            to_clip_1(object, losses);
        else
            to_clip_2(object);
    }
    if (find_object(object, "tracks") != nullptr) apply_profile(object["tracks"], profile, losses);
    if (find_array(object, "children") != nullptr)
        for (Json& child : object["children"]) apply_profile(child, profile, losses);
}

} // namespace seamline::interchange::otio
