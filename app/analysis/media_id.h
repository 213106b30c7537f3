// app/analysis/media_id.h: a name for a medium that follows its bytes, not its path.
#pragma once

#include "decode/media/result.h"

#include <filesystem>
#include <functional>
#include <string>

namespace seamline::analysis {

/// "xxh3-128:" and 32 hexadecimal digits: XXH3 of the file's bytes; of a sequence, of its files'
/// bytes one after the other, a missing one as its number. Blocks: reads everything.
/// Errors: NotFound; Io; Cancelled.
Result<std::string> media_id(const std::filesystem::path& path,
                             const std::function<bool()>& cancelled = {});

} // namespace seamline::analysis
