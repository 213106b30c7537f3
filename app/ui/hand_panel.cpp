#include "app/ui/hand_panel.h"

#include "app/ui/hand_measures.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <initializer_list>
#include <optional>
#include <utility>

namespace seamline::ui {
namespace {

constexpr ImGuiWindowFlags kList = ImGuiWindowFlags_NoCollapse | ImGuiWindowFlags_NoSavedSettings |
                                   ImGuiWindowFlags_NoNav | ImGuiWindowFlags_AlwaysAutoResize;

template <typename... Values> std::string words(const char* format, Values... values) {
    std::array<char, 160> text{};
    std::snprintf(text.data(), text.size(), format, values...);
    return text.data();
}

std::string side_words(const Ui& ui, const session::MediumFrame& picture) {
    return shortened(picture.name, ui.px(96)) + " " +
           std::to_string(picture.frame + ui.model.session.frame_base);
}

void tool_buttons(const Ui& ui) {
    const HandTool tool = ui.state.hand.tool;
    if (text_button("Pair regions",
                    ui.tip(description(Action::PairRegions).tooltip, Action::PairRegions),
                    tool == HandTool::Regions))
        ui.commands.run(Action::PairRegions);
    ImGui::SameLine(0, ui.px(6));
    if (text_button("Shadow ruler",
                    ui.tip(description(Action::RuleShadows).tooltip, Action::RuleShadows),
                    tool == HandTool::Shadows))
        ui.commands.run(Action::RuleShadows);
}

void cell(const std::string& text) {
    ImGui::TableNextColumn();
    ImGui::AlignTextToFramePadding();
    ImGui::TextUnformatted(text.c_str());
}

void heads(std::initializer_list<std::pair<const char*, float>> columns) {
    for (const auto& [title, width] : columns)
        ImGui::TableSetupColumn(title, ImGuiTableColumnFlags_WidthFixed, width);
    ImGui::TableHeadersRow();
}

void region_row(const Ui& ui, const session::RegionPair& pair, const RegionReading& reading,
                std::size_t number) {
    ImGui::TableNextRow();
    cell(std::to_string(number));
    cell(side_words(ui, pair.a.picture));
    cell(side_words(ui, pair.b.picture));
    if (reading.delta) {
        cell(words("%+.2f", reading.delta->stops));
        cell(words("%+.0f", reading.delta->mired));
        cell(words("%+.4f", reading.delta->duv));
        cell(words("%.1f", reading.delta->delta_e));
    } else {
        cell(shortened(reading.why_not, ui.px(56)));
        tooltip({reading.why_not, ""});
        for (int i = 0; i < 3; ++i) cell("");
    }
    ImGui::TableNextColumn();
    if (icon_button("delete", Icon::Close, {"Deletes this pair.", ""}))
        ui.commands.edit([id = pair.id](session::Session& s) {
            std::erase_if(s.hand.regions, [id](const auto& other) { return other.id == id; });
        });
}

void regions(const Ui& ui) {
    const auto& pairs = ui.model.session.hand.regions;
    if (pairs.empty() || ui.still_pictures == nullptr) {
        ImGui::TextColored(widget_color(palette::kDim), "%s",
                           "No regions are paired: skin and skin, wall and wall, grey and grey.");
        return;
    }
    const std::vector<RegionReading> readings = read_regions(ui.model, *ui.still_pictures);
    if (ImGui::BeginTable("regions", 8)) {
        const float wide = ui.px(132);
        heads({{"", ui.px(18)},
               {"A", wide},
               {"B", wide},
               {"stops", ui.px(56)},
               {"mired", ui.px(52)},
               {"Duv", ui.px(62)},
               {"dE 2000", ui.px(60)},
               {"", ui.px(28)}});
        for (std::size_t i = 0; i < pairs.size(); ++i) {
            ImGui::PushID(static_cast<int>(pairs[i].id));
            region_row(ui, pairs[i], readings[i], i + 1);
            ImGui::PopID();
        }
        ImGui::EndTable();
    }
    ImGui::TextColored(
        widget_color(palette::kDim), "%s",
        "B minus A: + is brighter, warmer, greener. 1-2 pairs fit a gain per channel, "
        "3-5 slope and offset, 6-12 a full CDL.");
    const auto fit = fit_of(readings);
    if (!fit) return;
    ImGui::AlignTextToFramePadding();
    ImGui::TextUnformatted(words("Fit: %s, mean delta E %.1f to %.1f", analysis::name(fit->kind),
                                 fit->delta_e_before, fit->delta_e_after)
                               .c_str());
    ImGui::SameLine(0, ui.px(10));
    if (text_button("Put it on B", ui.tip("The same as Match, from these pairs; also of different "
                                          "framings.",
                                          Action::ToggleMatch)))
        ui.commands.ask(MatchRegions{});
}

std::optional<double> on_ground(const session::ShadowLine& line) {
    return analysis::ground_azimuth_deg(line.object, line.tip,
                                        {line.aspect, line.field_deg, line.horizon});
}

using SideOfPair = session::ShadowLine session::ShadowPair::*;

/// Lens and horizon of one side, as somebody states them.
void ground_fields(const Ui& ui, const session::ShadowPair& pair, SideOfPair side) {
    const session::ShadowLine& line = pair.*side;
    ImGui::TableNextColumn();
    ImGui::PushID(side == &session::ShadowPair::a ? "a" : "b");
    const auto state = [&](auto change) {
        ui.commands.edit([id = pair.id, side, change](session::Session& s) {
            for (session::ShadowPair& one : s.hand.shadows)
                if (one.id == id) change(one.*side);
        });
    };
    const float width = ui.px(63);
    auto field = static_cast<float>(line.field_deg);
    ImGui::SetNextItemWidth(width);
    if (ImGui::DragFloat("##field", &field, 0.25F, 0, static_cast<float>(session::kWidestField),
                         field > 0 ? "lens %.1f\xC2\xB0" : "lens ?", ImGuiSliderFlags_AlwaysClamp))
        state([field](session::ShadowLine& one) { one.field_deg = double{field}; });
    tooltip(
        {"The angle that the lens sees over the picture's height, where it is known: 2 atan(10.1 "
         "/ F) degrees for a full-frame lens of F mm shown at 16:9; 0: not known. Drag, or "
         "Ctrl+click to type.",
         ""});
    ImGui::SameLine(0, ui.px(4));
    auto horizon = static_cast<float>(100 * line.horizon);
    ImGui::SetNextItemWidth(width);
    ImGui::BeginDisabled(field <= 0);
    const auto reach = static_cast<float>(100 * session::kFarthestHorizon);
    if (ImGui::DragFloat("##horizon", &horizon, 0.25F, -reach, 100 + reach, "hor. %.0f %%",
                         ImGuiSliderFlags_AlwaysClamp))
        state([horizon](session::ShadowLine& one) { one.horizon = double{horizon} / 100; });
    ImGui::EndDisabled();
    tooltip(
        {"Where the horizon of the level ground lies, from the upper edge in % of the picture's "
         "height; it may lie outside. Drag, or Ctrl+click to type.",
         ""});
    ImGui::PopID();
}

void shadow_row(const Ui& ui, const session::ShadowPair& pair, std::size_t number) {
    const double a = analysis::screen_angle_deg(pair.a.object, pair.a.tip);
    const double b = analysis::screen_angle_deg(pair.b.object, pair.b.tip);
    ImGui::TableNextRow();
    cell(std::to_string(number));
    cell(side_words(ui, pair.a.picture));
    cell(words("%+.0f\xC2\xB0", a));
    cell(side_words(ui, pair.b.picture));
    cell(words("%+.0f\xC2\xB0", b));
    cell(words("%+.1f\xC2\xB0", analysis::turned_deg(a, b)));
    ImGui::TableNextColumn();
    if (icon_button("delete", Icon::Close, {"Deletes this pair.", ""}))
        ui.commands.edit([id = pair.id](session::Session& s) {
            std::erase_if(s.hand.shadows, [id](const auto& other) { return other.id == id; });
        });

    const auto ground_a = on_ground(pair.a);
    const auto ground_b = on_ground(pair.b);
    const auto azimuth = [](const session::ShadowLine& line, std::optional<double> angle) {
        cell(angle                ? words("%+.0f\xC2\xB0", *angle)
             : line.field_deg > 0 ? std::string("none")
                                  : std::string("?"));
        if (!angle)
            tooltip({line.field_deg <= 0 ? "Lens and horizon are not stated."
                     : line.aspect <= 0  ? "Drawn by an older version: draw it again."
                                         : "A point does not lie below the horizon.",
                     ""});
    };
    ImGui::TableNextRow();
    cell("");
    ground_fields(ui, pair, &session::ShadowPair::a);
    azimuth(pair.a, ground_a);
    ground_fields(ui, pair, &session::ShadowPair::b);
    azimuth(pair.b, ground_b);
    // Clockwise from above, while the screen's angles go the other way.
    cell(ground_a && ground_b ? words("%+.1f\xC2\xB0", analysis::turned_deg(*ground_a, *ground_b))
                              : std::string("?"));
}

void shadows(const Ui& ui) {
    const auto& pairs = ui.model.session.hand.shadows;
    if (pairs.empty()) {
        ImGui::TextColored(widget_color(palette::kDim), "%s", "No shadows are measured.");
        return;
    }
    if (ImGui::BeginTable("shadows", 7)) {
        const float wide = ui.px(132);
        heads({{"", ui.px(18)},
               {"A", wide},
               {"angle", ui.px(52)},
               {"B", wide},
               {"angle", ui.px(52)},
               {"turned", ui.px(64)},
               {"", ui.px(28)}});
        for (std::size_t i = 0; i < pairs.size(); ++i) {
            ImGui::PushID(static_cast<int>(pairs[i].id));
            shadow_row(ui, pairs[i], i + 1);
            ImGui::PopID();
        }
        ImGui::EndTable();
    }
    ImGui::TextColored(
        widget_color(palette::kDim), "%s",
        "Upper line: angles on the screen, 0 is right, counter-clockwise. Lower line: on level\n"
        "ground, 0 is away from the camera, clockwise from above, once lens and horizon are\n"
        "stated; it turned as far as the sun did if the camera did not pan.");
}

} // namespace

void draw_hand_list(const Ui& ui) {
    if (!ui.state.hand.list) return;
    const ScreenRect& viewer = ui.rects.viewer;
    ImGui::SetNextWindowPos(
        {static_cast<float>(viewer.max.x) - ui.px(8), static_cast<float>(viewer.min.y) + ui.px(84)},
        ImGuiCond_Appearing, {1, 0});
    if (ImGui::Begin("Measured by hand", &ui.state.hand.list, kList)) {
        tool_buttons(ui);
        ImGui::Separator();
        ImGui::PushID("regions");
        regions(ui);
        ImGui::PopID();
        ImGui::Separator();
        ImGui::PushID("shadows");
        shadows(ui);
        ImGui::PopID();
    }
    ImGui::End();
}

} // namespace seamline::ui
