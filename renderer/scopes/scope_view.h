// renderer/scopes/scope_view.h: a scope on the screen: what it shows of which sources, and where.
#pragma once

#include "renderer/scopes/scope_bins.h"
#include "renderer/scopes/scope_trace.h"
#include "shaders/shared/scope_trace.h"

#include <glm/glm.hpp>

#include <cstdint>
#include <vector>

namespace seamline::renderer {

enum class ScopeKind : std::uint8_t { Histogram, Waveform, Vectorscope, Chromaticity };
constexpr int kScopeKinds = 4;

enum class WaveformKind : std::uint8_t {
    Luma,
    RgbOverlay, ///< R', G' and B' over each other.
    RgbParade,  ///< Beside each other.
    YCbCrParade,
};

/// How two sources share one scope.
enum class ScopePair : std::uint8_t {
    Apart,   ///< Not at all: each has its own.
    Overlay, ///< Over each other, B hatched.
    /// A - B: in A's colour what A has more of, in B's, hatched, what B has more of, and dim what
    /// both have. Of histograms the share of all pixels that a level has more (see
    /// `excess_height`), A's upwards from the middle, B's downwards.
    Difference,
};

const char* name(WaveformKind kind); ///< "luma", "rgb-overlay", "rgb-parade", "ycbcr-parade"
const char* name(ScopePair pair);    ///< "apart", "overlay", "difference"
const char* name(TraceGain gain);    ///< "log", "sqrt", "linear"

/// One scope. Constant while it is drawn.
struct ScopeView {
    Rect rect; ///< Of the picture of the traces, in window pixels.
    ScopeKind kind = ScopeKind::Waveform;
    WaveformKind waveform = WaveformKind::Luma;
    std::uint64_t source = 0;
    ScopePair pair = ScopePair::Apart;
    std::uint64_t other = 0; ///< B, unless `pair` is Apart.
    TraceGain gain = TraceGain::Log;
    float brightness = 1;                ///< [0.1, 10]
    glm::vec3 color{0.8F, 0.88F, 0.82F}; ///< Of traces that have no colour of their own.
    glm::vec3 color_a{1.0F};             ///< Of A and B in a pair; all display-referred.
    glm::vec3 color_b{1.0F};
    glm::vec3 background{0.055F};
    int zoom = 1;       ///< Of the vectorscope, [1, 8].
    bool is_uv = false; ///< Chromaticities: u', v' instead of x, y.
    int gap_px = 0;     ///< Between the histograms of R'G'B' and of luma.

    friend bool operator==(const ScopeView&, const ScopeView&) = default;
};

/// The bits of shaders/shared/scopes.h that must be counted for it. `is_uv`: of the chromaticity
/// diagram.
std::uint32_t counted_for(ScopeKind kind, WaveformKind waveform, bool is_uv);

/// Where the parts of the view lie in its picture: R'G'B' and luma of a histogram (of A's range:
/// see rgb_histogram_rect), the traces of a parade from the left, else one. `b`: see drawing_of.
std::vector<Rect> parts_of(const ScopeView& view, const ScopeBins& a, const ScopeBins* b);

/// What is to be drawn. `b`: of the other source; null while there is none, then A is drawn alone.
/// What was not counted is left out.
shared::ScopeDrawing drawing_of(const ScopeView& view, const ScopeBins& a, const ScopeBins* b);

/// Draws on the CPU: 8-bit pixels, rows from the top, red in the low byte unless the drawing swaps.
/// `words_a`, `words_b`: bins of the sources; `words_b` may be empty where no trace reads it.
std::vector<std::byte> draw(const shared::ScopeDrawing& drawing,
                            std::span<const std::uint32_t> words_a,
                            std::span<const std::uint32_t> words_b);

} // namespace seamline::renderer
