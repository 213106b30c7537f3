#include "app/interchange/otio_items.h"

#include "app/interchange/otio_own.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace seamline::interchange::otio {
namespace {

constexpr std::int64_t kMostFrames = std::int64_t{1} << 53;

std::string shown_name(const Json& object, const std::string& place) {
    const std::string name = text_at(object, "name");
    return one_line(name.empty() ? place : name);
}

std::int64_t integer_at(const Json& object, const char* key, std::int64_t otherwise,
                        std::int64_t least, std::int64_t most) {
    const auto number = exact_number(find(object, key));
    if (!number || number->den != 1 || number->num < least || number->num > most) return otherwise;
    return number->num;
}

std::optional<std::array<double, 3>> triple_at(const Json& object, const char* key, double least) {
    const Json* array = find_array(object, key);
    if (array == nullptr || array->size() != 3) return std::nullopt;
    std::array<double, 3> values{};
    for (std::size_t i = 0; i < 3; ++i) {
        if (!(*array)[i].is_number()) return std::nullopt;
        values[i] = (*array)[i].get<double>();
        if (!(values[i] >= least && values[i] <= 1e6)) return std::nullopt;
    }
    return values;
}

/// As OpenTimelineIO's EDL reader keeps ASC_SOP and ASC_SAT.
void read_cdl(const Json& metadata, Event& event) {
    const Json* written = find_object(metadata, "cdl");
    if (written == nullptr) return;
    EventCdl cdl;
    bool sound = true;
    if (const Json* sop = find_object(*written, "asc_sop")) {
        const auto slope = triple_at(*sop, "slope", 0);
        const auto offset = triple_at(*sop, "offset", -1e6);
        const auto power = triple_at(*sop, "power", 0);
        sound = slope && offset && power;
        if (sound) {
            cdl.slope = *slope;
            cdl.offset = *offset;
            cdl.power = *power;
        }
    }
    if (find(*written, "asc_sat") != nullptr) {
        const double saturation = number_at(*written, "asc_sat", -1, 0, 1e6);
        if (saturation < 0) sound = false;
        cdl.saturation = std::max(0.0, saturation);
    }
    if (sound)
        event.cdl = cdl;
    else
        event.unsupported.emplace_back("CDL with values out of range: not applied");
}

SequenceFiles read_sequence(const Json& reference) {
    return {.prefix = text_at(reference, "name_prefix"),
            .suffix = text_at(reference, "name_suffix"),
            .first = integer_at(reference, "start_frame", 1, -kMostFrames, kMostFrames),
            .step = integer_at(reference, "frame_step", 1, 1, 1'000'000),
            .padding = static_cast<int>(integer_at(reference, "frame_zero_padding", 0, 0, 20))};
}

MediaReference read_reference(const std::string& key, const Json& reference,
                              const std::string& where, Takes& takes, Notes& notes) {
    MediaReference media;
    media.key = key;
    if (!reference.is_object()) {
        if (!reference.is_null()) notes.add(where, "media reference that is no object: offline");
        return media;
    }
    const Schema schema = schema_of(reference);
    media.name = text_at(reference, "name");
    if (const Json* own = own_metadata(reference)) {
        media.generator = text_at(*own, "generator");
        media.reel = text_at(*own, "reel");
        media.review = review_at(*own);
        media.start = time_of(find(*own, "start_time"));
        read_slot(*own, media);
    }
    if (const auto range = range_of(find(reference, "available_range"))) {
        media.start = range->start;
        if (range->duration.value >= Rational(0)) media.duration = range->duration;
    } else if (find(reference, "available_range") != nullptr) {
        notes.add(where, "available range that cannot be read");
    }
    if (find(reference, "available_image_bounds") != nullptr)
        notes.count("media with image bounds: shown whole");
    if (schema.name == "ExternalReference") {
        media.url = text_at(reference, "target_url");
        if (media.url.empty()) notes.add(where, "media reference without a target: offline");
    } else if (schema.name == "ImageSequenceReference") {
        media.url = text_at(reference, "target_url_base");
        media.sequence = read_sequence(reference);
    } else if (schema.name == "GeneratorReference") {
        takes.unsupported.push_back("generator " + one_line(text_at(reference, "generator_kind")));
    } else if (schema.name != "MissingReference" && schema.name != "MediaReference") {
        media.url = text_at(reference, "target_url");
        const std::string kind = one_line(text_at(reference, "OTIO_SCHEMA"));
        takes.unsupported.push_back("media reference of kind \"" + kind + "\"");
        notes.add(where, "media reference of unknown kind \"" + kind + "\"");
    }
    return media;
}

std::string note_of(const Json& marker) {
    std::string note = text_at(marker, "comment");
    if (!note.empty()) return note;
    const Json* metadata = find_object(marker, "metadata");
    const Json* resolve = metadata != nullptr ? find_object(*metadata, "Resolve_OTIO") : nullptr;
    return resolve != nullptr ? text_at(*resolve, "Note") : note;
}

/// Effects that change nothing: switched off, or Resolve's list of every effect a clip can have.
bool is_idle(const Json& effect) {
    if (!flag_at(effect, "enabled", true)) return true;
    const Json* metadata = find_object(effect, "metadata");
    const Json* resolve = metadata != nullptr ? find_object(*metadata, "Resolve_OTIO") : nullptr;
    if (resolve == nullptr) return false;
    if (!flag_at(*resolve, "Enabled", true)) return true;
    const Json* parameters = find_array(*resolve, "Parameters");
    return parameters != nullptr && parameters->empty();
}

std::string effect_name(const Json& effect) {
    const Json* metadata = find_object(effect, "metadata");
    if (const Json* resolve =
            metadata != nullptr ? find_object(*metadata, "Resolve_OTIO") : nullptr)
        if (const std::string* name = find_text(*resolve, "Effect Name")) return one_line(*name);
    for (const char* key : {"name", "effect_name"})
        if (const std::string* name = find_text(effect, key); name != nullptr && !name->empty())
            return one_line(*name);
    return one_line(text_at(effect, "OTIO_SCHEMA"));
}

void read_speed(const Json& effect, Effects& effects) {
    const auto scalar = exact_number(find(effect, "time_scalar"));
    const Rational speed = scalar ? effects.speed * *scalar : Rational(0);
    if (!scalar || speed > Rational(10'000) || speed < Rational(-10'000))
        effects.unsupported.emplace_back("speed that cannot be read: shown at 100 %");
    else
        effects.speed = speed;
}

/// The part of an item that a track shows, in the item's own time.
std::optional<Range> extent(const Json& item, const Takes* takes) {
    if (auto range = range_of(find(item, "source_range"))) return range;
    if (takes == nullptr || takes->active >= takes->media.size()) return std::nullopt;
    const MediaReference& media = takes->media[takes->active];
    if (!media.start || !media.duration) return std::nullopt;
    return Range{*media.start, *media.duration};
}

Rational length_of(const std::optional<Range>& range, const std::string& where, Notes& notes) {
    if (!range) {
        notes.add(where, "its length is not stated: kept with no frames");
        return Rational(0);
    }
    const Rational length = range->duration.seconds();
    if (length >= Rational(0)) return length;
    notes.add(where, "its length is negative: kept with no frames");
    return Rational(0);
}

} // namespace

std::string color_name(const Json& color) {
    std::string name = text_at(color, "name");
    std::ranges::transform(name, name.begin(), [](unsigned char c) {
        return static_cast<char>(c >= 'a' && c <= 'z' ? c - 32 : c);
    });
    struct Named {
        const char* name;
        std::array<double, 3> rgb;
    };
    static constexpr std::array<Named, 11> kNamed{{{"PINK", {1, 0.75, 0.8}},
                                                   {"RED", {1, 0, 0}},
                                                   {"ORANGE", {1, 0.5, 0}},
                                                   {"YELLOW", {1, 1, 0}},
                                                   {"GREEN", {0, 1, 0}},
                                                   {"CYAN", {0, 1, 1}},
                                                   {"BLUE", {0, 0, 1}},
                                                   {"PURPLE", {0.5, 0, 0.5}},
                                                   {"MAGENTA", {1, 0, 1}},
                                                   {"BLACK", {0, 0, 0}},
                                                   {"WHITE", {1, 1, 1}}}};
    if (std::ranges::find(kNamed, std::string_view(name), &Named::name) != kNamed.end())
        return name;
    if (find(color, "r") == nullptr) return name;
    const std::array<double, 3> rgb{number_at(color, "r", 0, 0, 1), number_at(color, "g", 0, 0, 1),
                                    number_at(color, "b", 0, 0, 1)};
    const auto distance = [&](const Named& named) {
        return std::hypot(rgb[0] - named.rgb[0], rgb[1] - named.rgb[1], rgb[2] - named.rgb[2]);
    };
    return std::ranges::min_element(kNamed, {}, distance)->name;
}

Takes read_takes(const Json& clip, const std::string& where, Notes& notes) {
    Takes takes;
    const Json* many = find_object(clip, "media_references");
    if (many == nullptr) {
        const Json* one = find(clip, "media_reference");
        if (one != nullptr)
            takes.media.push_back(read_reference("DEFAULT_MEDIA", *one, where, takes, notes));
        return takes;
    }
    const std::string* active = find_text(clip, "active_media_reference_key");
    const std::string wanted = active != nullptr ? *active : "DEFAULT_MEDIA";
    bool found = false;
    bool too_many = false;
    std::vector<std::vector<std::string>> unsupported; // Only the shown take's count.
    for (const auto& [key, reference] : many->items()) {
        if (key == wanted && !found) {
            found = true;
            takes.active = takes.media.size();
        } else if (takes.media.size() + (found ? 0 : 1) >= EditLimits::kTakes) {
            too_many = true; // One place is kept for the take that is shown.
            continue;
        }
        takes.media.push_back(read_reference(key, reference, where, takes, notes));
        unsupported.push_back(std::exchange(takes.unsupported, {}));
    }
    if (too_many)
        notes.add(where, "more than " + std::to_string(EditLimits::kTakes) +
                             " takes: the rest is left out");
    if (!takes.media.empty()) {
        takes.unsupported = std::move(unsupported[takes.active]);
        if (!found)
            notes.add(where, "the active take \"" + one_line(wanted) +
                                 "\" is not among its takes; shown: \"" +
                                 one_line(takes.media.front().key) + "\"");
    }
    return takes;
}

Effects read_effects(const Json& item) {
    Effects effects;
    const Json* list = find_array(item, "effects");
    if (list == nullptr) return effects;
    for (const Json& effect : *list) {
        if (effect.is_null()) continue;
        if (!effect.is_object()) {
            effects.unsupported.emplace_back("effect that cannot be read");
            continue;
        }
        const std::string_view schema = schema_of(effect).name;
        if (is_idle(effect)) continue;
        if (schema == "LinearTimeWarp")
            read_speed(effect, effects);
        else if (schema == "FreezeFrame")
            effects.speed = Rational(0);
        else if (schema == "TimeEffect")
            effects.unsupported.push_back("variable speed (" + effect_name(effect) +
                                          "): shown at 100 %");
        else
            effects.unsupported.push_back("effect " + effect_name(effect));
    }
    return effects;
}

std::vector<PlacedMarker> read_markers(const Json& item, const Rational& origin,
                                       const std::string& place, Notes& notes) {
    std::vector<PlacedMarker> markers;
    const Json* list = find_array(item, "markers");
    if (list == nullptr) return markers;
    for (std::size_t i = 0; i < list->size(); ++i) {
        const Json& marker = (*list)[i];
        if (marker.is_null()) continue;
        const std::string at = place + "/markers/" + std::to_string(i);
        const Json* written = find(marker, "marked_range");
        if (written == nullptr) written = find(marker, "range"); // Marker.1
        const auto range = range_of(written);
        if (!range || schema_of(marker).name != "Marker") {
            notes.add(at, "marker that cannot be read: left out");
            continue;
        }
        const Json* color = find(marker, "color");
        PlacedMarker placed;
        placed.at = range->start.seconds() - origin;
        placed.length = std::max(Rational(0), range->duration.seconds());
        placed.marker.name = text_at(marker, "name");
        placed.marker.note = note_of(marker);
        if (color != nullptr)
            placed.marker.color =
                color->is_object() ? color_name(*color) : text_at(marker, "color");
        if (const Json* own = own_metadata(marker)) {
            placed.marker.author = text_at(*own, "author");
            placed.marker.review = review_at(*own);
        }
        placed.marker.place = at;
        markers.push_back(std::move(placed));
    }
    return markers;
}

Piece read_clip(const Json& clip, const std::string& place, Notes& notes) {
    Piece piece;
    Event& event = piece.event;
    const std::string where = shown_name(clip, place);
    event.name = text_at(clip, "name");
    event.enabled = flag_at(clip, "enabled", true);
    event.place = place;
    Takes takes = read_takes(clip, where, notes);
    Effects effects = read_effects(clip);
    const auto range = extent(clip, &takes);
    if (find(clip, "source_range") != nullptr && !range_of(find(clip, "source_range")))
        notes.add(where, "source range that cannot be read");
    piece.end = length_of(range, where, notes);
    event.speed = effects.speed;
    if (range) {
        event.source_start = range->start;
        piece.stated_rate = range->duration.rate;
        // A reversed clip shows the media of its range from the end on.
        if (event.speed < Rational(0))
            event.source_start.value =
                event.source_start.value - piece.end * event.speed * event.source_start.rate;
    }
    if (const Json* metadata = find_object(clip, "metadata")) {
        const Json* cmx = find_object(*metadata, "cmx_3600");
        if (cmx != nullptr && takes.active < takes.media.size() &&
            takes.media[takes.active].reel.empty())
            takes.media[takes.active].reel = text_at(*cmx, "reel");
        read_cdl(*metadata, event);
    }
    if (takes.media.empty()) notes.add(where, "no media reference: offline");
    event.media = std::move(takes.media);
    event.active = takes.active;
    for (auto* phrases : {&takes.unsupported, &effects.unsupported})
        std::ranges::move(*phrases, std::back_inserter(event.unsupported));
    read_own(clip, event);
    piece.markers = read_markers(clip, range ? range->start.seconds() : Rational(0), place, notes);
    return piece;
}

Piece read_gap(const Json& gap, const std::string& place, Notes& notes) {
    Piece piece = gap_piece(Rational(0), Rational(0), place);
    piece.event.name = text_at(gap, "name");
    piece.event.enabled = flag_at(gap, "enabled", true);
    auto range = extent(gap, nullptr);
    if (!range) {
        if (const auto duration = time_of(find(gap, "duration")))
            range = Range{{Rational(0), duration->rate}, *duration};
    }
    piece.end = length_of(range, shown_name(gap, place), notes);
    piece.markers = read_markers(gap, range ? range->start.seconds() : Rational(0), place, notes);
    return piece;
}

Piece read_unknown(const Json& object, const std::string& place, Notes& notes) {
    const std::string kind = one_line(text_at(object, "OTIO_SCHEMA"));
    const std::string phrase =
        kind.empty() ? "object without a kind" : "object of unknown kind \"" + kind + "\"";
    notes.add(shown_name(object, place), phrase + ": shown as a gap");
    Piece piece = gap_piece(Rational(0), Rational(0), place);
    piece.event.name = text_at(object, "name");
    piece.event.unsupported.push_back(phrase);
    if (const auto range = extent(object, nullptr))
        piece.end = std::max(Rational(0), range->duration.seconds());
    return piece;
}

} // namespace seamline::interchange::otio
