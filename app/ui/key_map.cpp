#include "app/ui/key_map.h"

#include "app/interchange/text_encoding.h"
#include "app/session/json_file.h"
#include "app/ui/key_map_table.h"

#include <algorithm>
#include <utility>

namespace seamline::ui {
namespace {

constexpr const char* kSchema = "seamline.keys/1";

std::vector<Chord> chords_from(std::string_view list) {
    std::vector<Chord> chords;
    while (!list.empty()) {
        const std::size_t space = std::min(list.find(' '), list.size());
        if (const auto chord = chord_from(list.substr(0, space))) chords.push_back(*chord);
        list.remove_prefix(std::min(space + 1, list.size()));
    }
    return chords;
}

std::vector<Chord> preset_chords(Preset preset, Action action) {
    for (const PresetRow& row : preset_rows(preset))
        if (row.action == action) return chords_from(row.chords);
    return chords_from(description(action).defaults);
}

bool quits_by_accident(Action action, const Chord& chord) {
    const bool is_escape = chord.named == NamedKey::Escape;
    const bool is_q = chord.character == U'q' && (chord.modifiers & (kCtrl | kAlt | kSuper)) == 0;
    return action == Action::Quit && (is_escape || is_q);
}

std::vector<std::string> texts_of(const std::vector<Chord>& chords) {
    std::vector<std::string> texts;
    for (const Chord& chord : chords) texts.push_back(text_of(chord));
    return texts;
}

std::string in_quotes(std::string_view text) {
    std::string all = "\"";
    all += interchange::one_line(text, 60);
    all += '"';
    return all;
}

/// The user's list for an action in a file: strings only.
std::optional<std::vector<std::string>> strings_of(const nlohmann::json& list) {
    if (!list.is_array()) return std::nullopt;
    std::vector<std::string> texts;
    for (const nlohmann::json& text : list) {
        if (!text.is_string()) return std::nullopt;
        texts.push_back(text.get<std::string>());
    }
    return texts;
}

} // namespace

KeyMap::KeyMap(Preset preset) : preset_(preset), chords_(kActionCount) {
    for (const ActionDescription& row : actions())
        for (const Chord& chord : preset_chords(preset, row.action))
            if (!bound_.contains(chord)) give(row.action, chord);
}

std::vector<Chord>& KeyMap::at(Action action) { return chords_[static_cast<std::size_t>(action)]; }

const std::vector<Chord>& KeyMap::chords(Action action) const {
    return chords_[static_cast<std::size_t>(action)];
}

void KeyMap::give(Action action, const Chord& chord) {
    unbind(chord);
    at(action).push_back(chord);
    bound_.emplace(chord, action);
}

std::optional<Action> KeyMap::find(const Chord& chord) const {
    const auto found = bound_.find(chord);
    return found == bound_.end() ? std::nullopt : std::optional(found->second);
}

std::optional<Action> KeyMap::find(const KeyPress& press) const {
    for (const Chord& chord : chords_of(press))
        if (const auto action = find(chord)) return action;
    return std::nullopt;
}

std::string KeyMap::keys_text(Action action) const {
    std::string text;
    for (const Chord& chord : chords(action)) text += (text.empty() ? "" : " or ") + text_of(chord);
    return text;
}

std::string KeyMap::tooltip(Action action) const {
    std::string text = description(action).tooltip;
    if (chords(action).empty()) return text;
    text += " (";
    text += keys_text(action);
    text += ')';
    return text;
}

std::optional<Refusal> KeyMap::objection(Action action, const Chord& chord) const {
    const std::string key = text_of(chord);
    if (quits_by_accident(action, chord))
        return Refusal{Refusal::Reason::Forbidden, std::nullopt,
                       key + " never quits; choose a key with Ctrl"};
    if (const auto other = find(chord); other && *other != action)
        return Refusal{Refusal::Reason::Conflict, other,
                       key + " is already used for " + in_quotes(description(*other).label)};
    return std::nullopt;
}

std::optional<Refusal> KeyMap::bind(Action action, const Chord& chord, OnObjection on_objection) {
    if (auto refusal = objection(action, chord))
        if (on_objection == OnObjection::Refuse || refusal->reason == Refusal::Reason::Forbidden)
            return refusal;
    if (find(chord) != action) give(action, chord);
    return std::nullopt;
}

void KeyMap::unbind(const Chord& chord) {
    if (const auto owner = find(chord)) std::erase(at(*owner), chord);
    bound_.erase(chord);
}

void KeyMap::unbind(Action action) {
    for (const Chord& chord : at(action)) bound_.erase(chord);
    at(action).clear();
}

void KeyMap::reset(Action action) {
    unbind(action);
    for (const Chord& chord : preset_chords(preset_, action)) give(action, chord);
}

void KeyMap::reset() {
    KeyOverrides kept = std::move(foreign_);
    set_preset(preset_);
    foreign_ = std::move(kept);
}

KeyOverrides KeyMap::overrides() const {
    KeyOverrides changed = foreign_;
    const KeyMap unchanged(preset_);
    for (const ActionDescription& row : actions())
        if (chords(row.action) != unchanged.chords(row.action))
            changed[row.id] = texts_of(chords(row.action));
    return changed;
}

std::vector<std::string> KeyMap::apply(const KeyOverrides& overrides) {
    std::vector<std::string> problems;
    set_preset(preset_);
    for (const auto& [id, texts] : overrides) {
        const auto action = action_from(id);
        if (action)
            unbind(*action);
        else
            foreign_[id] = texts;
    }
    std::map<Chord, Action> chosen;
    for (const auto& [id, texts] : overrides) {
        const auto action = action_from(id);
        for (const std::string& text : action ? texts : std::vector<std::string>()) {
            const auto chord = chord_from(text);
            if (!chord) {
                problems.push_back(id + ": " + in_quotes(text) + " is no key");
                continue;
            }
            const auto refusal = objection(*action, *chord);
            const bool forbidden = refusal && refusal->reason == Refusal::Reason::Forbidden;
            if (forbidden || chosen.contains(*chord)) {
                problems.push_back(id + ": " +
                                   (refusal ? refusal->message : text + " is twice there"));
                continue;
            }
            chosen.emplace(*chord, *action);
            const std::optional<Action> loser = find(*chord);
            give(*action, *chord);
            if (loser && chords(*loser).empty())
                problems.push_back(id + ": " + text + " leaves " +
                                   in_quotes(description(*loser).label) + " without a key");
        }
    }
    return problems;
}

Result<std::vector<std::string>> KeyMap::load(const std::filesystem::path& file) {
    const auto read = session::read_json(file);
    if (!read) return read.error();
    const nlohmann::json& root = read.value();
    const auto corrupt = [&](const std::string& what) {
        return Error{ErrorCode::Corrupt, "cannot read the keys in " + session::quoted(file) + ": " +
                                             what + "; repair the file or delete it"};
    };
    if (!root.is_object() || !root.contains("schema") || root["schema"] != kSchema)
        return corrupt(std::string("its schema is not ") + kSchema);
    const nlohmann::json word = root.value("preset", nlohmann::json(name(Preset::Seamline)));
    const auto preset = word.is_string() ? preset_from(word.get<std::string>()) : std::nullopt;
    if (!preset) return corrupt("\"preset\" is none of seamline, nle, rv, xstudio");
    const nlohmann::json bindings = root.value("bindings", nlohmann::json::object());
    if (!bindings.is_object()) return corrupt("\"bindings\" is not an object");
    KeyOverrides overrides;
    for (const auto& [id, list] : bindings.items()) {
        auto texts = strings_of(list);
        if (!texts)
            return corrupt("/bindings/" + interchange::one_line(id, 60) + " is no list of keys");
        overrides.emplace(id, std::move(*texts));
    }
    set_preset(*preset);
    return apply(overrides);
}

Result<Done> KeyMap::save(const std::filesystem::path& file) const {
    nlohmann::ordered_json root = nlohmann::ordered_json::object();
    root["schema"] = kSchema;
    root["preset"] = name(preset_);
    root["bindings"] = nlohmann::ordered_json::object();
    for (const auto& [id, texts] : overrides()) root["bindings"][id] = texts;
    if (const auto old = session::read_json(file); old && old.value().is_object())
        for (const auto& [key, value] : old.value().items())
            if (!root.contains(key)) root[key] = nlohmann::ordered_json(value);
    return session::write_whole(file, session::text_of(root));
}

} // namespace seamline::ui
