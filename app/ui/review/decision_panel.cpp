// app/ui/review/decision_panel.cpp: the list of what people decided.
#include "app/ui/review/decision_panel.h"

#include "app/ui/event_pictures.h"
#include "app/ui/list_table.h"
#include "app/ui/panels.h"
#include "app/ui/review/decision_places.h"
#include "app/ui/review/decision_signs.h"
#include "app/ui/review/review_desk.h"
#include "app/ui/widgets.h"

#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace seamline::ui {
namespace {

using review::DecisionState;

constexpr float kRowPx = 24;
constexpr float kPictureRowPx = 36;
constexpr float kPicturePx = 30;

struct Column {
    const char* name; ///< Empty: pictures; `sort` means nothing then.
    const char* tip;
    DecisionColumn sort;
    float width_px; ///< 0: what is left.
    float least_px; ///< Narrower lists leave it out: the tooltip says it, too.
};
constexpr std::array<Column, 10> kColumns{{
    {"", "", DecisionColumn::Time, 58, 0},
    {"Decision", "Keep, send back or hold.", DecisionColumn::State, 92, 0},
    {"Take", "Which medium.", DecisionColumn::Take, 124, 0},
    {"Shot", "Whose take it is.", DecisionColumn::Shot, 60, 640},
    {"Generator", "What made it. !: the policy in effect does not allow it there.",
     DecisionColumn::Generator, 84, 0},
    {"On", "The part that is meant.", DecisionColumn::Target, 96, 560},
    {"Reasons", "Why.", DecisionColumn::Reasons, 0, 0},
    {"Note", "In the person's words.", DecisionColumn::Note, 0, 760},
    {"By", "Who decided.", DecisionColumn::Author, 76, 860},
    {"When", "Local time.", DecisionColumn::Time, 92, 940},
}};

struct List {
    const Ui& ui;
    const DecisionTable& table;
    const ListedDecisions& memory;
    bool has_pictures = false;
    ScreenRect place;
    std::vector<Column> columns;
    ScreenRect body; ///< Where rows are seen.
    std::vector<SeenRow> seen;

    float row_px() const { return ui.px(has_pictures ? kPictureRowPx : kRowPx); }
};

void cell(const List& list, float indent, Rgb color, const std::string& words) {
    list_cell(list.row_px(), indent, list.ui.fonts.text, color, words);
}

/// The medium as it is open here, with its colours; else as the review knows it.
session::Source medium_of(const List& list, const review::Medium& medium) {
    session::Source source;
    source.path = medium.path;
    source.sequence_rate = medium.frame_rate;
    const auto open = list.memory.paths.find(medium.media_id);
    if (open == list.memory.paths.end()) return source;
    source.path = open->second;
    for (const session::Source& other : list.ui.model.session.sources)
        if (!other.cut && other.path.native() == source.path.native()) return other;
    return source;
}

/// The first frame that is meant. Returns why there is no picture; empty: there is, or will be.
std::string picture_cell(const List& list, const DecisionRow& row, SeenRow& seen) {
    const Ui& ui = list.ui;
    const review::Medium* medium = list.table.medium(row.decision->media_id);
    const float top = static_cast<float>(seen.rect.min.y) + ui.px((kPictureRowPx - kPicturePx) / 2);
    if (medium == nullptr || medium->path.empty()) return "Where the file is, is not known.";
    if (ui.event_pictures == nullptr || static_cast<double>(top) < list.body.min.y) return {};
    const session::Source source = medium_of(list, *medium);
    const MediumFrame wanted{source, medium->media_id, row.decision->target.from};
    auto image = ui.event_pictures->find(wanted, static_cast<int>(ui.px(kPicturePx)));
    const int most = static_cast<int>(ui.px(kColumns[0].width_px) - ui.px(4));
    const ImVec2 at = ImGui::GetCursorScreenPos();
    if (image) put_in_row(ui, std::move(*image), {at.x, top}, most, list.body, seen);
    const EventPictures::Facts* facts = ui.event_pictures->facts(wanted);
    return facts != nullptr ? facts->error : std::string();
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

/// The whole row as a button.
void row_button(const List& list, const DecisionRow& row, const std::string& no_picture,
                SeenRow& seen) {
    const Ui& ui = list.ui;
    for (const ImGuiCol color : {ImGuiCol_Header, ImGuiCol_HeaderHovered, ImGuiCol_HeaderActive})
        ImGui::PushStyleColor(color, ImVec4(0, 0, 0, 0)); // Would cover the picture.
    const float height = list.row_px() - 2 * ImGui::GetStyle().CellPadding.y;
    if (ImGui::Selectable("##row", false, ImGuiSelectableFlags_SpanAllColumns, {0, height}))
        ui.commands.ask(GoToDecision{row.decision->id});
    ImGui::PopStyleColor(3);
    seen.pointed = ImGui::IsItemHovered();
    row_menu(list, row);
    if (seen.pointed)
        tooltip({decision_words(row) + (no_picture.empty() ? "" : "\nNo picture: " + no_picture) +
                     "\nClick: go there. Right click: more.",
                 ui.keys.keys_text(Action::NextDecision)});
    ImGui::SameLine(0, 0);
}

void column_cell(const List& list, const DecisionRow& row, DecisionColumn column) {
    const Ui& ui = list.ui;
    const review::Decision& decision = *row.decision;
    const auto text = [&](const std::string& words, bool warns = false) {
        cell(list, 0, warns ? Rgb(palette::kWarning) : Rgb(palette::kText), words);
    };
    switch (column) {
    case DecisionColumn::State: {
        const ImVec2 at = ImGui::GetCursorScreenPos();
        const float middle = list.row_px() / 2 - ImGui::GetStyle().CellPadding.y;
        draw_decision_shape(*ImGui::GetWindowDrawList(), decision.state,
                            {at.x + ui.px(6), at.y + middle}, ui.px(11), color_of(decision.state));
        return cell(list, ui.px(17), palette::kText, word(decision.state));
    }
    case DecisionColumn::Take:
        return text(row.take);
    case DecisionColumn::Shot:
        return text(row.shot);
    case DecisionColumn::Generator: {
        const bool breaks = !row.policy_break.empty();
        return text(row.generator + (breaks ? " !" : ""), breaks);
    }
    case DecisionColumn::Target:
        return text(row.where);
    case DecisionColumn::Reasons:
        return text(row.reasons);
    case DecisionColumn::Note:
        return text(decision.note);
    case DecisionColumn::Author:
        return text(row.is_disputed ? decision.author + " !" : decision.author, row.is_disputed);
    case DecisionColumn::Time:
        return cell(list, 0, palette::kDim, time_words(decision.time_ms));
    }
}

void row(List& list, const DecisionRow& row) {
    ImGui::TableNextRow(0, list.row_px());
    ImGui::TableSetColumnIndex(0);
    const double top = static_cast<double>(ImGui::GetCursorScreenPos().y) -
                       static_cast<double>(ImGui::GetStyle().CellPadding.y);
    SeenRow seen;
    seen.rect = {{list.body.min.x, top},
                 {list.body.max.x, top + static_cast<double>(list.row_px())}};
    const std::string no_picture = list.has_pictures ? picture_cell(list, row, seen) : "";
    if (!no_picture.empty()) cell(list, list.ui.px(20), palette::kDim, "\xE2\x80\x93");
    row_button(list, row, no_picture, seen);
    for (int i = list.has_pictures ? 1 : 0; i < static_cast<int>(list.columns.size()); ++i) {
        ImGui::TableSetColumnIndex(i);
        column_cell(list, row, list.columns[static_cast<std::size_t>(i)].sort);
    }
    list.seen.push_back(std::move(seen));
}

/// What there is room for.
std::vector<Column> columns_of(const List& list) {
    std::vector<Column> columns;
    for (const Column& column : kColumns) {
        const bool is_wanted = *column.name != '\0' || list.has_pictures;
        if (is_wanted && list.place.size().x >= static_cast<double>(list.ui.px(column.least_px)))
            columns.push_back(column);
    }
    return columns;
}

void set_up_columns(const List& list) {
    const DecisionListChoice& choice = list.ui.state.decide.list_choice;
    for (const Column& column : list.columns) {
        ImGuiTableColumnFlags flags = column.width_px > 0 ? ImGuiTableColumnFlags_WidthFixed
                                                          : ImGuiTableColumnFlags_WidthStretch;
        const bool is_picture = *column.name == '\0';
        const bool is_sorted = !is_picture && column.sort == choice.sort;
        if (is_picture) flags |= ImGuiTableColumnFlags_NoSort | ImGuiTableColumnFlags_NoResize;
        if (is_sorted) flags |= ImGuiTableColumnFlags_DefaultSort;
        if (is_sorted ? choice.descending : column.sort == DecisionColumn::Time)
            flags |= ImGuiTableColumnFlags_PreferSortDescending;
        ImGui::TableSetupColumn(is_picture ? "picture" : column.name, flags,
                                list.ui.px(column.width_px));
    }
}

void table(List& list) {
    list.columns = columns_of(list);
    // The ground of rows is drawn round their pictures. Sorted by none that is seen, it stays so.
    constexpr ImGuiTableFlags kFlags =
        (kListTable & ~ImGuiTableFlags_RowBg) | ImGuiTableFlags_SortTristate;
    // A table of its own for each choice of columns: ImGui keeps them by the table's name.
    const std::string id = (list.has_pictures ? "pictured decisions " : "decisions ") +
                           std::to_string(list.columns.size());
    if (!ImGui::BeginTable(id.c_str(), static_cast<int>(list.columns.size()), kFlags)) return;
    set_up_columns(list);
    ImGui::TableSetupScrollFreeze(0, 1);
    list_headers(list.columns);
    take_sorting(list.columns, list.ui.state.decide.list_choice);
    const ImVec2 corner = ImGui::GetWindowPos();
    const ImVec2 size = ImGui::GetWindowSize();
    const float header = ImGui::GetTextLineHeight() + 2 * ImGui::GetStyle().CellPadding.y;
    list.body = {{corner.x, corner.y + header}, {corner.x + size.x, corner.y + size.y}};
    const std::vector<std::uint32_t>& listed = list.memory.listed;
    ImGuiListClipper clipper;
    clipper.Begin(static_cast<int>(listed.size()), list.row_px());
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
    if (text_button("Pictures",
                    {"Shows the first frame of what was decided on; made while nothing plays.", ""},
                    ui.state.decide.list_pictures))
        ui.state.decide.list_pictures = !ui.state.decide.list_pictures;
    ImGui::SameLine(0, ui.px(3));
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

/// Works out what is listed, when something changed.
void follow(const Ui& ui, ListedDecisions& memory) {
    const ReviewView& review = ui.model.review;
    const DecisionListChoice& choice = ui.state.decide.list_choice;
    if (memory.change == review.change && memory.choice == choice &&
        memory.open_media == review.open_media)
        return;
    memory.listed = listed_decisions(*review.table, choice, review.open_media);
    memory.change = review.change;
    memory.choice = choice;
    memory.open_media = review.open_media;
    memory.paths.clear();
    for (const auto& [path, id] : review.ids) memory.paths.emplace(id, path);
}

void nothing_yet(const Ui& ui) {
    const std::string words = "Nothing is decided yet: " + ui.keys.keys_text(Action::Keep) +
                              " keeps, " + ui.keys.keys_text(Action::SendBack) + " sends back, " +
                              ui.keys.keys_text(Action::HoldDecision) + " holds what A shows.";
    ImGui::PushStyleColor(ImGuiCol_Text, widget_color(palette::kDim));
    ImGui::TextWrapped("%s", words.c_str());
    ImGui::PopStyleColor();
}

} // namespace

void draw_decision_list(const Ui& ui, ListedDecisions& memory) {
    DecideState& decide = ui.state.decide;
    const ScreenRect& place = ui.rects.decisions;
    if (!decide.list || place.is_empty()) return;
    const std::string title = "Decisions:  " + words_of(ui.model.review.progress) + "###decisions";
    if (begin_docked_list(title.c_str(), &decide.list, place, false)) {
        ImDrawList& ground = *ImGui::GetWindowDrawList();
        ground.ChannelsSplit(2); // The ground is known last.
        ground.ChannelsSetCurrent(1);
        follow(ui, memory);
        List list{ui, *ui.model.review.table, memory, decide.list_pictures, place, {}, {}, {}};
        // Nothing lies beneath the title.
        list.place.min.y += static_cast<double>(ImGui::GetFrameHeight());
        list.body = {list.place.max, list.place.max};
        filters(list, memory.listed.size());
        if (list.table.rows().empty())
            nothing_yet(ui);
        else
            table(list);
        ground.ChannelsSetCurrent(0);
        draw_list_ground(ui, ground, list.place, list.body, list.seen);
        ground.ChannelsMerge();
    }
    ImGui::End();
}

} // namespace seamline::ui
