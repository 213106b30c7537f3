// The menu of what is measured: seams, flags, thresholds.
#include "app/ui/panels.h"
#include "app/ui/seam_actions.h"
#include "app/ui/widgets.h"

#include <string>

namespace seamline::ui {
namespace {

void item(const Ui& ui, Action action, bool chosen = false, bool enabled = true,
          const std::string& reason = "") {
    const ActionDescription& about = description(action);
    if (ImGui::MenuItem(about.label, ui.keys.keys_text(action).c_str(), chosen, enabled))
        ui.commands.run(action);
    tooltip({enabled || reason.empty() ? about.tooltip : reason, ""});
}

void thresholds(const Ui& ui) {
    const std::filesystem::path& file = ui.state.measuring.thresholds;
    if (!ImGui::BeginMenu("Thresholds")) return;
    if (ImGui::MenuItem("Built in", nullptr, file.empty())) ui.commands.ask(UseThresholds{});
    tooltip({"Look from one, flag from two times what the shots do anyway, and never below the "
             "floors of the measures.",
             ""});
    const std::string own = file.empty() ? "From a file \xE2\x80\xA6" : file.filename().string();
    if (ImGui::MenuItem(own.c_str(), nullptr, !file.empty()))
        ui.state.browser = BrowserPurpose::ChooseThresholds;
    tooltip({"A JSON file with floors of its own; " +
                 (file.empty() ? std::string("click: choose it.") : file.string()),
             ""});
    if (ImGui::MenuItem("Read it again", nullptr, false, !file.empty()))
        ui.commands.ask(UseThresholds{file});
    tooltip({"After the file was changed.", ""});
    ImGui::EndMenu();
}

void counts(const Ui& ui) {
    std::vector<const SourceSeams*> all;
    for (const auto& [key, seams] : ui.model.seams) all.push_back(&seams);
    ImGui::MenuItem(words_of(count_flags(all)).c_str(), nullptr, false, false);
    tooltip(
        {"Of the flags that were judged, how many were right. A flag means look, not error.", ""});
}

} // namespace

void measures_menu(const Ui& ui) {
    if (!ImGui::BeginMenu("Measures")) return;
    const UiState& state = ui.state;
    item(ui, Action::ToggleMeasuring, state.measuring.enabled);
    item(ui, Action::OtherFramings, state.measuring.speaks_of_other_framings);
    thresholds(ui);
    ImGui::Separator();
    item(ui, Action::ToggleLamps, state.panels.lamps);
    item(ui, Action::ToggleSeams, state.seam_list);
    item(ui, Action::ToggleCurves, state.curves);
    ImGui::Separator();
    item(ui, Action::PreviousFlag);
    item(ui, Action::NextFlag);
    const SeamPlace place = seam_place(ui.model, state);
    const SeamSign* shown = shown_seam(place);
    const bool is_flag = shown != nullptr && shown->is_judgeable();
    const std::string no_flag = "The nearest cut has no flag.";
    item(ui, Action::AcceptFlag, is_flag && shown->verdict == session::SeamVerdict::Accepted,
         is_flag, no_flag);
    item(ui, Action::DismissFlag, is_flag && shown->verdict == session::SeamVerdict::Dismissed,
         is_flag, no_flag);
    counts(ui);
    ImGui::Separator();
    const bool is_take = place.source != nullptr && !place.source->cut;
    const std::string edits = "Only takes have found cuts; those of an edit are its timeline's.";
    item(ui, Action::AddCut, false, is_take, edits);
    item(ui, Action::RemoveCut, false, is_take, edits);
    item(ui, Action::MoveCut, false, is_take, edits);
    ImGui::EndMenu();
}

} // namespace seamline::ui
