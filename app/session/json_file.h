// app/session/json_file.h: JSON files read within limits and written whole or not at all.
#pragma once

#include "decode/media/result.h"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

namespace seamline::session {

/// What a JSON text may cost before it is parsed.
struct JsonLimits {
    std::size_t bytes = std::size_t{64} << 20;
    std::size_t values = 2'000'000; ///< Numbers, strings, arrays and objects together.
    int depth = 64;
};

/// A path on one line, quoted; see interchange::one_line.
std::string quoted(const std::filesystem::path& path);

/// Errors: Corrupt (with line and column), TooLarge. The message does not name the file.
Result<nlohmann::json> parse_json(std::string_view text, const JsonLimits& limits = {});

/// Blocks: on the disk.
/// Errors: NotFound; Io; Unsupported (not a regular file); Corrupt; TooLarge. They name the file.
Result<nlohmann::json> read_json(const std::filesystem::path& file, const JsonLimits& limits = {});

/// Whether `write_whole` waits for the disk.
enum class Durability {
    Disk,    ///< Survives a power cut: fsync of the file and of its folder.
    Process, ///< Survives a crash of the program only, but does not wait.
};

/// Replaces `file` by `text`: a reader sees the old or the new content, never a part. Follows a
/// symbolic link to the file it names, keeps an existing file's permissions.
///
/// Threads: safe.
/// Blocks: on the disk.
/// Errors: Io, with the system's reason; the old content is untouched then.
Result<Done> write_whole(const std::filesystem::path& file, std::string_view text,
                         Durability durability = Durability::Disk);

/// Indented text of `value` with a final newline. Strings that are not UTF-8 are repaired with
/// U+FFFD.
std::string text_of(const nlohmann::ordered_json& value);

} // namespace seamline::session
