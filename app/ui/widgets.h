// app/ui/widgets.h: the few controls that ImGui does not have, or not the way this program wants
// them.
#pragma once

#include "app/ui/icons.h"
#include "app/ui/palette.h"
#include "app/ui/text_quads.h"

#include <imgui.h>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace seamline::ui {

/// What the widgets remember between frames. The program hangs one into `ImGuiIO::UserData`.
struct WidgetMemory {
    const Palette* palette = &kDarkPalette; ///< Of the present theme.
    ImVec2 tip_corner{-1, -1};              ///< Of the item under the pointer, and since when.
    double tip_since = 0;
    ImGuiID edited_field = 0; ///< The text field that has the keyboard, and its text so far.
    std::array<char, 1024> edited_text{};
};

/// What a tooltip says about a control.
struct Tip {
    std::string text;
    std::string key; ///< As the key map writes it; empty: no key does this.
};

/// Shows `tip` while the last item is hovered, disabled ones included.
void tooltip(const Tip& tip);

/// Frame height square button with an icon. `chosen` marks what is switched on, by ground and by a
/// bar beneath, so that it does not depend on colour.
bool icon_button(const char* id, Icon icon, const Tip& tip, bool chosen = false);
/// A worded button of the same look.
bool text_button(const char* label, const Tip& tip, bool chosen = false);
/// A button that is as wide as its text and looks like text until it is hovered.
bool quiet_button(const char* label, const Tip& tip);

/// Slider of a float with a double click to return to `normal`; true when the value changed.
bool slider(const char* label, float& value, float low, float high, float normal,
            const char* format, const Tip& tip, ImGuiSliderFlags flags = 0);

/// "name  value" on one line of a two-column list, the value cut and repeated in a tooltip when it
/// is too long for its place.
void fact(const char* name, std::string_view value);
/// A small word in a frame, e.g. "guessed".
void badge(const char* word, Rgb color, const Tip& tip);

/// Whether the text field `id` of this window has the keyboard.
bool is_edited(const char* id);
/// What is selected when a text field gets the keyboard.
enum class FieldStart : std::uint8_t {
    Cursor, ///< Nothing: what is typed is added.
    All,    ///< All: what is typed takes its place.
};
/// A text field that reports its text once, when Enter is pressed or it loses the focus changed.
std::optional<std::string> text_field(const char* id, const std::string& value, const char* hint,
                                      FieldStart start = FieldStart::Cursor);

/// Diagonal hatching inside a rectangle.
void draw_hatch(ImDrawList& list, ImVec2 min, ImVec2 max, float step_px, ImU32 color);
/// Text on a dark ground that keeps it readable over any picture. Returns the size it took.
ImVec2 draw_plate(ImDrawList& list, ImVec2 at, ImFont* font, std::string_view text, Rgb color);
/// The same ground, for text that is known only when it is shown.
PlateShape plate_shape(const ImFont& font);

/// `text`, shortened with an ellipsis to fit `width_px` in the current font.
std::string shortened(std::string_view text, float width_px);
/// The same of a path or URL, whose end tells more than its start: the ellipsis stands before it.
std::string shortened_path(std::string_view path, float width_px);

} // namespace seamline::ui
