// app/ui/list_table.h: what every list that can be sorted has: headers, cells, the chosen order,
// pictures in its rows.
#pragma once

#include "app/ui/ui_model.h"
#include "app/ui/widgets.h"

#include <imgui.h>

#include <cstddef>
#include <optional>
#include <span>
#include <string>

namespace seamline::ui {

constexpr ImGuiWindowFlags kListWindow =
    ImGuiWindowFlags_NoCollapse | ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoNav;
constexpr ImGuiTableFlags kListTable = ImGuiTableFlags_ScrollY | ImGuiTableFlags_Sortable |
                                       ImGuiTableFlags_Resizable | ImGuiTableFlags_NoSavedSettings |
                                       ImGuiTableFlags_BordersInnerV | ImGuiTableFlags_RowBg;

/// A window with a title that fills `place`. Always followed by ImGui::End(). `has_ground`: else
/// see draw_list_ground.
bool begin_docked_list(const char* title, bool* open, const ScreenRect& place,
                       bool has_ground = true);

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

/// A row of a list with pictures, as it lies in the window. Pictures lie beneath all panels: the
/// row's ground is drawn beneath its words, round its picture.
struct SeenRow {
    ScreenRect rect;
    std::optional<ScreenRect> picture;
    bool chosen = false;
    bool pointed = false;
};

/// Puts `image` into `row`, its left upper corner at `at`, at most `most_px` wide; only where the
/// list's `body` is, and only when it begins there.
void put_in_row(const Ui& ui, renderer::UiImage image, ImVec2 at, int most_px,
                const ScreenRect& body, SeenRow& row);
/// The ground of `place`, a window without one: all but the pictures of `rows`, which follow each
/// other down `body`.
void draw_list_ground(const Ui& ui, ImDrawList& ground, const ScreenRect& place,
                      const ScreenRect& body, std::span<const SeenRow> rows);

} // namespace seamline::ui
