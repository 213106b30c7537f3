#include "app/ui/popups.h"

#include <imgui.h>
#include <imgui_internal.h> // The stacks of popups and windows, which no public function tells.

namespace seamline::ui {

bool close_popup() {
    const ImVector<ImGuiPopupData>& open = ImGui::GetCurrentContext()->OpenPopupStack;
    int level = open.Size - 1;
    if (level < 0) return false;
    // A dialog minds its own Esc.
    if (open[level].Window != nullptr && (open[level].Window->Flags & ImGuiWindowFlags_Modal) != 0)
        return false;
    // A branch alone would open again under the pointer that rests on its entry.
    const auto is_branch = [&](int i) {
        return open[i].Window != nullptr &&
               (open[i].Window->Flags & ImGuiWindowFlags_ChildMenu) != 0;
    };
    while (level > 0 && is_branch(level)) --level;
    ImGui::ClosePopupToLevel(level, true);
    return true;
}

std::vector<ScreenRect> windows_over_panels() {
    constexpr ImGuiWindowFlags kPassed = ImGuiWindowFlags_ChildWindow | ImGuiWindowFlags_Tooltip |
                                         ImGuiWindowFlags_NoBringToFrontOnFocus;
    std::vector<ScreenRect> places;
    for (const ImGuiWindow* window : ImGui::GetCurrentContext()->Windows) {
        // ImGui's own window of last resort is active, and nowhere.
        if (!window->Active || window->Hidden || window->IsFallbackWindow) continue;
        if ((window->Flags & kPassed) != 0) continue;
        const ImVec2 end{window->Pos.x + window->Size.x, window->Pos.y + window->Size.y};
        places.push_back({{window->Pos.x, window->Pos.y}, {end.x, end.y}});
    }
    return places;
}

} // namespace seamline::ui
