// app/interchange/markup.h: text and pictures inside XML and HTML.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace seamline::interchange {

/// With &, <, > and quotes escaped, for text and attributes in double quotes; control characters
/// are left out, which XML has no way to write.
std::string markup_text(std::string_view text);

/// Source: RFC 4648, section 4.
std::string base64(std::span<const std::byte> bytes);

} // namespace seamline::interchange
