#include "app/ui/scope_painter.h"

#include <algorithm>
#include <cmath>

namespace seamline::ui {
namespace {

using renderer::GraticuleInk;

ImVec2 vec(glm::dvec2 p) { return {static_cast<float>(p.x), static_cast<float>(p.y)}; }

constexpr Rgb kMark{255, 242, 140};

Rgb line_color(GraticuleInk ink) {
    switch (ink) {
    case GraticuleInk::Minor:
        return {150, 150, 150, 60};
    case GraticuleInk::Major:
        return {170, 170, 170, 96};
    case GraticuleInk::Limit:
        return {226, 206, 150, 150};
    case GraticuleInk::Target:
        return {226, 226, 226, 190};
    case GraticuleInk::Skin:
        return {240, 180, 130, 200};
    case GraticuleInk::Gamut709:
        return {236, 236, 236, 190};
    case GraticuleInk::GamutP3:
        return {142, 190, 232, 190};
    case GraticuleInk::Gamut2020:
        return {240, 178, 72, 190};
    }
    return {};
}

Rgb text_color(GraticuleInk ink) {
    const Rgb color = line_color(ink);
    const bool is_plain = ink == GraticuleInk::Minor || ink == GraticuleInk::Major;
    return is_plain ? palette::kDim : Rgb{color.r, color.g, color.b, 255};
}

/// `gap`: that words beside each other keep.
bool overlap(const ScreenRect& a, const ScreenRect& b, double gap) {
    return a.min.x < b.max.x + gap && b.min.x < a.max.x + gap && a.min.y < b.max.y &&
           b.min.y < a.max.y;
}

} // namespace

void ScopePainter::line(const ScreenRect& rect, const renderer::GraticuleLine& line) {
    const glm::dvec2 from = rect.min + glm::dvec2(line.from) * rect.size();
    const glm::dvec2 to = rect.min + glm::dvec2(line.to) * rect.size();
    const ImU32 color = packed(line_color(line.ink));
    if (!line.dashed) {
        list_->AddLine(vec(from), vec(to), color);
        return;
    }
    const double length = glm::distance(from, to);
    const double dash = static_cast<double>(ui_->px(4));
    for (double at = 0; at < length; at += 2 * dash)
        list_->AddLine(vec(glm::mix(from, to, at / length)),
                       vec(glm::mix(from, to, std::min((at + dash) / length, 1.0))), color);
}

void ScopePainter::label(const ScreenRect& rect, const renderer::GraticuleLabel& label) {
    ImFont* font = ui_->fonts.small;
    const ImVec2 extent = font->CalcTextSizeA(font->FontSize, FLT_MAX, 0, label.text.c_str());
    const glm::dvec2 size(extent.x, extent.y);
    glm::dvec2 corner =
        glm::round(renderer::label_corner(label, rect.min, rect.size(), size, ui_->px(4)));
    corner = glm::clamp(corner, bounds_.min, glm::max(bounds_.max - size, bounds_.min));
    const ScreenRect place{corner, corner + size};
    const auto gap = static_cast<double>(ui_->px(4));
    if (std::ranges::any_of(written_, [&](const ScreenRect& o) { return overlap(place, o, gap); }))
        return;
    written_.push_back(place);
    list_->AddText(font, font->FontSize, vec(corner), packed(text_color(label.ink)),
                   label.text.c_str());
}

void ScopePainter::graticule(const ScreenRect& rect, const renderer::Graticule& graticule,
                             bool numbered) {
    list_->PushClipRect(vec(rect.min), vec(rect.max), true);
    for (const renderer::GraticuleLine& each : graticule.lines) line(rect, each);
    list_->PopClipRect();
    if (!numbered) return;
    // What limits the signal is named first: it has its place then.
    for (const bool limits : {true, false})
        for (const renderer::GraticuleLabel& each : graticule.labels)
            if ((each.ink == GraticuleInk::Limit) == limits) label(rect, each);
}

void ScopePainter::ring(const ScreenRect& rect, glm::vec2 place, const char* letter) {
    const ImVec2 at = vec(rect.min + glm::dvec2(place) * rect.size());
    // A level at the trace's edge has its whole ring: half of one looks like another mark.
    const glm::dvec2 around(static_cast<double>(ui_->px(8)));
    list_->PushClipRect(vec(rect.min - around), vec(rect.max + around), true);
    list_->AddCircle(at, ui_->px(5), packed(Rgb{0, 0, 0, 220}), 20, ui_->px(3.4F));
    list_->AddCircle(at, ui_->px(5), packed(kMark), 20, ui_->px(1.6F));
    if (*letter != '\0') {
        ImFont* font = ui_->fonts.small;
        // A's to the left and B's to the right: where both are near each other both are read.
        const float width = font->CalcTextSizeA(font->FontSize, FLT_MAX, 0, letter).x;
        const float before = at.x - ui_->px(8) - width;
        const bool is_left = *letter == 'A' && before >= static_cast<float>(rect.min.x);
        const ImVec2 beside{is_left ? before : at.x + ui_->px(8), at.y - font->FontSize / 2};
        list_->AddText(font, font->FontSize, {beside.x + 1, beside.y + 1},
                       packed(Rgb{0, 0, 0, 255}), letter);
        list_->AddText(font, font->FontSize, beside, packed(kMark), letter);
    }
    list_->PopClipRect();
}

void ScopePainter::tick(const ScreenRect& rect, glm::vec2 place) {
    const double x = rect.min.x + static_cast<double>(place.x) * rect.size().x;
    const ImVec2 top = vec({x, rect.min.y});
    const ImVec2 end = vec({x, rect.max.y});
    list_->AddLine(top, end, packed(Rgb{0, 0, 0, 200}), ui_->px(3));
    list_->AddLine(top, end, packed(kMark), ui_->px(1.2F));
}

} // namespace seamline::ui
