// decode/media/movie_names.h: what movies are called.
#pragma once

#include <array>
#include <string_view>

namespace seamline {

/// Endings in lower case. Files of other names may be movies all the same.
inline constexpr std::array<std::string_view, 29> kMovieEndings{
    ".mp4",  ".mov",  ".mkv",  ".webm", ".avi",  ".m4v", ".mxf", ".mpg", ".mpeg", ".ts",
    ".mts",  ".m2ts", ".ogv",  ".flv",  ".wmv",  ".3gp", ".y4m", ".gif", ".ivf",  ".nut",
    ".h264", ".264",  ".h265", ".265",  ".hevc", ".obu", ".vob", ".mj2", ".apng"};

} // namespace seamline
