#include "app/session/session_file.h"

#include "app/session/color_json.h"
#include "app/session/cut_json.h"
#include "app/session/hand_fields.h"
#include "app/session/json_fields.h"
#include "app/session/tool_fields.h"

#include <algorithm>
#include <charconv>
#include <set>
#include <system_error>

namespace seamline::session {
namespace {

namespace fs = std::filesystem;
using renderer::ChannelView;
using renderer::DifferenceKind;
using renderer::Fit;

constexpr const char* kSchemaPrefix = "seamline.session/";
constexpr int kMajor = 1;

constexpr std::int64_t kMostTicks = std::int64_t{1} << 53; // Exact in every JSON reader.
const Rational kLongest{10'000'000};                       // Seconds; about 115 days.
const Rational kSlowestRate{1, 1000};
const Rational kFastestRate{1000};

const WordTable<PastEnd> kPastEnds{{PastEnd::Hold, "hold"}, {PastEnd::Black, "black"}};
const WordTable<MissingPolicy> kMissing{{MissingPolicy::Error, "error"},
                                        {MissingPolicy::Hold, "hold"},
                                        {MissingPolicy::Black, "black"}};
const WordTable<LoopMode> kLoops{
    {LoopMode::Once, "once"}, {LoopMode::Loop, "loop"}, {LoopMode::PingPong, "ping-pong"}};
const WordTable<CounterMode> kCounters{{CounterMode::Frames, "frames"},
                                       {CounterMode::Timecode, "timecode"},
                                       {CounterMode::Seconds, "seconds"},
                                       {CounterMode::SourceTimecode, "source-timecode"}};
const WordTable<Fit> kFits{
    {Fit::Fit, "fit"}, {Fit::Fill, "fill"}, {Fit::OneToOne, "1:1"}, {Fit::SameSize, "same-size"}};
const WordTable<ChannelView> kChannels{{ChannelView::Rgb, "rgb"},     {ChannelView::Red, "red"},
                                       {ChannelView::Green, "green"}, {ChannelView::Blue, "blue"},
                                       {ChannelView::Alpha, "alpha"}, {ChannelView::Luma, "luma"}};

// Every function below describes one struct once; `Io` is a FieldReader with a mutable value or a
// FieldWriter with a constant one.

template <typename Io, typename Value> void timing_fields(Io& io, Value& timing) {
    io.rational("offset_s", timing.offset_s, -kLongest, kLongest);
    io.rational("in_s", timing.in_s, -kLongest, kLongest);
    io.rational("speed", timing.speed, kSlowestRate, kFastestRate);
}

template <typename Io, typename Value> void adjust_fields(Io& io, Value& adjust) {
    io.real("exposure_stops", adjust.exposure_stops, -10, 10);
    io.real("gamma", adjust.gamma, 0.1, 10);
    io.real("saturation", adjust.saturation, 0, 4);
    io.word("channel", adjust.channel, kChannels);
}

template <typename Io, typename Value> void view_fields(Io& io, Value& view) {
    io.word("fit", view.fit, kFits);
    io.real("zoom", view.zoom, 1e-4, 256);
    io.pair("pan", view.pan, -10'000, 10'000);
}

template <typename Io, typename Value> void audio_fields(Io& io, Value& audio) {
    io.real("gain_db", audio.gain_db, -60, 12);
    io.flag("muted", audio.muted);
    io.flag("solo", audio.solo);
    io.real("offset_ms", audio.offset_ms, -3.6e6, 3.6e6);
}

template <typename Io, typename Value> void cut_mark_fields(Io& io, Value& marks) {
    static const WordTable<CutPresence> kPresences{{CutPresence::Found, "found"},
                                                   {CutPresence::Added, "added"},
                                                   {CutPresence::Removed, "removed"}};
    static const WordTable<SeamVerdict> kVerdicts{{SeamVerdict::None, "none"},
                                                  {SeamVerdict::Accepted, "accepted"},
                                                  {SeamVerdict::Dismissed, "dismissed"}};
    io.list(
        "cut_marks", marks, kMostCutMarks,
        [](auto& child, auto& mark) {
            child.integer("frame", mark.frame, 0, kMostTicks);
            child.word("presence", mark.presence, kPresences);
            child.word("verdict", mark.verdict, kVerdicts);
        },
        [](const CutMark& mark) { return std::to_string(mark.frame); });
}

template <typename Io, typename Value> void parked_fields(Io& io, Value& parked) {
    static const WordTable<SeamVerdict> kVerdicts{{SeamVerdict::Accepted, "accepted"},
                                                  {SeamVerdict::Dismissed, "dismissed"}};
    static const Rational kMostTime{200'000'000};
    const auto picture = [](auto& child, auto& value) {
        child.text("medium", value.medium);
        child.rational("time_s", value.time_s, -kMostTime, kMostTime);
    };
    io.list(
        "parked_verdicts", parked, kMostCutMarks,
        [&](auto& child, auto& one) {
            child.object("outgoing", [&](auto& inner) { picture(inner, one.outgoing); });
            child.object("incoming", [&](auto& inner) { picture(inner, one.incoming); });
            child.word("verdict", one.verdict, kVerdicts);
        },
        [](const ParkedVerdict& one) {
            return one.outgoing.medium + '|' + one.outgoing.time_s.text() + '|' +
                   one.incoming.medium + '|' + one.incoming.time_s.text();
        });
}

template <typename Io, typename Value> void source_fields(Io& io, Value& source) {
    io.integer("key", source.key, 1, UINT32_MAX);
    if constexpr (Io::kReads) {
        if (io.has("path") || !io.has("cut")) io.path("path", source.path);
    } else {
        if (!source.path.empty()) io.path("path", source.path);
    }
    io.text("name", source.name);
    io.text("generator", source.generator);
    io.object("timing", [&](auto& child) { timing_fields(child, source.timing); });
    io.word("past_end", source.past_end, kPastEnds);
    io.word("missing", source.missing, kMissing);
    io.rational("sequence_rate", source.sequence_rate, kSlowestRate, kFastestRate);
    io.object("color", [&](auto& child) { color_fields(child, source.color); });
    io.object("source_color",
              [&](auto& child) { source_color_fields(child, source.source_color); });
    io.flag("matched", source.is_matched);
    io.object("adjust", [&](auto& child) { adjust_fields(child, source.adjust); });
    io.object("view", [&](auto& child) { view_fields(child, source.view); });
    io.object("audio", [&](auto& child) { audio_fields(child, source.audio); });
    io.flag("visible", source.visible);
    cut_mark_fields(io, source.cut_marks);
    if (Io::kReads || !source.parked_verdicts.empty()) parked_fields(io, source.parked_verdicts);
    cut_fields(io, source);
}

template <typename Io, typename Value> void compare_fields(Io& io, Value& compare) {
    static const auto kModes = words_to(CompareMode::Difference);
    static const WordTable<DifferenceKind> kDifferences = [] {
        WordTable<DifferenceKind> table;
        for (int i = 0; i <= static_cast<int>(DifferenceKind::Chroma); ++i)
            table.emplace_back(static_cast<DifferenceKind>(i),
                               name(static_cast<DifferenceKind>(i)));
        return table;
    }();
    io.word("mode", compare.mode, kModes);
    io.integer("a", compare.a, 0, UINT32_MAX);
    io.integer("b", compare.b, 0, UINT32_MAX);
    io.word("difference", compare.difference, kDifferences);
    io.real("gain", compare.gain, 0.1, 1000);
    io.real("opacity", compare.opacity, 0, 1);
    io.real("wipe_angle_deg", compare.wipe_angle_deg, -360, 360);
    io.pair("wipe_center", compare.wipe_center, -10, 10);
    io.real("checker_px", compare.checker_px, 1, 16384);
    io.flag("shared_view", compare.shared_view);
    io.object("view", [&](auto& child) { view_fields(child, compare.view); });
    io.flag("nearest_at_1_to_1", compare.nearest_at_1_to_1);
    io.flag("labels", compare.labels);
}

template <typename Io, typename Value> void transport_fields(Io& io, Value& transport) {
    io.rational("rate", transport.rate, kSlowestRate, kFastestRate);
    io.flag("rate_is_chosen", transport.rate_is_chosen);
    io.integer("in", transport.in, 0, kMostTicks);
    io.integer("out", transport.out, -1, kMostTicks);
    io.word("loop", transport.loop, kLoops);
    io.real("around_s", transport.around_s, 0, 60);
    io.flag("every_frame", transport.every_frame);
    io.integer("position", transport.position, 0, kMostTicks);
    io.list(
        "markers", transport.markers, kMostMarkers,
        [](auto& child, auto& marker) {
            child.integer("tick", marker.tick, 0, kMostTicks);
            child.text("note", marker.note);
        },
        // Two markers on one tick share what is unknown about them; nothing else tells them apart
        // once they may be edited.
        [](const Marker& marker) { return std::to_string(marker.tick); });
}

template <typename Io, typename Value> void scope_region_fields(Io& io, Value& region) {
    static const auto kKinds = words_to(ScopeRegion::Kind::View);
    io.word("kind", region.kind, kKinds);
    io.pair("min", region.min, 0, 1);
    io.pair("max", region.max, 0, 1);
}

template <typename Io, typename Value> void session_fields(Io& io, Value& session) {
    io.list(
        "sources", session.sources, kMostSources,
        [](auto& child, auto& source) { source_fields(child, source); },
        [](const Source& source) { return std::to_string(source.key); });
    io.object("compare", [&](auto& child) { compare_fields(child, session.compare); });
    io.object("scope_region",
              [&](auto& child) { scope_region_fields(child, session.scope_region); });
    io.object("transport", [&](auto& child) { transport_fields(child, session.transport); });
    io.object("view_color", [&](auto& child) { view_color_fields(child, session.view_color); });
    io.object("second_view_color",
              [&](auto& child) { view_color_fields(child, session.second_view_color); });
    io.object("tools", [&](auto& child) { tool_set_fields(child, session.tools); });
    io.object("second_tools", [&](auto& child) { tool_set_fields(child, session.second_tools); });
    io.object("tool_settings",
              [&](auto& child) { tool_settings_fields(child, session.tool_settings); });
    io.word("counter", session.counter, kCounters);
    io.integer("frame_base", session.frame_base, 0, 1001);
    io.flag("mix_all", session.mix_all);
    io.integer("heard", session.heard, 0, UINT32_MAX);
    io.real("volume", session.volume, 0, 1);
    io.flag("muted", session.muted);
    io.flag("loudness_matched", session.loudness_matched);
    io.object("hand", [&](auto& child) { hand_fields(child, session.hand); });
}

/// Checks "seamline.session/1"; a minor version after a point is welcome.
void check_schema(FieldReader& reader) {
    std::string schema;
    reader.text("schema", schema);
    if (reader.failed()) return;
    if (!schema.starts_with(kSchemaPrefix))
        return reader.fail("schema", "this is not a Seamline session");
    const char* begin = schema.data() + std::char_traits<char>::length(kSchemaPrefix);
    const char* end = schema.data() + schema.size();
    int major = 0;
    const auto [stop, code] = std::from_chars(begin, end, major);
    if (code != std::errc{} || major < 1 || (stop != end && *stop != '.'))
        return reader.fail("schema", "no version follows \"seamline.session/\"");
    if (major > kMajor)
        reader.fail("schema",
                    "session format " + std::to_string(major) +
                        " is newer than this program reads (" + std::to_string(kMajor) + ")",
                    ErrorCode::Unsupported);
}

/// Writes a free key into every source that has none, before anything is read: what is unknown
/// about a source is remembered by its key.
void assign_keys(nlohmann::json& root) {
    if (!root.is_object() || !root.contains("sources") || !root["sources"].is_array()) return;
    std::set<std::uint64_t> taken{0};
    const auto key_of = [](const nlohmann::json& source) {
        const bool has = source.is_object() && source.contains("key");
        return has && source["key"].is_number_unsigned() ? source["key"].get<std::uint64_t>() : 0;
    };
    for (const nlohmann::json& source : root["sources"]) taken.insert(key_of(source));
    std::uint64_t next = 1;
    for (nlohmann::json& source : root["sources"]) {
        const bool lacks_key = source.is_object() && !source.contains("key");
        if (!lacks_key && (!source.is_object() || source["key"] != 0)) continue;
        while (!taken.insert(next).second) ++next;
        source["key"] = next;
    }
}

/// Labels are drawn and written as UTF-8, whatever bytes the file's name has.
std::string repaired(const std::string& text) {
    const std::string json =
        nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    return nlohmann::json::parse(json).get<std::string>();
}

/// A key that is there twice is refused: it would make the compare state ambiguous.
void complete_sources(FieldReader& reader, Session& session) {
    std::set<SourceKey> keys;
    for (std::size_t i = 0; i < session.sources.size(); ++i) {
        Source& source = session.sources[i];
        const std::string place = "sources/" + std::to_string(i) + "/key";
        if (!keys.insert(source.key).second)
            reader.fail(place.c_str(), "another source has the key " + std::to_string(source.key));
        if (source.name.empty()) source.name = repaired(source.path.stem().string());
        // Whatever order a file has them in; of two for one frame the later one counts.
        CutMarks marks;
        std::ranges::stable_sort(source.cut_marks, {}, &CutMark::frame);
        for (const CutMark& mark : source.cut_marks) {
            if (!marks.empty() && marks.back().frame == mark.frame) marks.pop_back();
            marks.push_back(mark);
        }
        source.cut_marks = std::move(marks);
    }
}

/// Resolves what only the session as a whole can tell.
void complete(FieldReader& reader, Session& session) {
    complete_sources(reader, session);
    complete(session.hand);
    if (session.frame_base != 0 && session.frame_base != 1 && session.frame_base != 1001)
        reader.fail("frame_base", "expected 0, 1 or 1001");
    for (SourceKey* key : {&session.compare.a, &session.compare.b, &session.heard})
        if (session.find(*key) == nullptr) *key = 0;
    ScopeRegion& region = session.scope_region;
    region.max = glm::max(region.min, region.max);
    TransportState& transport = session.transport;
    if (transport.out >= 0) transport.out = std::max(transport.out, transport.in);
    std::ranges::stable_sort(transport.markers, {}, &Marker::tick);
}

Result<Session> session_from(nlohmann::json root, const fs::path& file) {
    assign_keys(root);
    std::error_code code;
    const fs::path absolute = fs::absolute(file, code);
    std::optional<Error> error;
    FieldReader reader(root, "", (code ? file : absolute).parent_path(), error);
    Session session;
    check_schema(reader);
    session_fields(reader, session);
    if (!error) complete(reader, session);
    if (error) {
        const char* remedy = error->code == ErrorCode::Unsupported
                                 ? "; update Seamline to open it"
                                 : "; repair it or restore an older copy";
        return Error{error->code, std::string("cannot open the session ") + quoted(file) + " " +
                                      error->message + remedy};
    }
    if (const UnknownKeys unknown = reader.unknown(); !unknown.empty())
        session.unknown_json = unknown.dump();
    return session;
}

} // namespace

Result<Session> load_session(const fs::path& file) {
    auto root = read_json(file);
    if (!root) return root.error();
    return session_from(std::move(root).value(), file);
}

Result<Session> parse_session(std::string_view text, const fs::path& file) {
    auto root = parse_json(text);
    if (!root)
        return Error{root.error().code, std::string("cannot open the session ") + quoted(file) +
                                            ": " + root.error().message +
                                            "; repair it or restore an older copy"};
    return session_from(std::move(root).value(), file);
}

std::string session_text(const Session& session, const fs::path& file) {
    std::error_code code;
    const fs::path absolute = fs::absolute(file, code);
    const UnknownKeys unknown = UnknownKeys::parse(session.unknown_json, nullptr, false);
    FieldWriter writer((code ? file : absolute).parent_path(), &unknown);
    writer.text("schema", kSchemaPrefix + std::to_string(kMajor));
    session_fields(writer, session);
    return text_of(writer.finished());
}

Result<Done> save_session(const Session& session, const fs::path& file, Durability durability) {
    return write_whole(file, session_text(session, file), durability);
}

} // namespace seamline::session
