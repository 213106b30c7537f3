// app/analysis/style.h: palette, contrast, colour and texture of a take, against a reference.
#pragma once

#include "renderer/measures/plane.h"

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace seamline::analysis {

/// One dominant colour.
struct PaletteColor {
    std::array<double, 3> lab{};        ///< OKLab; L of white is 1.
    std::array<std::uint8_t, 3> srgb{}; ///< The same for the screen, clipped.
    double share = 0;                   ///< Of the pixels, [0, 1].
};

inline constexpr int kPaletteSize = 6;

/// What a take looks like as a whole. OKLab * 100 unless said otherwise: steps of 1 to 2 are just
/// seen.
struct Style {
    std::vector<PaletteColor> palette; ///< At most kPaletteSize, largest first; shares sum to 1.
    double lightness = 0;              ///< Mean.
    double contrast = 0;               ///< Deviation of lightness.
    double darkest = 0;                ///< 5th percentile of lightness.
    double brightest = 0;              ///< 95th.
    double saturation = 0;             ///< Mean chroma.
    double strongest = 0;              ///< 95th percentile of chroma.
    /// Deviation of native luma in codes of 8 bits, between Gaussians of 1 and 2 px, and of 2 and
    /// 4 px.
    std::array<double, 2> texture{};
};

/// `labs`: OKLab pictures (WorkingPicture::lab) of frames of the take, at least one, not empty.
/// `lumas`: native luma of some of them; none leaves `texture` at 0. Deterministic.
Style style_of(std::span<const measures::Picture* const> labs,
               std::span<const measures::Plane* const> lumas);

/// Take minus reference.
struct StyleDistance {
    /// Work to turn one palette into the other: mean distance that a pixel's colour must go.
    double palette_delta_e = 0;
    double lightness = 0;
    double contrast = 0;
    double saturation = 0;
    double texture_log2 = 0; ///< Mean of both bands, + is more texture; 0 when one is not known.
    /// The largest of palette, |contrast| and |saturation|.
    double delta_e = 0;
    /// "close to the reference"; or what differs, largest first: "colours 9.3 delta E away, less
    /// contrast (12.0 against 19.5), half the texture".
    std::string words;
};
StyleDistance style_distance(const Style& take, const Style& reference);

} // namespace seamline::analysis
