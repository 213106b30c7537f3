// app/session/preferences.h: what the user chose for every session.
#pragma once

#include "app/session/open_edit.h"
#include "app/session/scope_settings.h"
#include "decode/media/result.h"
#include "renderer/picture_tools.h"
#include "renderer/window_output.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace seamline::session {

/// Which OpenColorIO configuration: the one that $OCIO names (built in where it names none), the
/// built-in one, or a file.
enum class ColorConfigOrigin : std::uint8_t { Environment, BuiltIn, File };
enum class Theme : std::uint8_t { Dark, Light, HighContrast };

/// What is measured while a session is watched.
struct MeasuringChoice {
    bool enabled = true;
    bool speaks_of_other_framings = false; ///< Lamps light at changes of framing, too.
    std::filesystem::path thresholds;      ///< Absolute path of a profile; empty: the built-in one.

    friend bool operator==(const MeasuringChoice&, const MeasuringChoice&) = default;
};

struct Preferences {
    float ui_scale = 1;        ///< [0.75, 3]
    std::int64_t cache_mb = 0; ///< [64, 2^20]; 0: the default of the device.
    Theme theme = Theme::Dark;
    int frame_base = 0; ///< Of new sessions: 0, 1 or 1001.
    std::string key_preset = "seamline";
    /// Chords by action id; see ui::KeyMap::apply.
    std::map<std::string, std::vector<std::string>> key_overrides;
    /// Sizes of splitters by the panel's name: fractions of the window, (0, 1).
    std::map<std::string, float> splitters;
    ScopeSettings scopes;
    renderer::ToolSettings tool_settings; ///< Of new sessions: those used last.
    bool tools_in_exports = false;        ///< Snapshots and movies show the picture tools, too.
    bool snapshots_own_size = true;       ///< In the pictures' pixels; false: in the window's.
    int window_width = 1600;              ///< [320, 16384], screen coordinates
    int window_height = 900;
    bool window_maximized = false;
    /// What the main and the second window take where their screens offer it.
    renderer::WindowOutput output = renderer::WindowOutput::Sdr8;
    renderer::WindowOutput second_output = renderer::WindowOutput::Sdr8;
    double around_s = 2;              ///< Of new sessions: see TransportState::around_s.
    bool restore_last_session = true; ///< `play` without sources opens the last session.
    ColorConfigOrigin color_config = ColorConfigOrigin::Environment;
    std::string color_config_file; ///< Absolute path; of ColorConfigOrigin::File.
    MeasuringChoice measuring;
    std::string author;     ///< Who decides at first; empty: the system's user.
    EditPlaces edit_places; ///< Where media of edits are, what is generated.
    /// JSON of keys this version does not know; written back untouched.
    std::string unknown_json;

    friend bool operator==(const Preferences&, const Preferences&) = default;
};

/// A missing file gives the defaults. Numbers are clamped into their ranges.
/// Blocks: on the disk.
/// Errors: Io; Corrupt (with the place); TooLarge. Show it, use defaults, and do not save over the
/// file before the user changed something.
Result<Preferences> load_preferences(const std::filesystem::path& file);
/// Replaces `file` as a whole.
/// Blocks: on the disk.
/// Errors: Io.
Result<Done> save_preferences(const Preferences& preferences, const std::filesystem::path& file);

} // namespace seamline::session
