// app/ui/key_map_table.h: how the presets differ from the default keys.
#pragma once

#include "app/ui/key_map.h"

#include <span>

namespace seamline::ui {

/// The chords of an action in a preset, separated by spaces; empty: none.
struct PresetRow {
    Action action;
    const char* chords;
};
/// What a preset changes; nothing for the default.
std::span<const PresetRow> preset_rows(Preset preset);

} // namespace seamline::ui
