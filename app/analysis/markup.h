// app/analysis/markup.h: text inside XML and HTML.
#pragma once

#include <string>
#include <string_view>

namespace seamline::analysis {

/// With &, <, > and quotes escaped, for text and attributes; control characters are left out, which
/// XML has no way to write.
std::string markup_text(std::string_view text);

} // namespace seamline::analysis
