// app/ui/theme.h: ImGui's style and fonts for this program.
#pragma once

#include "app/session/preferences.h"
#include "app/ui/palette.h"

#include <imgui.h>

namespace seamline::ui {

class FallbackFonts;

/// Owned by ImGui's font atlas. Never null after `load_fonts`.
struct Fonts {
    ImFont* text = nullptr;
    ImFont* strong = nullptr; ///< Headings.
    ImFont* small = nullptr;
    ImFont* mono = nullptr; ///< Figures that must not dance.
    ImFont* mono_large = nullptr;
};

/// Fills the atlas of the current context: Inter and JetBrains Mono where they are installed,
/// ImGui's own font where not, and what `fallbacks` (may be null) has found, which must stay as it
/// is until the atlas is built. `scale` in [0.75, 3]. Blocks: reads font files, tens of
/// milliseconds.
Fonts load_fonts(float scale, const FallbackFonts* fallbacks = nullptr);
const Palette& palette_of(session::Theme theme);
/// e.g. "Light, mid-grey around pictures".
const char* label_of(session::Theme theme);
/// Sets colours, those of the palette in WidgetMemory, and sizes of the current context.
void apply_theme(float scale);

/// A palette colour for draw lists, and for widgets.
inline ImU32 packed(Rgb color) { return color.packed(); }
ImVec4 widget_color(Rgb color);

} // namespace seamline::ui
