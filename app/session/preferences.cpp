#include "app/session/preferences.h"

#include "app/session/json_fields.h"
#include "app/session/tool_fields.h"

#include <utility>

namespace seamline::session {
namespace {

namespace fs = std::filesystem;

constexpr const char* kSchema = "seamline.preferences/1";
const WordTable<Theme> kThemes{
    {Theme::Dark, "dark"}, {Theme::Light, "light"}, {Theme::HighContrast, "high-contrast"}};

const WordTable<ColorConfigOrigin> kConfigOrigins{{ColorConfigOrigin::Environment, "environment"},
                                                  {ColorConfigOrigin::BuiltIn, "built-in"},
                                                  {ColorConfigOrigin::File, "file"}};

const WordTable<renderer::WindowOutput> kOutputs = [] {
    WordTable<renderer::WindowOutput> table;
    for (const renderer::WindowOutput output : renderer::kWindowOutputs)
        table.emplace_back(output, renderer::word(output));
    return table;
}();

/// One entry of a map, as a list item, so that readers and writers need no maps.
struct KeyOverride {
    std::string action;
    std::string chords; ///< Separated by single spaces; a chord's own spaces are removed.
};
struct Splitter {
    std::string panel;
    float size = 0.5F;
};

std::string joined(const std::vector<std::string>& chords) {
    std::string text;
    for (std::string chord : chords) {
        std::erase(chord, ' ');
        if (!text.empty()) text += ' ';
        text += chord;
    }
    return text;
}

std::vector<std::string> split(std::string_view text) {
    std::vector<std::string> words;
    while (!text.empty()) {
        const std::size_t space = std::min(text.find(' '), text.size());
        if (space > 0) words.emplace_back(text.substr(0, space));
        text.remove_prefix(std::min(space + 1, text.size()));
    }
    return words;
}

/// The maps of Preferences as lists, for the time of reading or writing.
struct Lists {
    std::vector<KeyOverride> keys;
    std::vector<Splitter> splitters;
};

template <typename Io, typename Value> void scope_fields(Io& io, Value& scopes) {
    static const auto kWaveforms = words_to(renderer::WaveformKind::YCbCrParade);
    static const auto kScales = words_to(renderer::LevelScale::Nits);
    static const auto kGains = words_to(renderer::TraceGain::Linear);
    static const auto kTints = words_to(TraceTint::Amber);
    static const auto kTargets = words_to(VectorTargets::Bt2020);
    static const auto kPairs = words_to(renderer::ScopePair::Difference);
    static const auto kSignals = words_to(ScopeSignal::View);
    io.flag("histogram", scopes.histogram);
    io.flag("waveform", scopes.waveform);
    io.flag("vectorscope", scopes.vectorscope);
    io.flag("chromaticity", scopes.chromaticity);
    io.word("waveform_kind", scopes.waveform_kind, kWaveforms);
    io.flag("uv", scopes.is_uv);
    io.word("scale", scopes.scale, kScales);
    io.word("gain", scopes.gain, kGains);
    io.real("brightness", scopes.brightness, 0.1, 10);
    io.word("tint", scopes.tint, kTints);
    io.integer("zoom", scopes.zoom, 1, 4);
    io.word("targets", scopes.targets, kTargets);
    io.word("pair", scopes.pair, kPairs);
    io.word("signal", scopes.signal, kSignals);
    io.flag("beside", scopes.beside);
    io.real("below_px", scopes.below_px, 96, 2000);
    io.real("beside_px", scopes.beside_px, 96, 2000);
}

template <typename Io, typename Value> void measuring_fields(Io& io, Value& measuring) {
    std::string thresholds = measuring.thresholds.string();
    io.flag("enabled", measuring.enabled);
    io.flag("other_framings", measuring.speaks_of_other_framings);
    io.text("thresholds", thresholds);
    if constexpr (Io::kReads) measuring.thresholds = thresholds;
}

struct Root {
    std::string path;
};

template <typename Io, typename Value> void place_fields(Io& io, Value& places) {
    static const WordTable<interchange::Origin> kOrigins{
        {interchange::Origin::Unknown, "unknown"},
        {interchange::Origin::Generated, "generated"},
        {interchange::Origin::LiveAction, "live-action"}};
    const auto nameless = [](const auto&) { return std::string(); };
    std::vector<Root> roots;
    for (const fs::path& root : places.roots) roots.push_back({root.string()});
    io.list(
        "path_maps", places.maps, 1000,
        [](auto& item, auto& map) {
            item.text("from", map.from);
            if constexpr (std::remove_reference_t<decltype(item)>::kReads) {
                std::string to;
                item.text("to", to);
                map.to = to;
            } else {
                item.text("to", map.to.string());
            }
        },
        nameless);
    io.list(
        "media_roots", roots, 1000, [](auto& item, auto& root) { item.text("path", root.path); },
        nameless);
    io.list(
        "origin_rules", places.origins, 1000,
        [](auto& item, auto& rule) {
            item.text("pattern", rule.pattern);
            item.word("origin", rule.origin, kOrigins);
        },
        nameless);
    if constexpr (Io::kReads) {
        places.roots.clear();
        for (const Root& root : roots) places.roots.emplace_back(root.path);
    }
}

template <typename Io, typename Value, typename ListsValue>
void fields(Io& io, Value& preferences, ListsValue& lists) {
    io.real("ui_scale", preferences.ui_scale, 0.75, 3);
    io.integer("cache_mb", preferences.cache_mb, 0, 1 << 20);
    io.word("theme", preferences.theme, kThemes);
    io.integer("frame_base", preferences.frame_base, 0, 1001);
    io.object("keys", [&](auto& child) {
        child.text("preset", preferences.key_preset);
        child.list(
            "overrides", lists.keys, 1000,
            [](auto& item, auto& value) {
                item.text("action", value.action);
                item.text("chords", value.chords);
            },
            [](const KeyOverride& value) { return value.action; });
    });
    io.list(
        "splitters", lists.splitters, 100,
        [](auto& item, auto& value) {
            item.text("panel", value.panel);
            item.real("size", value.size, 0.01, 0.99);
        },
        [](const Splitter& value) { return value.panel; });
    io.object("scopes", [&](auto& child) { scope_fields(child, preferences.scopes); });
    io.object("tools", [&](auto& child) {
        tool_settings_fields(child, preferences.tool_settings);
        child.flag("in_exports", preferences.tools_in_exports);
    });
    io.flag("snapshots_own_size", preferences.snapshots_own_size);
    io.object("window", [&](auto& child) {
        child.integer("width", preferences.window_width, 320, 16384);
        child.integer("height", preferences.window_height, 240, 16384);
        child.flag("maximized", preferences.window_maximized);
        child.word("output", preferences.output, kOutputs);
        child.word("second_output", preferences.second_output, kOutputs);
    });
    io.real("around_s", preferences.around_s, 0, 60);
    io.flag("restore_last_session", preferences.restore_last_session);
    io.text("author", preferences.author);
    io.object("edits", [&](auto& child) { place_fields(child, preferences.edit_places); });
    io.object("measures", [&](auto& child) { measuring_fields(child, preferences.measuring); });
    io.object("color", [&](auto& child) {
        child.word("config", preferences.color_config, kConfigOrigins);
        child.text("file", preferences.color_config_file);
    });
}

void complete(Preferences& preferences, const Lists& lists) {
    for (const KeyOverride& entry : lists.keys)
        preferences.key_overrides[entry.action] = split(entry.chords);
    for (const Splitter& entry : lists.splitters) preferences.splitters[entry.panel] = entry.size;
    if (preferences.scopes.zoom == 3) preferences.scopes.zoom = 2;
    if (preferences.frame_base != 1 && preferences.frame_base != 1001) preferences.frame_base = 0;
    if (preferences.cache_mb > 0)
        preferences.cache_mb = std::max<std::int64_t>(64, preferences.cache_mb);
}

} // namespace

Result<Preferences> load_preferences(const fs::path& file) {
    const auto root = read_json(file, {.bytes = std::size_t{4} << 20, .values = 100'000});
    if (!root && root.error().code == ErrorCode::NotFound) return Preferences{};
    if (!root) return root.error();
    std::optional<Error> error;
    FieldReader reader(root.value(), "", file.parent_path(), error);
    std::string schema;
    reader.text("schema", schema);
    if (!error && !schema.starts_with("seamline.preferences/"))
        reader.fail("schema", "these are not Seamline's preferences");
    Preferences preferences;
    Lists lists;
    fields(reader, preferences, lists);
    if (error)
        return Error{error->code, std::string("cannot read the preferences ") + quoted(file) + " " +
                                      error->message + "; repair the file or delete it"};
    complete(preferences, lists);
    if (const UnknownKeys unknown = reader.unknown(); !unknown.empty())
        preferences.unknown_json = unknown.dump();
    return preferences;
}

Result<Done> save_preferences(const Preferences& preferences, const fs::path& file) {
    Lists lists;
    for (const auto& [action, chords] : preferences.key_overrides)
        lists.keys.push_back({action, joined(chords)});
    for (const auto& [panel, size] : preferences.splitters)
        lists.splitters.push_back({panel, size});
    const UnknownKeys unknown = UnknownKeys::parse(preferences.unknown_json, nullptr, false);
    FieldWriter writer(file.parent_path(), &unknown);
    writer.text("schema", kSchema);
    fields(writer, preferences, lists);
    return write_whole(file, text_of(writer.finished()));
}

} // namespace seamline::session
