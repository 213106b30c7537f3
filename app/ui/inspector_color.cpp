// How a source is read: its input space and what is done to it until the screen.
#include "app/ui/color_widgets.h"
#include "app/ui/inspector_sections.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <string>

namespace seamline::ui {
namespace {

using color::SourceColor;
using playback::ColorReport;
using session::Source;

void edit_color(const Ui& ui, const Source& source, std::function<void(SourceColor&)> change) {
    edit_medium(ui, source, [change = std::move(change)](Source& s) { change(s.source_color); });
}

void badge_row(const Ui& ui, const Source& source, const ColorReport& report) {
    const std::string& chosen = source.source_color.input_space;
    const bool is_missing = report.lacks_chosen_space;
    if (is_missing) {
        ImGui::SameLine();
        badge(report.confirmed ? "the file's" : "guessed", palette::kWarning,
              {"You chose " + chosen + ", which the colour configuration lacks.", ""});
    } else if (!chosen.empty()) {
        ImGui::SameLine();
        badge("yours", palette::kAccent,
              {"You chose this. The first entry of the list goes back to the guess.", ""});
    } else if (!report.input_space.empty() && !report.confirmed) {
        ImGui::SameLine();
        badge("guessed", palette::kWarning, {"Not certain: " + report.reason + ".", ""});
    }
    if (report.reason.empty()) return;
    const bool is_guess = (chosen.empty() || is_missing) && !report.confirmed;
    row_label("because");
    wrapped(palette::kDim, report.reason);
    if (!is_guess) return;
    row_label("");
    if (text_button("Confirm", ui.tip("Takes the guess for the right colour space.",
                                      Action::ConfirmInputSpace)))
        edit_color(ui, source,
                   [space = report.input_space](SourceColor& c) { c.input_space = space; });
}

void input_row(const Ui& ui, const Source& source, const ColorReport& report) {
    const std::string& chosen = source.source_color.input_space;
    const std::string seen = !report.input_space.empty() ? report.input_space
                             : !chosen.empty()           ? chosen
                                                         : "not known yet";
    const bool has_badge = !chosen.empty() || (!report.input_space.empty() && !report.confirmed);
    const float spare = has_badge ? ImGui::CalcTextSize("guessed").x + ui.px(22) : 0;
    space_chooser(ui,
                  {"Read as",
                   seen,
                   chosen,
                   "guess from the file",
                   {"The colour space of the file's values.", ""},
                   spare},
                  [&](const std::string& space) {
                      edit_color(ui, source, [space](SourceColor& c) { c.input_space = space; });
                  });
    badge_row(ui, source, report);
}

void chain_rows(const ColorReport& report, bool is_exact_now) {
    if (!report.error.empty()) {
        wrapped(palette::kError, report.error);
        wrapped(palette::kWarning, report.substitution);
    }
    if (report.is_preparing) wrapped(palette::kWarning, "preparing ... the last colour shows");
    if (report.description.empty()) return;
    row_label("Chain");
    wrapped(palette::kText, report.description + (report.is_identity ? " (changes nothing)" : ""));
    if (report.is_approximate)
        wrapped(palette::kDim, is_exact_now ? "At rest the exact colours show, as now; the table "
                                              "while playing."
                                            : "The table shows; at rest and in exports the exact "
                                              "colours.");
}

/// A slider of a double. A typed value outside the slider is kept within [least, most].
struct Span {
    float low, high, normal, least, most;
    ImGuiSliderFlags flags = 0;
};
template <typename Change>
void value_slider(const Ui& ui, const char* label, double value, const Span& span,
                  const char* format, const Tip& tip, Change change) {
    auto shown = static_cast<float>(value);
    ImGui::SetNextItemWidth(ui.px(132));
    if (!slider(label, shown, span.low, span.high, span.normal, format, tip, span.flags)) return;
    change(static_cast<double>(std::clamp(shown, span.least, span.most)));
}

constexpr Span kExposure{-6, 6, 0, -20, 20};
constexpr Span kOffset{-0.5F, 0.5F, 0, -10, 10};
constexpr Span kGamma{0.25F, 4, 1, 0.01F, 100, ImGuiSliderFlags_Logarithmic};
constexpr Span kSaturation{0, 2, 1, 0, 10};

void channel_sliders(const Ui& ui, const Source& source) {
    static constexpr const char* kOffsetNames[]{"Offset R", "Offset G", "Offset B"};
    static constexpr const char* kGammaNames[]{"Gamma R", "Gamma G", "Gamma B"};
    const color::Grade& grade = source.source_color.grade;
    for (std::size_t i = 0; i < 3; ++i)
        value_slider(ui, kOffsetNames[i], grade.offset[i], kOffset, "%+.3f",
                     {"Added to this channel.", ""}, [&](double v) {
                         edit_color(ui, source, [i, v](SourceColor& c) { c.grade.offset[i] = v; });
                     });
    for (std::size_t i = 0; i < 3; ++i)
        value_slider(ui, kGammaNames[i], grade.gamma[i], kGamma, "%.3f",
                     {"Lifts this channel's middle tones.", ""}, [&](double v) {
                         edit_color(ui, source, [i, v](SourceColor& c) { c.grade.gamma[i] = v; });
                     });
}

void grade_sliders(const Ui& ui, const Source& source) {
    const color::Grade& grade = source.source_color.grade;
    value_slider(ui, "Exposure##grade", grade.exposure_stops, kExposure, "%+.2f stops",
                 {"Brightness of the scene in stops, in linear light.", ""}, [&](double v) {
                     edit_color(ui, source, [v](SourceColor& c) { c.grade.exposure_stops = v; });
                 });
    value_slider(ui, "Offset##grade", master_offset(grade), kOffset, "%+.3f",
                 {"Added to all channels.", ""}, [&](double v) {
                     edit_color(ui, source, [v](SourceColor& c) { set_master_offset(c.grade, v); });
                 });
    value_slider(ui, "Gamma##grade", master_gamma(grade), kGamma, "%.3f",
                 {"Lifts the middle tones of all channels.", ""}, [&](double v) {
                     edit_color(ui, source, [v](SourceColor& c) { set_master_gamma(c.grade, v); });
                 });
    value_slider(ui, "Saturation##grade", grade.saturation, kSaturation, "%.3f",
                 {"Colourfulness; 0 is grey.", ""}, [&](double v) {
                     edit_color(ui, source, [v](SourceColor& c) { c.grade.saturation = v; });
                 });
    const bool open = ImGui::TreeNodeEx("Per channel", ImGuiTreeNodeFlags_NoTreePushOnOpen);
    tooltip({"Offset and gamma of red, green and blue on their own, and the grade's space.", ""});
    if (!open) return;
    channel_sliders(ui, source);
    const std::string& space = source.source_color.grade_space;
    space_chooser(ui,
                  {"Graded in",
                   space.empty() ? "the file's values" : space,
                   space,
                   "the file's values",
                   {"The space in which the grade and the CDL work.", ""}},
                  [&](const std::string& chosen) {
                      edit_color(ui, source, [chosen](SourceColor& c) { c.grade_space = chosen; });
                  });
}

void grade_buttons(const Ui& ui, const Source& source) {
    const SourceColor& color = source.source_color;
    if (text_button("Bypass",
                    ui.tip("Shows the take without grade, CDL and LUT.", Action::BypassGrade),
                    color.bypass))
        edit_color(ui, source, [](SourceColor& c) { c.bypass = !c.bypass; });
    ImGui::SameLine(0, ui.px(6));
    ImGui::BeginDisabled(!is_graded(color) && !color.bypass);
    if (text_button("Reset##grade", ui.tip("Removes grade, CDL and LUT; the input space stays.",
                                           Action::ResetGrade)))
        edit_color(ui, source, reset_grade);
    ImGui::EndDisabled();
    if (color.bypass && is_graded(color)) {
        ImGui::SameLine();
        ImGui::AlignTextToFramePadding();
        ImGui::TextColored(widget_color(palette::kWarning), "grade is bypassed");
    }
}

/// A button with a file's name that chooses another one, and one that removes it.
bool file_row(const Ui& ui, const Source& source, const char* label,
              const std::filesystem::path& file, BrowserPurpose purpose, const char* tip) {
    row_label(label);
    ImGui::PushID(label);
    const std::string name = file.empty() ? "choose ..." : file.filename().string();
    const float room = ImGui::GetContentRegionAvail().x - ui.px(54);
    if (text_button(shortened(name, room).c_str(),
                    {std::string(tip) + (file.empty() ? "" : " Now: " + file.string()), ""})) {
        ui.state.browser = purpose;
        ui.state.browser_source = source.key;
    }
    bool removed = false;
    if (!file.empty()) {
        ImGui::SameLine(0, ui.px(4));
        removed = icon_button("remove", Icon::Close, {"Goes on without this file.", ""});
    }
    ImGui::PopID();
    return removed;
}

/// What a file says, to be read only.
void cdl_values(const color::Cdl& cdl) {
    const auto row = [](const char* label, const std::array<double, 3>& v) {
        std::array<char, 96> text{};
        std::snprintf(text.data(), text.size(), "%.5g  %.5g  %.5g", v[0], v[1], v[2]);
        row_label(label);
        wrapped(palette::kText, text.data());
    };
    row("Slope", cdl.slope);
    row("Offset", cdl.offset);
    row("Power", cdl.power);
    std::array<char, 32> saturation{};
    std::snprintf(saturation.data(), saturation.size(), "%.5g", cdl.saturation);
    row_label("Saturation");
    wrapped(palette::kText, saturation.data());
}

void cdl_id_row(const Ui& ui, const Source& source) {
    const SourceColor& color = source.source_color;
    if (ui.cdl_ids == nullptr) return;
    const CdlIds::Listing* listing = ui.cdl_ids->find(color.cdl_file);
    row_label("Correction");
    if (listing == nullptr) {
        ImGui::TextUnformatted("reading ...");
        return;
    }
    if (!listing->error.empty()) {
        wrapped(palette::kError, listing->error);
        return;
    }
    const std::vector<color::CdlCorrection>& all = listing->corrections;
    if (all.empty()) return;
    const std::string first = all.front().id.empty() ? "the first" : "the first: " + all.front().id;
    ImGui::SetNextItemWidth(-1);
    if (ImGui::BeginCombo("##cdl id",
                          color.cdl_id.empty() ? first.c_str() : color.cdl_id.c_str())) {
        if (ImGui::Selectable(first.c_str(), color.cdl_id.empty()))
            edit_color(ui, source, [](SourceColor& c) { c.cdl_id.clear(); });
        for (const color::CdlCorrection& one : all) {
            if (one.id.empty()) continue;
            if (ImGui::Selectable(one.id.c_str(), one.id == color.cdl_id))
                edit_color(ui, source, [id = one.id](SourceColor& c) { c.cdl_id = id; });
        }
        ImGui::EndCombo();
    }
    tooltip({"Which of the file's corrections is used.", ""});
    const auto used = color.cdl_id.empty()
                          ? all.begin()
                          : std::ranges::find(all, color.cdl_id, &color::CdlCorrection::id);
    if (used != all.end()) cdl_values(used->cdl);
}

/// Three numbers of the CDL that are dragged or typed.
void cdl_numbers(const Ui& ui, const Source& source, const char* label, const char* tip,
                 std::array<double, 3> color::Cdl::*slot, float least, float most) {
    const std::array<double, 3>& now = source.source_color.cdl.*slot;
    std::array<float, 3> shown{static_cast<float>(now[0]), static_cast<float>(now[1]),
                               static_cast<float>(now[2])};
    ImGui::SetNextItemWidth(ui.px(174));
    const bool changed = ImGui::DragFloat3(label, shown.data(), 0.002F, least, most, "%.4g",
                                           ImGuiSliderFlags_AlwaysClamp);
    tooltip({std::string(tip) + " Red, green, blue: drag, or Ctrl+click to type.", ""});
    if (!changed) return;
    edit_color(ui, source, [slot, now, shown](SourceColor& c) {
        for (std::size_t i = 0; i < 3; ++i)
            if (shown[i] != static_cast<float>(now[i]))
                (c.cdl.*slot)[i] = static_cast<double>(shown[i]);
    });
}

void cdl_rows(const Ui& ui, const Source& source) {
    const SourceColor& color = source.source_color;
    if (has_match(source))
        badge("matched", palette::kAccent,
              ui.tip("These numbers were fitted to bring this take to another; the file is as it "
                     "was.",
                     Action::ToggleMatch));
    if (file_row(ui, source, "CDL file", color.cdl_file, BrowserPurpose::ChooseCdl,
                 "A .cdl, .cc or .ccc in place of the numbers."))
        edit_color(ui, source, [](SourceColor& c) {
            c.cdl_file.clear();
            c.cdl_id.clear();
        });
    if (!color.cdl_file.empty()) {
        cdl_id_row(ui, source);
        return;
    }
    using color::Cdl;
    cdl_numbers(ui, source, "Slope", "Multiplies.", &Cdl::slope, 0, 100);
    cdl_numbers(ui, source, "Offset##cdl", "Is added after the slope.", &Cdl::offset, -10, 10);
    cdl_numbers(ui, source, "Power", "Exponent after slope and offset.", &Cdl::power, 0.01F, 100);
    value_slider(ui, "Saturation##cdl", color.cdl.saturation, kSaturation, "%.3f",
                 {"Colourfulness about BT.709 luma.", ""}, [&](double v) {
                     edit_color(ui, source, [v](SourceColor& c) { c.cdl.saturation = v; });
                 });
}

void lut_rows(const Ui& ui, const Source& source) {
    const SourceColor& color = source.source_color;
    if (file_row(ui, source, "LUT file", color.lut_file, BrowserPurpose::ChooseLut,
                 "A .cube, .3dl, .clf, .spi1d or another LUT, applied after the CDL.")) {
        edit_color(ui, source, [](SourceColor& c) {
            c.lut_file.clear();
            c.lut_input_space.clear();
            c.lut_output_space.clear();
        });
    }
    if (color.lut_file.empty()) return;
    const std::string& in = color.lut_input_space;
    space_chooser(ui,
                  {"expects",
                   in.empty() ? "the grade's space" : in,
                   in,
                   "the grade's space",
                   {"The colour space that the LUT is made for.", ""}},
                  [&](const std::string& space) {
                      edit_color(ui, source,
                                 [space](SourceColor& c) { c.lut_input_space = space; });
                  });
    const std::string& out = color.lut_output_space;
    space_chooser(ui,
                  {"yields",
                   out.empty() ? "what it expects" : out,
                   out,
                   "what it expects",
                   {"The colour space of what the LUT makes.", ""}},
                  [&](const std::string& space) {
                      edit_color(ui, source,
                                 [space](SourceColor& c) { c.lut_output_space = space; });
                  });
}

bool fold(const char* label, const char* tip, bool in_use) {
    const bool open = ImGui::TreeNodeEx(label, ImGuiTreeNodeFlags_NoTreePushOnOpen |
                                                   (in_use ? ImGuiTreeNodeFlags_DefaultOpen : 0));
    tooltip({tip, ""});
    return open;
}

} // namespace

void inspect_source_color(const Ui& ui, const Source& source, const ColorReport& report) {
    ImGui::PushID("source color");
    input_row(ui, source, report);
    chain_rows(report, ui.model.color_is_exact);
    grade_sliders(ui, source);
    const SourceColor& color = source.source_color;
    if (fold("CDL", "An ASC colour decision list: numbers or a file.",
             !color.cdl_file.empty() || color.cdl != color::Cdl{}))
        cdl_rows(ui, source);
    if (fold("LUT", "A lookup table of this take.", !color.lut_file.empty())) lut_rows(ui, source);
    grade_buttons(ui, source);
    ImGui::PopID();
}

} // namespace seamline::ui
