// app/interchange/text_file.h: small files of others, read whole.
#pragma once

#include "decode/media/result.h"

#include <cstddef>
#include <filesystem>
#include <string>

namespace seamline::interchange {

/// Never reads more than `most_bytes` and one more, whatever the file says of its size. Blocks: on
/// the disk. Errors: NotFound, Io, TooLarge: one line with the file's name.
Result<std::string> read_text_file(const std::filesystem::path& file, std::size_t most_bytes);

} // namespace seamline::interchange
