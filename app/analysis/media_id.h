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

/// The same, read once: kept in `folder` (which is made), by the device, inode, size and time of
/// change of the file or files. A file changed within the last two seconds is not kept, since a
/// change that follows at once may carry the same time. Where `folder` cannot be written, nothing
/// is kept. Blocks: reads everything, at least once. Errors: as media_id.
Result<std::string> cached_media_id(const std::filesystem::path& path,
                                    const std::filesystem::path& folder,
                                    const std::function<bool()>& cancelled = {});

} // namespace seamline::analysis
