// renderer/scopes/scope_names.h: what the axes of scopes are called.
#pragma once

#include "renderer/scopes/graticule.h"

#include <string>

namespace seamline::renderer {

/// "%", "mV", "cd/m2", or which code values the numbers are: "code values of 10 bits, 64-940" where
/// black and white of a limited range are, "code values of 10 bits, full range" of R', G' and B'.
std::string level_unit(LevelScale scale, const PixelLayout& layout, const ColorTags& color,
                       LevelSignal signal);
/// The same in one word for narrow places: "%", "code", "mV", "cd/m2".
const char* brief_unit(LevelScale scale);

/// The colour differences as their encoding calls them: Cb and Cr of Y'CbCr and of R'G'B', Cg and
/// Co of YCgCo, Ct and Cp of ICtCp.
struct ChromaNames {
    const char* luma;
    const char* across; ///< Of the vectorscope: to the right.
    const char* up;
};
ChromaNames chroma_names(const PixelLayout& layout, const ColorTags& color);

/// Whose colours the vectorscope's targets are: the matrix, or of R'G'B' the primaries.
const char* encoding_name(const PixelLayout& layout, const ColorTags& color);

} // namespace seamline::renderer
