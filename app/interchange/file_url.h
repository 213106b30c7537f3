// app/interchange/file_url.h: the ways in which edits name files, and paths of this machine.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace seamline::interchange {

/// "file:///takes/a%20b.mp4" for an absolute path; a relative one is percent-encoded as it is.
std::string file_url(const std::filesystem::path& path);

/// The same for a path as an edit may hold it, of any machine: "S:\x" becomes "file:///S:/x",
/// "\\server\x" "file://server/x", "a b.mov" "./a%20b.mov". What is a URL already stays.
std::string media_url(std::string_view path_or_url);

/// The path that a URL names, with '/' between its parts: percent-encoding is undone in URLs of
/// the scheme "file" (any host but "localhost" is kept as "//host/..."), backslashes of "S:\x" and
/// "\\server\share" become slashes, and "/S:/x" (from file:///S:/x) becomes "S:/x". Text that is
/// no file URL is taken as a path as it is written. Empty for other schemes ("https:").
std::string path_text(std::string_view url);

/// The last part of such a path, e.g. "a b.mp4".
std::string file_name(std::string_view path_text);

} // namespace seamline::interchange
