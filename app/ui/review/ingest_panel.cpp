#include "app/ui/review/ingest_panel.h"

#include "app/ui/list_table.h"
#include "app/ui/panels.h"

#include <algorithm>
#include <array>
#include <string>

namespace seamline::ui {
namespace {

constexpr float kLabel = 84; ///< Width of the words before fields, unscaled.

struct Column {
    const char* name;
    const char* tip;
    float width; ///< Unscaled, or a share where the column stretches.
    bool stretches;
};
constexpr std::array<Column, 7> kColumns{{
    {"File", "The movie.", 1.1F, true},
    {"Shot", "The stack that it comes into.", 96, false},
    {"Take", "Its place in that stack.", 44, false},
    {"Generator", "What made it.", 110, false},
    {"Version", "Of the generator, or of the take.", 66, false},
    {"Read from", "Table, sidecar, name: the one before says more than the one after.", 130, false},
    {"What happens", "Nothing happens before Take in.", 1.2F, true},
}};

void label(const Ui& ui, const char* words) {
    ImGui::AlignTextToFramePadding();
    ImGui::TextUnformatted(words);
    ImGui::SameLine(ui.px(kLabel));
}

void dim_line(const std::string& words, Rgb color = palette::kDim) {
    ImGui::PushStyleColor(ImGuiCol_Text, widget_color(color));
    ImGui::TextWrapped("%s", words.c_str());
    ImGui::PopStyleColor();
}

void folder_row(const Ui& ui, const IngestChoice& choice) {
    label(ui, "Folder");
    const float room = ImGui::GetContentRegionAvail().x - ui.px(92);
    ImGui::TextUnformatted(shortened(choice.folder.string(), room).c_str());
    tooltip({choice.folder.string(), ""});
    ImGui::SameLine(ImGui::GetWindowContentRegionMax().x - ui.px(76));
    if (text_button("Choose", {"Another folder.", ui.keys.keys_text(Action::TakeInFolder)}))
        ui.state.browser = BrowserPurpose::ChooseTakeFolder;
}

void pattern_row(const Ui& ui, IngestChoice& choice) {
    label(ui, "Names are");
    ImGui::SetNextItemWidth(ImGui::GetContentRegionAvail().x - ImGui::GetFrameHeight());
    ImGui::InputText("##pattern", choice.pattern.data(), choice.pattern.size());
    const Tip tip{"What file names are made of, without their ending: {shot}, {generator}, "
                  "{version}, {seed}, {prompt}, {any}, and what stands between them. A version "
                  "begins with a digit. The preview follows while you type.",
                  ""};
    tooltip(tip);
    ImGui::SameLine(0, 0);
    if (ImGui::BeginCombo("##patterns", "",
                          ImGuiComboFlags_NoPreview | ImGuiComboFlags_PopupAlignLeft)) {
        for (const char* pattern : interchange::kTakePatterns)
            if (ImGui::Selectable(pattern, std::string_view(pattern) == choice.pattern.data())) {
                choice.pattern.fill(0);
                std::string_view(pattern).copy(choice.pattern.data(), choice.pattern.size() - 1);
            }
        ImGui::EndCombo();
    }
    tooltip({"How takes are usually named.", ""});
}

/// Only where a table lies there, or one was chosen.
void table_row(const Ui& ui, IngestChoice& choice) {
    const IngestView& view = ui.model.ingest;
    if (view.tables.empty() && view.table.empty()) return;
    label(ui, "Table");
    ImGui::SetNextItemWidth(ui.px(260));
    const std::string now = view.table.empty() ? "none" : view.table.filename().string();
    if (ImGui::BeginCombo("##table", now.c_str())) {
        if (ImGui::Selectable("none", view.table.empty())) choice.table.file.emplace();
        for (const std::filesystem::path& table : view.tables)
            if (ImGui::Selectable(table.filename().string().c_str(), table == view.table))
                choice.table.file = table;
        ImGui::EndCombo();
    }
    tooltip(
        {"A CSV with a column 'file' and any of shot, generator, version, prompt, seed, rights, "
         "class, place. It says more than notes beside a file (NAME.json), those more than its "
         "name.",
         ""});
    if (view.table_problem.empty()) return;
    ImGui::SameLine();
    ImGui::AlignTextToFramePadding();
    ImGui::TextColored(
        widget_color(palette::kWarning), "%s",
        shortened("Not used: " + view.table_problem, ImGui::GetContentRegionAvail().x).c_str());
    tooltip({view.table_problem, ""});
}

Rgb color_of(IngestFate fate) {
    switch (fate) {
    case IngestFate::Unclear:
    case IngestFate::Refused:
        return palette::kWarning;
    case IngestFate::IsThere:
    case IngestFate::Waits:
        return palette::kDim;
    default:
        return palette::kText;
    }
}

void cell(const std::string& words, Rgb color) {
    ImGui::TableNextColumn();
    const std::string seen = shortened(words, ImGui::GetContentRegionAvail().x);
    ImGui::TextColored(widget_color(color), "%s", seen.c_str());
    if (seen != words) tooltip({words, ""});
}

void preview_row(const IngestRow& row) {
    const Rgb color = color_of(row.fate);
    ImGui::TableNextRow();
    cell(row.file, color);
    cell(row.shot.empty() ? "?" : row.shot, color);
    cell(row.number > 0 ? std::to_string(row.number) : "-", color);
    cell(row.generator, color);
    cell(row.version, color);
    cell(row.from, color);
    cell(row.words, color);
}

void preview_table(const Ui& ui, float height) {
    constexpr ImGuiTableFlags kFlags = ImGuiTableFlags_ScrollY | ImGuiTableFlags_Resizable |
                                       ImGuiTableFlags_NoSavedSettings |
                                       ImGuiTableFlags_BordersInnerV | ImGuiTableFlags_RowBg;
    if (!ImGui::BeginTable("preview", static_cast<int>(kColumns.size()), kFlags, {0, height}))
        return;
    ImGui::TableSetupScrollFreeze(0, 1);
    for (const Column& column : kColumns)
        ImGui::TableSetupColumn(column.name,
                                column.stretches ? ImGuiTableColumnFlags_WidthStretch
                                                 : ImGuiTableColumnFlags_WidthFixed,
                                column.stretches ? column.width : ui.px(column.width));
    ImGui::TableNextRow(ImGuiTableRowFlags_Headers);
    for (std::size_t i = 0; i < kColumns.size(); ++i) {
        ImGui::TableSetColumnIndex(static_cast<int>(i));
        ImGui::TableHeader(kColumns[i].name);
        tooltip({kColumns[i].tip, ""});
    }
    if (const auto& preview = ui.model.ingest.preview) {
        ImGuiListClipper clipper;
        clipper.Begin(static_cast<int>(preview->rows.size()));
        while (clipper.Step())
            for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) {
                ImGui::PushID(i);
                preview_row(preview->rows[static_cast<std::size_t>(i)]);
                ImGui::PopID();
            }
        clipper.End();
    }
    ImGui::EndTable();
}

/// What it comes to, and what is wrong.
void sum_row(const Ui& ui) {
    const IngestView& view = ui.model.ingest;
    if (!view.problem.empty())
        dim_line(view.problem, palette::kError);
    else if (view.preview && !view.preview->pattern_problem.empty())
        dim_line(view.preview->pattern_problem, palette::kWarning);
    else if (!view.preview)
        dim_line("The folder is being read \xE2\x80\xA6");
    else if (view.is_reading)
        ImGui::ProgressBar(
            view.total == 0 ? 0 : static_cast<float>(view.read) / static_cast<float>(view.total),
            {-1, 0},
            ("reading " + std::to_string(view.read) + " of " + std::to_string(view.total) +
             " movies")
                .c_str());
    else
        ImGui::TextWrapped("%s", words_of(*view.preview).c_str());
}

/// Folders that are watched already, each with its state.
void watched_rows(const Ui& ui) {
    for (const WatchedView& watched : ui.model.ingest.watched) {
        ImGui::PushID(watched.what.folder.c_str());
        ImGui::AlignTextToFramePadding();
        const std::string words =
            "Watched: " + watched.what.folder.string() + "   " + watched.words;
        const float room = ImGui::GetContentRegionAvail().x - ui.px(70);
        ImGui::TextColored(
            widget_color(watched.is_problem ? Rgb(palette::kWarning) : Rgb(palette::kDim)), "%s",
            shortened(words, room).c_str());
        tooltip({watched.what.folder.string() + ", names are " + watched.what.pattern + ". " +
                     watched.words,
                 ""});
        ImGui::SameLine(ImGui::GetWindowContentRegionMax().x - ui.px(54));
        if (text_button("Stop", {"New movies of this folder are no longer taken in.", ""}))
            ui.commands.ask(StopWatching{watched.what.folder});
        ImGui::PopID();
    }
}

void buttons(const Ui& ui, IngestChoice& choice) {
    const IngestView& view = ui.model.ingest;
    ImGui::Checkbox("Watch this folder", &choice.watch);
    tooltip({"Movies that come into it later join their stacks by themselves, once they are whole. "
             "They are told of and marked new; what is on the screen stays as it is. Kept until it "
             "is stopped here, in later runs, too.",
             ""});
    ImGui::SameLine(0, ui.px(18));
    ImGui::BeginDisabled(!view.can_take_in);
    if (text_button("Take in", {"Puts the takes into their stacks and opens them. Undo takes both "
                                "back.",
                                "Enter"}))
        ui.commands.ask(TakeInFolder{});
    ImGui::EndDisabled();
    ImGui::SameLine(0, ui.px(6));
    ImGui::BeginDisabled(view.total == 0);
    if (text_button("Only open", {"Opens the movies as they lie there; no stack is made.", ""}))
        ui.commands.ask(TakeInFolder{true});
    ImGui::EndDisabled();
    ImGui::SameLine(0, ui.px(6));
    if (text_button("Cancel", {"Nothing is changed.", "Esc"})) choice.open = false;
}

} // namespace

void draw_ingest_dialog(const Ui& ui) {
    IngestChoice& choice = ui.state.decide.ingest;
    if (!choice.open) return;
    const ImVec2 screen = ImGui::GetIO().DisplaySize;
    ImGui::SetNextWindowPos({screen.x / 2, screen.y / 2}, ImGuiCond_Appearing, {0.5F, 0.5F});
    ImGui::SetNextWindowSize(
        {std::min(ui.px(1060), screen.x - ui.px(16)), std::min(ui.px(560), screen.y - ui.px(64))},
        ImGuiCond_Appearing);
    if (ImGui::Begin("Take in a folder###ingest", &choice.open, kListWindow)) {
        folder_row(ui, choice);
        pattern_row(ui, choice);
        table_row(ui, choice);
        const float watched =
            static_cast<float>(std::min<std::size_t>(ui.model.ingest.watched.size(), 3));
        const float foot =
            ImGui::GetFrameHeightWithSpacing() * (2.2F + watched) + ImGui::GetTextLineHeight();
        preview_table(ui, std::max(ui.px(80), ImGui::GetContentRegionAvail().y - foot));
        sum_row(ui);
        buttons(ui, choice);
        if (watched > 0) {
            ImGui::Separator();
            ImGui::BeginChild("watched", {0, 0});
            watched_rows(ui);
            ImGui::EndChild();
        }
    }
    ImGui::End();
}

} // namespace seamline::ui
