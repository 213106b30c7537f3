#include "app/ui/panels.h"

#include <algorithm>
#include <cctype>
#include <string>
#include <string_view>

namespace seamline::ui {
namespace {

bool matches(const ActionDescription& about, const std::string& keys, std::string_view filter) {
    const auto same = [](char a, char b) {
        return std::tolower(static_cast<unsigned char>(a)) ==
               std::tolower(static_cast<unsigned char>(b));
    };
    const auto holds = [&](std::string_view text) {
        return !std::ranges::search(text, filter, same).empty();
    };
    return filter.empty() || holds(about.label) || holds(about.group) || holds(keys);
}

void centered(const Ui& ui, glm::dvec2 window, float width, float height) {
    const ImVec2 size{std::min(ui.px(width), static_cast<float>(window.x) - ui.px(24)),
                      std::min(ui.px(height), static_cast<float>(window.y) - ui.px(24))};
    ImGui::SetNextWindowPos(
        {(static_cast<float>(window.x) - size.x) / 2, (static_cast<float>(window.y) - size.y) / 2});
    ImGui::SetNextWindowSize(size);
}

constexpr ImGuiWindowFlags kDialog = ImGuiWindowFlags_NoResize | ImGuiWindowFlags_NoMove |
                                     ImGuiWindowFlags_NoCollapse |
                                     ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoNav;

/// Rows that run on from one column of the overlay to the next.
struct OverlayFlow {
    std::size_t per_column = 0;
    int columns = 1;
    int column = 0;
    std::size_t row = 0;

    /// Before each row; true when it is the first of a column.
    bool next_row() {
        const bool turns = row >= per_column && column + 1 < columns;
        if (turns) {
            ImGui::NextColumn();
            ++column;
            row = 0;
        }
        ++row;
        return turns;
    }
};

void overlay_heading(const Ui& ui, const char* group, bool goes_on) {
    ImGui::PushFont(ui.fonts.strong);
    ImGui::TextUnformatted((std::string(group) + (goes_on ? " \xE2\x80\xA6" : "")).c_str());
    ImGui::PopFont();
}

/// One group of the overlay, as rows of "what  key".
void overlay_group(const Ui& ui, const char* group, OverlayFlow& flow) {
    // A heading alone at the foot of a column would belong to nothing.
    if (flow.row + 2 > flow.per_column) flow.row = flow.per_column;
    flow.next_row();
    overlay_heading(ui, group, false);
    for (const ActionDescription& about : actions()) {
        if (std::string_view(about.group) != group) continue;
        if (ui.keys.chords(about.action).empty()) continue;
        if (flow.next_row()) {
            overlay_heading(ui, group, true);
            ++flow.row;
        }
        const std::string keys = text_of(ui.keys.chords(about.action).front());
        const float width = ImGui::GetContentRegionAvail().x;
        const float right = ImGui::CalcTextSize(keys.c_str()).x;
        const float left = ImGui::GetCursorPosX();
        ImGui::TextUnformatted(shortened(about.label, width - right - ui.px(16)).c_str());
        ImGui::SameLine();
        ImGui::SetCursorPosX(left + width - right - ui.px(10));
        ImGui::TextColored(widget_color(palette::kAccent), "%s", keys.c_str());
    }
    ImGui::Spacing();
}

std::vector<const char*> group_names() {
    std::vector<const char*> groups;
    for (const ActionDescription& about : actions())
        if (std::ranges::find(groups, std::string_view(about.group),
                              [](const char* g) { return std::string_view(g); }) == groups.end())
            groups.push_back(about.group);
    return groups;
}

std::size_t rows_of(const Ui& ui, const char* group) {
    std::size_t rows = 2;
    for (const ActionDescription& about : actions())
        rows +=
            std::string_view(about.group) == group && !ui.keys.chords(about.action).empty() ? 1 : 0;
    return rows;
}

void editor_row(const Ui& ui, const ActionDescription& about) {
    KeyCapture& capture = ui.state.key_capture;
    ImGui::TableNextRow();
    ImGui::TableNextColumn();
    ImGui::AlignTextToFramePadding();
    ImGui::TextUnformatted(about.label);
    tooltip({about.tooltip, ""});
    ImGui::TableNextColumn();
    for (const Chord& chord : ui.keys.chords(about.action)) {
        const std::string text = text_of(chord);
        ImGui::PushID(text.c_str());
        if (text_button(text.c_str(), {"Click: take this key away.", ""}))
            ui.commands.ask(ChangeKey{ChangeKey::What::Unbind, about.action, chord});
        ImGui::PopID();
        ImGui::SameLine(0, ui.px(3));
    }
    const bool waiting = capture.action == about.action && capture.waiting;
    if (text_button(waiting ? "press a key \xE2\x80\xA6" : "+",
                    {"Adds a key: click, then press it. Esc: leave it.", ""}, waiting)) {
        capture = {};
        capture.action = about.action;
        capture.waiting = true;
    }
    ImGui::TableNextColumn();
    if (quiet_button("default", {"Back to the preset's keys.", ""}))
        ui.commands.ask(ChangeKey{ChangeKey::What::Reset, about.action, {}});
}

/// What speaks against a captured key, and whether to take it all the same.
void editor_objection(const Ui& ui) {
    KeyCapture& capture = ui.state.key_capture;
    if (!capture.refusal) return;
    ImGui::PushStyleColor(ImGuiCol_Text, widget_color(palette::kWarning));
    ImGui::TextWrapped("%s", capture.refusal->message.c_str());
    ImGui::PopStyleColor();
    if (capture.refusal->reason != Refusal::Reason::Forbidden) {
        if (text_button("Take it", {"The key does this from now on, and not what it did.", ""})) {
            ui.commands.ask(ChangeKey{ChangeKey::What::Take, *capture.action, capture.chord});
            capture = {};
            return;
        }
        ImGui::SameLine();
    }
    if (text_button("Leave it", {"Nothing changes.", ""})) capture = {};
}

void preset_chooser(const Ui& ui) {
    ImGui::SetNextItemWidth(ui.px(120));
    if (ImGui::BeginCombo("Preset", name(ui.keys.preset()))) {
        for (std::size_t i = 0; i < kPresetCount; ++i) {
            const auto preset = static_cast<Preset>(i);
            if (ImGui::Selectable(name(preset), preset == ui.keys.preset()))
                ui.commands.ask(ChangeKey{ChangeKey::What::Preset, Action::Dismiss, {}, preset});
        }
        ImGui::EndCombo();
    }
    tooltip({"Keys as another program has them. Drops your own changes.", ""});
}

} // namespace

void draw_key_overlay(const Ui& ui, glm::dvec2 window) {
    if (!ui.state.key_overlay) return;
    centered(ui, window, 1256, 900);
    ImGui::SetNextWindowBgAlpha(0.97F);
    ImGui::SetNextWindowFocus();
    if (ImGui::Begin("Keys", &ui.state.key_overlay, kDialog)) {
        ImGui::BeginChild("all"); // Scrolls where the window is too low for it.
        const float room = ImGui::GetContentRegionAvail().x;
        const int columns = std::clamp(static_cast<int>(room / ui.px(245)), 1, 5);
        std::size_t rows = 0;
        for (const char* group : group_names()) rows += rows_of(ui, group);
        const std::size_t per_column = rows / static_cast<std::size_t>(columns) + 2;
        ImGui::PushFont(ui.fonts.small);
        ImGui::Columns(columns, nullptr, false);
        OverlayFlow flow{per_column, columns};
        for (const char* group : group_names()) overlay_group(ui, group, flow);
        ImGui::Columns(1);
        ImGui::TextColored(widget_color(palette::kAccent), "%s",
                           "Lamps: a flag means look, not error. Only a person decides.");
        ImGui::PopFont();
        ImGui::EndChild();
    }
    ImGui::End();
}

void draw_key_editor(const Ui& ui, glm::dvec2 window) {
    if (!ui.state.key_editor) {
        ui.state.key_capture = {};
        return;
    }
    centered(ui, window, 760, 640);
    if (ImGui::Begin("Change keys", &ui.state.key_editor, kDialog)) {
        preset_chooser(ui);
        ImGui::SameLine();
        ImGui::SetNextItemWidth(ui.px(220));
        ImGui::InputTextWithHint("##filter", "find an action or a key", ui.state.key_filter.data(),
                                 ui.state.key_filter.size());
        editor_objection(ui);
        ImGui::BeginChild("rows");
        if (ImGui::BeginTable("keys", 3, ImGuiTableFlags_RowBg | ImGuiTableFlags_SizingFixedFit)) {
            ImGui::TableSetupColumn("what", ImGuiTableColumnFlags_WidthFixed, ui.px(210));
            ImGui::TableSetupColumn("keys", ImGuiTableColumnFlags_WidthStretch);
            ImGui::TableSetupColumn("reset", ImGuiTableColumnFlags_WidthFixed, ui.px(70));
            for (const ActionDescription& about : actions()) {
                if (!matches(about, ui.keys.keys_text(about.action), ui.state.key_filter.data()))
                    continue;
                ImGui::PushID(about.id);
                editor_row(ui, about);
                ImGui::PopID();
            }
            ImGui::EndTable();
        }
        ImGui::EndChild();
    }
    ImGui::End();
}

} // namespace seamline::ui
