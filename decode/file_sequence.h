// decode/file_sequence.h: numbered picture files as one list. Names no codec.
#pragma once

#include "decode/media/result.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace seamline::decode {

/// Frame i is file number `first_number + i`.
struct FileSequence {
    std::vector<std::filesystem::path> files; ///< Empty path where a number has no file.
    std::int64_t first_number = 0;
    bool is_still = false; ///< One file, not part of a run.

    std::vector<std::int64_t> missing() const; ///< Frames without a file, in order.
};

/// Whether the extension is a movie's.
bool is_movie_file(const std::filesystem::path& path);
/// Whether the extension is one of a single picture's (png, jpg, tiff, dpx, exr, ...).
bool is_picture_file(const std::filesystem::path& path);

/// Reads `path` as a pattern ("shot.%04d.exr", "shot.####.exr", "shot.1001-1100#.exr",
/// "shot.@.png") or as one picture of a run; nothing when it is neither. A run found from one of
/// its files reaches over holes of up to 100 numbers. Errors: NotFound (no file matches the
/// pattern); TooLarge (over a million frames); Io; InvalidArgument (a range that runs backwards).
Result<std::optional<FileSequence>> find_sequence(const std::filesystem::path& path);

/// What a sequence's files are called: digits between two texts.
struct SequenceNames {
    std::string before;
    std::string after;
    bool by_member = false; ///< Found from one of its files, which must stay for that.

    bool covers(std::string_view name) const;
};

/// The names of the files that `find_sequence` gathers for this path; nothing for a plain file and
/// for a still. Reads the folder.
std::optional<SequenceNames> sequence_names(const std::filesystem::path& path);

} // namespace seamline::decode
