// The menus and rows of how everything is shown: display, view, look, configuration.
#include "app/ui/color_widgets.h"

namespace seamline::ui {
namespace {

using color::ViewColor;
using playback::Viewport;
using session::ColorConfigOrigin;
using session::Session;
using Slot = ViewColor Session::*;

Slot slot_of(Viewport viewport) {
    return viewport == Viewport::Main ? &Session::view_color : &Session::second_view_color;
}

/// With what a window in HDR chooses by itself.
const ViewColor& viewed(const Ui& ui, Slot slot) {
    return slot == &Session::view_color ? ui.model.viewed : ui.model.second_viewed;
}

const char* const kDisplayTip =
    "The kind of display that the code values are made for. It does not switch the display itself.";
const char* const kViewTip = "How colours are brought onto the display.";
const char* const kLookTip = "A look of the configuration, applied before the view.";
const char* const kLegalTip =
    "Black at 16 and white at 235 of 255, for a display that is fed legal levels.";
const char* const kCalibrationTip =
    "A LUT that corrects this one display, applied to its code values.";

void show_through(const Ui& ui, Slot slot, const std::string& display, const std::string& view) {
    ui.commands.edit([=](Session& s) {
        (s.*slot).display = display;
        (s.*slot).view = view;
    });
}

void take_display(const Ui& ui, Slot slot, const std::string& display) {
    ui.commands.edit([slot, display, choices = ui.model.color](Session& s) {
        choose_display(*choices, s.*slot, display);
    });
}

void take_look(const Ui& ui, Slot slot, const std::string& look) {
    ui.commands.edit([slot, look](Session& s) { (s.*slot).look = look; });
}

void take_range(const Ui& ui, Slot slot, color::OutputRange range) {
    ui.commands.edit([slot, range](Session& s) { (s.*slot).range = range; });
}

void ask_for_file(const Ui& ui, BrowserPurpose purpose) { ui.state.browser = purpose; }

/// The lists, each entry drawn and chosen by `entry(words, is_chosen)`, which is true when pressed.
template <typename Entry> void list_displays(const Ui& ui, Slot slot, Entry entry) {
    const ShownView shown = shown_view(*ui.model.color, viewed(ui, slot));
    for (const DisplayChoice& display : ui.model.color->displays) {
        if (entry(display.name.c_str(), display.name == shown.display))
            take_display(ui, slot, display.name);
        if (const std::string words = display_words(ui.model.color->config, display.name);
            !words.empty())
            tooltip({words, ""});
    }
}

template <typename Entry> void list_views(const Ui& ui, Slot slot, Entry entry) {
    const ShownView shown = shown_view(*ui.model.color, viewed(ui, slot));
    const DisplayChoice* display = ui.model.color->display(shown.display);
    if (display == nullptr) return;
    for (const std::string& view : display->views) {
        if (entry(view.c_str(), view == shown.view)) show_through(ui, slot, display->name, view);
        if (const std::string words = view_words(ui.model.color->config, view); !words.empty())
            tooltip({words, ""});
    }
}

template <typename Entry> void list_looks(const Ui& ui, Slot slot, Entry entry) {
    const std::string& chosen = (ui.model.session.*slot).look;
    if (entry("the view's own", chosen.empty())) take_look(ui, slot, "");
    for (const std::string& look : ui.model.color->looks)
        if (entry(look.c_str(), look == chosen)) take_look(ui, slot, look);
}

bool menu_entry(const char* words, bool chosen) { return ImGui::MenuItem(words, nullptr, chosen); }
bool combo_entry(const char* words, bool chosen) { return ImGui::Selectable(words, chosen); }

template <typename List>
void combo(const char* label, const std::string& seen, const Tip& tip, List list) {
    row_label(label);
    ImGui::PushID(label);
    ImGui::SetNextItemWidth(-1);
    if (ImGui::BeginCombo("##choice", seen.c_str())) {
        list();
        ImGui::EndCombo();
    }
    tooltip(tip);
    ImGui::PopID();
}

template <typename List> void menu(const char* label, const Tip& tip, List list) {
    const bool open = ImGui::BeginMenu(label);
    tooltip(tip);
    if (!open) return;
    list();
    ImGui::EndMenu();
}

Tip tip_of(const Ui& ui, Viewport viewport, const char* words, Action action) {
    return viewport == Viewport::Main ? ui.tip(words, action) : Tip{words, ""};
}

void calibration_row(const Ui& ui, const ViewColor& color) {
    row_label("Calibration");
    const std::string name =
        color.calibration_lut.empty() ? "none" : color.calibration_lut.filename().string();
    if (text_button((shortened(name, ui.px(120)) + "##lut").c_str(),
                    {std::string(kCalibrationTip) + " " + color.calibration_lut.string(), ""}))
        ask_for_file(ui, BrowserPurpose::ChooseCalibration);
    if (color.calibration_lut.empty()) return;
    ImGui::SameLine();
    if (icon_button("no calibration", Icon::Close, {"Shows without the calibration LUT.", ""}))
        ui.commands.edit([](Session& s) { s.second_view_color.calibration_lut.clear(); });
}

void range_row(const Ui& ui, Slot slot, const ViewColor& color) {
    row_label("Levels");
    const bool legal = color.range == color::OutputRange::Legal;
    if (text_button("Full", {"Black at 0 and white at 255.", ""}, !legal))
        take_range(ui, slot, color::OutputRange::Full);
    ImGui::SameLine(0, ui.px(3));
    if (text_button("Legal", {kLegalTip, ""}, legal))
        take_range(ui, slot, color::OutputRange::Legal);
}

const renderer::OutputState* output_of(const Ui& ui, Viewport viewport) {
    if (viewport == Viewport::Main) return &ui.model.output;
    return ui.model.second_output ? &*ui.model.second_output : nullptr;
}

const char* const kOutputTip =
    "How deep the window's pixels are and in which space. HDR10 and scRGB switch the screen to HDR "
    "where it offers that.";

/// All outputs; those that the screen does not offer are grey and say why.
template <typename Entry> void list_outputs(const Ui& ui, Viewport viewport, Entry entry) {
    const renderer::OutputState* state = output_of(ui, viewport);
    if (state == nullptr) return;
    for (const renderer::OutputOption& option : state->options) {
        ImGui::BeginDisabled(!option.is_offered());
        if (entry(renderer::name(option.output), option.output == state->used))
            ui.commands.ask(SetOutput{viewport, option.output});
        ImGui::EndDisabled();
        if (!option.is_offered() && ImGui::IsItemHovered(ImGuiHoveredFlags_AllowWhenDisabled))
            ImGui::SetTooltip("Not offered: %s.", option.objection.c_str());
    }
}

Tip output_tip(const Ui& ui, Viewport viewport) {
    const renderer::OutputState* state = output_of(ui, viewport);
    if (state == nullptr) return {"There is no second window.", ""};
    return ui.tip(std::string(kOutputTip) + "\nNow: " + state->description,
                  viewport == Viewport::Main ? Action::NextOutput : Action::NextSecondOutput);
}

void viewport_menus(const Ui& ui, Viewport viewport) {
    const Slot slot = slot_of(viewport);
    menu("Display", tip_of(ui, viewport, kDisplayTip, Action::NextColorDisplay),
         [&] { list_displays(ui, slot, menu_entry); });
    menu("View", tip_of(ui, viewport, kViewTip, Action::NextColorView),
         [&] { list_views(ui, slot, menu_entry); });
    menu("Look", {kLookTip, ""}, [&] { list_looks(ui, slot, menu_entry); });
    ImGui::BeginDisabled(output_of(ui, viewport) == nullptr);
    menu("Output", output_tip(ui, viewport), [&] { list_outputs(ui, viewport, menu_entry); });
    ImGui::EndDisabled();
}

void second_menu(const Ui& ui) {
    viewport_menus(ui, Viewport::Second);
    ImGui::Separator();
    const ViewColor& color = ui.model.session.second_view_color;
    if (ImGui::MenuItem("Calibration LUT ...")) ask_for_file(ui, BrowserPurpose::ChooseCalibration);
    tooltip({kCalibrationTip, ""});
    if (ImGui::MenuItem("No calibration LUT", nullptr, color.calibration_lut.empty()))
        ui.commands.edit([](Session& s) { s.second_view_color.calibration_lut.clear(); });
    const bool legal = color.range == color::OutputRange::Legal;
    if (ImGui::MenuItem("Legal levels", nullptr, legal))
        take_range(ui, &Session::second_view_color,
                   legal ? color::OutputRange::Full : color::OutputRange::Legal);
    tooltip({kLegalTip, ""});
}

void config_menu(const Ui& ui) {
    const ConfigChoice& used = ui.model.color_config;
    const std::string environment = environment_config();
    const bool has_none = used.origin == ColorConfigOrigin::Environment && environment.empty();
    const ColorConfigOrigin origin = has_none ? ColorConfigOrigin::BuiltIn : used.origin;
    const auto item = [&](const std::string& words, const ConfigChoice& choice, bool enabled,
                          const Tip& tip) {
        const bool chosen = origin == choice.origin;
        if (ImGui::MenuItem(words.c_str(), nullptr, chosen, enabled))
            ui.commands.ask(UseColorConfig{choice});
        tooltip(tip);
    };
    item("Built-in", {ColorConfigOrigin::BuiltIn, {}}, true,
         {"Video, camera and ACES spaces without a file.", ""});
    item("$OCIO", {ColorConfigOrigin::Environment, {}}, !environment.empty(),
         {environment.empty() ? "The variable OCIO is not set." : environment, ""});
    const ActionDescription& about = description(Action::ChooseColorConfig);
    const std::string keys = ui.keys.keys_text(Action::ChooseColorConfig);
    if (ImGui::MenuItem("File ...", keys.c_str(), used.origin == ColorConfigOrigin::File))
        ui.commands.run(Action::ChooseColorConfig);
    tooltip({std::string(about.tooltip) + " " + used.file.string(), ""});
    if (ui.model.color_config_is_reading) {
        ImGui::Separator();
        ImGui::TextDisabled("reading ...");
    } else if (!ui.model.color_config_error.empty()) {
        ImGui::Separator();
        ImGui::PushTextWrapPos(ImGui::GetFontSize() * 24);
        ImGui::TextColored(widget_color(palette::kError), "%s",
                           ui.model.color_config_error.c_str());
        ImGui::PopTextWrapPos();
    }
}

} // namespace

void inspect_view(const Ui& ui, Viewport viewport) {
    const Slot slot = slot_of(viewport);
    const ViewColor& color = ui.model.session.*slot;
    const ShownView shown = shown_view(*ui.model.color, viewed(ui, slot));
    ImGui::PushID(static_cast<int>(viewport));
    combo("Display", shown.display, tip_of(ui, viewport, kDisplayTip, Action::NextColorDisplay),
          [&] { list_displays(ui, slot, combo_entry); });
    combo("View", shown.view, tip_of(ui, viewport, kViewTip, Action::NextColorView),
          [&] { list_views(ui, slot, combo_entry); });
    combo("Look", color.look.empty() ? "the view's own" : color.look, {kLookTip, ""},
          [&] { list_looks(ui, slot, combo_entry); });
    if (const renderer::OutputState* output = output_of(ui, viewport))
        combo("Output", renderer::name(output->used), output_tip(ui, viewport),
              [&] { list_outputs(ui, viewport, combo_entry); });
    if (const renderer::OutputState* output = output_of(ui, viewport))
        if (const std::string warning = output_warning(shown.display, output->used);
            !warning.empty())
            wrapped(palette::kWarning, "! " + warning + ".");
    if (viewport == Viewport::Second) {
        const ColorPreparation& made = ui.model.second_color_preparation;
        if (!made.failure.empty())
            wrapped(palette::kError, made.failure);
        else if (made.is_preparing)
            wrapped(palette::kWarning, "! Its colours are being prepared: the last ones show.");
        calibration_row(ui, color);
        range_row(ui, slot, color);
    }
    if (!shown.is_known)
        wrapped(palette::kError, "The colour configuration (" + ui.model.color->config.name() +
                                     ") lacks this display or view: choose another one.");
    ImGui::PopID();
}

void color_menu(const Ui& ui) {
    if (!ImGui::BeginMenu("Colour")) return;
    viewport_menus(ui, Viewport::Main);
    menu("Second window", {"How the second window shows colours.", ""}, [&] { second_menu(ui); });
    ImGui::Separator();
    menu(
        "Configuration",
        {"Where spaces, displays, views and looks come from. Now: " + ui.model.color->config.name(),
         ""},
        [&] { config_menu(ui); });
    ImGui::EndMenu();
}

} // namespace seamline::ui
