#include "app/cli/scope_pictures.h"

#include "renderer/scopes/scope_names.h"

#include <algorithm>
#include <array>
#include <utility>

namespace seamline::cli {
namespace {

using namespace renderer;
using namespace shared;

constexpr glm::vec3 kBackground{0.055F};
constexpr glm::vec3 kRed{1.0F, 0.30F, 0.26F};
constexpr glm::vec3 kGreen{0.30F, 0.92F, 0.36F};
constexpr glm::vec3 kBlue{0.34F, 0.56F, 1.0F};
// As the window draws them before anything else is chosen.
constexpr glm::vec3 kLumaTrace{0.86F, 0.88F, 0.88F};
constexpr glm::vec3 kVectorTrace = kLumaTrace;
constexpr glm::vec3 kMark{1.0F, 0.95F, 0.55F};

/// Draws pictures of one set of bins.
class Sheet {
public:
    Sheet(const ScopeBins& bins, const ScopePictureStyle& style,
          const std::optional<MarkedSample>& sample)
        : bins_(bins), style_(style), sample_(sample),
          font_(style.size.height >= 400 ? 14.0F : 11.0F),
          line_px_(font_.painter().size_of("0").height),
          signal_scale_(applies(style.scale, bins.color.transfer) ? style.scale
                                                                  : LevelScale::Percent) {}

    ScopePicture waveform() const {
        Frame f = frame(style_.size);
        add_trace(f.light, f.trace, waveform_density(bins_, kWaveformLuma), trace(kLumaTrace));
        const Graticule lines =
            waveform_graticule(bins_.layout, bins_.color, LevelSignal::Luma, signal_scale_);
        Canvas canvas = finished(f, lines, "Waveform, luma", unit(LevelSignal::Luma));
        if (sample_)
            draw_mark(canvas, f.trace, waveform_place(bins_, sample_->x, sample_->levels.luma),
                      kMark);
        return {"waveform", std::move(canvas)};
    }

    ScopePicture parade() const {
        Frame f = frame(style_.size);
        const std::array<glm::vec3, 3> colors{kRed, kGreen, kBlue};
        for (int i = 0; i < 3; ++i)
            add_trace(f.light, part(f.trace, i, 3), waveform_density(bins_, i),
                      trace(colors[static_cast<std::size_t>(i)]));
        Graticule lines =
            waveform_graticule(bins_.layout, bins_.color, LevelSignal::Rgb, signal_scale_);
        add_parts(lines, {"R'", "G'", "B'"});
        Canvas canvas = finished(f, lines, "R'G'B' parade", unit(LevelSignal::Rgb));
        const std::array<int, 3> levels =
            sample_ ? std::array{sample_->levels.red, sample_->levels.green, sample_->levels.blue}
                    : std::array<int, 3>{};
        for (int i = 0; sample_ && i < 3; ++i)
            draw_mark(canvas, part(f.trace, i, 3),
                      waveform_place(bins_, sample_->x, levels[static_cast<std::size_t>(i)]),
                      kMark);
        return {"parade", std::move(canvas)};
    }

    ScopePicture chroma() const {
        Frame f = frame(style_.size);
        add_trace(f.light, part(f.trace, 0, 2), waveform_density(bins_, kWaveformCb), trace(kBlue));
        add_trace(f.light, part(f.trace, 1, 2), waveform_density(bins_, kWaveformCb + 1),
                  trace(kRed));
        PixelLayout codes = bins_.layout;
        codes.model = ColorModel::Rgb; // Chroma has no black and white to mark.
        Graticule lines =
            waveform_graticule(codes, bins_.color, LevelSignal::Rgb, LevelScale::Code);
        const ChromaNames names = chroma_names(bins_.layout, bins_.color);
        add_parts(lines, {names.across, names.up});
        Canvas canvas =
            finished(f, lines, "Chroma parade",
                     level_unit(LevelScale::Code, codes, bins_.color, LevelSignal::Rgb));
        if (sample_)
            for (const auto& [i, level] :
                 {std::pair(0, sample_->levels.cb), {1, sample_->levels.cr}})
                draw_mark(canvas, part(f.trace, i, 2), waveform_place(bins_, sample_->x, level),
                          kMark);
        return {"chroma", std::move(canvas)};
    }

    ScopePicture vectorscope() const {
        Frame f = frame({style_.size.height, style_.size.height});
        const int side = std::min(f.trace.width, f.trace.height);
        f.trace = {(f.light.size.width - side) / 2, f.trace.y, side, side};
        add_trace(f.light, f.trace, vectorscope_density(bins_, style_.zoom), trace(kVectorTrace));
        const std::string zoom = style_.zoom > 1 ? std::to_string(style_.zoom) + "x" : "";
        Canvas canvas =
            finished(f, vectorscope_graticule(bins_.layout, bins_.color, style_.zoom),
                     "Vectorscope", zoom.empty() ? encoding_name(bins_.layout, bins_.color) : zoom);
        if (sample_)
            draw_mark(canvas, f.trace,
                      vectorscope_place(sample_->levels.cb, sample_->levels.cr, style_.zoom),
                      kMark);
        return {"vectorscope", std::move(canvas)};
    }

    /// R', G' and B' over each other; luma below, its black and white beneath theirs.
    ScopePicture histogram() const {
        Frame f = frame(style_.size);
        const int gap = line_px_ + 12;
        const Rect all = f.trace;
        const Rect upper =
            rgb_histogram_rect({all.x, all.y, all.width, std::max((all.height - gap) * 3 / 5, 1)},
                               bins_.layout, bins_.color);
        const int below = upper.y + upper.height + gap;
        const Rect lower{all.x, below, all.width, std::max(all.y + all.height - below, 1)};
        const std::array<glm::vec3, 3> colors{kRed, kGreen, kBlue};
        for (int i = 0; bins_.counts_rgb && i < 3; ++i)
            add_histogram(f.light, upper, bins_.histogram(i), {},
                          level_style(colors[static_cast<std::size_t>(i)], 0.8F), 0.5F);
        f.trace = bins_.counts_rgb ? lower : all;
        add_histogram(f.light, f.trace, bins_.histogram(3), {}, level_style(kLumaTrace, 0.9F),
                      0.5F);
        const std::string title =
            bins_.counts_rgb ? "Histograms of R' G' B' and of luma" : "Histogram of luma";
        Canvas canvas = finished(
            f, histogram_graticule(bins_.layout, bins_.color, LevelSignal::Luma, signal_scale_),
            title, histogram_unit());
        if (bins_.counts_rgb)
            draw_graticule(
                canvas, upper,
                histogram_graticule(bins_.layout, bins_.color, LevelSignal::Rgb, signal_scale_),
                font_.painter());
        if (sample_) draw_mark(canvas, f.trace, histogram_place(sample_->levels.luma), kMark);
        if (sample_ && bins_.counts_rgb) {
            const std::array<int, 3> levels{sample_->levels.red, sample_->levels.green,
                                            sample_->levels.blue};
            for (std::size_t i = 0; i < levels.size(); ++i)
                draw_mark(canvas, upper, histogram_place(levels[i]), colors[i]);
        }
        return {"histogram", std::move(canvas)};
    }

    ScopePicture chromaticity() const {
        Frame f = frame({style_.size.height, style_.size.height});
        const int side = std::min(f.trace.width, f.trace.height);
        f.trace = {f.trace.x, f.trace.y, side, side};
        const bool is_uv = (bins_.scopes & kScopeUv) != 0;
        add_trace(f.light, f.trace, chromaticity_density(bins_), trace(kLumaTrace));
        Canvas canvas =
            finished(f, chromaticity_graticule(is_uv), is_uv ? "CIE 1976 u', v'" : "CIE 1931 x, y",
                     name(bins_.color.primaries));
        if (sample_ && sample_->xy)
            draw_mark(canvas, f.trace, chromaticity_place(*sample_->xy, is_uv), kMark);
        return {"cie", std::move(canvas)};
    }

private:
    struct Frame {
        TraceLight light;
        Rect trace;
    };

    /// Room for a title above, numbers on the left and below.
    Frame frame(Extent size) const {
        const int left = font_.painter().size_of("10000").width + 8;
        const int top = line_px_ * 2 + 10;
        const int bottom = line_px_ + 8;
        const int right = 12;
        return {TraceLight(size),
                {left, top, std::max(size.width - left - right, 1),
                 std::max(size.height - top - bottom, 1)}};
    }

    static Rect part(const Rect& whole, int index, int count) {
        const int from = whole.width * index / count;
        const int to = whole.width * (index + 1) / count;
        return {whole.x + from, whole.y, to - from, whole.height};
    }

    TraceStyle trace(glm::vec3 color) const { return {style_.gain, style_.brightness, color}; }

    TraceStyle level_style(glm::vec3 color, float edge) const {
        // Heights on a logarithmic scale hide what matters: roots keep small bins visible.
        const TraceGain gain = style_.gain == TraceGain::Log ? TraceGain::Sqrt : style_.gain;
        return {gain, edge, color};
    }

    std::string unit(LevelSignal signal) const {
        return level_unit(signal_scale_, bins_.layout, bins_.color, signal);
    }

    std::string histogram_unit() const {
        const std::string luma = unit(LevelSignal::Luma);
        const std::string rgb = unit(LevelSignal::Rgb);
        return luma == rgb || !bins_.counts_rgb ? luma : luma + " (R' G' B' full range)";
    }

    Canvas finished(const Frame& f, const Graticule& graticule, const std::string& title,
                    const std::string& note) const {
        Canvas canvas{f.light.size, to_rgba(f.light, kBackground)};
        draw_graticule(canvas, f.trace, graticule, font_.painter());
        const std::string text = note.empty() ? title : title + ", " + note;
        font_.painter().draw(canvas.rgba, canvas.size, 8, 4, text);
        const Extent right = font_.painter().size_of(style_.caption);
        const int x = canvas.size.width - right.width - 8;
        if (x > 16 + font_.painter().size_of(text).width)
            font_.painter().draw(canvas.rgba, canvas.size, x, 4, style_.caption);
        return canvas;
    }

    const ScopeBins& bins_;
    const ScopePictureStyle& style_;
    std::optional<MarkedSample> sample_;
    CanvasFont font_;
    int line_px_;
    LevelScale signal_scale_;
};

} // namespace

std::vector<ScopePicture> draw_scopes(const ScopeBins& bins, const ScopePictureStyle& style,
                                      const std::optional<MarkedSample>& sample) {
    const Sheet sheet(bins, style, sample);
    std::vector<ScopePicture> pictures;
    if ((bins.scopes & kScopeLuma) != 0) pictures.push_back(sheet.waveform());
    if ((bins.scopes & kScopeParade) != 0) pictures.push_back(sheet.parade());
    if ((bins.scopes & kScopeChroma) != 0) pictures.push_back(sheet.chroma());
    if ((bins.scopes & kScopeVector) != 0) pictures.push_back(sheet.vectorscope());
    if ((bins.scopes & kScopeHistogram) != 0) pictures.push_back(sheet.histogram());
    if ((bins.scopes & (kScopeXy | kScopeUv)) != 0) pictures.push_back(sheet.chromaticity());
    return pictures;
}

} // namespace seamline::cli
