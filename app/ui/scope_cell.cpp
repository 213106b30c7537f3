#include "app/ui/scope_cell.h"

#include "app/ui/scope_painter.h"
#include "renderer/scopes/chromaticity.h"
#include "renderer/scopes/scope_names.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace seamline::ui {
namespace {

using renderer::Graticule;
using renderer::GraticuleInk;
using renderer::LevelScale;
using renderer::LevelSignal;
using renderer::ScopeBins;
using renderer::ScopeKind;
using renderer::ScopeView;
using renderer::WaveformKind;
using session::ScopeSettings;
using session::TraceTint;

ImVec2 vec(glm::dvec2 p) { return {static_cast<float>(p.x), static_cast<float>(p.y)}; }
glm::vec3 unit(Rgb color) { return glm::vec3(color.r, color.g, color.b) / 255.0F; }

constexpr Rgb kGround{14, 14, 14, 255}; ///< Of ScopeView::background.
constexpr Rgb kOldVeil{14, 14, 14, 120};

glm::vec3 color_of(TraceTint tint) {
    switch (tint) {
    case TraceTint::White:
        return {0.86F, 0.88F, 0.88F};
    case TraceTint::Green:
        return {0.45F, 0.95F, 0.55F};
    case TraceTint::Amber:
        return {1.0F, 0.76F, 0.36F};
    }
    return glm::vec3(1);
}

/// What bars' targets are drawn for.
ColorTags with_targets(ColorTags color, session::VectorTargets targets) {
    switch (targets) {
    case session::VectorTargets::Source:
        break;
    case session::VectorTargets::Bt601:
        color.matrix = ColorMatrix::Bt601;
        color.primaries = ColorPrimaries::Bt601_525;
        break;
    case session::VectorTargets::Bt709:
        color.matrix = ColorMatrix::Bt709;
        color.primaries = ColorPrimaries::Bt709;
        break;
    case session::VectorTargets::Bt2020:
        color.matrix = ColorMatrix::Bt2020Ncl;
        color.primaries = ColorPrimaries::Bt2020;
        break;
    }
    return color;
}

/// Lines for Cb and Cr: neutral, and the ends of the range.
Graticule chroma_graticule(const ColorTags& color) {
    Graticule graticule;
    const bool full = color.range == ColorRange::Full;
    const auto add = [&](int level, GraticuleInk ink) {
        const auto y = static_cast<float>(1 - (level + 0.5) / 256);
        graticule.lines.push_back({{0, y}, {1, y}, ink});
    };
    for (const int level : {full ? 0 : 16, 72, 184, full ? 255 : 240})
        add(level, GraticuleInk::Minor);
    add(128, GraticuleInk::Limit);
    return graticule;
}

/// Below the title; as far from the cell's edge as the title is: there the window cuts them off.
ScreenRect label_bounds(const Ui& ui, const ScopeCell& cell) {
    const auto margin = static_cast<double>(ui.px(4));
    return {{cell.rect.min.x + margin, cell.trace.min.y}, cell.rect.max - glm::dvec2(margin, 0)};
}

bool is_beside_the_trace(const renderer::GraticuleLabel& label) {
    return label.place.x <= 0 || label.place.y >= 1;
}

/// Draws one cell.
class Cell {
public:
    Cell(const Ui& ui, ImDrawList& list, const ScopeSubject& subject, const ScopeCell& cell)
        : ui_(ui), list_(list), subject_(subject), cell_(cell), settings_(ui.state.scopes),
          bins_(subject.reading_a->bins), scale_(scale_for(settings_, bins_.color)),
          painter_(ui, list, label_bounds(ui, cell)) {
        const ScopeBins* bins_b = subject.reading_b ? &subject.reading_b->bins : nullptr;
        for (const Rect& part : renderer::parts_of(scope_view(ui, subject, cell), bins_, bins_b)) {
            const glm::dvec2 min = cell.trace.min + glm::dvec2(part.x, part.y);
            parts_.push_back({min, min + glm::dvec2(part.width, part.height)});
        }
    }

    void draw() {
        switch (cell_.kind) {
        case ScopeKind::Histogram:
            draw_histogram();
            break;
        case ScopeKind::Waveform:
            draw_waveform();
            break;
        case ScopeKind::Vectorscope:
            draw_vector_graticule();
            each_probed([&](const ProbedLevels& p, const ScopeBins&, const Rect&) {
                painter_.ring(cell_.trace,
                              renderer::vectorscope_place(p.levels.cb, p.levels.cr, settings_.zoom),
                              letter_);
            });
            break;
        case ScopeKind::Chromaticity:
            draw_chromaticity();
            break;
        }
    }

private:
    bool has_numbers() const { return cell_.trace.size().y >= static_cast<double>(ui_.px(48)); }
    /// The side of the trace, in heights of a label: in a small square names cover what they name.
    double side_in_labels() const {
        return cell_.trace.size().y / static_cast<double>(ui_.fonts.small->FontSize);
    }

    /// Calls `mark` with the pixel of A and that of B, where their scopes are drawn.
    template <typename Mark> void each_probed(Mark&& mark) {
        letter_ = subject_.b != nullptr ? "A" : "";
        if (subject_.probed_a) mark(*subject_.probed_a, bins_, subject_.reading_a->region);
        letter_ = "B";
        if (subject_.probed_b && subject_.reading_b)
            mark(*subject_.probed_b, subject_.reading_b->bins, subject_.reading_b->region);
    }

    Graticule vector_graticule() const {
        return renderer::vectorscope_graticule(
            bins_.layout, with_targets(bins_.color, settings_.targets), settings_.zoom);
    }

    void draw_vector_graticule() {
        Graticule graticule = vector_graticule();
        if (side_in_labels() < 11) // The targets' names need the room more than the axes'.
            std::erase_if(graticule.labels,
                          [](const auto& l) { return l.ink != GraticuleInk::Target; });
        painter_.graticule(cell_.trace, graticule, side_in_labels() >= 6);
    }

    void name_part(glm::dvec2 corner, const ScreenRect& part, const std::string& name) {
        ImFont* font = ui_.fonts.small;
        const ImVec2 size = font->CalcTextSizeA(font->FontSize, FLT_MAX, 0, name.c_str());
        const glm::dvec2 pad(static_cast<double>(ui_.px(3)), 1.0);
        const ScreenRect box{corner, corner + glm::dvec2(size.x, size.y) + 2.0 * pad};
        if (box.max.x > part.max.x || part.size().y < 2.5 * box.size().y) return;
        list_.AddRectFilled(vec(box.min), vec(box.max), packed(Rgb{14, 14, 14, 200}));
        list_.AddText(font, font->FontSize, vec(box.min + pad), packed(palette::kText),
                      name.c_str());
    }

    /// Of a histogram: whose levels, in which numbers where the two parts' are not the same.
    void name_levels(const ScreenRect& part, const char* name, LevelSignal signal, bool differs) {
        const std::string brief = std::string(name) + (differs ? "  A - B" : "");
        const std::string heights = brief + (differs ? ", % of all pixels" : "");
        const std::string full =
            scale_ != LevelScale::Code
                ? heights
                : heights + "  " + renderer::level_unit(scale_, bins_.layout, bins_.color, signal);
        const glm::dvec2 corner(cell_.trace.min.x, part.min.y);
        const float width =
            ui_.fonts.small->CalcTextSizeA(ui_.fonts.small->FontSize, FLT_MAX, 0, full.c_str()).x;
        const bool fits = corner.x + static_cast<double>(width + ui_.px(6)) <= part.max.x;
        name_part(corner, part, fits ? full : brief);
    }

    void draw_histogram() {
        const bool has_rgb = parts_.size() > 1;
        const auto lines = [&](LevelSignal signal) {
            return renderer::histogram_graticule(bins_.layout, bins_.color, signal, scale_);
        };
        // Of the upper one's numbers only as many as fit between the two are there.
        if (has_rgb) painter_.graticule(parts_.front(), lines(LevelSignal::Rgb), has_numbers());
        painter_.graticule(parts_.back(), lines(LevelSignal::Luma), true);
        const bool differs =
            subject_.b != nullptr && settings_.pair == renderer::ScopePair::Difference;
        if (differs)
            for (const ScreenRect& part : parts_)
                painter_.graticule(part, renderer::excess_graticule(settings_.gain), true);
        if (has_rgb) name_levels(parts_.front(), "R' G' B'", LevelSignal::Rgb, differs);
        name_levels(parts_.back(), "Y'", LevelSignal::Luma, differs);
        each_probed([&](const ProbedLevels& p, const ScopeBins&, const Rect&) {
            painter_.tick(parts_.back(), renderer::histogram_place(p.levels.luma));
            for (const int level : {p.levels.red, p.levels.green, p.levels.blue})
                if (has_rgb) painter_.tick(parts_.front(), renderer::histogram_place(level));
        });
    }

    void draw_waveform() {
        const bool ycbcr = settings_.waveform_kind == WaveformKind::YCbCrParade;
        const bool luma = settings_.waveform_kind == WaveformKind::Luma;
        const Graticule levels = renderer::waveform_graticule(
            bins_.layout, bins_.color, luma || ycbcr ? LevelSignal::Luma : LevelSignal::Rgb,
            scale_);
        for (std::size_t i = 0; i < parts_.size(); ++i)
            painter_.graticule(parts_[i], ycbcr && i > 0 ? chroma_graticule(bins_.color) : levels,
                               i == 0 && has_numbers());
        if (parts_.size() > 1) {
            const std::array<const char*, 3> rgb{"R'", "G'", "B'"};
            const renderer::ChromaNames names = renderer::chroma_names(bins_.layout, bins_.color);
            const std::array<const char*, 3> encoded{names.luma, names.across, names.up};
            for (std::size_t i = 0; i < 3; ++i)
                name_part(parts_[i].min, parts_[i], ycbcr ? encoded[i] : rgb[i]);
            for (std::size_t i = 1; i < 3; ++i)
                list_.AddLine(vec(parts_[i].min), vec({parts_[i].min.x, parts_[i].max.y}),
                              packed(Rgb{170, 170, 170, 130}));
        }
        each_probed([&](const ProbedLevels& p, const ScopeBins& bins, const Rect& region) {
            mark_waveform(p, bins, region);
        });
    }

    void mark_waveform(const ProbedLevels& p, const ScopeBins& bins, const Rect& region) {
        const int x = p.pixel.x - region.x;
        if (x < 0 || x >= bins.region.width) return;
        const int y = p.pixel.y - region.y;
        if (y < 0 || y >= bins.region.height) return;
        const auto ring = [&](const ScreenRect& part, int level) {
            painter_.ring(part, renderer::waveform_place(bins, x, level), letter_);
        };
        const renderer::ScopeSample& l = p.levels;
        if (settings_.waveform_kind == WaveformKind::Luma) return ring(parts_[0], l.luma);
        const bool ycbcr = settings_.waveform_kind == WaveformKind::YCbCrParade;
        const std::array<int, 3> levels =
            ycbcr ? std::array{l.luma, l.cb, l.cr} : std::array{l.red, l.green, l.blue};
        for (std::size_t i = 0; i < 3; ++i) ring(parts_[std::min(i, parts_.size() - 1)], levels[i]);
    }

    void draw_chromaticity() {
        Graticule graticule = renderer::chromaticity_graticule(settings_.is_uv);
        if (side_in_labels() < 11)
            std::erase_if(graticule.labels, [](const auto& l) { return !is_beside_the_trace(l); });
        painter_.graticule(cell_.trace, graticule, true);
        each_probed([&](const ProbedLevels& p, const ScopeBins& bins, const Rect&) {
            if (const auto xy = renderer::sample_xy(p.levels, p.params, bins.color.transfer))
                painter_.ring(cell_.trace, renderer::chromaticity_place(*xy, settings_.is_uv),
                              letter_);
        });
    }

    const Ui& ui_;
    ImDrawList& list_;
    const ScopeSubject& subject_;
    const ScopeCell& cell_;
    const ScopeSettings& settings_;
    const ScopeBins& bins_;
    LevelScale scale_;
    ScopePainter painter_;
    const char* letter_ =
        ""; ///< Of the pixel that is being marked; empty where there is one source.
    std::vector<ScreenRect> parts_;
};

bool needs_rgb(const ScopeSettings& settings, ScopeKind kind) {
    return kind == ScopeKind::Chromaticity ||
           (kind == ScopeKind::Waveform && (settings.waveform_kind == WaveformKind::RgbOverlay ||
                                            settings.waveform_kind == WaveformKind::RgbParade));
}

/// What stands in the trace's place while there is none; empty when there is one.
std::string missing(const Ui& ui, const ScopeSubject& subject, ScopeKind kind) {
    if (!ui.model.scopes.error.empty()) return ui.model.scopes.error;
    if (subject.reading_a == nullptr)
        return ui.model.scopes.note.empty() ? "counting ..." : ui.model.scopes.note;
    if (ui.state.scopes.signal == session::ScopeSignal::View && !subject.reading_a->signal) {
        if (!subject.reading_a->bins.counts_rgb)
            return "This take's matrix is not linear: its signal after the view is not counted.";
        return ui.model.scopes.note.empty() ? "preparing the view ..." : ui.model.scopes.note;
    }
    if (needs_rgb(ui.state.scopes, kind) && !subject.reading_a->bins.counts_rgb)
        return "This take's matrix is not linear: its R'G'B' are not counted.";
    return ui.model.scopes.is_undrawn(subject.a->key, kind) ? "drawing ..." : "";
}

void draw_title(const Ui& ui, ImDrawList& list, const ScopeSubject& subject,
                const ScopeCell& cell) {
    ImFont* font = ui.fonts.small;
    const float width = static_cast<float>(cell.rect.size().x) - ui.px(10);
    ImGui::PushFont(font);
    const std::vector<std::string> titles =
        scope_titles(cell.kind, ui.state.scopes,
                     subject.reading_a != nullptr ? &subject.reading_a->bins : nullptr,
                     subject.reading_b != nullptr ? &subject.reading_b->bins : nullptr,
                     subject.reading_a != nullptr && subject.reading_a->signal != nullptr);
    const auto fits = std::ranges::find_if(titles, [&](const std::string& title) {
        return ImGui::CalcTextSize(title.c_str()).x <= width;
    });
    const std::string seen = fits != titles.end() ? *fits : shortened(titles.back(), width);
    ImGui::PopFont();
    list.AddText(font, font->FontSize, vec(cell.rect.min + glm::dvec2(ui.px(5), 0.0)),
                 packed(palette::kText), seen.c_str());
}

} // namespace

bool is_old(const Ui& ui, const ScopeSubject& subject) {
    return ui.model.scopes.is_old(subject.a->key) ||
           (subject.b != nullptr && ui.model.scopes.is_old(subject.b->key));
}

ScopeView scope_view(const Ui& ui, const ScopeSubject& subject, const ScopeCell& cell) {
    const ScopeSettings& settings = ui.state.scopes;
    ScopeView view;
    const glm::ivec2 min(cell.trace.min);
    const glm::ivec2 size(cell.trace.size());
    view.rect = {min.x, min.y, size.x, size.y};
    view.kind = cell.kind;
    view.waveform = settings.waveform_kind;
    view.is_uv = settings.is_uv;
    view.source = subject.a->key;
    if (subject.b != nullptr) {
        view.pair = settings.pair;
        view.other = subject.b->key;
    }
    view.gain = settings.gain;
    view.brightness = settings.brightness;
    view.color = color_of(settings.tint);
    view.color_a = unit(palette::kA);
    view.color_b = unit(palette::kB);
    view.zoom = settings.zoom;
    view.gap_px = static_cast<int>(std::ceil(ui.fonts.small->FontSize)) + 4;
    if (view.rect.height < 4 * view.gap_px) view.gap_px = 2;
    return view;
}

void draw_scope_cell(const Ui& ui, ImDrawList& list, const ScopeSubject& subject,
                     const ScopeCell& cell) {
    list.PushClipRect(vec(cell.rect.min), vec(cell.rect.max), true);
    draw_title(ui, list, subject, cell);
    const std::string reason = missing(ui, subject, cell.kind);
    if (reason.empty()) {
        if (is_old(ui, subject)) // Not what is asked for any more: it steps back.
            list.AddRectFilled(vec(cell.trace.min), vec(cell.trace.max), packed(kOldVeil));
        Cell(ui, list, subject, cell).draw();
    } else {
        // The last trace may still be there.
        list.AddRectFilled(vec(cell.trace.min), vec(cell.trace.max), packed(kGround));
        // In a narrow trace words would break: where its numbers stood they have room, too.
        const bool is_narrow = cell.trace.size().x < static_cast<double>(ui.px(90));
        const ScreenRect& room = is_narrow ? cell.rect : cell.trace;
        const glm::dvec2 at = glm::dvec2(room.min.x, cell.trace.min.y) + glm::dvec2(ui.px(6));
        list.AddText(ui.fonts.small, ui.fonts.small->FontSize, vec(at), packed(palette::kDim),
                     reason.c_str(), nullptr,
                     std::max(static_cast<float>(room.max.x - at.x), ui.px(40)));
    }
    list.PopClipRect();
}

} // namespace seamline::ui
