// decode/file_sequence.h: numbered picture files as one list. Names no codec. Private to decode/.
#pragma once

#include "decode/media/result.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace seamline::decode {

/// Frame i is file number `first_number + i`.
struct FileSequence {
    std::vector<std::filesystem::path> files; ///< Empty path where a number has no file.
    std::int64_t first_number = 0;
    bool is_still = false; ///< One file, not part of a run.

    std::vector<std::int64_t> missing() const; ///< Frames without a file, in order.
};

/// Whether the extension is one of a single picture's (png, jpg, tiff, dpx, exr, ...).
bool is_picture_file(const std::filesystem::path& path);

/// Reads `path` as a pattern ("shot.%04d.exr", "shot.####.exr", "shot.1001-1100#.exr",
/// "shot.@.png") or as one picture of a run; nothing when it is neither. A run found from one of
/// its files reaches over holes of up to 100 numbers. Errors: NotFound (no file matches the
/// pattern); TooLarge (over a million frames); Io; InvalidArgument (a range that runs backwards).
Result<std::optional<FileSequence>> find_sequence(const std::filesystem::path& path);

} // namespace seamline::decode
