#include "app/ui/list_table.h"

#include "app/ui/cut_lane.h"

namespace seamline::ui {

void list_cell(float row_px, float indent, ImFont* font, Rgb color, const std::string& words) {
    if (words.empty()) return;
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float top = at.y + (row_px - font->FontSize) / 2 - ImGui::GetStyle().CellPadding.y;
    draw_fitting(*ImGui::GetWindowDrawList(), font, {at.x + indent, top},
                 ImGui::GetContentRegionAvail().x - indent, words, color);
}

} // namespace seamline::ui
