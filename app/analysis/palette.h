// app/analysis/palette.h: a few colours that stand for a picture, and how far two such sets are.
#pragma once

#include "app/analysis/style.h"

namespace seamline::analysis {

/// Median cut, then k-means, over colours counted in cells of 0.02 of OKLab; colours within 3 of
/// each other (OKLab * 100) and those below 1 % are merged into their nearest. Deterministic: the
/// order of frames and pixels does not matter.
std::vector<PaletteColor> palette_of(std::span<const measures::Picture* const> labs);

/// Earth mover's distance, OKLab * 100; exact. 0 when one is empty.
double palette_distance(const std::vector<PaletteColor>& a, const std::vector<PaletteColor>& b);

} // namespace seamline::analysis
