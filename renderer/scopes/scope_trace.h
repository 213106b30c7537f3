// renderer/scopes/scope_trace.h: from bins to the light of a trace, without graticule.
#pragma once

#include "renderer/scopes/scope_bins.h"

#include <glm/glm.hpp>

#include <cstdint>
#include <span>
#include <vector>

namespace seamline::renderer {

/// How counts become brightness. What is counted once in a picture must be seen beside what fills
/// it.
enum class TraceGain : std::uint8_t { Log, Sqrt, Linear };

struct TraceStyle {
    TraceGain gain = TraceGain::Log;
    float brightness = 1;  ///< [0.1, 10]
    glm::vec3 color{1.0F}; ///< Display-referred R'G'B' of full brightness.
    bool hatched = false;  ///< In diagonal stripes, so that it is told apart without its colour.

    friend bool operator==(const TraceStyle&, const TraceStyle&) = default;
};

/// Counts per mean count, by column and row from the top: what a trace is drawn from. A value of 1
/// is what every place would have were the counts spread evenly.
struct TraceDensity {
    Extent size;
    std::vector<float> values; ///< Rows from the top.
};

/// One waveform (see ScopeBins::waveform), level 255 on top.
TraceDensity waveform_density(const ScopeBins& bins, int channel);
/// Cb to the right, Cr upwards. `zoom` around neutral: 1, 2, 4 or 8.
TraceDensity vectorscope_density(const ScopeBins& bins, int zoom = 1);
/// x or u' to the right, y or v' upwards.
TraceDensity chromaticity_density(const ScopeBins& bins);
/// Light that traces add up in: linear R, G, B with 1 for a display's white.
struct TraceLight {
    Extent size;
    std::vector<glm::vec3> rgb; ///< Rows from the top.

    explicit TraceLight(Extent picture);
};

/// Adds a trace that fills `rect` of `light`, smoothly resized.
void add_trace(TraceLight& light, const Rect& rect, const TraceDensity& density,
               const TraceStyle& style);

/// What a trace shows of two densities.
enum class Compared : std::uint8_t {
    More,   ///< What `a` has more of, by its share of both: (a - b)^2 / (a + b).
    Common, ///< What both have: the smaller one.
};
/// Adds what is compared, as a trace that fills `rect`. `a` and `b` may be of different sizes.
void add_compared(TraceLight& light, const Rect& rect, const TraceDensity& a, const TraceDensity& b,
                  Compared what, const TraceStyle& style);

/// Adds the area under a histogram of 256 counts; its highest bin, or the highest of
/// `reference` when that is not empty, has the height of `rect`. `filled` [0, 1]: brightness of the
/// area, its upper edge has all of it.
void add_histogram(TraceLight& light, const Rect& rect, std::span<const std::uint32_t> counts,
                   std::span<const std::uint32_t> reference, const TraceStyle& style, float filled);

/// How high an excess of this share of all pixels is, of the height for all of them: its cube root
/// with TraceGain::Log, because a logarithm has no place for nothing; its root, or itself.
float excess_height(float share, TraceGain gain);
/// Adds what one histogram has more of than another, as the area from the lower edge of `rect` up,
/// or from its upper edge down. `shares`: of all pixels, per level; 0 where it has not more.
void add_excess(TraceLight& light, const Rect& rect, std::span<const float> shares,
                const TraceStyle& style, float filled, bool falls);

/// 8-bit R'G'B'A (sRGB, opaque) of the light over a background.
std::vector<std::byte> to_rgba(const TraceLight& light, glm::vec3 background_rgb);

} // namespace seamline::renderer
