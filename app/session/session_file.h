// app/session/session_file.h: a session as a ".seamline" file.
#pragma once

#include "app/session/json_file.h"
#include "app/session/session.h"
#include "decode/media/result.h"

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

namespace seamline::session {

constexpr const char* kSessionExtension = ".seamline";
constexpr std::size_t kMostSources = 1000;
constexpr std::size_t kMostMarkers = 100'000;

/// Reads a session. Paths come back absolute, numbers inside their ranges, every source with its
/// own key, markers sorted; keys that this version does not know are in `Session::unknown_json`.
/// The sources themselves are not opened: a missing one is the player's error, not the session's.
///
/// Blocks: on the disk.
/// Errors, each one line that names the file and the place: NotFound; Io; Corrupt (no JSON, no
/// session, a value of the wrong kind); TooLarge (64 MB, depth 64, 1000 sources); Unsupported
/// (written by a version with another major format).
Result<Session> load_session(const std::filesystem::path& file);

/// Replaces `file`; see write_whole. Source paths are written relative to the file's folder, with
/// forward slashes; keys of `unknown_json` go back to the objects that they came from.
///
/// Blocks: on the disk.
/// Errors: Io.
Result<Done> save_session(const Session& session, const std::filesystem::path& file,
                          Durability durability = Durability::Disk);

/// The same without the disk: `file` is only where the text belongs.
Result<Session> parse_session(std::string_view text, const std::filesystem::path& file);
std::string session_text(const Session& session, const std::filesystem::path& file);

} // namespace seamline::session
