#include "app/ui/popups.h"

#include <imgui.h>
#include <imgui_internal.h> // The stack of popups: no public function closes one from outside.

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

} // namespace seamline::ui
