// renderer/scopes/scope_bins.h: what a scope counts, exactly, and where the counts lie.
#pragma once

#include "renderer/cached_frame.h"
#include "shaders/shared/scopes.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace seamline::renderer {

/// Scopes count integers made of the stored samples by integer arithmetic only, so that every
/// implementation gives the same bins. `>>` rounds down, also for negative numbers.
///
/// **Region.** The asked rectangle, cut at the visible picture; pixel (x, y) of it, width w and
/// height h, lies at coded column X and row Y. Nothing is interpolated.
///
/// **code12.** An integer code value v of depth d becomes v >> (d - 12), or v << (12 - d). A float
/// f is taken as the 16-bit code value min(floor(65536 * max(f, 0)), 65535), NaN as 0. `code8` is
/// code12 >> 4; `top` is the code12 of 2^d - 1 (4095 for floats).
///
/// **YCbCr.** Y' = code8 of the luma sample: no range expansion. Cb and Cr are code8 of the chroma
/// samples. The chroma sample of a pixel is the one at (X >> shift_x, Y >> shift_y), wherever it is
/// sited. With y, b, r the code12 of the three,
///     R' = clamp((ky * (y - zero) + krb * (b - 2048) + krr * (r - 2048) + 2^16) >> 17, 0, 255)
/// and G', B' alike. The coefficients are 2^17 * 255 * the matrix of ITU-T H.273 divided by the
/// steps of luma and chroma on twelve bits, rounded to nearest (halves away from zero): limited
/// range 3504 and 3584 (YCgCo 3504 for both) with zero = 256, full range `top` for both with zero =
/// 0. So R'G'B' are of full range and eight bits. BT.2020 constant luminance and ICtCp have no such
/// matrix: `counts_rgb` is false, and neither R'G'B' nor chromaticities are counted.
///
/// **Grey.** As YCbCr with b = r = 2048 at every pixel.
///
/// **RGB.** R', G' and B' are code8 as stored: no range expansion. Luma is
///     Y' = ((wr * R + wg * G + wb * B + 2^14) >> 15) >> 4
/// of the code12, with 2^15 times the weights Kr and Kb of BT.709 (of BT.601 or BT.2020 where the
/// primaries are those), rounded; wg is the rest. Chroma is of limited range, eight bits, at every
/// pixel:
///     Cb = clamp((br * R + bg * G + bb * B + 128 * 2^19 + 2^18) >> 19, 0, 255)
/// where br, bb are 2^19 * 112 * (-Kr, 1 - Kb) / ((1 - Kb) * top), rounded, and bg = -br - bb; Cr
/// alike.
///
/// **Histogram**: of R', G', B' and Y' over the region's pixels, 256 bins.
/// **Waveform**: column floor(x * columns / w), level R', G', B' or Y'. For Cb and Cr the same over
/// the region's chroma samples, which are those of its pixels: x counts chroma columns.
/// **Vectorscope**: row Cr, column Cb over the region's chroma samples.
/// **Chromaticity**: over the pixels whose x and y are multiples of `chromaticity_step`. R, G, B
/// are round((2^18 - 1) * light(v / 255)) of R', G', B', where `light` inverts the transfer
/// function (BT.1886 a power of 2.4, PQ per 10 000 cd/m2, HLG scene light). X = xr * R + xg * G +
/// xb * B with 2^12 times the matrix of the primaries, rounded; Y and Z alike. A pixel with max(X,
/// Y, Z) < 2^18 is black and not counted. X, Y and Z are shifted right until the largest has 16
/// bits. Then column and row are
///     x, y:   2560 * X / (9 * (X + Y + Z)),  2560 * Y / (9 * (X + Y + Z))
///     u', v': 4 * 2560 * X / (7 * D),  9 * 2560 * Y / (7 * D)  with D = X + 15 * Y + 3 * Z
/// without remainder and at most 255: 256 bins over [0, 0.9) or [0, 0.7).
///
/// By its definition the luma histogram and, with `columns` = w, the luma waveform are those of
/// FFmpeg's `histogram` and `waveform` filters on 8-bit planes (theirs of deeper planes have 2^d
/// bins), and `vectorscope` counts the same pairs; the tests count planes that FFmpeg decoded, not
/// its filters' pictures. R'G'B' differ from a conversion by swscale, which interpolates chroma.
///
/// Sources of formulas: ITU-T H.273 (07/2021), tables 2 to 4; CIE 15:2004.
struct ScopeRequest {
    std::uint32_t scopes = shared::kScopeHistogram | shared::kScopeParade | shared::kScopeLuma |
                           shared::kScopeVector; ///< Bits of shaders/shared/scopes.h.
    Rect region;                                 ///< In the visible picture; all of it when empty.
    int columns = 512; ///< [1, 16384]; fewer are used when the region has fewer pixels across.
    int chromaticity_step = 2; ///< [1, 16]

    friend bool operator==(const ScopeRequest&, const ScopeRequest&) = default;
};

/// What `request` means for this frame. `color`: the frame's tags after the user's overrides.
shared::ScopeParams scope_params(const CachedFrame& frame, const ColorTags& color,
                                 const ScopeRequest& request);

/// 18-bit light of each R', G', B' level, see above.
using ScopeLight = std::array<std::uint32_t, 256>;
const ScopeLight& scope_light(ColorTransfer transfer);

/// 32-bit words that bins of this many waveform columns need.
constexpr std::size_t scope_words(int columns) {
    return static_cast<std::size_t>(shared::kWaveformWord) +
           static_cast<std::size_t>(shared::kWaveforms) * static_cast<std::size_t>(columns) *
               static_cast<std::size_t>(shared::kLevels);
}

/// Finished counts. Parts that were not asked for hold anything.
struct ScopeBins {
    std::span<const std::uint32_t> words; ///< scope_words(columns)
    std::uint32_t scopes = 0;             ///< What was counted.
    int columns = 0;
    Extent region;          ///< Size of the counted region in pixels.
    bool counts_rgb = true; ///< False: R', G', B' and chromaticities are not there.
    PixelLayout layout;
    ColorTags color;

    /// R', G', B' or Y' by number. Only when the histogram was asked for.
    std::span<const std::uint32_t> histogram(int channel) const;
    /// R', G', B', Y', Cb or Cr by number: `columns` times kLevels counts, column after column.
    std::span<const std::uint32_t> waveform(int channel) const;
    std::span<const std::uint32_t> vectorscope() const;
    std::span<const std::uint32_t> chromaticity() const;
};

/// Describes `words` that were counted with `params`.
ScopeBins scope_bins(const CachedFrame& frame, const ColorTags& color,
                     const shared::ScopeParams& params, std::span<const std::uint32_t> words);

} // namespace seamline::renderer
