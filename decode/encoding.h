// decode/encoding.h: what the writers of pictures and of movies share. Private to decode/.
#pragma once

#include "decode/ffmpeg.h"
#include "decode/picture_writer.h"

#include <filesystem>

namespace seamline::decode {

/// Errors: TooLarge (empty, or over the limits); InvalidArgument (pixels do not match the size).
Result<Done> check_picture(const RgbaView& picture, const std::filesystem::path& path);

/// Where a file is written until it is whole: in the same folder, so that renaming is atomic.
std::filesystem::path unfinished_name(const std::filesystem::path& path);
/// Renames, or removes the unfinished file. Errors: Io.
Result<Done> put_in_place(const std::filesystem::path& unfinished,
                          const std::filesystem::path& path);

} // namespace seamline::decode
