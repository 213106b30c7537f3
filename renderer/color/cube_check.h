// renderer/color/cube_check.h: the counts and numbers of .cube and .3dl files.
#pragma once

#include "decode/media/result.h"

#include <string_view>

namespace seamline::color {

/// Reads the text of a .cube (Adobe/IRIDAS or Resolve) and says in which line it is wrong: sizes
/// outside [2, 129] (3D) or [2, 65 536] (1D), rows that are not three finite numbers, too many or
/// too few rows. Errors: Corrupt, "FILE:LINE: reason". `file` is for the message.
/// Source: Adobe, Cube LUT Specification 1.0; Resolve's two tables in one file.
Result<Done> check_cube(std::string_view text, std::string_view file);

/// Where the text of a .3dl (Lustre, Flame, Kodak) is wrong: a line of numbers that holds something
/// else, rows of neither three numbers nor one table of inputs, a count of rows that is no cube.
/// OpenColorIO's reader leaves out lines that it does not understand, reads tables of four rows,
/// and names no line. Errors: Corrupt, "FILE:LINE: reason".
Result<Done> check_3dl(std::string_view text, std::string_view file);

/// A finite or non-finite number as LUTs write it ("1", "+.5", "1e-3", "nan"); false when `word` is
/// not one number.
bool read_number(std::string_view word, double& value);

} // namespace seamline::color
