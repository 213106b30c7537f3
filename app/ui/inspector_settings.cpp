#include "app/ui/inspector_sections.h"
#include "app/ui/timing_entry.h"

#include <array>
#include <cstdio>
#include <string>

namespace seamline::ui {
namespace {

using renderer::ChannelView;
using session::Source;

constexpr float kSliderPx = 132;

struct ChannelName {
    ChannelView view;
    const char* words;
    const char* tip;
    std::optional<Action> action;
};
constexpr std::array<ChannelName, 6> kChannels{{
    {ChannelView::Rgb, "RGB", "All channels", {}},
    {ChannelView::Red, "R", "Red alone, as grey", Action::ChannelRed},
    {ChannelView::Green, "G", "Green alone, as grey", Action::ChannelGreen},
    {ChannelView::Blue, "B", "Blue alone, as grey", Action::ChannelBlue},
    {ChannelView::Alpha, "A", "Alpha alone, as grey", Action::ChannelAlpha},
    {ChannelView::Luma, "Y", "Luma alone, as grey", Action::ChannelLuma},
}};

void adjust_slider(const Ui& ui, const Source& source, const char* label,
                   float renderer::ViewAdjust::*slot, float low, float high, float normal,
                   const char* format, const Tip& tip, ImGuiSliderFlags flags = 0) {
    float value = source.adjust.*slot;
    ImGui::SetNextItemWidth(ui.px(kSliderPx));
    if (slider(label, value, low, high, normal, format, tip, flags))
        ui.commands.edit_source(source.key, [slot, value](Source& s) { s.adjust.*slot = value; });
}

std::string exact_seconds(const Rational& value) {
    std::array<char, 40> text{};
    std::snprintf(text.data(), text.size(), "%+.4f s", value.value());
    return text.data();
}

/// Frames of the session that an offset is worth.
std::string frames_text(const Rational& seconds, const Rational& rate) {
    std::array<char, 40> text{};
    std::snprintf(text.data(), text.size(), "%+.4g frames", (seconds * rate).value());
    return text.data();
}

void nudge(const Ui& ui, const Source& source, std::int64_t frames, const char* label,
           Action action) {
    const Rational delta = Rational(frames) / ui.model.session.transport.rate;
    if (text_button(label, ui.tip(frames > 0 ? "This take later" : "This take earlier", action)))
        ui.commands.edit_source(
            source.key, [delta](Source& s) { s.timing.offset_s = s.timing.offset_s + delta; });
}

void offset_row(const Ui& ui, const Source& source) {
    fact("Offset", frames_text(source.timing.offset_s, ui.model.session.transport.rate) + "  (" +
                       exact_seconds(source.timing.offset_s) + ")");
    nudge(ui, source, -10, "-10", Action::NudgeEarlier10);
    ImGui::SameLine(0, ui.px(3));
    nudge(ui, source, -1, "-1", Action::NudgeEarlier);
    ImGui::SameLine(0, ui.px(3));
    nudge(ui, source, 1, "+1", Action::NudgeLater);
    ImGui::SameLine(0, ui.px(3));
    nudge(ui, source, 10, "+10", Action::NudgeLater10);
    ImGui::SameLine(0, ui.px(10));
    if (text_button("Zero", ui.tip("Back to no offset and no in-point.", Action::NudgeReset)))
        ui.commands.edit_source(source.key, [](Source& s) {
            s.timing.offset_s = Rational(0);
            s.timing.in_s = Rational(0);
        });
}

void in_point_row(const Ui& ui, const Source& source, const playback::SourceReport* report) {
    fact("In-point", exact_seconds(source.timing.in_s));
    const playback::FrameChoice* choice = ui.model.choice(source.key);
    const bool known = report != nullptr && report->index && choice != nullptr;
    ImGui::BeginDisabled(!known);
    if (text_button(
            "In-point here",
            {"Marks the frame that this take shows now. Do the same on the other takes, then "
             "\"Align in-points\": those frames become the same moment.",
             ""}) &&
        known) {
        const auto frame = static_cast<std::size_t>(choice->frame);
        if (frame < report->index->frames.size())
            ui.commands.edit_source(source.key, [time = report->index->frames[frame].time_s](
                                                    Source& s) { move_in_point(s.timing, time); });
    }
    ImGui::EndDisabled();
    ImGui::SameLine();
    if (text_button("Align in-points", {"All takes show their in-points at the same moment.", ""}))
        ui.commands.ask(Align{AlignBy::InPoints});
}

void speed_row(const Ui& ui, const Source& source) {
    std::array<char, 24> shown{};
    std::snprintf(shown.data(), shown.size(), "%.6g", source.timing.speed.value());
    ImGui::AlignTextToFramePadding();
    ImGui::TextColored(widget_color(palette::kDim), "Speed");
    ImGui::SameLine(ImGui::GetFontSize() * 6.6F);
    ImGui::SetNextItemWidth(ui.px(104));
    if (const auto text = text_field("##speed", shown.data(), "1")) {
        if (const auto speed = speed_from(*text))
            ui.commands.edit_source(source.key, [speed](Source& s) { s.timing.speed = *speed; });
        else
            ui.state.toasts.push_back({ToastKind::Warning,
                                       "\"" + *text + "\" is no speed: type 1.5, 24/25 or 50%.",
                                       ImGui::GetTime()});
    }
    tooltip({"How fast this take runs against the session: 0.5, 24/25 or 50%.", ""});
}

} // namespace

void inspect_adjust(const Ui& ui, const Source& source) {
    using renderer::ViewAdjust;
    adjust_slider(ui, source, "Exposure", &ViewAdjust::exposure_stops, -10, 10, 0, "%+.2f stops",
                  {"Brightness of the view in stops.", ""});
    adjust_slider(ui, source, "Gamma", &ViewAdjust::gamma, 0.1F, 10, 1, "%.2f",
                  {"Lifts or lowers the middle tones of the view.", ""},
                  ImGuiSliderFlags_Logarithmic);
    adjust_slider(ui, source, "Saturation", &ViewAdjust::saturation, 0, 4, 1, "%.2f",
                  {"Colourfulness of the view; 0 is grey.", ""});
    for (const ChannelName& channel : kChannels) {
        ImGui::PushID(channel.words);
        if (text_button(channel.words,
                        Tip{channel.tip,
                            channel.action ? ui.keys.keys_text(*channel.action) : std::string()},
                        source.adjust.channel == channel.view))
            ui.commands.edit_source(source.key,
                                    [v = channel.view](Source& s) { s.adjust.channel = v; });
        ImGui::PopID();
        ImGui::SameLine(0, ui.px(3));
    }
    ImGui::SameLine(0, ui.px(10));
    if (text_button("Reset", ui.tip("Shows the picture as it is.", Action::ResetAdjust)))
        ui.commands.edit_source(source.key, [](Source& s) { s.adjust = {}; });
}

void inspect_timing(const Ui& ui, const Source& source, const playback::SourceReport* report) {
    offset_row(ui, source);
    in_point_row(ui, source, report);
    speed_row(ui, source);
    ImGui::AlignTextToFramePadding();
    ImGui::TextColored(widget_color(palette::kDim), "Past the end");
    ImGui::SameLine(ImGui::GetFontSize() * 6.6F);
    const bool hold = source.past_end == session::PastEnd::Hold;
    if (text_button("Hold",
                    {"Before its first and after its last frame the take stands still.", ""}, hold))
        ui.commands.edit_source(source.key, [](Source& s) { s.past_end = session::PastEnd::Hold; });
    ImGui::SameLine(0, ui.px(3));
    if (text_button("Black", {"Before its first and after its last frame the take is black.", ""},
                    !hold))
        ui.commands.edit_source(source.key,
                                [](Source& s) { s.past_end = session::PastEnd::Black; });
}

} // namespace seamline::ui
