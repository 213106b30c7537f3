// app/ui/review/decision_panel.cpp: the list of what people decided.
#include "app/ui/review/decision_panel.h"

#include "app/ui/list_table.h"
#include "app/ui/panels.h"
#include "app/ui/review/decision_places.h"
#include "app/ui/review/decision_signs.h"
#include "app/ui/review/review_desk.h"
#include "app/ui/widgets.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace seamline::ui {
namespace {

using review::DecisionState;

constexpr float kRowPx = 24;

struct Column {
    const char* name;
    const char* tip;
    DecisionColumn sort;
    float width_px; ///< 0: what is left.
};
constexpr std::array<Column, 9> kColumns{{
    {"Decision", "Keep, send back or hold.", DecisionColumn::State, 92},
    {"Take", "Which medium.", DecisionColumn::Take, 124},
    {"Shot", "Whose take it is.", DecisionColumn::Shot, 60},
    {"Generator", "What made it. !: the policy in effect does not allow it there.",
     DecisionColumn::Generator, 84},
    {"On", "The part that is meant.", DecisionColumn::Target, 96},
    {"Reasons", "Why.", DecisionColumn::Reasons, 0},
    {"Note", "In the person's words.", DecisionColumn::Note, 0},
    {"By", "Who decided.", DecisionColumn::Author, 76},
    {"When", "Local time.", DecisionColumn::Time, 92},
}};

struct List {
    const Ui& ui;
    const DecisionTable& table;
};

void cell(const List& list, float indent, Rgb color, const std::string& words) {
    list_cell(list.ui.px(kRowPx), indent, list.ui.fonts.text, color, words);
}

void row_menu(const List& list, const DecisionRow& row) {
    const Ui& ui = list.ui;
    if (!ImGui::BeginPopupContextItem("row menu")) return;
    if (ImGui::MenuItem("Go to it")) ui.commands.ask(GoToDecision{row.decision->id});
    const bool is_own = row.decision->author == ui.model.review.author;
    if (ImGui::MenuItem("Clear it", ui.keys.keys_text(Action::ClearDecision).c_str(), false,
                        is_own))
        ui.commands.ask(
            ChangeReview{[id = row.decision->id](ReviewDesk& desk) { desk.clear_decision(id); }});
    tooltip({is_own ? "Undo brings it back." : "Only who decided clears a decision.", ""});
    ImGui::EndPopup();
}

void row(const List& list, const DecisionRow& row) {
    const Ui& ui = list.ui;
    const review::Decision& decision = *row.decision;
    ImGui::TableNextRow(0, ui.px(kRowPx));
    ImGui::TableSetColumnIndex(0);
    const float height = ui.px(kRowPx) - 2 * ImGui::GetStyle().CellPadding.y;
    if (ImGui::Selectable("##row", false, ImGuiSelectableFlags_SpanAllColumns, {0, height}))
        ui.commands.ask(GoToDecision{decision.id});
    row_menu(list, row);
    tooltip({decision_words(row) + "\nClick: go there. Right click: more.",
             ui.keys.keys_text(Action::NextDecision)});
    ImGui::SameLine(0, 0);
    const ImVec2 at = ImGui::GetCursorScreenPos();
    draw_decision_shape(*ImGui::GetWindowDrawList(), decision.state,
                        {at.x + ui.px(6), at.y + height / 2}, ui.px(11), color_of(decision.state));
    cell(list, ui.px(17), palette::kText, word(decision.state));
    const auto next = [&](Rgb color, const std::string& words) {
        ImGui::TableNextColumn();
        cell(list, 0, color, words);
    };
    next(palette::kText, row.take);
    next(palette::kText, row.shot);
    const bool breaks = !row.policy_break.empty();
    next(breaks ? Rgb(palette::kWarning) : Rgb(palette::kText),
         row.generator + (breaks ? " !" : ""));
    next(palette::kText, row.where);
    next(palette::kText, row.reasons);
    next(palette::kText, decision.note);
    next(row.is_disputed ? Rgb(palette::kWarning) : Rgb(palette::kText),
         row.is_disputed ? decision.author + " !" : decision.author);
    next(palette::kDim, time_words(decision.time_ms));
}

void table(const List& list, const std::vector<std::uint32_t>& listed) {
    if (!ImGui::BeginTable("decisions", static_cast<int>(kColumns.size()), kListTable)) return;
    for (const Column& column : kColumns) {
        ImGuiTableColumnFlags flags = column.width_px > 0 ? ImGuiTableColumnFlags_WidthFixed
                                                          : ImGuiTableColumnFlags_WidthStretch;
        if (column.sort == DecisionColumn::Time)
            flags |= ImGuiTableColumnFlags_DefaultSort | ImGuiTableColumnFlags_PreferSortDescending;
        ImGui::TableSetupColumn(column.name, flags, list.ui.px(column.width_px));
    }
    ImGui::TableSetupScrollFreeze(0, 1);
    list_headers(kColumns);
    take_sorting(kColumns, list.ui.state.decide.list_choice);
    ImGuiListClipper clipper;
    clipper.Begin(static_cast<int>(listed.size()), list.ui.px(kRowPx));
    while (clipper.Step())
        for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) {
            const std::uint32_t index = listed[static_cast<std::size_t>(i)];
            ImGui::PushID(static_cast<int>(index));
            row(list, list.table.rows()[index]);
            ImGui::PopID();
        }
    ImGui::EndTable();
}

void filters(const List& list, std::size_t listed) {
    const Ui& ui = list.ui;
    DecisionListChoice& choice = ui.state.decide.list_choice;
    const auto toggle = [&](const char* words, const char* tip, Action action, bool& value) {
        if (text_button(words, ui.tip(tip, action), value)) value = !value;
        ImGui::SameLine(0, ui.px(3));
    };
    toggle("Keep", "Lists what is kept.", Action::Keep, choice.keep);
    toggle("Send back", "Lists what goes back.", Action::SendBack, choice.send_back);
    toggle("Hold", "Lists what is on hold.", Action::HoldDecision, choice.hold);
    toggle("Disputed", "Lists where people disagree; nothing is overwritten.", Action::NextAuthor,
           choice.disputed);
    toggle("Open takes", "Lists only takes that are open here.", Action::ToggleDecisions,
           choice.is_of_session);
    ImGui::SetNextItemWidth(ui.px(190));
    ImGui::InputTextWithHint("##filter", "words \xE2\x80\xA6", choice.text.data(),
                             choice.text.size());
    tooltip(
        {"Lists decisions that have all of these words in their take, shot, generator, reasons, "
         "note or author; \"policy\" finds what breaks the policy in effect.",
         ""});
    ImGui::SameLine(0, ui.px(12));
    ImGui::AlignTextToFramePadding();
    const std::string count = std::to_string(listed) + " listed";
    ImGui::TextUnformatted(count.c_str());
}

} // namespace

void draw_decision_list(const Ui& ui, ListedDecisions& memory) {
    DecideState& decide = ui.state.decide;
    if (!decide.list) return;
    const ScreenRect& viewer = ui.rects.viewer.is_empty() ? ui.rects.scopes : ui.rects.viewer;
    const auto width = static_cast<float>(viewer.size().x);
    const auto height = static_cast<float>(viewer.size().y);
    ImGui::SetNextWindowPos(
        {static_cast<float>(viewer.min.x) + ui.px(8), static_cast<float>(viewer.max.y) - ui.px(8)},
        ImGuiCond_Appearing, {0, 1});
    ImGui::SetNextWindowSize(
        {std::min(ui.px(1080), width - ui.px(16)), std::min(ui.px(300), height * 0.7F)},
        ImGuiCond_Appearing);
    const std::string title = "Decisions:  " + words_of(ui.model.review.progress) + "###decisions";
    if (ImGui::Begin(title.c_str(), &decide.list, kListWindow)) {
        const List list{ui, *ui.model.review.table};
        if (memory.change != ui.model.review.change || memory.choice != decide.list_choice ||
            memory.open_media != ui.model.review.open_media) {
            memory.listed =
                listed_decisions(list.table, decide.list_choice, ui.model.review.open_media);
            memory.change = ui.model.review.change;
            memory.choice = decide.list_choice;
            memory.open_media = ui.model.review.open_media;
        }
        filters(list, memory.listed.size());
        if (list.table.rows().empty()) {
            const std::string words = "Nothing is decided yet: " + ui.keys.keys_text(Action::Keep) +
                                      " keeps, " + ui.keys.keys_text(Action::SendBack) +
                                      " sends back, " + ui.keys.keys_text(Action::HoldDecision) +
                                      " holds what A shows.";
            ImGui::TextColored(widget_color(palette::kDim), "%s", words.c_str());
        } else {
            table(list, memory.listed);
        }
    }
    ImGui::End();
}

} // namespace seamline::ui
