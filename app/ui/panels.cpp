#include "app/ui/panels.h"

#include "app/ui/popups.h"
#include "app/ui/scope_layout.h"
#include "app/ui/toast_place.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace seamline::ui {
namespace {

constexpr double kToastSeconds = 7;
constexpr std::size_t kMostToasts = 5;
constexpr float kToastGapPx = 6;

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

struct ToastBox {
    ImVec2 size, text;
};
ToastBox toast_box(const Ui& ui, const Toast& toast, float wrap) {
    const ImFont& font = *ui.fonts.text;
    const ImVec2 text = font.CalcTextSizeA(font.FontSize, FLT_MAX, wrap, toast.text.c_str());
    const float pad = ui.px(10);
    const float icon = ui.px(18);
    return {{text.x + icon + 3 * pad, std::max(text.y, icon) + 2 * pad}, text};
}

void draw_toast(const Ui& ui, const Toast& toast, const ToastBox& box, ImVec2 at, float wrap) {
    ImDrawList& list = *ImGui::GetForegroundDrawList();
    const float pad = ui.px(10);
    const float icon = ui.px(18);
    const Rgb color = color_of(toast.kind);
    const ImVec2 end{at.x + box.size.x, at.y + box.size.y};
    const float middle = at.y + box.size.y / 2;
    list.AddRectFilled(at, end, packed(palette::kPlate.with_alpha(0.96)), 3);
    list.AddRect(at, end, packed(color.with_alpha(0.8)), 3);
    draw_icon(list, icon_of(toast.kind), {at.x + pad, middle - icon / 2}, icon, packed(color));
    list.AddText(ui.fonts.text, ui.fonts.text->FontSize,
                 {at.x + 2 * pad + icon, middle - box.text.y / 2}, packed(palette::kText),
                 toast.text.c_str(), nullptr, wrap);
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
    const float decisions = splitter("split decisions", ui.rects.decisions_splitter, true);
    if (decisions != 0) state.sizes = dragged_decisions(state.sizes, decisions, ui.rects, ui.scale);
    const float remarks = splitter("split remarks", ui.rects.remarks_splitter, false);
    if (remarks != 0) state.sizes = dragged_remarks(state.sizes, remarks, ui.rects, ui.scale);
    const float scopes = splitter("split scopes", ui.rects.scopes_splitter, !state.scopes.beside);
    if (scopes != 0) state.scopes = dragged_scopes(state.scopes, scopes, ui.scale);
}

void draw_toasts(const Ui& ui, glm::dvec2 window) {
    std::deque<Toast>& toasts = ui.state.toasts;
    const double now = ImGui::GetTime();
    while (!toasts.empty() &&
           (now - toasts.front().shown_at_s > kToastSeconds || toasts.size() > kMostToasts))
        toasts.pop_front();
    if (toasts.empty()) return;
    // Scopes that fill the window have the viewer's place.
    const ScreenRect& viewer = ui.rects.viewer.is_empty() ? ui.rects.scopes : ui.rects.viewer;
    const ScreenRect room = viewer.is_empty() ? ScreenRect{{0, 0}, window} : viewer;
    const double gap = static_cast<double>(ui.px(12));
    const float wrap = std::min(ui.px(520), static_cast<float>(room.size().x) - ui.px(80));
    glm::dvec2 size{0, -static_cast<double>(ui.px(kToastGapPx))};
    std::vector<ToastBox> boxes;
    for (const Toast& toast : toasts) {
        boxes.push_back(toast_box(ui, toast, wrap));
        size.x = std::max(size.x, static_cast<double>(boxes.back().size.x));
        size.y += static_cast<double>(boxes.back().size.y + ui.px(kToastGapPx));
    }
    const ToastPlace place = toast_place(room, size, gap, windows_over_panels());
    float top = static_cast<float>(place.rect.min.y);
    for (std::size_t i = 0; i < toasts.size(); ++i) {
        // The newest one stays at the same edge.
        const std::size_t index = place.at_bottom ? i : toasts.size() - 1 - i;
        const ToastBox& box = boxes[index];
        draw_toast(ui, toasts[index], box,
                   {static_cast<float>(place.rect.center().x) - box.size.x / 2, top}, wrap);
        top += box.size.y + ui.px(kToastGapPx);
    }
}

} // namespace seamline::ui
