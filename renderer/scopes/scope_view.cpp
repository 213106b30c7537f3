#include "renderer/scopes/scope_view.h"

#include "renderer/scopes/graticule.h"
#include "shaders/shared/scopes.h"

#include <algorithm>
#include <array>
#include <utility>

namespace seamline::renderer {
namespace {

using namespace shared;

constexpr glm::vec3 kRed{1.0F, 0.30F, 0.26F};
constexpr glm::vec3 kGreen{0.30F, 0.92F, 0.36F};
constexpr glm::vec3 kBlue{0.34F, 0.56F, 1.0F};
/// What A and B have in common, so that a difference is seen in its place.
constexpr glm::vec3 kCommon{0.52F};

Rect column(const Rect& whole, int index, int count) {
    const int from = whole.width * index / count;
    const int to = whole.width * (index + 1) / count;
    return {whole.x + from, whole.y, to - from, whole.height};
}

TraceBins waveform_bins(const ScopeBins& bins, int channel, std::uint32_t reading) {
    const double pixels = static_cast<double>(bins.region.width) * bins.region.height;
    return {.size = {bins.columns, kLevels},
            .first_word = kWaveformWord + (channel * bins.columns + 1) * kLevels - 1,
            .stride_x = kLevels,
            .stride_y = -1,
            .scale = static_cast<float>(pixels > 0 ? 256.0 * bins.columns / pixels : 0),
            .reading = reading};
}

TraceBins plane_bins(int base_word, int zoom, double samples, std::uint32_t reading) {
    const int size = kPlaneSize / zoom;
    const int first = kPlaneSize / 2 - size / 2;
    return {.size = {size, size},
            .first_word = base_word + (first + size - 1) * kPlaneSize + first,
            .stride_x = 1,
            .stride_y = -kPlaneSize,
            // A plane is crowded into few bins: compared with an even spread all would be white.
            .scale = static_cast<float>(samples > 0 ? 256.0 * 16 / samples : 0),
            .reading = reading};
}

/// Shares of all pixels.
TraceBins histogram_bins(int channel, double pixels, std::uint32_t reading) {
    return {.size = {kLevels, 1},
            .first_word = kHistogramWord + channel * kLevels,
            .stride_x = 1,
            .stride_y = kLevels,
            .scale = static_cast<float>(pixels > 0 ? 1 / pixels : 0),
            .reading = reading};
}

/// Bins of the same trace in both sources.
using Pick = TraceBins (*)(const ScopeBins& bins, const ScopeView& view, int channel,
                           std::uint32_t reading);

TraceBins pick_waveform(const ScopeBins& bins, const ScopeView&, int channel,
                        std::uint32_t reading) {
    return waveform_bins(bins, channel, reading);
}

/// Chroma samples of the region, about; exact where the region's edges lie on chroma samples.
double chroma_samples(const ScopeBins& bins) {
    const double pixels = static_cast<double>(bins.region.width) * bins.region.height;
    if (bins.layout.model != ColorModel::YCbCr) return pixels;
    return pixels /
           static_cast<double>(1 << (bins.layout.chroma_shift_x + bins.layout.chroma_shift_y));
}

TraceBins pick_vector(const ScopeBins& bins, const ScopeView& view, int, std::uint32_t reading) {
    return plane_bins(kVectorWord, std::clamp(view.zoom, 1, 8), chroma_samples(bins), reading);
}

TraceBins pick_chromaticity(const ScopeBins& bins, const ScopeView&, int, std::uint32_t reading) {
    // Every second pixel of every second row; black ones are not counted.
    const double pixels = static_cast<double>(bins.region.width) * bins.region.height;
    return plane_bins(kChromaticityWord, 1, pixels / 4, reading);
}

TraceBins pick_histogram(const ScopeBins& bins, const ScopeView&, int channel,
                         std::uint32_t reading) {
    return histogram_bins(channel, static_cast<double>(bins.region.width) * bins.region.height,
                          reading);
}

/// Collects the traces of a view.
class Collector {
public:
    Collector(const ScopeView& view, const ScopeBins& a, const ScopeBins* b)
        : view_(view), a_(a), b_(view.pair == ScopePair::Apart ? nullptr : b) {
        drawing_.size = {view.rect.width, view.rect.height};
        drawing_.background = view.background;
    }

    bool is_counted(std::uint32_t bits) const {
        return (a_.scopes & bits) == bits && (b_ == nullptr || (b_->scopes & bits) == bits);
    }
    const ScopeBins* other() const { return b_; }
    bool counts_rgb() const { return a_.counts_rgb && (b_ == nullptr || b_->counts_rgb); }

    /// A trace of A in `color`, or in a pair those of both in their colours.
    void add(const Rect& rect, Pick pick, int channel, glm::vec3 color, std::uint32_t kind) {
        Trace trace{};
        trace.rect = {rect.x, rect.y, rect.width, rect.height};
        trace.kind = kind;
        trace.gain = static_cast<std::uint32_t>(view_.gain);
        trace.brightness = view_.brightness;
        trace.color = color;
        if (kind == kTraceHistogram) style_histogram(trace);
        trace.bins = pick(a_, view_, channel, 0);
        if (b_ == nullptr) return push(trace);
        const TraceBins other = pick(*b_, view_, channel, 1);
        Trace second = trace;
        trace.color = view_.color_a;
        second.color = view_.color_b;
        second.bins = other;
        second.hatched = 1;
        if (view_.pair == ScopePair::Difference) {
            trace.other = other;
            second.other = trace.bins;
            if (kind == kTraceHistogram)
                part_histogram(trace, second, channel, color);
            else
                part_density(trace, second);
        }
        push(trace);
        push(second);
    }

    ScopeDrawing finished() const { return drawing_; }

private:
    /// Heights on a logarithmic scale hide what matters: roots keep small bins visible.
    void style_histogram(Trace& trace) const {
        if (trace.gain == kGainLog) trace.gain = kGainSqrt;
        trace.filled = 0.5F;
        trace.brightness = std::clamp(0.85F * view_.brightness, 0.4F, 1.0F);
        if (b_ != nullptr) trace.filled = 0.35F;
    }

    /// A's excess grows upwards from the middle, B's downwards: colours can be those of channels.
    void part_histogram(Trace& a, Trace& b, int channel, glm::vec3 color) const {
        a.kind = b.kind = kTraceExcess;
        a.gain = b.gain = static_cast<std::uint32_t>(view_.gain);
        a.rect.w /= 2;
        b.rect.y += a.rect.w;
        b.rect.w -= a.rect.w;
        b.falls = 1;
        if (channel < 3) a.color = b.color = color;
    }

    /// What both have lies beneath, dim: without it nobody sees how much of all the difference is.
    void part_density(Trace& a, Trace& b) {
        Trace both = a;
        both.kind = kTraceCommon;
        both.color = kCommon;
        push(both);
        a.kind = b.kind = kTraceMore;
    }

    void push(const Trace& trace) {
        if (drawing_.traces >= kMostTraces || trace.rect.z <= 0 || trace.rect.w <= 0) return;
        drawing_.trace[drawing_.traces++] = trace;
    }

    const ScopeView& view_;
    const ScopeBins& a_;
    const ScopeBins* b_;
    ScopeDrawing drawing_{};
};

void add_waveforms(Collector& to, const ScopeView& view, const std::vector<Rect>& parts) {
    const std::array<glm::vec3, 3> rgb{kRed, kGreen, kBlue};
    const std::array<int, 3> ycbcr{kWaveformLuma, kWaveformCb, kWaveformCb + 1};
    const std::array<glm::vec3, 3> chroma{view.color, kBlue, kRed};
    for (std::size_t i = 0; i < 3; ++i) {
        const int channel = static_cast<int>(i);
        switch (view.waveform) {
        case WaveformKind::Luma:
            if (i == 0) to.add(parts[0], pick_waveform, kWaveformLuma, view.color, kTraceDensity);
            break;
        case WaveformKind::RgbOverlay:
        case WaveformKind::RgbParade:
            if (to.counts_rgb())
                to.add(parts[std::min(i, parts.size() - 1)], pick_waveform, channel, rgb[i],
                       kTraceDensity);
            break;
        case WaveformKind::YCbCrParade:
            to.add(parts[i], pick_waveform, ycbcr[i], chroma[i], kTraceDensity);
            break;
        }
    }
}

void add_histograms(Collector& to, const ScopeView& view, const std::vector<Rect>& parts) {
    const std::array<glm::vec3, 3> rgb{kRed, kGreen, kBlue};
    for (std::size_t i = 0; to.counts_rgb() && parts.size() > 1 && i < 3; ++i)
        to.add(parts.front(), pick_histogram, static_cast<int>(i), rgb[i], kTraceHistogram);
    to.add(parts.back(), pick_histogram, 3, view.color, kTraceHistogram);
}

TraceDensity density_of(const TraceBins& bins, std::span<const std::uint32_t> words_a,
                        std::span<const std::uint32_t> words_b) {
    TraceDensity density{{bins.size.x, bins.size.y}, {}};
    if (bins.size.x <= 0 || bins.size.y <= 0) return density;
    const std::span<const std::uint32_t> words = bins.reading == 0 ? words_a : words_b;
    density.values.reserve(static_cast<std::size_t>(bins.size.x) *
                           static_cast<std::size_t>(bins.size.y));
    for (int y = 0; y < bins.size.y; ++y)
        for (int x = 0; x < bins.size.x; ++x)
            density.values.push_back(
                bins.scale * static_cast<float>(words[static_cast<std::size_t>(
                                 bins.first_word + x * bins.stride_x + y * bins.stride_y)]));
    return density;
}

std::vector<float> excess_shares(const Trace& trace, std::span<const std::uint32_t> words_a,
                                 std::span<const std::uint32_t> words_b) {
    std::vector<float> shares;
    const auto share = [&](const TraceBins& bins, int level) {
        const std::span<const std::uint32_t> words = bins.reading == 0 ? words_a : words_b;
        return bins.scale *
               static_cast<float>(words[static_cast<std::size_t>(bins.first_word + level)]);
    };
    for (int level = 0; level < trace.bins.size.x; ++level)
        shares.push_back(std::max(share(trace.bins, level) - share(trace.other, level), 0.0F));
    return shares;
}

} // namespace

const char* name(WaveformKind kind) {
    switch (kind) {
    case WaveformKind::Luma:
        return "luma";
    case WaveformKind::RgbOverlay:
        return "rgb-overlay";
    case WaveformKind::RgbParade:
        return "rgb-parade";
    case WaveformKind::YCbCrParade:
        return "ycbcr-parade";
    }
    return "";
}

const char* name(ScopePair pair) {
    switch (pair) {
    case ScopePair::Apart:
        return "apart";
    case ScopePair::Overlay:
        return "overlay";
    case ScopePair::Difference:
        return "difference";
    }
    return "";
}

const char* name(TraceGain gain) {
    switch (gain) {
    case TraceGain::Log:
        return "log";
    case TraceGain::Sqrt:
        return "sqrt";
    case TraceGain::Linear:
        return "linear";
    }
    return "";
}

std::uint32_t counted_for(ScopeKind kind, WaveformKind waveform, bool is_uv) {
    switch (kind) {
    case ScopeKind::Histogram:
        return kScopeHistogram;
    case ScopeKind::Waveform:
        return waveform == WaveformKind::Luma          ? kScopeLuma
               : waveform == WaveformKind::YCbCrParade ? kScopeLuma | kScopeChroma
                                                       : kScopeParade;
    case ScopeKind::Vectorscope:
        return kScopeVector;
    case ScopeKind::Chromaticity:
        return is_uv ? kScopeUv : kScopeXy;
    }
    return 0;
}

std::vector<Rect> parts_of(const ScopeView& view, const ScopeBins& a, const ScopeBins* b) {
    const Rect all{0, 0, view.rect.width, view.rect.height};
    const bool counts_rgb = a.counts_rgb && (b == nullptr || b->counts_rgb);
    if (view.kind == ScopeKind::Histogram && counts_rgb) {
        const int upper = std::max((all.height - view.gap_px) * 3 / 5, 1);
        const int below = std::min(upper + view.gap_px, all.height - 1);
        return {rgb_histogram_rect({0, 0, all.width, upper}, a.layout, a.color),
                {0, below, all.width, all.height - below}};
    }
    // Two sources in three colours each, over each other, would be read by nobody.
    const bool parade =
        view.waveform == WaveformKind::RgbParade || view.waveform == WaveformKind::YCbCrParade ||
        (view.waveform == WaveformKind::RgbOverlay && view.pair != ScopePair::Apart);
    if (view.kind != ScopeKind::Waveform || !parade) return {all};
    return {column(all, 0, 3), column(all, 1, 3), column(all, 2, 3)};
}

ScopeDrawing drawing_of(const ScopeView& view, const ScopeBins& a, const ScopeBins* b) {
    Collector traces(view, a, b);
    if (!traces.is_counted(counted_for(view.kind, view.waveform, view.is_uv)))
        return traces.finished();
    const std::vector<Rect> parts = parts_of(view, a, traces.other());
    switch (view.kind) {
    case ScopeKind::Histogram:
        add_histograms(traces, view, parts);
        break;
    case ScopeKind::Waveform:
        add_waveforms(traces, view, parts);
        break;
    case ScopeKind::Vectorscope:
        traces.add(parts[0], pick_vector, 0, view.color, kTraceDensity);
        break;
    case ScopeKind::Chromaticity:
        traces.add(parts[0], pick_chromaticity, 0, view.color, kTraceDensity);
        break;
    }
    return traces.finished();
}

std::vector<std::byte> draw(const ScopeDrawing& drawing, std::span<const std::uint32_t> words_a,
                            std::span<const std::uint32_t> words_b) {
    TraceLight light({drawing.size.x, drawing.size.y});
    for (int i = 0; i < drawing.traces; ++i) {
        const Trace& trace = drawing.trace[i];
        const Rect rect{trace.rect.x, trace.rect.y, trace.rect.z, trace.rect.w};
        const TraceStyle style{static_cast<TraceGain>(trace.gain), trace.brightness, trace.color,
                               trace.hatched != 0};
        if (trace.kind == kTraceExcess) {
            add_excess(light, rect, excess_shares(trace, words_a, words_b), style, trace.filled,
                       trace.falls != 0);
            continue;
        }
        if (trace.kind == kTraceHistogram) {
            const auto words = trace.bins.reading == 0 ? words_a : words_b;
            add_histogram(light, rect,
                          words.subspan(static_cast<std::size_t>(trace.bins.first_word),
                                        static_cast<std::size_t>(trace.bins.size.x)),
                          {}, style, trace.filled);
            continue;
        }
        const TraceDensity density = density_of(trace.bins, words_a, words_b);
        if (trace.kind == kTraceDensity) {
            add_trace(light, rect, density, style);
            continue;
        }
        const Compared what = trace.kind == kTraceMore ? Compared::More : Compared::Common;
        add_compared(light, rect, density, density_of(trace.other, words_a, words_b), what, style);
    }
    std::vector<std::byte> pixels = to_rgba(light, drawing.background);
    if (drawing.swaps_red_and_blue != 0)
        for (std::size_t i = 0; i < pixels.size(); i += 4) std::swap(pixels[i], pixels[i + 2]);
    return pixels;
}

} // namespace seamline::renderer
