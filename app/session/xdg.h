// app/session/xdg.h: where the program's files live, by the XDG base directory specification.
#pragma once

#include "decode/media/result.h"

#include <filesystem>

namespace seamline::session {

/// Source: XDG Base Directory Specification 0.8.
enum class XdgFolder {
    Config, ///< $XDG_CONFIG_HOME or ~/.config: preferences, key map.
    Cache,  ///< $XDG_CACHE_HOME or ~/.cache: what can be made again (demo footage, thumbnails).
    State,  ///< $XDG_STATE_HOME or ~/.local/state: autosave, recent files, logs.
    Data,   ///< $XDG_DATA_HOME or ~/.local/share: what the user made and did not put elsewhere.
};

/// The program's own folder of this kind, "<base>/seamline", whether it exists or not. A relative
/// value of the variable is ignored, as the specification asks. Without $HOME the password database
/// is asked; without that, too, it is a private folder in the system's temporary folder.
std::filesystem::path xdg_path(XdgFolder folder);

/// The same folder, made now (mode 0700) if it is not there.
/// Blocks: on the disk.
/// Errors: Io.
Result<std::filesystem::path> xdg_folder(XdgFolder folder);

/// The user's home folder, by the same rules.
std::filesystem::path home_folder();
/// The folder the program was started in; the home folder when that is gone.
std::filesystem::path working_folder();

} // namespace seamline::session
