// app/interchange/marker_colors.h: the words for colours of markers, and the colours that editing
// systems store for them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace seamline::interchange {

/// The word nearest to an R'G'B' colour in Premiere's marker palette: "RED".
std::string premiere_marker_word(int red, int green, int blue);
/// Premiere's 0xAABBGGRR for a word; 0: it has no such marker.
std::uint32_t premiere_marker_color(std::string_view word);

} // namespace seamline::interchange
