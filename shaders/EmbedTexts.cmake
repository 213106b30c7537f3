# Writes texts into a C++ header, byte by byte. Run as:
# cmake -DROOT=<folder> -DFILES=<list below it> -DOUT=<header> -P EmbedTexts.cmake
set(arrays "")
set(entries "")
set(number 0)
foreach(file IN LISTS FILES)
  file(READ ${ROOT}/${file} hex HEX)
  string(REGEX REPLACE "(..)" "'\\\\x\\1'," bytes "${hex}")
  string(APPEND arrays "inline constexpr char text_${number}[] = {${bytes}};\n")
  string(APPEND entries "    {\"${file}\", {text_${number}, sizeof text_${number}}},\n")
  math(EXPR number "${number} + 1")
endforeach()
file(WRITE ${OUT} "// Generated from the shaders' texts. Do not edit.
#pragma once
#include <string_view>
// NOLINTBEGIN
namespace seamline::shaders {
struct ShaderText {
    std::string_view path; ///< From the shaders' folder.
    std::string_view text;
};
${arrays}inline constexpr ShaderText composite_texts[] = {
${entries}};
} // namespace seamline::shaders
// NOLINTEND
")
