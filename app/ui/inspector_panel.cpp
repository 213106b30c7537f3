#include "app/ui/color_widgets.h"
#include "app/ui/inspector_sections.h"
#include "app/ui/panels.h"

#include <string>

namespace seamline::ui {
namespace {

void choose_source(const Ui& ui, const session::Source& source) {
    ImGui::SetNextItemWidth(-ui.px(62));
    const std::string seen =
        shortened(display_name(source), ImGui::GetContentRegionAvail().x - ui.px(100));
    if (ImGui::BeginCombo("##chosen", seen.c_str())) {
        for (const session::Source& other : ui.model.session.sources) {
            ImGui::PushID(static_cast<int>(other.key));
            if (ImGui::Selectable(display_name(other).c_str(), other.key == source.key))
                ui.state.chosen = other.key;
            ImGui::PopID();
        }
        ImGui::EndCombo();
    }
    tooltip({"The take that this panel shows.", ""});
    ImGui::SameLine(0, ui.px(4));
    if (icon_button("reload", Icon::Reload, ui.tip("Read the file again", Action::Reload)))
        ui.commands.ask(ReloadSource{source.key});
    ImGui::SameLine(0, ui.px(4));
    if (icon_button("close", Icon::Close,
                    ui.tip("Remove this take from the session", Action::CloseSource)))
        ui.commands.ask(CloseSource{source.key});
}

bool section(const char* name) {
    return ImGui::CollapsingHeader(name, ImGuiTreeNodeFlags_DefaultOpen);
}

} // namespace

void draw_inspector(const Ui& ui) {
    begin_panel("inspector", ui.rects.inspector, palette::kPanel);
    const session::Source* source = ui.chosen_source();
    if (source == nullptr) {
        ImGui::TextColored(widget_color(palette::kDim), "No take is open.");
        ImGui::End();
        return;
    }
    ImGui::BeginChild("sections");
    const playback::SourceReport* report = ui.model.report(source->key);
    ImGui::PushID(static_cast<int>(source->key));
    choose_source(ui, *source);
    inspect_name(ui, *source);
    if (report != nullptr && !report->error.empty()) {
        ImGui::PushStyleColor(ImGuiCol_Text, widget_color(palette::kError));
        ImGui::TextWrapped("%s", report->error.c_str());
        ImGui::PopStyleColor();
    }
    // A policy that turned a hole into an error must be changeable all the same.
    const bool sequence =
        (report != nullptr && report->media.video && report->media.video->is_sequence) ||
        source->missing == session::MissingPolicy::Error;
    if (sequence && section("Image sequence")) inspect_sequence(ui, *source);
    if (report != nullptr && report->media.video) {
        const auto medium = inspected_medium(ui, *source);
        if (source->cut && section("Event")) inspect_event(ui, *source);
        if (medium && section("Colour")) inspect_source_color(ui, *medium, report->color);
        if (section(source->cut ? "Edit" : "Media")) inspect_media(ui, *report);
        const playback::FrameChoice* choice = ui.model.choice(source->key);
        const bool in_cut = source->cut && choice != nullptr && choice->event;
        const VideoDescription& video =
            in_cut && choice->event->media && choice->event->media->video
                ? *choice->event->media->video
                : *report->media.video;
        if (medium && section("Colour tags")) inspect_color(ui, *medium, video);
    }
    if (section("Display and view")) inspect_view(ui, playback::Viewport::Main);
    if (ui.model.second_window && section("Second window")) {
        const auto second = ui.model.second_colors.find(source->key);
        if (second != ui.model.second_colors.end() && !second->second.error.empty()) {
            wrapped(palette::kError, second->second.error);
            wrapped(palette::kWarning, second->second.substitution);
        }
        inspect_view(ui, playback::Viewport::Second);
    }
    if (section("Adjust the view")) inspect_adjust(ui, *source);
    if (section("Timing")) inspect_timing(ui, *source, report);
    if (section("Sound")) inspect_audio(ui, *source, report);
    ImGui::PopID();
    ImGui::EndChild();
    ImGui::End();
}

} // namespace seamline::ui
