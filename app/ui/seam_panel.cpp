// app/ui/seam_panel.cpp: the list of cuts and steps of the source that the lamps are about.
#include "app/ui/cut_lane.h"
#include "app/ui/panels.h"
#include "app/ui/seam_table.h"
#include "app/ui/seam_widgets.h"
#include "app/ui/widgets.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <string>
#include <vector>

namespace seamline::ui {
namespace {

using analysis::LampState;

constexpr ImGuiWindowFlags kList =
    ImGuiWindowFlags_NoCollapse | ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoNav;
constexpr float kRowPx = 24;

struct Column {
    const char* name;
    const char* tip;
    SeamColumn sort;
    float width_px; ///< 0: what is left.
};
constexpr std::array<Column, 7> kColumns{{
    {"Where", "The first incoming frame.", SeamColumn::Frame, 92},
    {"Kind", "How the pictures change.", SeamColumn::Kind, 124},
    {"Lighting", "Its lamp.", SeamColumn::Lighting, 76},
    {"Continuity", "Its lamp.", SeamColumn::Continuity, 84},
    {"Worst", "The largest term, in multiples of its threshold.", SeamColumn::Worst, 56},
    {"Verdict", "What a person said.", SeamColumn::Verdict, 84},
    {"In words", "What the difference is, and what a grade can do.", SeamColumn::Sentence, 0},
}};

struct List {
    const Ui& ui;
    const session::Source& source;
    const SourceSeams& seams;
    const SeamSign* shown;
};

void cell(const List& list, float indent, ImFont* font, Rgb color, const std::string& words) {
    if (words.empty()) return;
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float top =
        at.y + (list.ui.px(kRowPx) - font->FontSize) / 2 - ImGui::GetStyle().CellPadding.y;
    draw_fitting(*ImGui::GetWindowDrawList(), font, {at.x + indent, top},
                 ImGui::GetContentRegionAvail().x - indent, words, color);
}

void lamp_cell(const List& list, LampState state) {
    const float side = list.ui.px(12);
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float middle = at.y + list.ui.px(kRowPx) / 2 - ImGui::GetStyle().CellPadding.y;
    draw_lamp_shape(*ImGui::GetWindowDrawList(), state, {at.x + side / 2, middle}, side,
                    color_of(state));
    cell(list, side + list.ui.px(5), list.ui.fonts.text,
         state == LampState::Off ? Rgb(palette::kDim) : Rgb(palette::kText), analysis::name(state));
}

const char* words(session::SeamVerdict verdict) {
    return verdict == session::SeamVerdict::Accepted    ? "accepted"
           : verdict == session::SeamVerdict::Dismissed ? "dismissed"
                                                        : "";
}

void row(const List& list, const SeamSign& sign) {
    const Ui& ui = list.ui;
    const std::string where = place_text(ui, list.source, sign.frame);
    ImGui::TableNextRow(0, ui.px(kRowPx));
    ImGui::TableSetColumnIndex(0);
    const float height = ui.px(kRowPx) - 2 * ImGui::GetStyle().CellPadding.y;
    if (ImGui::Selectable("##row", &sign == list.shown, ImGuiSelectableFlags_SpanAllColumns,
                          {0, height}))
        if (const auto tick = tick_of_seam(ui.model, list.source, sign.frame))
            ui.commands.ask(SeekTo{*tick});
    tooltip({sign_words(sign, where) + "\nClick: go there.",
             ui.keys.keys_text(sign.is_flagged() ? Action::NextFlag : Action::NextCut)});
    ImGui::SameLine(0, 0);
    cell(list, 0, ui.fonts.mono, palette::kText, where);
    ImGui::TableNextColumn();
    cell(list, 0, ui.fonts.text, palette::kText, kind_words(sign));
    const bool has_lamps = sign.cut != nullptr && sign.cut->is_measured;
    ImGui::TableNextColumn();
    lamp_cell(list, has_lamps ? sign.cut->analysis.seam.lighting.state : sign.state);
    ImGui::TableNextColumn();
    lamp_cell(list, has_lamps ? sign.cut->analysis.seam.continuity.state : LampState::Off);
    ImGui::TableNextColumn();
    std::array<char, 24> worst{};
    if (!std::isnan(sign.worst)) std::snprintf(worst.data(), worst.size(), "%.1f x", sign.worst);
    cell(list, 0, ui.fonts.mono, palette::kText, worst.data());
    ImGui::TableNextColumn();
    cell(list, 0, ui.fonts.text, palette::kText, words(sign.verdict));
    ImGui::TableNextColumn();
    cell(list, 0, ui.fonts.text, palette::kText, sentence_of(sign));
}

void take_sorting(SeamListChoice& choice) {
    ImGuiTableSortSpecs* specs = ImGui::TableGetSortSpecs();
    if (specs == nullptr || !specs->SpecsDirty) return;
    specs->SpecsDirty = false;
    if (specs->SpecsCount <= 0) return;
    choice.sort = kColumns[static_cast<std::size_t>(specs->Specs[0].ColumnIndex)].sort;
    choice.descending = specs->Specs[0].SortDirection == ImGuiSortDirection_Descending;
}

void headers() {
    ImGui::TableNextRow(ImGuiTableRowFlags_Headers);
    for (int i = 0; i < static_cast<int>(kColumns.size()); ++i) {
        const Column& column = kColumns[static_cast<std::size_t>(i)];
        ImGui::TableSetColumnIndex(i);
        ImGui::PushID(i);
        ImGui::TableHeader(column.name);
        tooltip({std::string(column.tip) + " Click: sort by it.", ""});
        ImGui::PopID();
    }
}

void table(const List& list) {
    constexpr ImGuiTableFlags kFlags = ImGuiTableFlags_ScrollY | ImGuiTableFlags_Sortable |
                                       ImGuiTableFlags_Resizable | ImGuiTableFlags_NoSavedSettings |
                                       ImGuiTableFlags_BordersInnerV | ImGuiTableFlags_RowBg;
    if (!ImGui::BeginTable("seams", static_cast<int>(kColumns.size()), kFlags)) return;
    for (const Column& column : kColumns) {
        ImGuiTableColumnFlags flags = column.width_px > 0 ? ImGuiTableColumnFlags_WidthFixed
                                                          : ImGuiTableColumnFlags_WidthStretch;
        if (column.sort == SeamColumn::Worst) flags |= ImGuiTableColumnFlags_PreferSortDescending;
        if (column.sort == SeamColumn::Frame) flags |= ImGuiTableColumnFlags_DefaultSort;
        ImGui::TableSetupColumn(column.name, flags, list.ui.px(column.width_px));
    }
    ImGui::TableSetupScrollFreeze(0, 1);
    headers();
    take_sorting(list.ui.state.seam_list_choice);
    const auto listed = listed_seams(list.seams, list.ui.state.seam_list_choice);
    ImGuiListClipper clipper;
    clipper.Begin(static_cast<int>(listed.size()), list.ui.px(kRowPx));
    while (clipper.Step())
        for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) {
            const std::size_t index = listed[static_cast<std::size_t>(i)];
            ImGui::PushID(static_cast<int>(index));
            row(list, list.seams.signs[index]);
            ImGui::PopID();
        }
    ImGui::EndTable();
}

void filters(const List& list) {
    const Ui& ui = list.ui;
    SeamListChoice& choice = ui.state.seam_list_choice;
    const SourceSeams* const own[]{&list.seams};
    const playback::FlagCount count = count_flags(own);
    if (text_button("Flags",
                    ui.tip("Lists only flags, and what was said to be one. A flag means look, not "
                           "error.",
                           Action::NextFlag),
                    choice.flagged))
        choice.flagged = !choice.flagged;
    ImGui::SameLine();
    if (text_button(
            "Not judged",
            ui.tip("Lists only what was neither accepted nor dismissed.", Action::AcceptFlag),
            choice.open))
        choice.open = !choice.open;
    ImGui::SameLine(0, ui.px(14));
    ImGui::AlignTextToFramePadding();
    ImGui::TextUnformatted(words_of(count).c_str());
    tooltip(ui.tip("Of the flags that were judged, how many were right.", Action::DismissFlag));
}

} // namespace

void draw_seam_list(const Ui& ui) {
    if (!ui.state.seam_list) return;
    const SeamPlace place = seam_place(ui.model, ui.state);
    const ScreenRect& viewer = ui.rects.viewer.is_empty() ? ui.rects.scopes : ui.rects.viewer;
    const auto width = static_cast<float>(viewer.size().x);
    const auto height = static_cast<float>(viewer.size().y);
    ImGui::SetNextWindowPos(
        {static_cast<float>(viewer.min.x) + ui.px(8), static_cast<float>(viewer.max.y) - ui.px(8)},
        ImGuiCond_Appearing, {0, 1});
    ImGui::SetNextWindowSize(
        {std::min(ui.px(980), width - ui.px(16)), std::min(ui.px(280), height * 0.6F)},
        ImGuiCond_Appearing);
    const std::string name =
        place.source != nullptr ? "Seams of " + display_name(*place.source) : "Seams";
    if (ImGui::Begin((name + "###seams").c_str(), &ui.state.seam_list, kList)) {
        if (place.source == nullptr || place.seams->signs.empty()) {
            ImGui::PushStyleColor(ImGuiCol_Text, widget_color(palette::kDim));
            ImGui::TextWrapped("%s", !ui.state.measuring.enabled ? "Measuring is off."
                                     : ui.model.measured < 1
                                         ? "Nothing was found so far; measuring goes on."
                                         : "No cut and no step was found.");
            ImGui::PopStyleColor();
        } else {
            const List list{ui, *place.source, *place.seams, shown_seam(place)};
            filters(list);
            table(list);
        }
    }
    ImGui::End();
}

} // namespace seamline::ui
