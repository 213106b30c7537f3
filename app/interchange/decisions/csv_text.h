// app/interchange/decisions/csv_text.h: tables as text. Source: RFC 4180.
#pragma once

#include "decode/media/result.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace seamline::interchange {

/// Quoted where it has to be.
std::string csv_cell(std::string_view text);
/// Cells joined by commas, and CR LF.
std::string csv_line(const std::vector<std::string>& cells);

struct CsvRow {
    std::size_t line = 0; ///< From 1, where it starts.
    std::vector<std::string> cells;
};

/// Rows without the empty ones. The separator is a comma, or a semicolon or tab where the first
/// line has one and no comma. Errors: Corrupt "NAME: line 12: what", TooLarge (64 MB, 500,000 rows,
/// 200 columns).
Result<std::vector<CsvRow>> read_csv(std::string_view text, const std::string& name);

/// Text that a spreadsheet would take for a formula gets an apostrophe, which spreadsheets hide.
std::string without_formula(std::string_view text);
std::string with_formula(std::string_view text); ///< The other way.

} // namespace seamline::interchange
