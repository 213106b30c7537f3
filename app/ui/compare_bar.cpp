#include "app/ui/panels.h"
#include "app/ui/review/decision_bar.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace seamline::ui {
namespace {

using renderer::DifferenceKind;
using renderer::Fit;
using session::CompareMode;
using session::Session;

struct ModeButton {
    CompareMode mode;
    Icon icon;
    const char* words;
    Action action;
};

constexpr std::array<ModeButton, 9> kModes{{
    {CompareMode::Single, Icon::Single, "One picture", Action::CompareSingle},
    {CompareMode::Row, Icon::Row, "Side by side in a row", Action::CompareSplit},
    {CompareMode::Column, Icon::Column, "Above each other in a column", Action::CompareSplit},
    {CompareMode::Grid, Icon::Grid, "All in a grid", Action::CompareGrid},
    {CompareMode::Wipe, Icon::Wipe, "Wipe between A and B", Action::CompareWipe},
    {CompareMode::Overlay, Icon::Overlay, "B over A, see-through", Action::CompareOverlay},
    {CompareMode::Butterfly, Icon::Butterfly, "Butterfly: the same half of both, mirrored",
     Action::CompareButterfly},
    {CompareMode::Checkerboard, Icon::Checkerboard, "Checkerboard of A and B",
     Action::CompareCheckerboard},
    {CompareMode::Difference, Icon::Difference, "Difference of A and B; again: next kind",
     Action::CompareDifference},
}};

struct KindName {
    DifferenceKind kind;
    const char* words;
    const char* tip;
};
constexpr std::array<KindName, 8> kKinds{{
    {DifferenceKind::Absolute, "Absolute", "|A - B| per channel"},
    {DifferenceKind::Signed, "Signed",
     "Grey is equal; brighter where A is higher, darker where B is"},
    {DifferenceKind::Sqrt, "Square root", "Lifts small differences"},
    {DifferenceKind::Adaptive, "Adaptive", "The frame's 99th percentile is white"},
    {DifferenceKind::Luma, "Luma", "Lightness only, as grey"},
    {DifferenceKind::DeltaE, "Delta E",
     "What the eye sees, in OKLab: from equal (dark blue) to 20 apart (yellow); gain shortens the "
     "scale"},
    {DifferenceKind::Lightness, "Lightness",
     "Blue: B is darker; orange: B is lighter, by up to 15"},
    {DifferenceKind::Chroma, "Chroma",
     "Blue: B is greyer; orange: B is more colourful, by up to 8"},
}};

struct FitName {
    Fit fit;
    const char* words;
};
constexpr std::array<FitName, 4> kFits{{
    {Fit::Fit, "Fit"},
    {Fit::Fill, "Fill"},
    {Fit::OneToOne, "1:1"},
    {Fit::SameSize, "Same size"},
}};

void gap(const Ui& ui) { ImGui::SameLine(0, ui.px(14)); }

/// The chooser of A or B: a letter and the take's name.
void take_combo(const Ui& ui, const char* letter, Rgb color, const session::Source* now,
                session::SourceKey session::CompareState::*slot, const std::string& key) {
    const Session& session = ui.model.session;
    ImGui::AlignTextToFramePadding();
    ImGui::PushFont(ui.fonts.strong);
    ImGui::TextColored(widget_color(color), "%s", letter);
    ImGui::PopFont();
    ImGui::SameLine(0, ui.px(5));
    ImGui::SetNextItemWidth(ui.px(132));
    ImGui::PushID(letter);
    const std::string name = now != nullptr ? display_name(*now) : std::string("\xE2\x80\x94");
    const std::string seen = shortened(name, ui.px(96));
    if (ImGui::BeginCombo("##take", seen.c_str())) {
        for (const session::Source& source : session.sources) {
            ImGui::PushID(static_cast<int>(source.key));
            if (ImGui::Selectable(display_name(source).c_str(), now == &source))
                ui.commands.edit([slot, key = source.key](Session& s) { s.compare.*slot = key; });
            ImGui::PopID();
        }
        ImGui::EndCombo();
    }
    tooltip({std::string("Take shown as ") + letter + ": " + name, key});
    ImGui::PopID();
    ImGui::SameLine(0, ui.px(8));
}

void difference_controls(const Ui& ui) {
    const session::CompareState& compare = ui.model.session.compare;
    const auto at = std::ranges::find(kKinds, compare.difference, &KindName::kind);
    ImGui::SetNextItemWidth(ui.px(104));
    if (ImGui::BeginCombo("##kind", at->words)) {
        for (const KindName& kind : kKinds) {
            if (ImGui::Selectable(kind.words, kind.kind == compare.difference))
                ui.commands.edit([k = kind.kind](Session& s) { s.compare.difference = k; });
            tooltip({kind.tip, ""});
        }
        ImGui::EndCombo();
    }
    tooltip({std::string("Kind of difference: ") + at->tip, ""});
    ImGui::SameLine();
    float gain = compare.gain;
    ImGui::SetNextItemWidth(ui.px(104));
    if (slider("##gain", gain, 0.1F, 1000.0F, 1, "gain %.2f", {"Multiplies the difference.", ""},
               ImGuiSliderFlags_Logarithmic))
        ui.commands.edit([gain](Session& s) { s.compare.gain = gain; });
}

void mode_controls(const Ui& ui) {
    const session::CompareState& compare = ui.model.session.compare;
    ImGui::SetNextItemWidth(ui.px(130));
    if (compare.mode == CompareMode::Wipe) {
        auto angle = static_cast<float>(compare.wipe_angle_deg);
        if (slider("##angle", angle, -180, 180, 0, "angle %.0f\xC2\xB0",
                   {"Angle of the wipe; also by its round handle in the picture.", ""}))
            ui.commands.edit([angle](Session& s) { s.compare.wipe_angle_deg = angle; });
    } else if (compare.mode == CompareMode::Overlay) {
        float opacity = compare.opacity;
        if (slider("##opacity", opacity, 0, 1, 0.5F, "B opacity %.2f",
                   {"How much of B covers A.", ""}))
            ui.commands.edit([opacity](Session& s) { s.compare.opacity = opacity; });
    } else if (compare.mode == CompareMode::Checkerboard) {
        float side = compare.checker_px;
        if (slider("##checker", side, 4, 512, 64, "square %.0f px", {"Side of a square.", ""},
                   ImGuiSliderFlags_Logarithmic))
            ui.commands.edit([side](Session& s) { s.compare.checker_px = side; });
    } else if (compare.mode == CompareMode::Difference) {
        difference_controls(ui);
    } else {
        ImGui::Dummy({1, 1});
    }
}

bool uses_a_and_b(CompareMode mode) {
    return mode != CompareMode::Row && mode != CompareMode::Column && mode != CompareMode::Grid;
}

void view_controls(const Ui& ui) {
    const session::CompareState& compare = ui.model.session.compare;
    const renderer::View& view = compare.shared_view || ui.chosen_source() == nullptr
                                     ? compare.view
                                     : ui.chosen_source()->view;
    const auto change = [&ui](std::function<void(renderer::View&)> edit) {
        const session::Source* chosen = ui.chosen_source();
        const session::SourceKey key = chosen != nullptr ? chosen->key : 0;
        ui.commands.edit([key, edit = std::move(edit)](Session& s) {
            session::Source* source = s.compare.shared_view ? nullptr : s.find(key);
            edit(source != nullptr ? source->view : s.compare.view);
        });
    };
    const auto at = std::ranges::find(kFits, view.fit, &FitName::fit);
    ImGui::SetNextItemWidth(ui.px(86));
    if (ImGui::BeginCombo("##fit", at->words)) {
        for (const FitName& fit : kFits)
            if (ImGui::Selectable(fit.words, fit.fit == view.fit))
                change([f = fit.fit](renderer::View& v) { v = {f, 1, {0, 0}}; });
        ImGui::EndCombo();
    }
    tooltip(ui.tip("How the picture fills its place.", Action::ViewFit));
    ImGui::SameLine();
    std::array<char, 32> percent{};
    std::snprintf(percent.data(), percent.size(), "%.0f %%", view.zoom * 100);
    if (quiet_button(percent.data(), {"Zoom over the fit. Wheel: zoom under the cursor, middle "
                                      "button: pan. Click: back to 100 %.",
                                      ""}))
        change([](renderer::View& v) { v = {v.fit, 1, {0, 0}}; });
    ImGui::SameLine();
    if (text_button("Linked", ui.tip("Zoom and pan all takes together.", Action::SharedView),
                    compare.shared_view))
        ui.commands.edit([](Session& s) { s.compare.shared_view = !s.compare.shared_view; });
    ImGui::SameLine();
    if (text_button("Pixels", ui.tip("Hard pixels at 1:1 and closer.", Action::NearestPixels),
                    compare.nearest_at_1_to_1))
        ui.commands.edit(
            [](Session& s) { s.compare.nearest_at_1_to_1 = !s.compare.nearest_at_1_to_1; });
    ImGui::SameLine();
    if (text_button("Labels", ui.tip("Name and frame on every picture.", Action::ToggleLabels),
                    compare.labels))
        ui.commands.edit([](Session& s) { s.compare.labels = !s.compare.labels; });
}

} // namespace

void draw_compare_bar(const Ui& ui) {
    const Session& session = ui.model.session;
    begin_panel("compare", ui.rects.compare_bar, palette::kBar);
    for (const ModeButton& button : kModes) {
        ImGui::PushID(button.words);
        if (icon_button("mode", button.icon, ui.tip(button.words, button.action),
                        session.compare.mode == button.mode))
            ui.commands.edit([mode = button.mode](Session& s) { s.compare.mode = mode; });
        ImGui::PopID();
        ImGui::SameLine(0, ui.px(3));
    }
    gap(ui);
    if (uses_a_and_b(session.compare.mode)) {
        take_combo(ui, "A", palette::kA, session.source_a(), &session::CompareState::a,
                   ui.keys.keys_text(Action::NextSource));
        take_combo(ui, "B", palette::kB, session.source_b(), &session::CompareState::b, "");
        if (icon_button("flip", Icon::Flip, ui.tip("Exchange A and B", Action::SwapAB)))
            ui.commands.run(Action::SwapAB);
        gap(ui);
    }
    mode_controls(ui);
    gap(ui);
    view_controls(ui);
    draw_decision_bar(ui);
    ImGui::End();
}

} // namespace seamline::ui
