// app/ui/seam_panel.cpp: the list of cuts and steps of the source that the lamps are about.
#include "app/ui/cut_lane.h"
#include "app/ui/list_table.h"
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
    {"Lighting", "Its lamp: exposure, colour temperature and light that moved.",
     SeamColumn::Lighting, 106},
    {"Continuity", "Its lamp: colours that stay apart, sharpness, grain and texture.",
     SeamColumn::Continuity, 106},
    {"Worst", "The largest term, in multiples of its threshold.", SeamColumn::Worst, 56},
    {"Your call", "Whether you accepted or dismissed its flag.", SeamColumn::Verdict, 84},
    {"In words", "What the difference is, and what a grade can do.", SeamColumn::Sentence, 0},
}};

struct List {
    const Ui& ui;
    const session::Source& source;
    const SourceSeams& seams;
    const SeamSign* shown;
};

void cell(const List& list, float indent, ImFont* font, Rgb color, const std::string& words) {
    list_cell(list.ui.px(kRowPx), indent, font, color, words);
}

/// The sentence may take several lines; its column is the last and as wide as what is left.
float row_height(const List& list, float width, const std::string& sentence) {
    ImFont* font = list.ui.fonts.text;
    const float wrapped = font->CalcTextSizeA(font->FontSize, FLT_MAX,
                                              std::max(width, list.ui.px(60)), sentence.c_str())
                              .y;
    const float padding = list.ui.px(kRowPx) - font->FontSize;
    return std::max(list.ui.px(kRowPx), std::ceil(wrapped + padding));
}

void wrapped_cell(const List& list, const std::string& words) {
    ImFont* font = list.ui.fonts.text;
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float top =
        at.y + (list.ui.px(kRowPx) - font->FontSize) / 2 - ImGui::GetStyle().CellPadding.y;
    const float width = std::max(ImGui::GetContentRegionAvail().x, list.ui.px(60));
    ImGui::GetWindowDrawList()->AddText(font, font->FontSize, {at.x, top}, packed(palette::kText),
                                        words.c_str(), nullptr, width);
}

void lamp_cell(const List& list, LampState state, const char* word) {
    const float side = list.ui.px(12);
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float middle = at.y + list.ui.px(kRowPx) / 2 - ImGui::GetStyle().CellPadding.y;
    draw_lamp_shape(*ImGui::GetWindowDrawList(), state, {at.x + side / 2, middle}, side,
                    color_of(state));
    cell(list, side + list.ui.px(5), list.ui.fonts.text,
         state == LampState::Off ? Rgb(palette::kDim) : Rgb(palette::kText), word);
}

const char* words(session::SeamVerdict verdict) {
    return verdict == session::SeamVerdict::Accepted    ? "accepted"
           : verdict == session::SeamVerdict::Dismissed ? "dismissed"
                                                        : "";
}

void row(const List& list, const SeamSign& sign, const std::string& sentence, float tall) {
    const Ui& ui = list.ui;
    ImGui::TableNextRow(0, tall);
    ImGui::TableSetColumnIndex(0);
    const float height = tall - 2 * ImGui::GetStyle().CellPadding.y;
    const ImVec2 top = ImGui::GetCursorScreenPos();
    if (!ImGui::IsRectVisible(top, {top.x + 1, top.y + tall})) return;
    const std::string where = place_text(ui, list.source, sign.frame);
    if (ImGui::Selectable("##row", &sign == list.shown, ImGuiSelectableFlags_SpanAllColumns,
                          {0, height}))
        if (const auto tick = tick_of_seam(ui.model, list.source, sign.frame))
            ui.commands.ask(SeekTo{*tick});
    tooltip({sign_words(sign, where) + "\nClick: go there.",
             ui.keys.keys_text(sign.is_flagged() ? Action::NextFlag : Action::NextCut)});
    // Not SameLine: it would hand this row's height on to the next one.
    ImGui::SetCursorScreenPos(top);
    cell(list, 0, ui.fonts.mono, palette::kText, where);
    ImGui::TableNextColumn();
    cell(list, 0, ui.fonts.text, palette::kText, kind_words(sign));
    const auto faces = lamp_faces(&sign, {});
    for (const LampKind kind : {LampKind::Lighting, LampKind::Continuity}) {
        const LampFace& face = faces[static_cast<std::size_t>(kind)];
        ImGui::TableNextColumn();
        lamp_cell(list, face.state, sign.is_measured() ? face.word.c_str() : "not yet");
    }
    ImGui::TableNextColumn();
    std::array<char, 24> worst{};
    if (!std::isnan(sign.worst)) std::snprintf(worst.data(), worst.size(), "%.1f x", sign.worst);
    cell(list, 0, ui.fonts.mono, palette::kText, worst.data());
    ImGui::TableNextColumn();
    cell(list, 0, ui.fonts.text, palette::kText, words(sign.verdict));
    ImGui::TableNextColumn();
    wrapped_cell(list, sentence);
}

void table(const List& list) {
    if (!ImGui::BeginTable("seams", static_cast<int>(kColumns.size()), kListTable)) return;
    for (const Column& column : kColumns) {
        ImGuiTableColumnFlags flags = column.width_px > 0 ? ImGuiTableColumnFlags_WidthFixed
                                                          : ImGuiTableColumnFlags_WidthStretch;
        if (column.sort == SeamColumn::Worst) flags |= ImGuiTableColumnFlags_PreferSortDescending;
        if (column.sort == SeamColumn::Frame) flags |= ImGuiTableColumnFlags_DefaultSort;
        ImGui::TableSetupColumn(column.name, flags, list.ui.px(column.width_px));
    }
    ImGui::TableSetupScrollFreeze(0, 1);
    list_headers(kColumns);
    take_sorting(kColumns, list.ui.state.seam_list_choice);
    const auto listed = listed_seams(list.seams, list.ui.state.seam_list_choice);
    // No clipper: rows are as high as their sentences. Those out of sight draw nothing.
    float width = 0;
    if (ImGui::TableSetColumnIndex(static_cast<int>(kColumns.size()) - 1))
        width = ImGui::GetContentRegionAvail().x;
    for (const std::size_t index : listed) {
        const SeamSign& sign = list.seams.signs[index];
        const std::string sentence = sentence_of(sign);
        ImGui::PushID(static_cast<int>(index));
        row(list, sign, sentence, row_height(list, width, sentence));
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
    if (!ui.state.seam_list) {
        ui.state.seam_list_choice.place = {};
        return;
    }
    const SeamPlace place = seam_place(ui.model, ui.state);
    const ScreenRect& viewer = ui.rects.viewer.is_empty() ? ui.rects.scopes : ui.rects.viewer;
    const auto width = static_cast<float>(viewer.size().x);
    const auto height = static_cast<float>(viewer.size().y);
    // It must not lie over lanes that grew since: then it goes to its place again.
    ScreenRect& last = ui.state.seam_list_choice.place;
    const bool is_over_lanes = !last.is_empty() && last.max.y > viewer.max.y;
    const ImGuiCond when = is_over_lanes ? ImGuiCond_Always : ImGuiCond_Appearing;
    ImGui::SetNextWindowPos(
        {static_cast<float>(viewer.min.x) + ui.px(8), static_cast<float>(viewer.max.y) - ui.px(8)},
        when, {0, 1});
    ImGui::SetNextWindowSize(
        {std::min(ui.px(1100), width - ui.px(16)), std::min(ui.px(280), height * 0.6F)}, when);
    const std::string name =
        place.source != nullptr ? "Seams of " + display_name(*place.source) : "Seams";
    if (ImGui::Begin((name + "###seams").c_str(), &ui.state.seam_list, kListWindow)) {
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
    const ImVec2 at = ImGui::GetWindowPos();
    const ImVec2 size = ImGui::GetWindowSize();
    last = {{at.x, at.y}, {at.x + size.x, at.y + size.y}};
    ImGui::End();
}

} // namespace seamline::ui
