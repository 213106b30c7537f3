// renderer/scopes/view_signal.h: a source's signal behind the view transform, in integers.
#pragma once

#include "decode/media/color_tags.h"
#include "renderer/cached_frame.h"
#include "renderer/color/color_processor.h"

#include "shaders/shared/scopes.h"
#include "shaders/shared/view_signal.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace seamline::renderer {

/// How a signal's nodes lie on R, G and B of the source.
enum class ViewAxis : std::uint8_t {
    Code,  ///< For code values of video and cameras.
    Light, ///< For scene-linear light. Only of RGB and grey sources.
};

/// What scopes count of the signal "after view": the R'G'B' that a display is fed with, each pixel of
/// the picture for itself, in integers, so that a GPU and the CPU agree bit for bit.
///
/// **Input.** YCbCr and grey: S = ky * (y - zero) + krb * (b - 2048) + krr * (r - 2048) as in
/// scope_bins.h (chroma is that of the sample which covers the pixel), position p = (S >> 9) + 7680.
/// RGB: with `code` of d bits, p = code * 65280 / (2^d - 1) + 7680, without remainder; a float f is
/// taken as S = 255 * floor(131072 * clamp(f, -1, 2)), NaN as 0. So a position is a 256th of a level
/// of eight bits, and the axis reaches from -30 to 290 levels: [-0.118, 1.137].
/// On the axis of light f is the float, or code << (16 - d) over 2^16 of an integer, and p = 0 for f <=
/// 0 and NaN, floor(2^22 * f) below 2^-10, 61440 + 4096 from 32, and in between 4096 +
/// ((bits(f) - bits(2^-10)) >> 11), where `bits` is the float's pattern: octaves are divided evenly.
///
/// **Table.** 65^3 nodes, 1280 (of light 1024) positions apart, each the exact transform of its
/// place as computed by OpenColorIO on the CPU, times 255 * 16, rounded to nearest and limited to
/// 16 bits. Between them the interpolation is tetrahedral: with the three remainders sorted, f1 >=
/// f2 >= f3, the node below (weight cell - f1), the one a step along the first axis (f1 - f2), along
/// the second, too (f2 - f3), and along all (f3). The sum V gives the level
///     clamp((V + 8 * cell) / (16 * cell), 0, 255), rounded down.
///
/// For colours near neutral, with no channel below 40, levels were at most 3 off the transform over
/// seven pairs of spaces and views, 0.15 on average. Where a channel crosses zero light the display's
/// curve is infinitely steep: there saturated colours can be tens of levels off (up to 93 for LogC4
/// under a colorimetric view, 1 on average).
///
/// An identity has no table and gives clamp((p - 7680 + 128) >> 8, 0, 255), which is what its table
/// would give. For YCbCr that equals R', G' and B' of the source signal, bin for bin.
///
/// The result is a frame of 8-bit R'G'B' of full range with the display's primaries and transfer
/// function; scopes count it as any such frame. The viewer's own exposure, gamma and channels are not in
/// it, nor are the calibration table and the legal range of a display, which describe its cable.
///
/// Immutable. Threads: any.
class ViewSignal {
public:
    /// `display`: tags of the result. `name`: of view and display. Blocks: up to half a second.
    static std::shared_ptr<const ViewSignal> make(const color::ColorProcessor& processor,
                                                  ViewAxis axis, const ColorTags& display,
                                                  std::string name);

    std::uint32_t kind() const { return kind_; } ///< Of shaders/shared/view_signal.h.
    const ColorTags& display() const { return display_; }
    const std::string& name() const { return name_; }
    /// Four values for each node: R', G', B' and 0; red fastest. Empty for an identity.
    std::span<const std::int16_t> nodes() const { return nodes_; }

private:
    std::uint32_t kind_ = shared::kViewIdentity;
    ColorTags display_;
    std::string name_;
    std::vector<std::int16_t> nodes_;
};

/// Whether a frame has R'G'B' to be transformed: see ScopeBins::counts_rgb.
bool has_view_signal(const shared::ScopeParams& params);

/// The frame that `params.region` becomes: three planes of bytes, rows of whole words. It has no
/// memory yet.
CachedFrame viewed_frame(const CachedFrame& frame, const shared::ScopeParams& params,
                         const ViewSignal& signal);
/// Its size.
std::size_t viewed_bytes(const shared::ScopeParams& params);

/// Rows [first_row, end_row) of the region into `to`, of viewed_bytes(params). `planes`: the frame's
/// bytes. Bytes beyond a row's end are left alone. Threads: different rows at once.
void view_rows(const ViewSignal& signal, const shared::ScopeParams& params,
               const std::byte* planes, int first_row, int end_row, std::byte* to);

} // namespace seamline::renderer
