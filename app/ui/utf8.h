// app/ui/utf8.h: UTF-8 as it comes: from file names, which may hold any bytes.
#pragma once

#include <string_view>

namespace seamline::ui {

/// What stands for bytes that are no character.
inline constexpr char32_t kReplacementCharacter = 0xFFFD;

/// Takes one character off the front of `text`, which must not be empty. Bytes that begin no
/// well-formed sequence (also overlong ones, surrogates and what lies beyond U+10FFFF) count as one
/// U+FFFD each. Source: Unicode 15, table 3-7.
char32_t next_character(std::string_view& text);

} // namespace seamline::ui
