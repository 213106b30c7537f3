#include "app/ui/panels.h"

#include "app/ui/scope_layout.h"

#include <algorithm>
#include <cmath>

namespace seamline::ui {
namespace {

constexpr double kToastSeconds = 7;
constexpr std::size_t kMostToasts = 5;

ImVec2 vec(glm::dvec2 p) { return {static_cast<float>(p.x), static_cast<float>(p.y)}; }

/// A splitter that is dragged along one axis; returns the distance dragged in this frame.
float splitter(const char* id, const ScreenRect& rect, bool vertical) {
    if (rect.is_empty()) return 0;
    begin_panel(id, rect, palette::kViewer);
    ImGui::SetCursorScreenPos(vec(rect.min));
    ImGui::InvisibleButton("grip", vec(rect.size()));
    const bool active = ImGui::IsItemActive();
    if (active || ImGui::IsItemHovered()) {
        ImGui::SetMouseCursor(vertical ? ImGuiMouseCursor_ResizeNS : ImGuiMouseCursor_ResizeEW);
        ImGui::GetWindowDrawList()->AddRectFilled(
            vec(rect.min), vec(rect.max),
            packed(active ? palette::kAccent : palette::kControlHover));
    }
    ImGui::End();
    if (!active) return 0;
    return vertical ? ImGui::GetIO().MouseDelta.y : ImGui::GetIO().MouseDelta.x;
}

Icon icon_of(ToastKind kind) {
    return kind == ToastKind::Error     ? Icon::Error
           : kind == ToastKind::Warning ? Icon::Warning
                                        : Icon::Notice;
}
Rgb color_of(ToastKind kind) {
    return kind == ToastKind::Error     ? palette::kError
           : kind == ToastKind::Warning ? palette::kWarning
                                        : palette::kText;
}

} // namespace

void begin_panel(const char* id, const ScreenRect& rect, Rgb ground) {
    ImGui::SetNextWindowPos(vec(rect.min));
    ImGui::SetNextWindowSize(vec(glm::max(rect.size(), glm::dvec2(1))));
    ImGui::PushStyleColor(ImGuiCol_WindowBg, widget_color(ground));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowMinSize, ImVec2(1, 1));
    constexpr ImGuiWindowFlags kFixed =
        ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoResize | ImGuiWindowFlags_NoMove |
        ImGuiWindowFlags_NoCollapse | ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoNav |
        ImGuiWindowFlags_NoBringToFrontOnFocus | ImGuiWindowFlags_NoScrollbar |
        ImGuiWindowFlags_NoScrollWithMouse;
    ImGui::Begin(id, nullptr, kFixed);
    ImGui::PopStyleVar();
    ImGui::PopStyleColor();
}

BarHeights bar_heights(float menu_px, int lamp_rows) {
    const float row = ImGui::GetFrameHeight() + 2 * ImGui::GetStyle().WindowPadding.y;
    const float lamps = ImGui::GetTextLineHeight() + ImGui::GetStyle().WindowPadding.y;
    return {menu_px, std::round(row), std::round(row),
            std::round(lamps) * static_cast<float>(lamp_rows)};
}

void draw_splitters(const Ui& ui, glm::dvec2 window) {
    UiState& state = ui.state;
    const float down = splitter("split timeline", ui.rects.timeline_splitter, true);
    if (down != 0) state.sizes = dragged_timeline(state.sizes, down, window, ui.scale);
    const float right = splitter("split inspector", ui.rects.inspector_splitter, false);
    if (right != 0) state.sizes = dragged_inspector(state.sizes, right, window, ui.scale);
    const float scopes = splitter("split scopes", ui.rects.scopes_splitter, !state.scopes.beside);
    if (scopes != 0) state.scopes = dragged_scopes(state.scopes, scopes, ui.scale);
}

void draw_toasts(const Ui& ui, glm::dvec2 window) {
    std::deque<Toast>& toasts = ui.state.toasts;
    const double now = ImGui::GetTime();
    while (!toasts.empty() &&
           (now - toasts.front().shown_at_s > kToastSeconds || toasts.size() > kMostToasts))
        toasts.pop_front();
    ImDrawList& list = *ImGui::GetForegroundDrawList();
    ImFont* font = ui.fonts.text;
    const float pad = ui.px(10);
    const float icon = ui.px(18);
    const float wrap = std::min(ui.px(520), static_cast<float>(window.x) - 8 * pad);
    // Scopes that fill the window have the viewer's place.
    const ScreenRect& place = ui.rects.viewer.is_empty() ? ui.rects.scopes : ui.rects.viewer;
    // Dialogs stand in the middle and end in what is typed and pressed: then above them.
    const UiState& state = ui.state;
    const bool above = state.relink.open || state.relink.changes_open || state.export_dialog ||
                       state.settings_dialog || state.decide.share || state.decide.ingest.open;
    // What was just decided, and its reasons, stay in sight.
    const bool has_strip = state.decide.strip && state.decide.strip->top > place.min.y;
    float bottom =
        (has_strip ? state.decide.strip->top : static_cast<float>(place.max.y)) - ui.px(12);
    float top = static_cast<float>(place.min.y) + ui.px(12);
    for (std::size_t i = toasts.size(); i-- > 0;) {
        const Toast& toast = toasts[i];
        const char* end = toast.text.c_str() + toast.text.size();
        const ImVec2 size =
            font->CalcTextSizeA(font->FontSize, FLT_MAX, wrap, toast.text.c_str(), end);
        const float height = std::max(size.y, icon) + 2 * pad;
        const float width = size.x + icon + 3 * pad;
        const float left = static_cast<float>(place.center().x) - width / 2;
        if (above) bottom = top + height;
        const Rgb color = color_of(toast.kind);
        list.AddRectFilled({left, bottom - height}, {left + width, bottom},
                           packed(palette::kPlate.with_alpha(0.96)), 3);
        list.AddRect({left, bottom - height}, {left + width, bottom}, packed(color.with_alpha(0.8)),
                     3);
        draw_icon(list, icon_of(toast.kind), {left + pad, bottom - height / 2 - icon / 2}, icon,
                  packed(color));
        list.AddText(font, font->FontSize,
                     {left + 2 * pad + icon, bottom - height / 2 - size.y / 2},
                     packed(palette::kText), toast.text.c_str(), end, wrap);
        bottom -= height + ui.px(6);
        top += height + ui.px(6);
    }
}

} // namespace seamline::ui
