#include "app/session/cut_json.h"

#include "app/session/color_json.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <memory>
#include <system_error>

namespace seamline::session {
namespace {

using namespace interchange;

constexpr std::int64_t kMostRecord = std::int64_t{1} << 40;
const Rational kMostValue{std::int64_t{1} << 50};
const Rational kSlowest{1, 1000};
const Rational kFastest{1'000'000};
constexpr std::size_t kMostDocument = 128U << 20;

const WordTable<EventKind> kEventKinds{{EventKind::Clip, "clip"}, {EventKind::Gap, "gap"}};
const WordTable<TrackKind> kTrackKinds{{TrackKind::Video, "video"}, {TrackKind::Audio, "audio"}};
const WordTable<TransitionKind> kTransitions{{TransitionKind::Dissolve, "dissolve"},
                                             {TransitionKind::Other, "other"}};
const WordTable<Origin> kOrigins{{Origin::Unknown, "unknown"},
                                 {Origin::Generated, "generated"},
                                 {Origin::LiveAction, "live-action"}};
const WordTable<PlacementMark> kPlacements{{PlacementMark::None, "none"},
                                           {PlacementMark::Bookend, "bookend"},
                                           {PlacementMark::Inside, "inside"}};
const WordTable<EditFormat> kFormats{{EditFormat::None, "none"},
                                     {EditFormat::Otio, "otio"},
                                     {EditFormat::Cmx3600, "cmx3600"},
                                     {EditFormat::Xmeml, "xmeml"},
                                     {EditFormat::Fcpxml, "fcpxml"}};

/// What has no identity of its own is known by its place; see FieldReader::list.
const auto kNameless = [](const auto&) { return std::string(); };

/// An object that is only there when the value is.
template <typename Io, typename Value, typename Fields>
void optional_object(Io& io, const char* key, Value& value, Fields&& fields) {
    if constexpr (Io::kReads) {
        io.object(key, [&](auto& child) { fields(child, value.emplace()); });
    } else {
        if (value) io.object(key, [&](auto& child) { fields(child, *value); });
    }
}

template <typename Io, typename Value> void time_fields(Io& io, Value& time) {
    io.rational("value", time.value, -kMostValue, kMostValue);
    io.rational("rate", time.rate, kSlowest, kFastest);
}

template <typename Io, typename Value> void reframe_fields(Io& io, Value& reframe) {
    io.real("x", reframe.x, -1000, 1000);
    io.real("y", reframe.y, -1000, 1000);
    io.real("scale", reframe.scale, 1e-4, 1000);
    io.flag("flip_horizontal", reframe.flip_horizontal);
    io.flag("flip_vertical", reframe.flip_vertical);
}

template <typename Io, typename Value> void speed_fields(Io& io, Value& speed) {
    io.rational("speed", speed, -EditLimits::kSpeed, EditLimits::kSpeed);
}

template <typename Io, typename Value> void reference_fields(Io& io, Value& reference) {
    const auto time = [](auto& child, auto& value) { time_fields(child, value); };
    io.text("key", reference.key);
    io.text("name", reference.name);
    io.text("url", reference.url);
    io.text("reel", reference.reel);
    io.text("generator", reference.generator);
    io.text("review", reference.review);
    optional_object(io, "start", reference.start, time);
    optional_object(io, "duration", reference.duration, time);
    optional_object(io, "sequence", reference.sequence, [](auto& child, auto& files) {
        child.text("prefix", files.prefix);
        child.text("suffix", files.suffix);
        child.integer("first", files.first, 0, kMostRecord);
        child.integer("step", files.step, 1, 1'000'000);
        child.integer("padding", files.padding, 0, 20);
    });
    optional_object(io, "source_start", reference.source_start, time);
    optional_object(io, "own_speed", reference.speed,
                    [](auto& child, auto& speed) { speed_fields(child, speed); });
    optional_object(io, "reframe", reference.reframe,
                    [](auto& child, auto& reframe) { reframe_fields(child, reframe); });
    if (Io::kReads || !reference.path.empty())
        io.object("file", [&](auto& child) { child.path("path", reference.path); });
}

template <typename Io, typename Value> void marker_fields(Io& io, Value& marker) {
    io.integer("record", marker.record, 0, kMostRecord);
    io.integer("duration", marker.duration, 1, kMostRecord);
    io.text("name", marker.name);
    io.text("note", marker.note);
    io.text("color", marker.color);
    io.text("author", marker.author);
    io.text("review", marker.review);
}

struct Phrase {
    std::string text;
};

template <typename Io, typename Value> void phrases(Io& io, const char* key, Value& texts) {
    std::vector<Phrase> list;
    for (const std::string& text : texts) list.push_back({text});
    io.list(
        key, list, 1000, [](auto& child, auto& phrase) { child.text("text", phrase.text); },
        kNameless);
    if constexpr (Io::kReads) {
        texts.clear();
        for (Phrase& phrase : list) texts.push_back(std::move(phrase.text));
    }
}

template <typename Io, typename Value> void event_fields(Io& io, Value& event) {
    io.word("kind", event.kind, kEventKinds);
    io.text("name", event.name);
    io.integer("record_in", event.record_in, 0, kMostRecord);
    io.integer("duration", event.duration, 0, kMostRecord);
    if (event.kind == EventKind::Gap) return;
    io.object("source_start", [&](auto& child) { time_fields(child, event.source_start); });
    speed_fields(io, event.speed);
    io.list(
        "media", event.media, EditLimits::kTakes,
        [](auto& child, auto& reference) { reference_fields(child, reference); }, kNameless);
    io.integer("active", event.active, 0, static_cast<std::int64_t>(EditLimits::kTakes));
    io.flag("enabled", event.enabled);
    optional_object(io, "cdl", event.cdl, [](auto& child, auto& cdl) { cdl_fields(child, cdl); });
    io.object("reframe", [&](auto& child) { reframe_fields(child, event.reframe); });
    io.word("origin", event.origin, kOrigins);
    io.word("placement", event.placement, kPlacements);
    io.list(
        "markers", event.markers, EditLimits::kEvents,
        [](auto& child, auto& marker) { marker_fields(child, marker); }, kNameless);
    phrases(io, "unsupported", event.unsupported);
    io.text("place", event.place);
}

template <typename Io, typename Value> void track_fields(Io& io, Value& track) {
    io.word("kind", track.kind, kTrackKinds);
    io.text("name", track.name);
    io.flag("enabled", track.enabled);
    io.list(
        "events", track.events, EditLimits::kEvents,
        [](auto& child, auto& event) { event_fields(child, event); }, kNameless);
    io.list(
        "transitions", track.transitions, EditLimits::kEvents,
        [](auto& child, auto& transition) {
            child.word("kind", transition.kind, kTransitions);
            child.text("name", transition.name);
            child.integer("at", transition.at, 0, kMostRecord);
            child.integer("before", transition.before, 0, kMostRecord);
            child.integer("after", transition.after, 0, kMostRecord);
            child.text("place", transition.place);
        },
        kNameless);
    io.text("place", track.place);
}

/// Which document the edit was imported from, told by its text's hash.
struct DocumentId {
    EditFormat format = EditFormat::None;
    std::string place;
    std::int64_t hash = 0;
};

/// FNV-1a, 63 bits. Source: Fowler, Noll, Vo.
std::int64_t hash_of(const std::string& text) {
    std::uint64_t hash = 14695981039346656037U;
    for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211U;
    return static_cast<std::int64_t>(hash >> 1);
}

template <typename Io, typename Value> void document_fields(Io& io, Value& id) {
    io.word("format", id.format, kFormats);
    io.text("place", id.place);
    io.integer("hash", id.hash, 0, INT64_MAX);
}

template <typename Io, typename Value> void edit_fields(Io& io, Value& edit) {
    io.text("name", edit.name);
    io.rational("rate", edit.rate, kSlowest, Rational(1000));
    io.integer("start_frame", edit.start_frame, -kMostRecord, kMostRecord);
    io.flag("drop_frame", edit.drop_frame);
    io.integer("width", edit.width, 0, 65536);
    io.integer("height", edit.height, 0, 65536);
    io.list(
        "tracks", edit.tracks, EditLimits::kTracks,
        [](auto& child, auto& track) { track_fields(child, track); }, kNameless);
    io.list(
        "markers", edit.markers, EditLimits::kEvents,
        [](auto& child, auto& marker) { marker_fields(child, marker); }, kNameless);
    io.list(
        "notes", edit.notes, EditLimits::kEvents,
        [](auto& child, auto& note) {
            child.text("where", note.where);
            child.text("what", note.what);
        },
        kNameless);
}

/// Refuses what the player's arithmetic does not expect.
void check(FieldReader& io, Edit& edit) {
    for (Track& track : edit.tracks) {
        std::ranges::stable_sort(track.transitions, {}, &Transition::at);
        for (Event& event : track.events)
            event.active = event.media.empty() ? 0 : std::min(event.active, event.media.size() - 1);
    }
    if (const std::string broken = broken_limit(edit); !broken.empty()) io.fail("tracks", broken);
}

/// Null when the file is not there or not what the edit was imported from.
std::shared_ptr<const EditDocument> document_of(const std::filesystem::path& file,
                                                const DocumentId& id) {
    std::error_code code;
    if (id.format == EditFormat::None || !std::filesystem::is_regular_file(file, code) ||
        std::filesystem::file_size(file, code) > kMostDocument || code)
        return nullptr;
    std::ifstream in(file, std::ios::binary);
    auto document = std::make_shared<EditDocument>();
    document->text.assign(std::istreambuf_iterator<char>(in), {});
    if (!in || hash_of(document->text) != id.hash) return nullptr;
    document->format = id.format;
    document->place = id.place;
    return document;
}

template <typename Io, typename Value> void medium_fields(Io& io, Value& medium) {
    io.path("path", medium.first);
    io.rational("sequence_rate", medium.second.sequence_rate, kSlowest, Rational(1000));
    io.flag("matched", medium.second.is_matched);
    io.object("color", [&](auto& child) { color_fields(child, medium.second.color); });
    io.object("source_color",
              [&](auto& child) { source_color_fields(child, medium.second.source_color); });
}

} // namespace

void cut_fields(FieldReader& io, Source& source) {
    io.object("cut", [&](FieldReader& child) {
        auto cut = std::make_shared<Cut>();
        edit_fields(child, cut->edit);
        DocumentId id;
        child.object("document", [&](FieldReader& inner) { document_fields(inner, id); });
        std::vector<std::pair<std::filesystem::path, MediumSettings>> media;
        child.list(
            "media_settings", media, EditLimits::kEvents,
            [](FieldReader& inner, auto& medium) { medium_fields(inner, medium); }, kNameless);
        if (!child.failed()) check(child, cut->edit);
        if (child.failed()) return;
        for (auto& [path, settings] : media) cut->media.emplace(path, settings);
        cut->edit.document = document_of(source.path, id);
        source.cut = std::move(cut);
    });
}

void cut_fields(FieldWriter& io, const Source& source) {
    if (!source.cut) return;
    io.object("cut", [&](FieldWriter& child) {
        const Edit& edit = source.cut->edit;
        edit_fields(child, edit);
        if (edit.document) {
            const DocumentId id{edit.document->format, edit.document->place,
                                hash_of(edit.document->text)};
            child.object("document", [&](FieldWriter& inner) { document_fields(inner, id); });
        }
        const std::vector<std::pair<std::filesystem::path, MediumSettings>> media(
            source.cut->media.begin(), source.cut->media.end());
        child.list(
            "media_settings", media, EditLimits::kEvents,
            [](FieldWriter& inner, const auto& medium) { medium_fields(inner, medium); },
            kNameless);
    });
}

} // namespace seamline::session
