#include "app/ui/color_widgets.h"

#include <algorithm>

namespace seamline::ui {

void row_label(const char* label) {
    ImGui::AlignTextToFramePadding();
    ImGui::TextColored(widget_color(palette::kDim), "%s", label);
    ImGui::SameLine(ImGui::GetFontSize() * 6.6F);
}

void wrapped(Rgb color, const std::string& text) {
    ImGui::PushStyleColor(ImGuiCol_Text, widget_color(color));
    ImGui::PushTextWrapPos(0);
    ImGui::TextUnformatted(text.c_str());
    ImGui::PopTextWrapPos();
    ImGui::PopStyleColor();
}

void space_chooser(const Ui& ui, const SpaceChooser& chooser,
                   const std::function<void(const std::string&)>& choose) {
    row_label(chooser.label);
    ImGui::PushID(chooser.label);
    ImGui::SetNextItemWidth(
        std::max(ui.px(60), ImGui::GetContentRegionAvail().x - chooser.spare_px));
    if (ImGui::BeginCombo("##space", chooser.seen.c_str(), ImGuiComboFlags_HeightLarge)) {
        if (ImGui::Selectable(chooser.empty_words.c_str(), chooser.chosen.empty())) choose("");
        for (const SpaceFamily& family : ui.model.color->families) {
            ImGui::Separator();
            ImGui::TextColored(widget_color(palette::kDim), "%s", family.name.c_str());
            ImGui::PushID(family.name.c_str());
            for (const color::ColorSpaceEntry& space : family.spaces) {
                if (ImGui::Selectable(("  " + space.name).c_str(), space.name == chooser.chosen))
                    choose(space.name);
                tooltip({space.description, ""});
            }
            ImGui::PopID();
        }
        ImGui::EndCombo();
    }
    tooltip(chooser.tip);
    ImGui::PopID();
}

} // namespace seamline::ui
