#include "app/ui/key_chord.h"

#include <algorithm>
#include <array>
#include <utility>

namespace seamline::ui {
namespace {

constexpr std::array<std::pair<NamedKey, const char*>, 30> kNames{{
    {NamedKey::Space, "Space"},
    {NamedKey::Tab, "Tab"},
    {NamedKey::Enter, "Enter"},
    {NamedKey::Escape, "Esc"},
    {NamedKey::Backspace, "Backspace"},
    {NamedKey::Insert, "Insert"},
    {NamedKey::Delete, "Delete"},
    {NamedKey::Left, "Left"},
    {NamedKey::Right, "Right"},
    {NamedKey::Up, "Up"},
    {NamedKey::Down, "Down"},
    {NamedKey::Home, "Home"},
    {NamedKey::End, "End"},
    {NamedKey::PageUp, "Page Up"},
    {NamedKey::PageDown, "Page Down"},
    {NamedKey::Pause, "Pause"},
    {NamedKey::PrintScreen, "Print"},
    {NamedKey::Menu, "Menu"},
    {NamedKey::F1, "F1"},
    {NamedKey::F2, "F2"},
    {NamedKey::F3, "F3"},
    {NamedKey::F4, "F4"},
    {NamedKey::F5, "F5"},
    {NamedKey::F6, "F6"},
    {NamedKey::F7, "F7"},
    {NamedKey::F8, "F8"},
    {NamedKey::F9, "F9"},
    {NamedKey::F10, "F10"},
    {NamedKey::F11, "F11"},
    {NamedKey::F12, "F12"},
}};

constexpr std::array<std::pair<Modifiers, const char*>, 4> kModifierNames{
    {{kCtrl, "Ctrl"}, {kAlt, "Alt"}, {kShift, "Shift"}, {kSuper, "Super"}}};

/// Letters with two cases in the alphabets that keyboards write: Latin, Greek, Cyrillic.
/// Source: Unicode 15, UnicodeData.txt, simple lower-case mappings of these blocks.
char32_t lower_of(char32_t c) {
    const bool latin = (c >= U'A' && c <= U'Z') || (c >= 0xC0 && c <= 0xDE && c != 0xD7);
    const bool greek = c >= 0x391 && c <= 0x3A9;
    const bool cyrillic = c >= 0x410 && c <= 0x42F;
    if (latin || greek || cyrillic) return c + 32;
    if (c >= 0x400 && c <= 0x40F) return c + 80;
    if (c == 0x178) return 0xFF;
    const bool even_upper =
        (c >= 0x100 && c <= 0x137) || (c >= 0x14A && c <= 0x177) || (c >= 0x490 && c <= 0x4BF);
    const bool odd_upper = (c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17E);
    if (c == 0x130) return U'i';
    if ((even_upper && c % 2 == 0) || (odd_upper && c % 2 == 1)) return c + 1;
    return c;
}

bool is_letter(char32_t c) {
    c = lower_of(c);
    return (c >= U'a' && c <= U'z') || (c >= 0xDF && c <= 0x24F && c != 0xF7) ||
           (c >= 0x370 && c <= 0x52F);
}

void append_utf8(std::string& text, char32_t c) {
    const auto add = [&](char32_t byte) { text += static_cast<char>(byte); };
    if (c < 0x80) return add(c);
    if (c < 0x800) {
        add(0xC0 | (c >> 6));
    } else {
        if (c < 0x10000) {
            add(0xE0 | (c >> 12));
        } else {
            add(0xF0 | (c >> 18));
            add(0x80 | ((c >> 12) & 0x3F));
        }
        add(0x80 | ((c >> 6) & 0x3F));
    }
    add(0x80 | (c & 0x3F));
}

/// The one code point that `text` holds, or nothing.
std::optional<char32_t> single_character(std::string_view text) {
    if (text.empty()) return std::nullopt;
    const auto first = static_cast<unsigned char>(text[0]);
    const std::size_t length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    if (text.size() != length || (first >= 0x80 && first < 0xC2) || first > 0xF4)
        return std::nullopt;
    char32_t c = length == 1 ? first : first & (0xFFU >> (length + 1));
    for (const char next : text.substr(1)) {
        if ((static_cast<unsigned char>(next) & 0xC0) != 0x80) return std::nullopt;
        c = (c << 6) | (static_cast<unsigned char>(next) & 0x3F);
    }
    std::string again;
    append_utf8(again, c);
    const bool surrogate = c >= 0xD800 && c <= 0xDFFF;
    if (again != text || surrogate || c <= U' ' || c == 0x7F || c > 0x10FFFF) return std::nullopt;
    return c;
}

bool same_word(std::string_view a, std::string_view b) {
    // Spaces do not count: "PageUp" is "Page Up".
    const auto folded = [](std::string_view text) {
        std::string word;
        for (const char c : text)
            if (c != ' ') word += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
        return word;
    };
    return folded(a) == folded(b);
}

NamedKey named_from(std::string_view text) {
    if (same_word(text, "Escape")) return NamedKey::Escape;
    if (same_word(text, "Return")) return NamedKey::Enter;
    for (const auto& [key, name] : kNames)
        if (same_word(text, name)) return key;
    return NamedKey::None;
}

} // namespace

Chord chord_of(NamedKey key, Modifiers modifiers) { return {modifiers, key, 0}; }

Chord chord_of(char32_t character, Modifiers modifiers) {
    if (character == U' ') return chord_of(NamedKey::Space, modifiers);
    // Caps Lock is not Shift: the modifiers tell whether a letter is shifted, not its case.
    if (is_letter(character)) return {modifiers, NamedKey::None, lower_of(character)};
    return {static_cast<Modifiers>(modifiers & ~kShift), NamedKey::None, character};
}

std::vector<Chord> chords_of(const KeyPress& press) {
    if (press.named != NamedKey::None) return {chord_of(press.named, press.modifiers)};
    std::vector<Chord> meant;
    const auto add = [&](const Chord& chord) {
        if (std::ranges::find(meant, chord) == meant.end()) meant.push_back(chord);
    };
    // With Ctrl a press types nothing or a control character.
    if (press.typed > U' ' && press.typed != 0x7F) add(chord_of(press.typed, press.modifiers));
    if (press.base > U' ') add({press.modifiers, NamedKey::None, lower_of(press.base)});
    if (press.base > U' ' && !is_letter(press.base) && press.typed == 0)
        add(chord_of(press.base, press.modifiers));
    return meant;
}

std::string text_of(const Chord& chord) {
    std::string text;
    for (const auto& [bit, name] : kModifierNames) {
        if ((chord.modifiers & bit) == 0) continue;
        text += name;
        text += '+';
    }
    for (const auto& [key, name] : kNames)
        if (key == chord.named) return text + name;
    char32_t shown = chord.character;
    if (shown >= U'a' && shown <= U'z') shown -= 32;
    append_utf8(text, shown);
    return text;
}

std::optional<Chord> chord_from(std::string_view text) {
    Modifiers modifiers = 0;
    for (bool found = true; found;) {
        found = false;
        const std::size_t plus = text.find('+');
        if (plus == std::string_view::npos || plus == 0 || plus + 1 == text.size()) break;
        for (const auto& [bit, name] : kModifierNames) {
            if (!same_word(text.substr(0, plus), name)) continue;
            modifiers = static_cast<Modifiers>(modifiers | bit);
            text.remove_prefix(plus + 1);
            found = true;
            break;
        }
    }
    if (const NamedKey key = named_from(text); key != NamedKey::None)
        return chord_of(key, modifiers);
    const std::optional<char32_t> character = single_character(text);
    if (!character) return std::nullopt;
    // Unlike a press, a text means its Shift: "Shift+1" is bound by the key's base character.
    return Chord{modifiers, NamedKey::None, lower_of(*character)};
}

} // namespace seamline::ui
