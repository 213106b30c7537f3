// app/ui/list_table.h: what every list that can be sorted has: headers, cells, the chosen order.
#pragma once

#include "app/ui/ui_model.h"
#include "app/ui/widgets.h"

#include <imgui.h>

#include <cstddef>
#include <string>

namespace seamline::ui {

constexpr ImGuiWindowFlags kListWindow =
    ImGuiWindowFlags_NoCollapse | ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoNav;
constexpr ImGuiTableFlags kListTable = ImGuiTableFlags_ScrollY | ImGuiTableFlags_Sortable |
                                       ImGuiTableFlags_Resizable | ImGuiTableFlags_NoSavedSettings |
                                       ImGuiTableFlags_BordersInnerV | ImGuiTableFlags_RowBg;

/// The row of headers of the present table. `columns` have `name` and `tip`, one sentence; a column
/// without a tip has none.
template <typename Columns> void list_headers(const Columns& columns) {
    ImGui::TableNextRow(ImGuiTableRowFlags_Headers);
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (!ImGui::TableSetColumnIndex(static_cast<int>(i))) continue;
        ImGui::PushID(static_cast<int>(i));
        ImGui::TableHeader(columns[i].name);
        if (*columns[i].tip != '\0')
            tooltip({std::string(columns[i].tip) + " Click: sort by it.", ""});
        ImGui::PopID();
    }
}

/// Puts what was clicked in the headers into `choice`, which has `sort` and `descending`.
template <typename Columns, typename Choice>
void take_sorting(const Columns& columns, Choice& choice) {
    ImGuiTableSortSpecs* specs = ImGui::TableGetSortSpecs();
    if (specs == nullptr || !specs->SpecsDirty) return;
    specs->SpecsDirty = false;
    if (specs->SpecsCount <= 0) return;
    choice.sort = columns[static_cast<std::size_t>(specs->Specs[0].ColumnIndex)].sort;
    choice.descending = specs->Specs[0].SortDirection == ImGuiSortDirection_Descending;
}

/// Words in the middle of the present cell, whose row is `row_px` (as drawn) high; what does not
/// fit ends in an ellipsis.
void list_cell(float row_px, float indent, ImFont* font, Rgb color, const std::string& words);

} // namespace seamline::ui
