// renderer/color/grade_files.h: CDL and LUT files, checked before anything relies on them.
#pragma once

#include "decode/media/result.h"
#include "renderer/color/source_color.h"

#include <filesystem>
#include <string>
#include <vector>

namespace seamline::color {

/// Errors of this file: one line "FILE:LINE: reason" (without LINE where it is unknown). Codes:
/// NotFound, TooLarge (LUTs over 256 MiB, CDLs over 4 MiB), Unsupported (unknown extension),
/// Corrupt. Blocks: reads the file.

/// The correction `id` of a .cdl, .cc or .ccc; the first when `id` is empty.
Result<Cdl> read_cdl(const std::filesystem::path& file, const std::string& id);

struct CdlCorrection {
    std::string id; ///< "" for one without.
    Cdl cdl;        ///< As it stands there; read_cdl refuses what is not finite.
};
/// All corrections in a .cdl, .cc or .ccc, in the order of the file; at least one.
Result<std::vector<CdlCorrection>> cdl_corrections(const std::filesystem::path& file);

/// Whether OpenColorIO reads it, with as many entries as it announces, all of them finite.
Result<Done> check_lut(const std::filesystem::path& file);

} // namespace seamline::color
