#include "app/ui/panels.h"

#include "app/playback/sound_render.h"
#include "decode/picture_writer.h"

#include <algorithm>
#include <array>
#include <string>

namespace seamline::ui {
namespace {

constexpr ImGuiWindowFlags kDialog = ImGuiWindowFlags_NoResize | ImGuiWindowFlags_NoCollapse |
                                     ImGuiWindowFlags_NoSavedSettings |
                                     ImGuiWindowFlags_AlwaysAutoResize | ImGuiWindowFlags_NoNav;

void centre_next() {
    const ImVec2 size = ImGui::GetIO().DisplaySize;
    ImGui::SetNextWindowPos({size.x / 2, size.y / 2}, ImGuiCond_Appearing, {0.5F, 0.5F});
}

void size_chooser(const Ui& ui, ExportSettings& settings) {
    struct Size {
        const char* words;
        Extent extent;
    };
    constexpr std::array<Size, 5> kSizes{{{"1280 x 720", {1280, 720}},
                                          {"1920 x 1080", {1920, 1080}},
                                          {"2560 x 1440", {2560, 1440}},
                                          {"3840 x 2160", {3840, 2160}},
                                          {"1080 x 1920 (upright)", {1080, 1920}}}};
    const std::string now =
        std::to_string(settings.size.width) + " x " + std::to_string(settings.size.height);
    ImGui::SetNextItemWidth(ui.px(190));
    if (ImGui::BeginCombo("Size", now.c_str())) {
        for (const Size& size : kSizes)
            if (ImGui::Selectable(size.words, size.extent == settings.size))
                settings.size = size.extent;
        ImGui::EndCombo();
    }
    tooltip({"Size of the movie in pixels.", ""});
}

void export_progress(const Ui& ui) {
    const ExportProgress& progress = ui.state.export_progress;
    const float part = progress.total > 0
                           ? static_cast<float>(progress.done) / static_cast<float>(progress.total)
                           : 0.0F;
    const std::string words =
        std::to_string(progress.done) + " of " + std::to_string(progress.total) + " frames";
    ImGui::ProgressBar(part, {ui.px(360), 0}, words.c_str());
    if (text_button("Cancel", {"Stops, and removes the unfinished file.", ""}))
        ui.commands.ask(CancelExport{});
}

/// Whether the movie gets sound, in which form, or why not.
void sound_chooser(const Ui& ui, ExportSettings& settings) {
    const std::string silent = playback::why_export_is_silent(ui.model.session, ui.model.reports);
    ImGui::BeginDisabled(!silent.empty());
    bool wanted = settings.sound && silent.empty();
    if (ImGui::Checkbox("Sound", &wanted)) settings.sound = wanted;
    ImGui::EndDisabled();
    tooltip({"What is heard now, at normal speed and full volume: the chosen take or the mix, with "
             "gains, mutes and delays.",
             ""});
    ImGui::SameLine();
    if (!silent.empty()) {
        ImGui::TextColored(widget_color(palette::kWarning), "none: %s", silent.c_str());
        return;
    }
    const session::Session& session = ui.model.session;
    const session::Source* heard = session.find(session.heard);
    if (heard == nullptr) heard = session.source_a();
    const bool any_solo = std::ranges::any_of(
        session.sources, [](const session::Source& source) { return source.audio.solo; });
    const std::string of = any_solo           ? "the soloed takes"
                           : session.mix_all  ? "the mix of all takes"
                           : heard != nullptr ? display_name(*heard)
                                              : "";
    ImGui::TextColored(widget_color(palette::kDim), settings.sound ? "%s, %s" : "left out (%s, %s)",
                       of.c_str(), decode::sound_form(settings.path));
}

void range_text(const Ui& ui, const ExportSettings& settings) {
    const std::string text = counter_text(settings.first, ui.model.counter) + " to " +
                             counter_text(settings.last, ui.model.counter) + ", " +
                             std::to_string(settings.last - settings.first + 1) + " frames";
    ImGui::TextColored(widget_color(palette::kDim), "From in to out: %s", text.c_str());
}

} // namespace

void draw_export_dialog(const Ui& ui) {
    UiState& state = ui.state;
    if (!state.export_dialog) return;
    ExportSettings& settings = state.export_settings;
    centre_next();
    if (ImGui::Begin("Export a movie of what is compared", &state.export_dialog, kDialog)) {
        if (state.export_progress.running) {
            export_progress(ui);
            ImGui::End();
            return;
        }
        const playback::Transport::Range range = ui.model.transport.range();
        settings.first = range.first;
        settings.last = std::max(range.first, range.last);
        ImGui::SetNextItemWidth(ui.px(420));
        if (const auto text = text_field("File", settings.path.string(), "file.mp4, .mov or .mkv"))
            settings.path = *text;
        tooltip({"Where the movie goes. The ending chooses the container.", ""});
        size_chooser(ui, settings);
        ImGui::Checkbox("Labels on the pictures", &settings.labels);
        ImGui::Checkbox("Picture tools on the pictures", &settings.tools);
        tooltip({"False colour, zebra, warnings and peaking that are on. Snapshots do the same.", ""});
        ImGui::Checkbox("Lossless (FFV1 in .mkv)", &settings.lossless);
        if (settings.lossless && !settings.path.empty()) settings.path.replace_extension(".mkv");
        sound_chooser(ui, settings);
        range_text(ui, settings);
        ImGui::BeginDisabled(settings.path.empty() || ui.model.length == 0);
        if (text_button("Export", {"Playback pauses until the movie is written.", ""}))
            ui.commands.ask(StartExport{settings});
        ImGui::EndDisabled();
    }
    ImGui::End();
}

void draw_settings_dialog(const Ui& ui) {
    UiState& state = ui.state;
    if (!state.settings_dialog) return;
    centre_next();
    if (ImGui::Begin("Preferences", &state.settings_dialog, kDialog)) {
        ImGui::SetNextItemWidth(ui.px(200));
        ImGui::SliderFloat("Size of the interface", &state.scale_wanted, 0.75F, 3.0F, "%.2f");
        tooltip({"Text and controls, from 0.75 to 3.", ""});
        if (ImGui::IsItemDeactivatedAfterEdit()) ui.commands.ask(SetScale{state.scale_wanted});
        ImGui::SetNextItemWidth(ui.px(200));
        if (ImGui::BeginCombo("Theme", label_of(state.theme))) {
            for (const session::Theme theme :
                 {session::Theme::Dark, session::Theme::Light, session::Theme::HighContrast})
                if (ImGui::Selectable(label_of(theme), theme == state.theme))
                    ui.commands.ask(SetTheme{theme});
            ImGui::EndCombo();
        }
        tooltip(ui.tip("Light has a mid-grey surround: pictures are judged more evenly on it than "
                       "on black.",
                       Action::NextTheme));
        ImGui::SetNextItemWidth(ui.px(200));
        int cache = static_cast<int>(state.cache_mb);
        if (ImGui::InputInt("Frame cache in MB", &cache, 256, 1024))
            state.cache_mb = std::clamp(cache, 0, 1 << 20);
        tooltip(
            {"Memory for decoded frames; 0 chooses by the machine. From the next start on.", ""});
        ImGui::Checkbox("Open the last session at the start", &state.restore_last_session);
        tooltip({"When the program is started without files.", ""});
        ImGui::Checkbox("Measure takes in the background", &state.measuring.enabled);
        tooltip(ui.tip("Cuts, light and camera of every take; playing goes first.",
                       Action::ToggleMeasuring));
        ImGui::Checkbox("Lamps speak at changes of framing", &state.measuring.speaks_of_other_framings);
        tooltip(ui.tip("From whole pictures: what is seen is not the same.", Action::OtherFramings));
        ImGui::SetNextItemWidth(ui.px(200));
        if (const auto file = text_field("Thresholds", state.measuring.thresholds.string(),
                                         "built in"))
            ui.commands.ask(UseThresholds{*file});
        tooltip({"A profile of thresholds (JSON); empty: the built-in one. A bad file is told, and "
                 "changes nothing.",
                 ""});
        if (text_button("Change keys", {"Every key can be changed.", ""})) state.key_editor = true;
    }
    ImGui::End();
}

} // namespace seamline::ui
