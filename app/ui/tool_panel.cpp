// app/ui/tool_panel.cpp: settings of the picture tools.
#include "app/ui/panels.h"
#include "app/ui/tool_actions.h"

#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <utility>

namespace seamline::ui {
namespace {

using renderer::FalseColorBand;
using renderer::PictureTool;
using renderer::ToolSettings;
using renderer::ToolSignal;
using session::Session;

constexpr ImGuiWindowFlags kPanel = ImGuiWindowFlags_NoCollapse | ImGuiWindowFlags_NoSavedSettings |
                                    ImGuiWindowFlags_NoNav | ImGuiWindowFlags_AlwaysAutoResize;

void change(const Ui& ui, std::function<void(ToolSettings&)> edit) {
    ui.commands.edit([edit = std::move(edit)](Session& s) {
        edit(s.tool_settings);
        s.tool_settings = renderer::valid(std::move(s.tool_settings));
    });
}

void switches(const Ui& ui) {
    const Session& session = ui.model.session;
    for (int i = 0; i < renderer::kPictureTools; ++i) {
        const Action action = action_of(static_cast<PictureTool>(i));
        if (i > 0) ImGui::SameLine(0, ui.px(4));
        if (text_button(description(action).label, ui.tip(description(action).tooltip, action),
                        session.tools.shows(static_cast<PictureTool>(i))))
            ui.commands.run(action);
    }
}

void signal_chooser(const Ui& ui) {
    ImGui::AlignTextToFramePadding();
    ImGui::TextUnformatted("Measured");
    const auto choice = [&](const char* label, ToolSignal signal, const char* text) {
        ImGui::SameLine(0, ui.px(6));
        if (text_button(label, ui.tip(text, Action::ToolSignal),
                        ui.model.session.tool_settings.signal == signal))
            change(ui, [signal](ToolSettings& s) { s.signal = signal; });
    };
    choice("Source", ToolSignal::Source,
           "Luma of the file, as on a waveform: what IRE means on a set. No grade, view, exposure "
           "or gamma changes it.");
    choice("View", ToolSignal::View,
           "Luma after grade, LUT and view transform, before the viewer's exposure and gamma.");
}

/// True when the row is to be deleted.
bool band_row(const Ui& ui, const FalseColorBand& band, std::size_t i, bool is_only) {
    ImGui::TableNextRow();
    ImGui::TableNextColumn();
    float rgb[3]{band.rgb.r, band.rgb.g, band.rgb.b};
    ImGui::BeginDisabled(band.is_grey);
    if (ImGui::ColorEdit3("##rgb", rgb,
                          ImGuiColorEditFlags_NoInputs | ImGuiColorEditFlags_NoTooltip))
        change(ui, [i, v = glm::vec3(rgb[0], rgb[1], rgb[2])](ToolSettings& s) {
            if (i < s.bands.size()) s.bands[i].rgb = v;
        });
    ImGui::EndDisabled();
    tooltip({"Colour of the band.", ""});
    ImGui::TableNextColumn();
    ImGui::SetNextItemWidth(-1);
    std::array<char, 16> shown{};
    std::snprintf(shown.data(), shown.size(), "%.4g", double{band.from_percent});
    if (const auto text = text_field("##from", shown.data(), "%")) {
        const Result<float> from =
            typed_percent(*text, renderer::kLeastBandPercent, renderer::kMostBandPercent);
        if (from)
            change(ui, [i, value = from.value()](ToolSettings& s) {
                if (i < s.bands.size()) s.bands[i].from_percent = value;
            });
        ui.state.tool_refusal = from ? "" : "From %: " + from.error().message;
    }
    tooltip({"From how many % (IRE) on: -10 to 110. The first band holds all below it, too.", ""});
    ImGui::TableNextColumn();
    bool grey = band.is_grey;
    if (ImGui::Checkbox("##grey", &grey))
        change(ui, [i, grey](ToolSettings& s) {
            if (i < s.bands.size()) s.bands[i].is_grey = grey;
        });
    tooltip({"Shows luma as grey instead of the colour.", ""});
    ImGui::TableNextColumn();
    ImGui::SetNextItemWidth(-1);
    if (const auto label = text_field("##label", band.label, "no name"))
        change(ui, [i, l = *label](ToolSettings& s) {
            if (i < s.bands.size()) s.bands[i].label = l;
        });
    tooltip({"What the legend calls it.", ""});
    ImGui::TableNextColumn();
    ImGui::BeginDisabled(is_only);
    const bool deleted = icon_button("delete", Icon::Close, {"Deletes this band.", ""});
    ImGui::EndDisabled();
    return deleted;
}

void band_table(const Ui& ui) {
    const std::vector<FalseColorBand>& bands = ui.model.session.tool_settings.bands;
    if (ImGui::BeginTable("bands", 5, ImGuiTableFlags_None, {ui.px(420), 0})) {
        ImGui::TableSetupColumn("", ImGuiTableColumnFlags_WidthFixed, ui.px(28));
        ImGui::TableSetupColumn("From %", ImGuiTableColumnFlags_WidthFixed, ui.px(64));
        ImGui::TableSetupColumn("Grey", ImGuiTableColumnFlags_WidthFixed, ui.px(38));
        ImGui::TableSetupColumn("Name", ImGuiTableColumnFlags_WidthFixed, ui.px(150));
        ImGui::TableSetupColumn("", ImGuiTableColumnFlags_WidthFixed, ui.px(28));
        ImGui::TableHeadersRow();
        for (std::size_t i = bands.size(); i-- > 0;) {
            ImGui::PushID(static_cast<int>(i));
            if (band_row(ui, bands[i], i, bands.size() == 1))
                change(ui, [i](ToolSettings& s) {
                    if (i < s.bands.size() && s.bands.size() > 1)
                        s.bands.erase(s.bands.begin() + static_cast<std::ptrdiff_t>(i));
                });
            ImGui::PopID();
        }
        ImGui::EndTable();
    }
    ImGui::BeginDisabled(bands.size() >= renderer::kMostBands);
    if (text_button("Add a band", {"Adds a band at 70 %; type its limit.", ""}))
        change(ui, [](ToolSettings& s) {
            s.bands.push_back({70, false, {0.95F, 0.55F, 0.15F}, ""});
        });
    ImGui::EndDisabled();
    ImGui::SameLine(0, ui.px(6));
    if (text_button("Default bands", {"The table that the program comes with.", ""}))
        change(ui, [](ToolSettings& s) { s.bands = renderer::default_bands(); });
}

void percent(const Ui& ui, const char* label, float ToolSettings::*member, float low, float high,
             float normal, const Tip& tip) {
    float value = ui.model.session.tool_settings.*member;
    ImGui::SetNextItemWidth(ui.px(220));
    std::array<char, 48> limits{};
    std::snprintf(limits.data(), limits.size(), " From %.4g to %.4g %%.", double{low},
                  double{high});
    if (!slider(label, value, low, high, normal, "%.1f %%", {tip.text + limits.data(), tip.key}))
        return;
    const Result<float> taken = percent_within(value, low, high); // Ctrl+click types any.
    if (taken) change(ui, [member, value](ToolSettings& s) { s.*member = value; });
    ui.state.tool_refusal = taken ? "" : std::string(label) + ": " + taken.error().message;
}

} // namespace

void draw_tool_settings(const Ui& ui) {
    if (!ui.state.tool_settings) return;
    const ScreenRect& viewer = ui.rects.viewer;
    ImGui::SetNextWindowPos(
        {static_cast<float>(viewer.max.x) - ui.px(8), static_cast<float>(viewer.min.y) + ui.px(44)},
        ImGuiCond_Appearing, {1, 0});
    if (ImGui::Begin("Picture tools", &ui.state.tool_settings, kPanel)) {
        switches(ui);
        signal_chooser(ui);
        ImGui::Separator();
        band_table(ui);
        ImGui::Separator();
        const ToolSettings usual;
        if (!ui.state.tool_refusal.empty())
            ImGui::TextColored(widget_color(palette::kWarning), "%s",
                               ui.state.tool_refusal.c_str());
        percent(ui, "Zebra /", &ToolSettings::zebra_low_percent, 0, 110, usual.zebra_low_percent,
                ui.tip("From here narrow stripes rise to the right.", Action::ToolZebra));
        percent(ui, "Zebra \\", &ToolSettings::zebra_high_percent, 0, 110, usual.zebra_high_percent,
                ui.tip("From here wide stripes fall to the right.", Action::ToolZebra));
        percent(ui, "Gamut tolerance", &ToolSettings::gamut_tolerance_percent, 0, 10,
                usual.gamut_tolerance_percent,
                ui.tip("How far R, G or B may lie outside of 0 to 100 % without a warning.",
                       Action::ToolGamut));
        percent(ui, "Peaking", &ToolSettings::peaking_percent, 0.5F, 50, usual.peaking_percent,
                ui.tip("Least change of luma from pixel to pixel that is a sharp edge.",
                       Action::ToolPeaking));
        float rgb[3]{ui.model.session.tool_settings.peaking_rgb.r,
                     ui.model.session.tool_settings.peaking_rgb.g,
                     ui.model.session.tool_settings.peaking_rgb.b};
        if (ImGui::ColorEdit3("Colour of edges", rgb,
                              ImGuiColorEditFlags_NoInputs | ImGuiColorEditFlags_NoTooltip))
            change(ui,
                   [v = glm::vec3(rgb[0], rgb[1], rgb[2])](ToolSettings& s) { s.peaking_rgb = v; });
        tooltip(ui.tip("In which sharp edges are drawn.", Action::ToolPeaking));
        ImGui::Separator();
        ImGui::Checkbox("In snapshots and exports, too", &ui.state.export_settings.tools);
        tooltip({"Off: snapshots and movies show the pictures without tools.", ""});
    }
    ImGui::End();
}

} // namespace seamline::ui
