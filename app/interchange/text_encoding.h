// app/interchange/text_encoding.h: bytes of old list formats as UTF-8, and UTF-8 as plain ASCII.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace seamline::interchange {

/// Whether all of `text` is UTF-8 without overlong forms and surrogates.
bool is_utf8(std::string_view text);
/// UTF-8 without byte order mark: from UTF-8, UTF-16 with a byte order mark, or, when it is not
/// UTF-8, from ISO 8859-1. Null for bytes that are no text (they hold a NUL).
std::optional<std::string> utf8_text(std::string bytes);
/// Letters of ISO 8859-1 without their accents, anything else above 0x7E and control characters
/// as '_'. `text` is UTF-8.
std::string ascii_text(std::string_view text);

/// Lines without their ends: LF, CR LF or CR.
std::vector<std::string_view> text_lines(std::string_view text);
std::string_view trimmed(std::string_view text);
/// `text` (UTF-8) on one line, for messages whatever a file contains: control characters become
/// '?', and what is longer is cut between two characters and ends in "...".
std::string one_line(std::string_view text, std::size_t longest = 100);
/// ASCII letters only.
std::string upper_case(std::string_view text);

} // namespace seamline::interchange
