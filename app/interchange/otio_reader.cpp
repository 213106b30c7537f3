#include "app/interchange/otio_reader.h"

#include "app/interchange/otio.h"
#include "decode/media/counted.h"
#include "decode/media/timecode.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <utility>

namespace seamline::interchange::otio {
namespace {

constexpr int kMostPixels = 65'536;

bool is_track(const Schema& schema) { return schema.name == "Track" || schema.name == "Sequence"; }
bool is_gap(const Schema& schema) { return schema.name == "Gap" || schema.name == "Filler"; }
bool is_collection(const Schema& schema) {
    return schema.name == "SerializableCollection" || schema.name == "SerializeableCollection";
}
bool is_nest(const Schema& schema) {
    return is_track(schema) || schema.name == "Stack" || schema.name == "Timeline";
}

TrackKind kind_of(const Json& track) {
    return text_at(track, "kind") == "Audio" ? TrackKind::Audio : TrackKind::Video;
}

bool is_frame_rate(const Rational& rate) { return rate > Rational(1) && rate <= Rational(1000); }

std::string child_place(const std::string& place, std::size_t index) {
    return place + "/children/" + std::to_string(index);
}

/// The commonest rate among what `tracks` say of lengths; ties go to the first met.
template <typename Tracks> Rational commonest_rate(const Tracks& tracks) {
    std::vector<std::pair<Rational, std::size_t>> counts;
    const auto count = [&](const Rational& rate) {
        if (!is_frame_rate(rate)) return;
        const auto found =
            std::ranges::find(counts, rate, &std::pair<Rational, std::size_t>::first);
        if (found != counts.end())
            ++found->second;
        else if (counts.size() < 64)
            counts.emplace_back(rate, 1);
    };
    for (const TrackKind kind : {TrackKind::Video, TrackKind::Audio}) {
        for (const auto& top : tracks)
            if (top.track.kind == kind)
                for (const Piece& piece : top.strip.pieces) count(piece.stated_rate);
        if (!counts.empty()) break;
    }
    if (counts.empty()) return Rational(0);
    return std::ranges::max_element(counts, {}, &std::pair<Rational, std::size_t>::second)->first;
}

EditMarker counted(const PlacedMarker& placed, const Rational& begin, const Rational& rate) {
    EditMarker marker = placed.marker;
    marker.record = ((begin + placed.at) * rate).round();
    marker.duration = std::max<std::int64_t>(1, (placed.length * rate).round());
    return marker;
}

} // namespace

void DocumentReader::trim_to_range(const Json& item, const std::string& place, Strip& strip) {
    if (find(item, "source_range") == nullptr) return;
    const auto range = range_of(find(item, "source_range"));
    if (!range || range->duration.value < Rational(0)) {
        notes_.add(place, "source range that cannot be read: not applied");
        return;
    }
    strip = window(std::move(strip), range->start.seconds(), range->duration.seconds(), place);
}

void DocumentReader::add_transition(const Json& object, const std::string& place,
                                    const Rational& at, Strip& strip) {
    if (!flag_at(object, "enabled", true)) return;
    PlacedTransition placed;
    placed.transition.name = text_at(object, "transition_type");
    placed.transition.kind = placed.transition.name == "SMPTE_Dissolve" ? TransitionKind::Dissolve
                                                                        : TransitionKind::Other;
    placed.transition.place = place;
    placed.at = at;
    const auto before = time_of(find(object, "in_offset"));
    const auto after = time_of(find(object, "out_offset"));
    placed.before = before ? std::max(Rational(0), before->seconds()) : Rational(0);
    placed.after = after ? std::max(Rational(0), after->seconds()) : Rational(0);
    if (!before || !after) notes_.add(place, "transition without a length that can be read");
    if (placed.transition.kind == TransitionKind::Other)
        notes_.add(place,
                   "transition \"" + one_line(placed.transition.name) + "\" is shown as a cut");
    strip.transitions.push_back(std::move(placed));
}

Strip DocumentReader::read_child(const Json& child, const std::string& place, TrackKind kind) {
    const Schema schema = schema_of(child);
    if (is_nest(schema)) return read_nest(child, place, kind);
    Strip strip;
    if (schema.name == "Clip")
        strip.pieces.push_back(read_clip(child, place, notes_));
    else if (is_gap(schema))
        strip.pieces.push_back(read_gap(child, place, notes_));
    else
        strip.pieces.push_back(read_unknown(child, place, notes_));
    strip.length = strip.pieces.front().end;
    return strip;
}

Strip DocumentReader::read_track(const Json& track, const std::string& place, TrackKind kind) {
    Strip strip;
    const Json* children = find_array(track, "children");
    if (children == nullptr) {
        notes_.add(place.empty() ? "/" : place, "track without children: empty");
        return strip;
    }
    for (std::size_t i = 0; i < children->size(); ++i) {
        const Json& child = (*children)[i];
        const std::string at = child_place(place, i);
        if (schema_of(child).name == "Transition") {
            add_transition(child, at, strip.length, strip);
            continue;
        }
        if (!child.is_object()) {
            notes_.add(at, "no object: left out");
            continue;
        }
        Strip part = read_child(child, at, kind);
        for (Piece& piece : part.pieces) {
            piece.begin = piece.begin + strip.length;
            piece.end = piece.end + strip.length;
        }
        for (PlacedTransition& transition : part.transitions)
            transition.at = transition.at + strip.length;
        for (PlacedMarker& marker : part.markers) marker.at = marker.at + strip.length;
        std::ranges::move(part.pieces, std::back_inserter(strip.pieces));
        std::ranges::move(part.transitions, std::back_inserter(strip.transitions));
        std::ranges::move(part.markers, std::back_inserter(strip.markers));
        strip.length = strip.length + part.length;
    }
    trim_to_range(track, place, strip);
    return strip;
}

Strip DocumentReader::read_stack(const Json& stack, const std::string& place, TrackKind kind) {
    std::vector<Strip> layers;
    const Json* children = find_array(stack, "children");
    if (children == nullptr) notes_.add(place, "stack without children: empty");
    for (std::size_t i = 0; children != nullptr && i < children->size(); ++i) {
        const Json& child = (*children)[i];
        if (is_track(schema_of(child)) && kind_of(child) != kind) {
            if (kind == TrackKind::Video) notes_.count("sound inside a nest: not played");
            continue;
        }
        if (!child.is_object() || !flag_at(child, "enabled", true)) continue;
        layers.push_back(read_child(child, child_place(place, i), kind));
    }
    Strip strip;
    std::size_t hidden = 0;
    if (!layers.empty()) strip = topmost(std::move(layers), place, budget_, hidden);
    if (hidden > 0) notes_.count("dissolve under another track of a nest: not shown");
    trim_to_range(stack, place, strip);
    return strip;
}

Strip DocumentReader::read_nest(const Json& nest, const std::string& place, TrackKind kind) {
    const Schema schema = schema_of(nest);
    Strip strip;
    if (schema.name == "Timeline") {
        if (const Json* tracks = find_object(nest, "tracks"))
            strip = read_stack(*tracks, place + "/tracks", kind);
        else
            notes_.add(place, "timeline without tracks: empty");
    } else if (is_track(schema)) {
        strip = read_track(nest, place, kind);
    } else {
        strip = read_stack(nest, place, kind);
    }
    if (strip.pieces.empty() && strip.length == Rational(0))
        strip.pieces.push_back(gap_piece(Rational(0), Rational(0), place));
    Effects effects = read_effects(nest);
    if (effects.speed != Rational(1))
        effects.unsupported.emplace_back("speed of a nest: shown at 100 %");
    const bool enabled = flag_at(nest, "enabled", true);
    for (Piece& piece : strip.pieces) {
        if (!enabled) piece.event.enabled = false;
        for (const std::string& phrase : effects.unsupported)
            piece.event.unsupported.push_back(phrase + " (of the nest)");
    }
    std::ranges::move(read_markers(nest, Rational(0), place, notes_),
                      std::back_inserter(strip.markers));
    return strip;
}

DocumentReader::TopTrack DocumentReader::read_top_track(const Json& child,
                                                        const std::string& place) {
    TopTrack top;
    top.track.name = text_at(child, "name");
    top.track.enabled = flag_at(child, "enabled", true);
    top.track.place = place;
    if (!is_track(schema_of(child))) {
        top.strip = read_child(child, place, TrackKind::Video);
        return top;
    }
    top.track.kind = kind_of(child);
    if (const std::string kind = text_at(child, "kind"); kind != "Video" && kind != "Audio")
        notes_.add(place.empty() ? "/" : place,
                   "track of kind \"" + one_line(kind) + "\": taken as video");
    top.strip = read_track(child, place, top.track.kind);
    const Effects effects = read_effects(child);
    if (effects.speed != Rational(1)) notes_.add(place, "speed of a track: shown at 100 %");
    for (const std::string& phrase : effects.unsupported)
        notes_.add(place, phrase + " (of a track): not shown");
    std::ranges::move(read_markers(child, Rational(0), place, notes_),
                      std::back_inserter(top.strip.markers));
    return top;
}

void DocumentReader::count_events(const Strip& strip, const Rational& rate, Track& track,
                                  Edit& edit) {
    std::size_t rounded = 0;
    for (const Piece& piece : strip.pieces) {
        Event event = piece.event;
        const Rational begin = piece.begin * rate;
        const Rational end = piece.end * rate;
        event.record_in = begin.round();
        event.duration = end.round() - event.record_in;
        if (begin.den != 1 || end.den != 1) ++rounded;
        for (const PlacedMarker& marker : piece.markers)
            event.markers.push_back(counted(marker, piece.begin, rate));
        track.events.push_back(std::move(event));
    }
    for (const PlacedTransition& placed : strip.transitions) {
        Transition transition = placed.transition;
        transition.at = (placed.at * rate).round();
        transition.before = (placed.before * rate).round();
        transition.after = (placed.after * rate).round();
        track.transitions.push_back(std::move(transition));
    }
    for (const PlacedMarker& marker : strip.markers)
        edit.markers.push_back(counted(marker, Rational(0), rate));
    if (rounded > 0)
        notes_.add(track.name.empty() ? track.place : one_line(track.name),
                   seamline::counted(rounded, "event does not start and end",
                                     "events do not start and end") +
                       " on frames at " + rate.text() + ": moved to the nearest");
}

void DocumentReader::finish(std::vector<TopTrack> tracks, std::vector<PlacedMarker> markers,
                            Edit& edit) {
    edit.rate = rate_;
    if (!rate_) edit.rate = commonest_rate(tracks);
    if (!edit.rate) {
        edit.rate = Rational(24);
        notes_.add("", "the frame rate is not stated: 24 is assumed");
    }
    for (const PlacedMarker& marker : markers)
        edit.markers.push_back(counted(marker, Rational(0), edit.rate));
    for (TopTrack& top : tracks) {
        count_events(top.strip, edit.rate, top.track, edit);
        edit.tracks.push_back(std::move(top.track));
    }
    if (budget_.exhausted())
        notes_.add("", "nests so large that parts of them are left out; export it flattened");
    edit.notes = notes_.take();
}

void DocumentReader::add_top_stack(const Json& stack, const std::string& place, Edit& edit) {
    const Json* children = find_array(stack, "children");
    if (children == nullptr) notes_.add(place.empty() ? "/" : place, "stack without children");
    std::vector<TopTrack> tracks;
    for (std::size_t i = 0; children != nullptr && i < children->size(); ++i) {
        const Json& child = (*children)[i];
        const std::string at = child_place(place, i);
        if (child.is_object() && schema_of(child).name != "Transition")
            tracks.push_back(read_top_track(child, at));
        else
            notes_.add(at, "no track: left out");
    }
    Strip own;
    own.markers = read_markers(stack, Rational(0), place, notes_);
    for (const TopTrack& top : tracks) own.length = std::max(own.length, top.strip.length);
    if (find(stack, "source_range") != nullptr) {
        for (TopTrack& top : tracks) {
            if (top.strip.length < own.length)
                top.strip.pieces.push_back(
                    gap_piece(top.strip.length, own.length, top.track.place));
            top.strip.length = own.length;
            trim_to_range(stack, place, top.strip);
        }
        trim_to_range(stack, place, own);
    }
    finish(std::move(tracks), std::move(own.markers), edit);
}

Edit DocumentReader::read_timeline(const Json& timeline, const std::string& place) {
    Edit edit;
    edit.name = text_at(timeline, "name");
    rate_ = Rational(0);
    const auto start = time_of(find(timeline, "global_start_time"));
    if (start && is_frame_rate(start->rate)) rate_ = start->rate;
    if (!start && find(timeline, "global_start_time") != nullptr)
        notes_.add(place.empty() ? "/" : place, "start time that cannot be read: 0 is used");
    const Json* own = own_metadata(timeline);
    if (own != nullptr) {
        for (const auto& [key, size] :
             {std::pair("width", &edit.width), std::pair("height", &edit.height)}) {
            const auto pixels = exact_number(find(*own, key));
            if (pixels && pixels->den == 1 && pixels->num > 0 && pixels->num <= kMostPixels)
                *size = static_cast<int>(pixels->num);
        }
    }
    if (const Json* tracks = find_object(timeline, "tracks"))
        add_top_stack(*tracks, place + "/tracks", edit);
    else {
        notes_.add(place.empty() ? "/" : place, "timeline without tracks");
        finish({}, {}, edit);
    }
    if (start) edit.start_frame = (start->seconds() * edit.rate).round();
    edit.drop_frame = has_drop_frame(edit.rate);
    if (own != nullptr)
        edit.drop_frame = edit.drop_frame && flag_at(*own, "drop_frame", edit.drop_frame);
    return edit;
}

Edit DocumentReader::read_loose(const std::vector<const Json*>& clips,
                                const std::vector<std::string>& places, const std::string& name) {
    Edit edit;
    edit.name = name;
    rate_ = Rational(0);
    TopTrack top;
    top.track.name = "V1";
    for (std::size_t i = 0; i < clips.size(); ++i) {
        Piece piece = read_clip(*clips[i], places[i], notes_);
        piece.begin = piece.begin + top.strip.length;
        piece.end = piece.end + top.strip.length;
        top.strip.length = piece.end;
        top.strip.pieces.push_back(std::move(piece));
    }
    std::vector<TopTrack> tracks;
    tracks.push_back(std::move(top));
    finish(std::move(tracks), {}, edit);
    edit.drop_frame = has_drop_frame(edit.rate);
    return edit;
}

void DocumentReader::collect_children(const Json& collection, const std::string& place,
                                      Found& found) {
    const Json* children = find_array(collection, "children");
    if (children == nullptr) return;
    std::vector<const Json*> clips;
    std::vector<std::string> places;
    for (std::size_t i = 0; i < children->size(); ++i) {
        const Json& child = (*children)[i];
        const std::string at = child_place(place, i);
        if (schema_of(child).name == "Clip") {
            clips.push_back(&child);
            places.push_back(at);
        } else {
            collect(child, at, found);
        }
    }
    if (clips.empty()) return;
    Edit edit = read_loose(clips, places, text_at(collection, "name"));
    edit.notes.push_back({one_line(edit.name), "clips of a bin: shown one after another"});
    found.edits.push_back(std::move(edit));
    found.places.emplace_back("-");
}

void DocumentReader::collect(const Json& object, const std::string& place, Found& found) {
    const Schema schema = schema_of(object);
    if (is_collection(schema)) {
        collect_children(object, place, found);
        return;
    }
    Edit edit;
    std::string at = place;
    if (schema.name == "Timeline") {
        edit = read_timeline(object, place);
    } else if (schema.name == "Stack") {
        rate_ = Rational(0);
        edit.name = text_at(object, "name");
        add_top_stack(object, place, edit);
        edit.drop_frame = has_drop_frame(edit.rate);
    } else if (is_track(schema)) {
        rate_ = Rational(0);
        edit.name = text_at(object, "name");
        std::vector<TopTrack> tracks;
        tracks.push_back(read_top_track(object, place));
        finish(std::move(tracks), {}, edit);
        edit.drop_frame = has_drop_frame(edit.rate);
    } else if (schema.name == "Clip") {
        edit = read_loose({&object}, {place}, text_at(object, "name"));
        at = "-";
    } else {
        return; // Media references and foreign objects of a bin.
    }
    found.edits.push_back(std::move(edit));
    found.places.push_back(std::move(at));
}

DocumentReader::Found DocumentReader::read(const Json& root, const std::string& fallback_name) {
    Found found;
    collect(root, "", found);
    for (Edit& edit : found.edits)
        if (edit.name.empty()) edit.name = fallback_name;
    return found;
}

} // namespace seamline::interchange::otio

namespace seamline::interchange {

Result<std::vector<Edit>> read_otio(std::string text, const std::string& name) {
    const auto parsed = otio::parse(text, name);
    if (!parsed) return parsed.error();
    const std::string file = one_line(name, 200);
    const std::string stem = std::filesystem::path(name).stem().string();
    auto found = otio::DocumentReader().read(parsed.value().root, stem);
    if (found.edits.empty()) {
        const std::string kind = one_line(std::string(otio::schema_of(parsed.value().root).name));
        return Error{ErrorCode::Unsupported,
                     file + ": /: " +
                         (kind.empty() ? std::string("JSON without an OTIO_SCHEMA")
                                       : "\"" + kind + "\" is no timeline") +
                         "; export a timeline as OpenTimelineIO"};
    }
    // Every edit keeps the text for a writer: a bin of very many timelines must not fill memory.
    const std::size_t most =
        std::max<std::size_t>(1, (std::size_t{512} << 20) / std::max<std::size_t>(1, text.size()));
    const std::size_t all = found.edits.size();
    if (all > most) {
        found.edits.resize(most);
        found.edits.front().notes.push_back({"", "only the first " + std::to_string(most) + " of " +
                                                     std::to_string(all) +
                                                     " timelines are read; export fewer"});
    }
    for (std::size_t i = 0; i < found.edits.size(); ++i) {
        auto document = std::make_shared<EditDocument>();
        document->format = EditFormat::Otio;
        document->text = i + 1 < found.edits.size() ? text : std::move(text);
        document->place = std::move(found.places[i]);
        if (parsed.value().not_numbers > 0)
            found.edits[i].notes.push_back(
                {"", seamline::counted(parsed.value().not_numbers, "number is", "numbers are") +
                         " NaN or infinite: taken as not stated"});
        found.edits[i].document = std::move(document);
    }
    return std::move(found.edits);
}

} // namespace seamline::interchange
