#include "app/ui/review/ranking_panel.h"

#include "app/ui/list_table.h"
#include "app/ui/panels.h"
#include "app/ui/widgets.h"

#include <algorithm>
#include <array>
#include <span>
#include <string>

namespace seamline::ui {
namespace {

constexpr float kRowPx = 24;

struct Column {
    const char* name;
    const char* tip;
    RankingColumn sort;
    float width_px; ///< 0: what is left.
};
constexpr Column kGenerator{"Generator", "What made the takes.", RankingColumn::Generator, 130};
constexpr Column kShots{"Shots", "All together, or by what the shot covers.", RankingColumn::Shots,
                        104};
constexpr Column kBar{"", "", RankingColumn::Share, 0};
constexpr Column kInterval{"95 % range",
                           "Between which shares the true one lies in 95 of 100 cases (Wilson).",
                           RankingColumn::Share, 96};
constexpr std::array<Column, 6> kWins{
    {kGenerator,
     kShots,
     {"Ships", "In how many of the blind comparisons that it was in a take of it ships.",
      RankingColumn::Share, 60},
     kBar,
     kInterval,
     {"Comparisons", "Won, of how many it was in.", RankingColumn::Count, 104}}};
constexpr std::array<Column, 7> kFailures{
    {kGenerator,
     kShots,
     {"Reason", "Why takes were sent back, or do not ship.", RankingColumn::Reason, 128},
     {"Share", "In how many of its judged takes somebody said so.", RankingColumn::Share, 60},
     kBar,
     kInterval,
     {"Takes", "With that reason, of how many that were judged.", RankingColumn::Count, 104}}};

/// The share as a bar with its interval.
void share_bar(const Ui& ui, const review::Share& share) {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float width = std::max(ImGui::GetContentRegionAvail().x, 1.0F);
    const float height = ui.px(kRowPx) - 2 * ImGui::GetStyle().CellPadding.y;
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const auto x = [&](double part) { return at.x + width * static_cast<float>(part); };
    list.AddRectFilled({at.x, at.y + height * 0.4F}, {at.x + width, at.y + height * 0.6F},
                       packed(palette::kField));
    list.AddRectFilled({x(share.low), at.y + height * 0.4F}, {x(share.high), at.y + height * 0.6F},
                       packed(palette::kDim));
    list.AddRectFilled({x(share.share) - ui.px(1.5F), at.y + height * 0.15F},
                       {x(share.share) + ui.px(1.5F), at.y + height * 0.85F},
                       packed(palette::kAccent));
}

std::string row_words(const RankingRow& row) {
    const std::string of = std::to_string(row.share.count) + " of " + std::to_string(row.share.of);
    const std::string where = row.is_all ? "all shots" : "shots: " + row.shots;
    const std::string what =
        row.reason.empty() ? percent_words(row.share) + " of its comparisons (" + of + "), with " +
                                 std::to_string(row.takes) + (row.takes == 1 ? " take" : " takes")
                           : "\"" + row.reason + "\" in " + percent_words(row.share) +
                                 " of its judged takes (" + of + ")";
    return row.generator + ", " + where + ": " + what + "; the true share lies between " +
           interval_words(row.share) + " % in 95 of 100 cases (Wilson)." +
           (row.tells_less ? " Too few to tell." : "");
}

void table_row(const Ui& ui, const RankingRow& row) {
    ImGui::TableNextRow(0, ui.px(kRowPx));
    ImGui::TableNextColumn();
    const float height = ui.px(kRowPx) - 2 * ImGui::GetStyle().CellPadding.y;
    ImGui::Selectable("##row", false, ImGuiSelectableFlags_SpanAllColumns, {0, height});
    if (ImGui::IsItemHovered()) tooltip({row_words(row), ""});
    ImGui::SameLine(0, 0);
    const Rgb color = row.tells_less ? Rgb(palette::kDim) : Rgb(palette::kText);
    const auto cell = [&](const std::string& words) {
        list_cell(ui.px(kRowPx), 0, row.is_all ? ui.fonts.strong : ui.fonts.text, color, words);
        ImGui::TableNextColumn();
    };
    cell(row.generator);
    cell(row.shots);
    if (!row.reason.empty()) cell(row.reason);
    cell(percent_words(row.share));
    share_bar(ui, row.share);
    ImGui::TableNextColumn();
    cell(interval_words(row.share));
    const std::string count = std::to_string(row.share.count) + " of " +
                              std::to_string(row.share.of) + (row.tells_less ? ", few" : "");
    list_cell(ui.px(kRowPx), 0, ui.fonts.text, color, count);
}

void table(const Ui& ui, const char* id, std::span<const Column> columns,
           std::span<const RankingRow> rows, std::optional<RankingMemory::Sorting>& sorting) {
    // All rows are seen: the window scrolls.
    constexpr ImGuiTableFlags kFlags =
        (kListTable & ~ImGuiTableFlags_ScrollY) | ImGuiTableFlags_SortTristate;
    if (!ImGui::BeginTable(id, static_cast<int>(columns.size()), kFlags)) return;
    for (const Column& column : columns)
        ImGui::TableSetupColumn(*column.name != '\0' ? column.name : "bar",
                                column.width_px > 0 ? ImGuiTableColumnFlags_WidthFixed
                                                    : ImGuiTableColumnFlags_WidthStretch |
                                                          ImGuiTableColumnFlags_NoSort,
                                ui.px(column.width_px));
    list_headers(columns);
    const ImGuiTableSortSpecs* specs = ImGui::TableGetSortSpecs();
    if (specs != nullptr && specs->SpecsCount == 0) sorting.reset();
    if (specs != nullptr && specs->SpecsCount > 0)
        sorting = {columns[static_cast<std::size_t>(specs->Specs[0].ColumnIndex)].sort,
                   specs->Specs[0].SortDirection == ImGuiSortDirection_Descending};
    for (std::size_t i = 0; i < rows.size(); ++i) {
        ImGui::PushID(static_cast<int>(i));
        table_row(ui, rows[i]);
        ImGui::PopID();
    }
    ImGui::EndTable();
}

void heading(const Ui& ui, const char* words) {
    ImGui::Spacing();
    ImGui::PushFont(ui.fonts.strong);
    ImGui::TextUnformatted(words);
    ImGui::PopFont();
}

void sentences(const Ui& ui, const review::Ranking& ranking) {
    for (const std::string& sentence : ranking.sentences)
        ImGui::TextWrapped("%s.", sentence.c_str());
    if (ranking.comparisons == 0)
        ImGui::TextWrapped("No blind comparison was answered yet: %s begins one.",
                           ui.keys.keys_text(Action::BlindCompare).c_str());
}

void follow(const Ui& ui, RankingMemory& memory) {
    if (memory.change == ui.model.review.change) return;
    memory.ranking = review::rank(ui.model.review.table->review());
    memory.change = ui.model.review.change;
}

/// Rows in the order that was chosen; there are few.
void arrange(RankingMemory& memory) {
    memory.tables = ranking_tables(memory.ranking, memory.by_class);
    if (memory.wins) sort_ranking(memory.tables.wins, memory.wins->sort, memory.wins->descending);
    if (memory.failures)
        sort_ranking(memory.tables.failures, memory.failures->sort, memory.failures->descending);
}

} // namespace

void draw_ranking(const Ui& ui, RankingMemory& memory) {
    DecideState& decide = ui.state.decide;
    if (!decide.ranking || decide.blind) return; // It would tell.
    follow(ui, memory);
    arrange(memory);
    const ImVec2 window = ImGui::GetIO().DisplaySize;
    ImGui::SetNextWindowPos({window.x / 2, window.y / 2}, ImGuiCond_Appearing, {0.5F, 0.5F});
    ImGui::SetNextWindowSize(
        {std::min(ui.px(860), window.x - ui.px(32)), std::min(ui.px(520), window.y - ui.px(120))},
        ImGuiCond_Appearing);
    if (ImGui::Begin("Which generator ships###ranking", &decide.ranking, kListWindow)) {
        sentences(ui, memory.ranking);
        if (text_button("By what shots cover",
                        {"Lists each class of shots, too; else all shots together alone.", ""},
                        memory.by_class))
            memory.by_class = !memory.by_class;
        if (!memory.tables.wins.empty()) {
            heading(ui, "Ships, of the blind comparisons that it was in");
            table(ui, "wins", kWins, memory.tables.wins, memory.wins);
        }
        if (!memory.tables.failures.empty()) {
            heading(ui, "Fails, of its takes that were judged");
            table(ui, "failures", kFailures, memory.tables.failures, memory.failures);
        }
    }
    ImGui::End();
}

} // namespace seamline::ui
