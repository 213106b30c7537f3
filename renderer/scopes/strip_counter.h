// renderer/scopes/strip_counter.h: counts the scopes of a strip of columns on one thread.
#pragma once

#include "renderer/scopes/scope_bins.h"
#include "renderer/scopes/scope_rows.h"

#include <span>
#include <vector>

namespace seamline::renderer {

/// A run of waveform columns: [first, end).
struct Strip {
    int first = 0;
    int end = 0;
};

/// The scratch memory of one thread and what it counted that is not its strips' alone: histograms,
/// vectorscope, chromaticities.
///
/// Threads: confined.
class StripCounter {
public:
    /// Forgets all counts. `words`: where waveforms go.
    void begin(const shared::ScopeParams& params, const ScopeLight& light, const std::byte* planes,
               std::span<std::uint32_t> words);
    /// Waveforms of R', G', B' and Y' over these columns, straight into `words`; the rest is kept.
    void count(Strip strip);
    /// Waveforms of Cb and Cr over these columns.
    void count_chroma(Strip strip);
    /// Adds histograms, vectorscope and chromaticities to `words`, which must hold counts.
    void add_to(std::span<std::uint32_t> words) const;

private:
    struct Span;
    void reserve(int pixels, int columns);
    void prefetch(const Span& span, int y) const;
    void read_chroma(const Span& span, int row);
    void count_vector(const Span& span);
    void read_pixels(const Span& span, int row, int group_row);
    void count_pixels(const Span& span, int rows);
    void count_chromaticity(const Span& span, int row, int group_row);
    void flush(Strip strip);

    shared::ScopeParams params_{};
    const ScopeLight* light_ = nullptr;
    const std::byte* planes_ = nullptr;
    std::span<std::uint32_t> words_;
    bool needs_rgb_ = false;
    bool needs_pixels_ = false;
    bool converts_bytes_ = false; ///< Of spans that begin at even columns: see `convert_bytes`.

    std::vector<std::uint16_t> code_[3];
    std::vector<std::int32_t> share_[3];
    std::vector<Rgby> rgby_;         ///< A group of rows, one after another.
    std::vector<std::uint8_t> luma_; ///< The same where only luma is needed.
    std::vector<std::uint8_t> chroma_[2];
    std::vector<std::uint32_t> place_; ///< Of each pixel's column among `bins_`.
    std::vector<std::uint16_t> bins_;  ///< [column][R', G', B', Y'][level]
    std::vector<std::uint32_t> histogram_;
    std::vector<std::uint32_t> vector_;
    std::vector<std::uint32_t> chromaticity_;
};

/// First pixel, counted from the region's left edge, of a waveform column.
int first_pixel(int column, int columns, int width);

/// Adds one chromaticity of R', G' and B' levels, see scope_bins.h.
void count_chromaticity_of(const shared::ScopeParams& params, const ScopeLight& light,
                           std::uint32_t red, std::uint32_t green, std::uint32_t blue,
                           std::span<std::uint32_t> bins);

} // namespace seamline::renderer
