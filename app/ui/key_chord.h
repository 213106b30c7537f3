// app/ui/key_chord.h: a key with its modifiers, named by what the user's layout writes on it.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace seamline::ui {

/// Modifier bits; Super is the logo key.
enum Modifier : std::uint8_t { kShift = 1, kCtrl = 2, kAlt = 4, kSuper = 8 };
using Modifiers = std::uint8_t;

/// Keys that write no character. Enter and the arrows of the keypad count as the main ones.
enum class NamedKey : std::uint8_t {
    None,
    Space,
    Tab,
    Enter,
    Escape,
    Backspace,
    Insert,
    Delete,
    Left,
    Right,
    Up,
    Down,
    Home,
    End,
    PageUp,
    PageDown,
    Pause,
    PrintScreen,
    Menu,
    F1,
    F2,
    F3,
    F4,
    F5,
    F6,
    F7,
    F8,
    F9,
    F10,
    F11,
    F12,
};

/// What a binding is made of. Either `named` or `character` is set. `character` is a Unicode code
/// point, never an upper-case letter: "Shift+I" is Shift and 'i'. For other characters that need
/// Shift on some layouts and not on others ('?', '+') the character alone counts, without Shift.
struct Chord {
    Modifiers modifiers = 0;
    NamedKey named = NamedKey::None;
    char32_t character = 0;

    friend auto operator<=>(const Chord&, const Chord&) = default;
};

/// What the window system tells about one key press.
struct KeyPress {
    NamedKey named = NamedKey::None;
    /// What the key writes on the active layout without modifiers (glfwGetKeyName); 0 if unknown.
    char32_t base = 0;
    /// What this press writes with its modifiers (the character event); 0 if it writes nothing.
    char32_t typed = 0;
    Modifiers modifiers = 0;
};

Chord chord_of(NamedKey key, Modifiers modifiers);
/// Normalised as Chord says; `character` may be an upper-case letter. `modifiers` as held: Shift
/// stays for letters only.
Chord chord_of(char32_t character, Modifiers modifiers);
/// The chords that a press may mean, the most specific first: on a US keyboard Shift+/ is '?' and,
/// failing that, Shift and '/'.
std::vector<Chord> chords_of(const KeyPress& press);

/// "Ctrl+Shift+S", "?", "Page Up", "Ctrl++": for labels and for files.
std::string text_of(const Chord& chord);
/// The reverse, ignoring case in names of keys; nothing when it is no chord.
std::optional<Chord> chord_from(std::string_view text);

} // namespace seamline::ui
