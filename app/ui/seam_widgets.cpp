#include "app/ui/seam_widgets.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace seamline::ui {
namespace {

using analysis::LampState;
using session::SeamVerdict;

constexpr float kRowPx = 15;
constexpr float kReachPx = 6; ///< Of the pointer.

ImVec2 at(double x, double y) { return {static_cast<float>(x), static_cast<float>(y)}; }

/// Where a source's frame begins on the timeline; none outside of its frames.
std::optional<double> px_of(const Ui& ui, const session::Source& source, const TimelineScale& scale,
                            std::int64_t frame) {
    const auto tick = tick_of_seam(ui.model, source, frame);
    if (!tick) return std::nullopt;
    return scale.px_of(static_cast<double>(*tick));
}

void draw_broken_line(ImDrawList& list, ImVec2 center, float size, ImU32 color) {
    const float dash = size / 5;
    for (int i = 0; i < 3; ++i) {
        const float top = center.y - size / 2 + 2 * dash * static_cast<float>(i);
        list.AddRectFilled({center.x - size * 0.07F, top}, {center.x + size * 0.07F, top + dash},
                           color);
    }
}

void draw_plus(ImDrawList& list, ImVec2 center, float arm, float thick, ImU32 color) {
    list.AddRectFilled({center.x - arm, center.y - thick / 2},
                       {center.x + arm, center.y + thick / 2}, color);
    list.AddRectFilled({center.x - thick / 2, center.y - arm},
                       {center.x + thick / 2, center.y + arm}, color);
}

/// What matters most last, so that it lies over the others where there are many.
int rank(const SeamSign& sign) {
    return static_cast<int>(sign.state) + (sign.verdict == SeamVerdict::Dismissed ? -4 : 0);
}

const SeamSign* sign_near(const Ui& ui, const session::Source& source, const TimelineScale& scale,
                          double px) {
    const SourceSeams* seams = ui.model.seams_of(source.key);
    if (seams == nullptr) return nullptr;
    const SeamSign* best = nullptr;
    double nearest = ui.px(kReachPx);
    for (const SeamSign& sign : seams->signs) {
        const auto x = px_of(ui, source, scale, sign.frame);
        if (!x || std::abs(*x - px) > nearest) continue;
        nearest = std::abs(*x - px);
        best = &sign;
    }
    return best;
}

} // namespace

Rgb color_of(LampState state) {
    switch (state) {
    case LampState::Flag:
        return palette::kError;
    case LampState::Look:
        return palette::kWarning;
    case LampState::Quiet:
        return palette::kCached;
    case LampState::Off:
        break;
    }
    return palette::kDim;
}

void draw_lamp_shape(ImDrawList& list, LampState state, ImVec2 center, float size, Rgb color) {
    const float half = size / 2;
    const ImU32 ink = packed(color);
    switch (state) {
    case LampState::Flag:
        list.AddQuadFilled({center.x, center.y - half}, {center.x + half, center.y},
                           {center.x, center.y + half}, {center.x - half, center.y}, ink);
        return;
    case LampState::Look:
        list.AddTriangleFilled({center.x, center.y - half * 0.9F},
                               {center.x + half, center.y + half * 0.8F},
                               {center.x - half, center.y + half * 0.8F}, ink);
        return;
    case LampState::Quiet:
        list.AddRectFilled({center.x - size * 0.13F, center.y - half * 0.75F},
                           {center.x + size * 0.13F, center.y + half * 0.75F}, ink);
        return;
    case LampState::Off:
        list.AddCircle(center, half * 0.62F, ink, 20, std::max(1.0F, size * 0.09F));
        return;
    }
}

void draw_sign(ImDrawList& list, const SeamSign& sign, ImVec2 center, float size) {
    const Rgb color = color_of(sign.state);
    const ImU32 ink = packed(color);
    const float shape = size * 0.78F;
    if (sign.step != nullptr) {
        draw_broken_line(list, center, size, ink);
        if (sign.state > LampState::Quiet)
            draw_lamp_shape(list, sign.state, center, shape * 0.62F, color);
    } else if (sign.is_added && !sign.is_measured()) {
        draw_plus(list, center, shape / 2, size * 0.16F, ink);
    } else {
        draw_lamp_shape(list, sign.state, center, shape, color);
        if (sign.is_added)
            draw_plus(list, {center.x + shape * 0.72F, center.y - shape * 0.22F}, size * 0.24F,
                      size * 0.13F, ink);
    }
    if (sign.verdict == SeamVerdict::Dismissed) {
        const float reach = size * 0.48F;
        list.AddLine({center.x - reach, center.y + reach}, {center.x + reach, center.y - reach},
                     packed(palette::kField), size * 0.3F);
        list.AddLine({center.x - reach, center.y + reach}, {center.x + reach, center.y - reach},
                     packed(palette::kText), size * 0.11F);
    }
    if (sign.verdict == SeamVerdict::Accepted)
        list.AddRectFilled({center.x - shape / 2, center.y + size * 0.42F},
                           {center.x + shape / 2, center.y + size * 0.52F}, packed(palette::kText));
}

std::string place_text(const Ui& ui, const session::Source& source, std::int64_t frame) {
    if (const auto tick = tick_of_seam(ui.model, source, frame))
        return counter_text(*tick, ui.model.counter);
    return std::to_string(frame + ui.model.session.frame_base);
}

LampKeys lamp_keys(const Ui& ui) {
    return {ui.keys.keys_text(Action::ConfirmInputSpace), ui.keys.keys_text(Action::OtherFramings)};
}

float seam_row_height(const Ui& ui) {
    return ui.state.measuring.enabled ? std::round(ui.px(kRowPx)) : 0;
}

void draw_seam_row(const Ui& ui, ImDrawList& list, const session::Source& source,
                   const TimelineScale& scale, const ScreenRect& row) {
    const SourceSeams* seams = ui.model.seams_of(source.key);
    if (seams == nullptr || row.is_empty()) return;
    const double end = std::min(scale.px_of(static_cast<double>(ui.model.length)), row.max.x);
    const double begin = std::max(scale.px_of(0), row.min.x);
    if (end <= begin) return;
    list.PushClipRect(at(row.min.x - ui.px(6), row.min.y), at(row.max.x, row.max.y), true);
    list.AddRectFilled(at(begin, row.min.y), at(end, row.max.y - 1), packed(palette::kField));
    if (seams->findings && !seams->findings->error.empty())
        list.AddText(ui.fonts.small, ui.fonts.small->FontSize, at(begin + ui.px(4), row.min.y),
                     packed(palette::kError), seams->findings->error.c_str());
    std::vector<const SeamSign*> order;
    for (const SeamSign& sign : seams->signs) order.push_back(&sign);
    std::ranges::stable_sort(order, {}, [](const SeamSign* sign) { return rank(*sign); });
    const SeamSign* shown = shown_seam(seam_place(ui.model, ui.state));
    for (const SeamSign* sign : order) {
        const auto x = px_of(ui, source, scale, sign->frame);
        if (!x || *x < row.min.x - ui.px(8) || *x > row.max.x + ui.px(8)) continue;
        const ImVec2 center = at(std::round(*x) + 0.5, row.center().y - 0.5);
        const auto size = static_cast<float>(row.size().y) - 1;
        if (sign == shown) // Whose lamps are shown.
            list.AddRect({center.x - size * 0.62F, center.y - size / 2},
                         {center.x + size * 0.62F, center.y + size / 2}, packed(palette::kAccent));
        draw_sign(list, *sign, center, size - 2);
    }
    list.PopClipRect();
}

void use_seam_row(const Ui& ui, const session::Source& source, const TimelineScale& scale,
                  const ScreenRect& row) {
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    const auto y = static_cast<double>(mouse.y);
    if (!ImGui::IsItemHovered() || y < row.min.y || y >= row.max.y) return;
    const SeamSign* sign = sign_near(ui, source, scale, static_cast<double>(mouse.x));
    if (sign == nullptr) return;
    ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
    if (!ImGui::IsMouseDown(ImGuiMouseButton_Left))
        tooltip({sign_words(*sign, place_text(ui, source, sign->frame)) + "\nClick: go there.",
                 ui.keys.keys_text(sign->is_flagged() ? Action::NextFlag : Action::NextCut)});
    if (!ImGui::IsMouseClicked(ImGuiMouseButton_Left)) return;
    ui.state.scrubbing = false;
    if (const auto tick = tick_of_seam(ui.model, source, sign->frame))
        ui.commands.ask(ScrubTo{*tick, false}); // The press has begun to scrub.
}

} // namespace seamline::ui
