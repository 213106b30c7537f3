// app/ui/cut_list_panel.cpp: the events of a cut as a list left of the viewer.
#include "app/ui/cut_lane.h"
#include "app/ui/event_pictures.h"
#include "app/ui/list_table.h"
#include "app/ui/panels.h"
#include "decode/media/counted.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

namespace seamline::ui {
namespace {

constexpr float kRowPx = 40;
constexpr float kNotePx = 20;
constexpr int kMostNotesSeen = 5;

struct List {
    const Ui& ui;
    const session::Source& source;
    const CutTable& table;
    const std::vector<std::uint32_t>& listed;
    std::optional<std::uint32_t> chosen; ///< Row of the chosen event.
    ScreenRect place;
    ScreenRect body; ///< Where rows are seen.
    std::vector<SeenRow> seen;
};

struct Column {
    const char* name;
    const char* tip;
    CutColumn sort;
    float width_px; ///< 0: what is left.
    float least_px; ///< Narrower lists leave it out at first: the tooltip says it, too.
};
constexpr std::array<Column, 10> kColumns{{
    {"#", "Its number, in record order.", CutColumn::Number, 34, 0},
    {"", "", CutColumn::Number, 62, 0},
    {"Event", "Its name.", CutColumn::Name, 0, 0},
    {"Record in", "Record timecode of its first frame.", CutColumn::RecordIn, 80, 0},
    {"Length", "In record frames.", CutColumn::Duration, 48, 500},
    {"Source in", "Source timecode of its first frame.", CutColumn::SourceIn, 80, 780},
    {"Take", "The active take of its slot, and how many there are.", CutColumn::Take, 46, 640},
    {"By", "Who made the picture: G generated, L live action.", CutColumn::Origin, 28, 0},
    {"Place",
     "Bookend: begins or ends a stretch between gaps. Inside: pictures on both sides. Hidden: "
     "other tracks cover it, or it is disabled.",
     CutColumn::Placement, 62, 560},
    {"Notes", "What a person should know of it.", CutColumn::Notes, 84, 0},
}};
constexpr int kPictureColumn = 1;

std::string notes_text(const List& list, const CutRow& row) {
    std::string text;
    const auto add = [&](const std::string& note) { text += (text.empty() ? "" : ", ") + note; };
    if (list.ui.event_pictures != nullptr) {
        const EventPictures::Facts* facts = list.ui.event_pictures->facts(list.source, row);
        if (facts != nullptr && !facts->error.empty()) add("cannot be read");
        if (facts != nullptr && facts->held) add("held past its end");
    }
    for (const std::string& note : row.notes) add(note);
    return text;
}

void cell_text(const List& list, const std::string& text, Rgb color, bool figures = false,
               float indent = 0) {
    list_cell(list.ui.px(kRowPx), indent, figures ? list.ui.fonts.mono : list.ui.fonts.text, color,
              text);
}

void picture_cell(List& list, const CutRow& row, SeenRow& seen) {
    const Ui& ui = list.ui;
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const int height = static_cast<int>(ui.px(kRowPx - 6));
    const float top = static_cast<float>(seen.rect.min.y) + ui.px(3);
    if (ui.event_pictures == nullptr || static_cast<double>(top) < list.body.min.y) return;
    auto image = ui.event_pictures->find(list.source, list.table, row, EventMoment::First, height);
    const int most = static_cast<int>(ui.px(kColumns[kPictureColumn].width_px) - ui.px(4));
    if (image) put_in_row(ui, std::move(*image), {at.x, top}, most, list.body, seen);
}

void jump_to(const List& list, const CutRow& row) {
    list.ui.state.chosen_event = ChosenEvent{list.source.key, row.place};
    if (const auto tick = tick_of_record(list.ui, list.source, row.record_in))
        list.ui.commands.ask(SeekTo{*tick});
}

void row_button(const List& list, const CutRow& row, SeenRow& seen) {
    for (const ImGuiCol color : {ImGuiCol_Header, ImGuiCol_HeaderHovered, ImGuiCol_HeaderActive})
        ImGui::PushStyleColor(color, ImVec4(0, 0, 0, 0)); // Would cover the picture.
    const float height = list.ui.px(kRowPx) - 2 * ImGui::GetStyle().CellPadding.y;
    if (ImGui::Selectable("##row", false, ImGuiSelectableFlags_SpanAllColumns, {0, height}))
        jump_to(list, row);
    ImGui::PopStyleColor(3);
    seen.pointed = ImGui::IsItemHovered();
    if (seen.pointed)
        tooltip({event_tip(list.ui, list.source, list.table, row.place) +
                     "\nClick: go to its first frame.",
                 list.ui.keys.keys_text(Action::NextCut)});
    ImGui::SameLine(0, 0);
}

void draw_row(List& list, std::uint32_t index) {
    const CutRow& row = list.table.rows()[index];
    const float height = list.ui.px(kRowPx);
    ImGui::TableNextRow(0, height);
    ImGui::TableSetColumnIndex(0);
    SeenRow seen;
    const double top = static_cast<double>(ImGui::GetCursorScreenPos().y) -
                       static_cast<double>(ImGui::GetStyle().CellPadding.y);
    seen.rect = {{list.body.min.x, top}, {list.body.max.x, top + static_cast<double>(height)}};
    seen.chosen = list.chosen == index;
    ImGui::PushID(static_cast<int>(index));
    row_button(list, row, seen);
    const Rgb text = row.offline                          ? Rgb(palette::kError)
                     : row.placement == Placement::Hidden ? Rgb(palette::kDim)
                                                          : Rgb(palette::kText);
    cell_text(list, std::to_string(index + 1),
              seen.chosen ? Rgb(palette::kText) : Rgb(palette::kDim), true, list.ui.px(4));
    ImGui::TableSetColumnIndex(kPictureColumn);
    picture_cell(list, row, seen);
    ImGui::TableNextColumn();
    cell_text(list, row.name, text);
    ImGui::TableNextColumn();
    cell_text(list, list.table.timecode(row.record_in), palette::kText, true);
    if (ImGui::TableNextColumn())
        cell_text(list, std::to_string(row.duration), palette::kText, true);
    if (ImGui::TableNextColumn())
        cell_text(list,
                  list.table.source_timecode(playback::event_at(list.table.edit(), row.place),
                                             row.source_in_s),
                  palette::kText, true);
    if (ImGui::TableNextColumn()) cell_text(list, row.take, palette::kText);
    ImGui::TableNextColumn();
    const ImVec2 at = ImGui::GetCursorScreenPos();
    draw_origin(list.ui, *ImGui::GetWindowDrawList(), row.origin,
                {at.x, static_cast<float>(seen.rect.min.y)}, height, palette::kText);
    if (ImGui::TableNextColumn() &&
        (row.origin == interchange::Origin::Generated || row.placement == Placement::Hidden))
        cell_text(list, name(row.placement), palette::kText);
    ImGui::TableNextColumn();
    const std::string notes = notes_text(list, row);
    if (!notes.empty()) {
        const float side = list.ui.px(13);
        const ImVec2 corner = ImGui::GetCursorScreenPos();
        const bool grave =
            row.offline || !playback::event_at(list.table.edit(), row.place).unsupported.empty();
        if (grave)
            draw_icon(*ImGui::GetWindowDrawList(), Icon::Warning,
                      {corner.x, static_cast<float>(seen.rect.min.y) + (height - side) / 2}, side,
                      packed(palette::kWarning));
        cell_text(list, notes, palette::kText, false, grave ? side + list.ui.px(4) : 0);
    }
    ImGui::PopID();
    list.seen.push_back(std::move(seen));
}

/// Scrolls to the chosen event when it is another one than before.
void scroll_to_chosen(const List& list) {
    if (!list.chosen || !list.ui.state.cut_list_choice.follows) return;
    int& before = *ImGui::GetStateStorage()->GetIntRef(ImGui::GetID("chosen"), -1);
    const int now = static_cast<int>(*list.chosen);
    if (before == now) return;
    before = now;
    const auto at = std::ranges::find(list.listed, *list.chosen);
    if (at == list.listed.end()) return;
    const float height = list.ui.px(kRowPx);
    const float top = static_cast<float>(at - list.listed.begin()) * height;
    const float room = static_cast<float>(list.body.size().y);
    const float scrolled = ImGui::GetScrollY();
    if (top < scrolled || top + 2 * height > scrolled + room)
        ImGui::SetScrollY(std::max(0.0F, top - room / 3));
}

void draw_table(List& list, float height) {
    constexpr ImGuiTableFlags kFlags =
        ImGuiTableFlags_ScrollY | ImGuiTableFlags_Sortable | ImGuiTableFlags_Resizable |
        ImGuiTableFlags_Hideable | ImGuiTableFlags_NoSavedSettings | ImGuiTableFlags_BordersInnerV;
    const auto is_shown = [&](const Column& column) {
        return list.place.size().x >= static_cast<double>(list.ui.px(column.least_px));
    };
    // A table of its own for each width, so that what the user hides is not undone in every frame.
    const std::string id = "events " + std::to_string(std::ranges::count_if(kColumns, is_shown));
    if (!ImGui::BeginTable(id.c_str(), static_cast<int>(kColumns.size()), kFlags, {0, height}))
        return;
    for (int i = 0; i < static_cast<int>(kColumns.size()); ++i) {
        const Column& column = kColumns[static_cast<std::size_t>(i)];
        ImGuiTableColumnFlags flags = column.width_px > 0 ? ImGuiTableColumnFlags_WidthFixed
                                                          : ImGuiTableColumnFlags_WidthStretch;
        if (!is_shown(column)) flags |= ImGuiTableColumnFlags_DefaultHide;
        if (i == kPictureColumn)
            flags |= ImGuiTableColumnFlags_NoSort | ImGuiTableColumnFlags_NoResize |
                     ImGuiTableColumnFlags_NoHide;
        if (i == 0) flags |= ImGuiTableColumnFlags_DefaultSort | ImGuiTableColumnFlags_NoHide;
        ImGui::TableSetupColumn(i == kPictureColumn ? "picture" : column.name, flags,
                                list.ui.px(column.width_px));
    }
    ImGui::TableSetupScrollFreeze(0, 1);
    list_headers(kColumns);
    take_sorting(kColumns, list.ui.state.cut_list_choice);
    const ImVec2 corner = ImGui::GetWindowPos();
    const ImVec2 size = ImGui::GetWindowSize();
    const float header = ImGui::GetTextLineHeight() + 2 * ImGui::GetStyle().CellPadding.y;
    list.body = {{corner.x, corner.y + header}, {corner.x + size.x, corner.y + size.y}};
    scroll_to_chosen(list);
    ImGuiListClipper clipper;
    clipper.Begin(static_cast<int>(list.listed.size()), list.ui.px(kRowPx));
    while (clipper.Step())
        for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i)
            draw_row(list, list.listed[static_cast<std::size_t>(i)]);
    ImGui::EndTable();
}

/// `row_px`: what the buttons before take of their row.
void filter_button(const char* word, std::size_t count, bool& chosen, const char* tip,
                   float& row_px) {
    const std::string seen = std::string(word) + " " + std::to_string(count);
    const std::string label = seen + "##" + word;
    const ImGuiStyle& style = ImGui::GetStyle();
    const float width =
        ImGui::CalcTextSize(seen.c_str()).x + 2 * style.FramePadding.x + style.ItemSpacing.x;
    // Beside those before where there is room.
    const bool fits = row_px + width <= ImGui::GetContentRegionMax().x;
    if (row_px > 0 && fits) ImGui::SameLine();
    row_px = fits ? row_px + width : width;
    ImGui::BeginDisabled(count == 0 && !chosen);
    if (text_button(label.c_str(), {tip, ""}, chosen)) chosen = !chosen;
    ImGui::EndDisabled();
}

void draw_filters(const List& list) {
    const Ui& ui = list.ui;
    CutListChoice& choice = ui.state.cut_list_choice;
    const std::string total = std::to_string(list.table.rows().size());
    const std::string count = list.listed.size() == list.table.rows().size()
                                  ? total
                                  : std::to_string(list.listed.size()) + " of " + total;
    const float side = ImGui::GetFrameHeight() * 1.25F;
    ImGui::AlignTextToFramePadding();
    ImGui::PushFont(ui.fonts.strong);
    ImGui::TextUnformatted(("Events: " + count).c_str());
    ImGui::PopFont();
    ImGui::SameLine();
    const float room = ImGui::GetContentRegionAvail().x - 2 * side - ui.px(12);
    ImGui::SetNextItemWidth(std::max(room, ui.px(60)));
    ImGui::InputTextWithHint("##text", "name, path, reel, note", choice.text.data(),
                             choice.text.size());
    tooltip({"Lists only events that have all of these words in a name, path, reel, generator or "
             "note.",
             ""});
    ImGui::SameLine();
    if (icon_button("follow", Icon::RealTime,
                    {"Scrolls to the event under the playhead when it changes.", ""},
                    choice.follows))
        choice.follows = !choice.follows;
    ImGui::SameLine();
    if (icon_button("close", Icon::Close, ui.tip("Closes the list.", Action::ToggleCutList)))
        ui.state.cut_list = false;
    const CutTable::Counts& counts = list.table.counts();
    float row_px = 0;
    filter_button("Offline", counts.offline, choice.offline, "Events whose medium is nowhere.",
                  row_px);
    filter_button("Unsupported", counts.unsupported, choice.unsupported,
                  "Events that ask for something the player does not show.", row_px);
    filter_button("Generated", counts.generated, choice.generated, "Events marked as generated.",
                  row_px);
    filter_button("Live action", counts.live_action, choice.live_action,
                  "Events marked as live action.", row_px);
}

float notes_height(const List& list) {
    const auto& notes = list.table.edit().notes;
    if (notes.empty()) return 0;
    const auto seen = std::min<std::size_t>(notes.size(), kMostNotesSeen);
    return list.ui.px(26 + kNotePx * static_cast<float>(seen));
}

/// What was lost or guessed when the edit was read.
void draw_notes(const List& list) {
    const auto& notes = list.table.edit().notes;
    if (notes.empty()) return;
    ImGui::TextColored(widget_color(palette::kDim), "%s",
                       (counted(notes.size(), "note", "notes") + " on reading the file").c_str());
    if (ImGui::BeginChild("notes", {0, 0})) {
        ImGuiListClipper clipper;
        clipper.Begin(static_cast<int>(notes.size()), list.ui.px(kNotePx));
        while (clipper.Step())
            for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) {
                const interchange::EditNote& note = notes[static_cast<std::size_t>(i)];
                const std::string text =
                    note.where.empty() ? note.what : note.where + ": " + note.what;
                const ImVec2 at = ImGui::GetCursorScreenPos();
                const float width = ImGui::GetContentRegionAvail().x;
                ImGui::PushID(i);
                ImGui::Dummy({width, list.ui.px(kNotePx) - ImGui::GetStyle().ItemSpacing.y});
                tooltip({text, ""});
                ImGui::PopID();
                draw_fitting(*ImGui::GetWindowDrawList(), list.ui.fonts.text, at, width, text,
                             palette::kText);
            }
    }
    ImGui::EndChild();
}

} // namespace

void draw_cut_list(const Ui& ui) {
    const session::Source* source = subject_cut(ui);
    const ScreenRect place = cut_list_place(ui.rects);
    if (!ui.state.cut_list || place.is_empty() || source == nullptr || ui.cut_tables == nullptr)
        return;
    const CutTable& table = ui.cut_tables->of(*source, ui.model.report(source->key)->cut);
    const auto& chosen = ui.state.chosen_event;
    List list{ui,
              *source,
              table,
              ui.cut_tables->listed(source->key, ui.state.cut_list_choice),
              chosen && chosen->source == source->key ? table.row_of(chosen->place) : std::nullopt,
              place,
              {},
              {}};
    begin_panel("cut list", place, {0, 0, 0, 0});
    ImDrawList& ground = *ImGui::GetWindowDrawList();
    ground.ChannelsSplit(2); // The ground is known last.
    ground.ChannelsSetCurrent(1);
    draw_filters(list);
    const float notes = notes_height(list);
    draw_table(list, -std::max(notes, 1.0F));
    draw_notes(list);
    ground.ChannelsSetCurrent(0);
    draw_list_ground(ui, ground, place, list.body, list.seen);
    ground.ChannelsMerge();
    ImGui::End();
}

} // namespace seamline::ui
