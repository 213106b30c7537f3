// renderer/scopes/view_signal.h: a source's signal behind the view transform, in integers.
#pragma once

#include "decode/media/color_tags.h"
#include "renderer/cached_frame.h"
#include "renderer/color/color_processor.h"
#include "renderer/scopes/view_stages.h"

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

/// What scopes count of the signal "after view": the R'G'B' that a display is fed with, each pixel
/// of the picture for itself, in integers, so that a GPU and the CPU agree bit for bit.
///
/// **Input.** YCbCr and grey: S = ky * (y - zero) + krb * (b - 2048) + krr * (r - 2048) as in
/// scope_bins.h (chroma is that of the sample which covers the pixel).
///
/// **Stages** (view_stages.h) are the transform itself wherever it consists of curves, matrices,
/// ACES' modules and a surround: every space and view of the built-in configuration, grades, CDLs
/// and tables of one dimension. They begin with the floats x = (S >> 3) * float(1 / 4177920) of
/// YCbCr and grey, code * float(1 / (2^d - 1)) of RGB of d bits, and of floats the value itself,
/// limited to +-65504, where NaN and what is below 2^-30 are 0. Their result v gives the level
///     clamp(v * 255 + 0.5, 0, 255), rounded down.
/// Against OpenColorIO's CPU processor no level was more than one off, for every built-in space, view and
/// display over a grid of all colours; the test asserts at most three, and one for 99.9 of a hundred.
/// Grades and CDLs: at most eight, where a power below 1 meets black, and one for 99.9 of a hundred.
///
/// **Table**, for the rest: tables of three dimensions, gamut compression, some transforms of other
/// configurations. An axis counts positions p. For code values p = (S >> 9) + 7680 of YCbCr and
/// grey; with `code` of d bits, p = code * 65280 / (2^d - 1) + 7680, without remainder; a float f
/// is taken as S = 255 * floor(131072 * clamp(f, -1, 2)), NaN as 0. So a position is a 256th of a
/// level of eight bits, and the axis reaches from -30 to 290 levels: [-0.118, 1.137]. On the axis
/// of light f is the float, or code << (16 - d) over 2^16 of an integer, and p = 0 for f <= 0 and
/// NaN, floor(2^22 * f) below 2^-10, 61440 + 4096 from 32, and in between 4096 +
/// ((bits(f) - bits(2^-10)) >> 11), where `bits` is the float's pattern: octaves are divided
/// evenly. 65^3 nodes, 1280 (of light 1024) positions apart, are each the exact transform of their
/// place as computed by OpenColorIO on the CPU, times 255 * 16, rounded to nearest and limited to
/// 16 bits. Between them the interpolation is tetrahedral: with the three remainders sorted, f1 >=
/// f2 >= f3, the node below (weight cell - f1), the one a step along the first axis (f1 - f2),
/// along the second, too (f2 - f3), and along all (f3). The sum V gives the level
///     clamp((V + 8 * cell) / (16 * cell), 0, 255), rounded down.
/// It is at most a few levels off near neutral, and tens of levels where a channel crosses zero
/// light, because there the display's curve is infinitely steep.
///
/// An **identity** has neither and gives clamp((p - 7680 + 128) >> 8, 0, 255). For YCbCr that
/// equals R', G' and B' of the source signal, bin for bin.
///
/// The result is a frame of 8-bit R'G'B' of full range with the display's primaries and transfer
/// function; scopes count it as any such frame. The viewer's own exposure, gamma and channels are
/// not in it, nor are the calibration table and the legal range of a display, which describe its
/// cable.
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
    /// Whether levels are the transform's, not those of a table of three dimensions.
    bool is_exact() const { return kind_ == shared::kViewIdentity || kind_ == shared::kViewStaged; }
    /// Four values for each node: R', G', B' and 0; red fastest. Empty without a table.
    std::span<const std::int16_t> nodes() const { return nodes_; }
    const ViewStages& stages() const { return stages_; } ///< Empty without stages.

private:
    std::uint32_t kind_ = shared::kViewIdentity;
    ColorTags display_;
    std::string name_;
    ViewStages stages_;
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

/// Rows [first_row, end_row) of the region into `to`, of viewed_bytes(params). `planes`: the
/// frame's bytes. Bytes beyond a row's end are left alone. Threads: different rows at once.
void view_rows(const ViewSignal& signal, const shared::ScopeParams& params, const std::byte* planes,
               int first_row, int end_row, std::byte* to);

} // namespace seamline::renderer
