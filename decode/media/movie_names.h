// decode/media/movie_names.h: what movies are called.
#pragma once

#include <algorithm>
#include <array>
#include <string_view>

namespace seamline {

/// Endings in lower case. Files of other names may be movies all the same.
inline constexpr std::array<std::string_view, 29> kMovieEndings{
    ".mp4",  ".mov",  ".mkv",  ".webm", ".avi",  ".m4v", ".mxf", ".mpg", ".mpeg", ".ts",
    ".mts",  ".m2ts", ".ogv",  ".flv",  ".wmv",  ".3gp", ".y4m", ".gif", ".ivf",  ".nut",
    ".h264", ".264",  ".h265", ".265",  ".hevc", ".obu", ".vob", ".mj2", ".apng"};

/// Whether a file's name, or its ending alone, is a movie's, whatever its case.
inline bool is_movie_name(std::string_view name) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    return std::ranges::any_of(kMovieEndings, [&](std::string_view ending) {
        return name.size() >= ending.size() &&
               std::ranges::equal(name.substr(name.size() - ending.size()), ending, {}, lower);
    });
}

} // namespace seamline
