// app/ui/marker_panel.cpp: the list of markers, and the line in which a note is written.
#include "app/ui/markers.h"
#include "app/ui/panels.h"

#include <algorithm>
#include <string>
#include <utility>

namespace seamline::ui {
namespace {

using session::Marker;
using session::Session;

constexpr ImGuiWindowFlags kList =
    ImGuiWindowFlags_NoCollapse | ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoNav;
constexpr ImGuiWindowFlags kNote = ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoResize |
                                   ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                                   ImGuiWindowFlags_AlwaysAutoResize | ImGuiWindowFlags_NoNav;

void write_note(const Ui& ui, std::int64_t tick, const std::string& note) {
    ui.commands.edit([tick, note](Session& s) {
        // An undo may have taken it meanwhile: a note is not a reason to bring it back.
        if (marker_at(s.transport.markers, tick) != nullptr) set_marker_note(s, tick, note);
    });
}

void marker_row(const Ui& ui, const Marker& marker) {
    ImGui::TableNextRow();
    ImGui::TableNextColumn();
    ImGui::AlignTextToFramePadding();
    ImGui::PushFont(ui.fonts.mono);
    const bool here = marker.tick == ui.model.tick;
    if (ImGui::Selectable(counter_text(marker.tick, ui.model.counter).c_str(), here))
        ui.commands.ask(SeekTo{marker.tick});
    ImGui::PopFont();
    tooltip({"Click: go there.", ui.keys.keys_text(Action::NextMarker)});
    ImGui::TableNextColumn();
    ImGui::SetNextItemWidth(-1);
    if (const auto note = text_field("##note", marker.note, "write a note"))
        write_note(ui, marker.tick, *note);
    if (!marker.note.empty()) tooltip({marker.note, ""});
    ImGui::TableNextColumn();
    if (icon_button("delete", Icon::Close,
                    {"Delete this marker.", ui.keys.keys_text(Action::DeleteMarker)}))
        ui.commands.edit([tick = marker.tick](Session& s) { delete_marker(s, tick); });
}

} // namespace

void draw_marker_list(const Ui& ui) {
    if (!ui.state.marker_list) return;
    const ScreenRect& viewer = ui.rects.viewer;
    const auto rows = static_cast<float>(ui.model.session.transport.markers.size());
    const float wanted = ui.px(52) + std::clamp(rows, 1.0F, 10.0F) * ui.px(28);
    const ImVec2 size{ui.px(400), std::min(wanted, static_cast<float>(viewer.size().y))};
    ImGui::SetNextWindowPos(
        {static_cast<float>(viewer.max.x) - ui.px(8), static_cast<float>(viewer.min.y) + ui.px(44)},
        ImGuiCond_Appearing, {1, 0});
    ImGui::SetNextWindowSize(size, ImGuiCond_Appearing);
    if (ImGui::Begin("Markers", &ui.state.marker_list, kList)) {
        const auto& markers = ui.model.session.transport.markers;
        if (markers.empty()) {
            const std::string text = "No frame is marked. " + ui.keys.keys_text(Action::AddMarker) +
                                     " marks one, " + ui.keys.keys_text(Action::NoteMarker) +
                                     " marks it and writes a note.";
            ImGui::PushStyleColor(ImGuiCol_Text, widget_color(palette::kDim));
            ImGui::TextWrapped("%s", text.c_str());
            ImGui::PopStyleColor();
        } else if (ImGui::BeginTable("markers", 3, ImGuiTableFlags_ScrollY)) {
            ImGui::TableSetupColumn("where", ImGuiTableColumnFlags_WidthFixed, ui.px(92));
            ImGui::TableSetupColumn("note", ImGuiTableColumnFlags_WidthStretch);
            ImGui::TableSetupColumn("delete", ImGuiTableColumnFlags_WidthFixed, ui.px(30));
            for (const Marker& marker : markers) {
                ImGui::PushID(static_cast<int>(marker.tick));
                marker_row(ui, marker);
                ImGui::PopID();
            }
            ImGui::EndTable();
        }
    }
    ImGui::End();
}

void draw_marker_note(const Ui& ui) {
    UiState& state = ui.state;
    if (!state.noted_marker) return;
    const std::int64_t tick = *state.noted_marker;
    // The marker that a key has just asked for is in the session from the next frame on.
    const Marker* marker = marker_at(ui.model.session.transport.markers, tick);
    if (marker == nullptr) {
        if (!state.note_asked) state.noted_marker.reset();
        return;
    }
    const ScreenRect& viewer = ui.rects.viewer;
    ImGui::SetNextWindowPos(
        {static_cast<float>(viewer.center().x), static_cast<float>(viewer.max.y) - ui.px(10)},
        ImGuiCond_Always, {0.5F, 1});
    if (ImGui::Begin("note", nullptr, kNote)) {
        ImGui::AlignTextToFramePadding();
        ImGui::TextUnformatted(("Note at " + counter_text(tick, ui.model.counter)).c_str());
        ImGui::SameLine();
        ImGui::SetNextItemWidth(std::min(ui.px(440), static_cast<float>(viewer.size().x) / 2));
        if (std::exchange(state.note_asked, false)) ImGui::SetKeyboardFocusHere();
        if (const auto note = text_field("##note", marker->note, "what is to be seen here"))
            write_note(ui, tick, *note);
        // Enter and a click elsewhere keep the text, Esc does not: all of them end here.
        if (ImGui::IsItemDeactivated()) state.noted_marker.reset();
        tooltip({"Enter keeps the note, Esc leaves it as it was.", ""});
    }
    ImGui::End();
}

} // namespace seamline::ui
