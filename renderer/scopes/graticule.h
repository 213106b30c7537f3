// renderer/scopes/graticule.h: the lines and labels over a scope's trace, in unit coordinates.
#pragma once

#include "renderer/scopes/scope_bins.h"
#include "renderer/scopes/scope_trace.h"

#include <glm/glm.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace seamline::renderer {

enum class GraticuleInk : std::uint8_t {
    Minor,
    Major,
    Limit,  ///< Black and white of the signal.
    Target, ///< What a colour bar must hit.
    Skin,   ///< The skin-tone line.
    Gamut709,
    GamutP3,
    Gamut2020,
};

/// From (0, 0), the trace's top left corner, to (1, 1).
struct GraticuleLine {
    glm::vec2 from;
    glm::vec2 to;
    GraticuleInk ink = GraticuleInk::Minor;
    bool dashed = false;
};

/// Which point of the text lies at `place`.
enum class LabelAnchor : std::uint8_t {
    Left,
    Right,
    Above,
    Below,
    Inwards, ///< The whole text is nearer to the trace's middle than `place`, whatever its size.
};

struct GraticuleLabel {
    glm::vec2 place;
    std::string text;
    LabelAnchor anchor = LabelAnchor::Left;
    GraticuleInk ink = GraticuleInk::Major;
};

struct Graticule {
    std::vector<GraticuleLine> lines;
    std::vector<GraticuleLabel> labels;
};

enum class LevelScale : std::uint8_t {
    Percent,   ///< 0 black, 100 white
    Code,      ///< The source's code values; of R', G' and B' those of a full range.
    Millivolt, ///< 700 mV is white. Source: EBU Tech 3299.
    Nits,      ///< cd/m2, of PQ (absolute) or HLG (grey on a display of 1000 cd/m2).
};
const char* name(LevelScale scale); ///< "percent", "code", "mv", "nits"

/// Whether the scale means something for these tags: nits need PQ or HLG.
bool applies(LevelScale scale, ColorTransfer transfer);

/// What a level of a waveform stands for.
enum class LevelSignal : std::uint8_t { Luma, Rgb };

/// Whether black and white of the levels are 16 and 235; else they are 0 and 255.
bool is_limited(const PixelLayout& layout, const ColorTags& color, LevelSignal signal);

/// Horizontal lines over a waveform or over each part of a parade, labels left of x = 0.
Graticule waveform_graticule(const PixelLayout& layout, const ColorTags& color, LevelSignal signal,
                             LevelScale scale);
/// The lines between `parts` traces beside each other, with their names.
void add_parts(Graticule& graticule, const std::vector<std::string>& parts);
/// Where the histograms of R', G' and B' lie above that of luma, which fills `whole`'s width, so
/// that black and white of both are above each other: luma of a limited range goes beyond them.
Rect rgb_histogram_rect(const Rect& whole, const PixelLayout& layout, const ColorTags& color);
/// Vertical lines at levels.
Graticule histogram_graticule(const PixelLayout& layout, const ColorTags& color, LevelSignal signal,
                              LevelScale scale);
/// The middle and shares of all pixels over the difference of two histograms, labels inside at the
/// right; the edges are all pixels. See `excess_height`.
Graticule excess_graticule(TraceGain gain);
/// Targets of colour bars of 75 % and 100 % by the source's own matrix and range, the line at 123
/// degrees where skin of every tone lies, and axes. `zoom` as for the trace; magnified, the rings
/// say which part of full chroma they are at.
Graticule vectorscope_graticule(const PixelLayout& layout, const ColorTags& color, int zoom = 1);
/// Spectral locus, the triangles of BT.709, P3 and BT.2020, D65. `is_uv`: u', v' instead of x, y.
Graticule chromaticity_graticule(bool is_uv);

/// Where on a trace something lies: for marking a probed value and for reading what the pointer is
/// at.
glm::vec2 waveform_place(const ScopeBins& bins, int x, int level); ///< x: column of the region.
glm::vec2 vectorscope_place(int cb, int cr, int zoom = 1);
glm::vec2 histogram_place(int level); ///< On the trace's lower edge.
glm::vec2 chromaticity_place(glm::dvec2 xy, bool is_uv);

/// The upper left corner of a label's text of `text` pixels, over the trace that lies at `min` with
/// `size`; `gap`: between the text and the label's place.
glm::vec2 label_corner(const GraticuleLabel& label, glm::vec2 min, glm::vec2 size, glm::vec2 text,
                       float gap);

/// The level in [0, 255] of a fraction of white, as the signal is quantized.
double level_of(double white, const PixelLayout& layout, const ColorTags& color,
                LevelSignal signal);

/// Levels of one pixel of the region by the definitions of scope_bins.h.
struct ScopeSample {
    int red = 0, green = 0, blue = 0, luma = 0, cb = 128, cr = 128;
};
/// None outside the region or where the CPU cannot read the frame.
std::optional<ScopeSample> scope_sample(const CachedFrame& frame, const shared::ScopeParams& params,
                                        int x, int y);
/// Where the CIE scope counts it; none where it is too dark to be counted: see scope_bins.h.
std::optional<glm::dvec2> sample_xy(const ScopeSample& sample, const shared::ScopeParams& params,
                                    ColorTransfer transfer);

} // namespace seamline::renderer
