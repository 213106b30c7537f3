#include "app/ui/panels.h"
#include "app/ui/speed_text.h"
#include "renderer/ui_overlay.h"

#include <array>
#include <cmath>
#include <cstdio>
#include <cstring>

namespace seamline::ui {
namespace {

using session::CounterMode;
using session::LoopMode;
using session::Session;

void button(const Ui& ui, const char* id, Icon icon, const char* words, Action action,
            bool chosen = false) {
    if (icon_button(id, icon, ui.tip(words, action), chosen)) ui.commands.run(action);
    ImGui::SameLine(0, ui.px(3));
}

void motion_buttons(const Ui& ui) {
    const playback::Transport& transport = ui.model.transport;
    const bool back = transport.playing() && transport.speed() < Rational(0);
    const bool forward = transport.playing() && !back;
    button(ui, "start", Icon::ToStart, "Go to the start", Action::GoStart);
    button(ui, "back", Icon::StepBack, "One frame back", Action::StepBack);
    button(ui, "reverse", back ? Icon::Pause : Icon::PlayReverse, "Play backwards; again: faster",
           back ? Action::PlayPause : Action::PlayReverse, back);
    button(ui, "play", forward ? Icon::Pause : Icon::Play, "Play or pause", Action::PlayPause,
           forward);
    button(ui, "forward", Icon::StepForward, "One frame forward", Action::StepForward);
    button(ui, "end", Icon::ToEnd, "Go to the end", Action::GoEnd);
}

void mode_buttons(const Ui& ui) {
    const session::TransportState& transport = ui.model.session.transport;
    ImGui::SameLine(0, ui.px(12));
    const Icon loop = transport.loop == LoopMode::Once   ? Icon::LoopOnce
                      : transport.loop == LoopMode::Loop ? Icon::Loop
                                                         : Icon::PingPong;
    const char* words = transport.loop == LoopMode::Once   ? "Plays once; click: loop"
                        : transport.loop == LoopMode::Loop ? "Loops; click: back and forth"
                                                           : "Back and forth; click: once";
    button(ui, "loop", loop, words, Action::CycleLoop, transport.loop != LoopMode::Once);
    button(ui, "every", transport.every_frame ? Icon::EveryFrame : Icon::RealTime,
           transport.every_frame
               ? "Every frame is shown, time stretches; click: real time"
               : "Real time: late frames are skipped and counted; click: every frame",
           Action::EveryFrame, transport.every_frame);
    ImGui::SameLine(0, ui.px(12));
    button(ui, "in", Icon::MarkIn, "Mark in", Action::SetIn, transport.in > 0);
    button(ui, "out", Icon::MarkOut, "Mark out", Action::SetOut, transport.out >= 0);
    button(ui, "marker", Icon::Marker, "Marker here", Action::AddMarker);
}

void enter_counter(const Ui& ui, const std::string& text) {
    const auto entry = parse_counter(text, ui.model.source_counter.value_or(ui.model.counter));
    if (!entry) {
        ui.state.toasts.push_back({ToastKind::Warning, entry.error().message, ImGui::GetTime()});
        return;
    }
    const std::int64_t from = entry.value().relative ? ui.model.tick : 0;
    ui.commands.ask(SeekTo{from + entry.value().count});
}

/// Over the last item, which is its field.
void leave_counter(const Ui& ui) {
    const ImVec2 min = ImGui::GetItemRectMin();
    const ImVec2 max = ImGui::GetItemRectMax();
    const ImVec2 pad = ImGui::GetStyle().FramePadding;
    session::SourceKey source = 0;
    SourceClock clock;
    const session::Source* a = ui.model.session.source_a();
    if (a != nullptr && ui.model.session.counter == CounterMode::SourceTimecode) {
        source = a->key;
        const playback::SourceReport* report = ui.model.report(a->key);
        if (report != nullptr) clock = clock_of(*report);
    }
    ui.tick.counter = TickCounter{ui.model.counter,
                                  source,
                                  clock,
                                  ui.fonts.mono_large,
                                  ImGui::GetColorU32(ImGuiCol_Text),
                                  {min.x + pad.x, min.y + pad.y},
                                  {min.x, min.y},
                                  {max.x, max.y}};
    renderer::leave_place(*ImGui::GetWindowDrawList(), static_cast<int>(TickPlace::Counter));
}

void counter(const Ui& ui) {
    const CounterFormat& format = ui.model.counter;
    const CounterMode counted = ui.model.session.counter;
    const char* mode = counted == CounterMode::Frames           ? "frames"
                       : counted == CounterMode::Timecode       ? "timecode"
                       : counted == CounterMode::SourceTimecode ? "source"
                                                                : "seconds";
    ImGui::SameLine(0, ui.px(14));
    ImGui::PushFont(ui.fonts.mono_large);
    const float lift = (ImGui::GetFrameHeight() - ImGui::GetFontSize()) / 2;
    ImGui::SetCursorPosY(ImGui::GetCursorPosY() - std::max(0.0F, lift / 2));
    ImGui::SetNextItemWidth(ImGui::CalcTextSize("00:00:00:00").x + ui.px(18));
    if (ui.state.counter_asked) ImGui::SetKeyboardFocusHere();
    ui.state.counter_asked = false;
    // While nothing is typed the figures are those of the tick that will be on the screen.
    const bool edited = is_edited("##counter");
    if (!edited) ImGui::PushStyleColor(ImGuiCol_Text, ImVec4(0, 0, 0, 0));
    const auto typed = text_field(
        "##counter", counter_text(ui.model.tick, ui.model.source_counter.value_or(format)), "",
        FieldStart::All);
    if (!edited) {
        ImGui::PopStyleColor();
        leave_counter(ui);
    }
    ImGui::PopFont();
    tooltip(ui.tip("Where the playhead is. Type a frame (120), a timecode (01:00:05:03), a time "
                   "(2.5s), or a distance (+12, -1:00).",
                   Action::GoTo));
    if (typed) enter_counter(ui, *typed);
    ImGui::SameLine(0, ui.px(6));
    ImGui::PushFont(ui.fonts.mono);
    const std::string end =
        "/ " + counter_text(std::max<std::int64_t>(ui.model.length - 1, 0), format);
    ImGui::AlignTextToFramePadding();
    ImGui::TextColored(widget_color(palette::kDim), "%s", end.c_str());
    ImGui::PopFont();
    tooltip({"The last frame of the session.", ""});
    ImGui::SameLine(0, ui.px(6));
    if (quiet_button(mode,
                     ui.tip("The counter shows " + std::string(mode) + "; click: the next kind.",
                            Action::CycleCounter)))
        ui.commands.run(Action::CycleCounter);
}

void speed(const Ui& ui) {
    constexpr std::array<Rational, 9> kSpeeds{Rational(1, 10), Rational(1, 4), Rational(1, 2),
                                              Rational(3, 4),  Rational(1),    Rational(3, 2),
                                              Rational(2),     Rational(4),    Rational(8)};
    const playback::Transport& transport = ui.model.transport;
    // What is not normal is told in words and in a frame, for it changes what is seen.
    const std::string notice = speed_notice(transport.playing(), transport.speed());
    ImGui::SetNextItemWidth(ui.px(136));
    if (!notice.empty()) ImGui::PushStyleColor(ImGuiCol_Text, widget_color(palette::kWarning));
    const std::string seen = notice.empty() ? speed_text(transport.speed()) : notice;
    const bool opened = ImGui::BeginCombo("##speed", seen.c_str());
    if (!notice.empty()) {
        ImGui::PopStyleColor();
        if (!opened)
            ImGui::GetWindowDrawList()->AddRect(ImGui::GetItemRectMin(), ImGui::GetItemRectMax(),
                                                packed(palette::kWarning), 2);
    }
    if (opened) {
        for (const Rational& value : kSpeeds)
            if (ImGui::Selectable(speed_text(value).c_str(), value == transport.speed()))
                ui.commands.ask(PlayAt{value});
        ImGui::Separator();
        for (const Rational& value : kSpeeds)
            if (ImGui::Selectable(speed_text(-value).c_str(), -value == transport.speed()))
                ui.commands.ask(PlayAt{-value});
        ImGui::EndCombo();
    }
    tooltip(ui.tip("Speed; L plays faster with every press, J backwards.", Action::PlayForward));
    ImGui::SameLine();
    std::array<char, 32> rate{};
    std::snprintf(rate.data(), rate.size(), "%.5g fps", ui.model.session.transport.rate.value());
    ImGui::AlignTextToFramePadding();
    ImGui::TextColored(widget_color(palette::kDim), "%s", rate.data());
    tooltip({"Frames per second of the session: the fastest take's, unless the Playback menu says "
             "otherwise.",
             ""});
}

void sound(const Ui& ui) {
    const Session& session = ui.model.session;
    const bool silent = !ui.model.sound_state.empty();
    const std::string state = silent ? " (" + ui.model.sound_state + ")" : "";
    if (icon_button("mute", session.muted || silent ? Icon::Muted : Icon::Sound,
                    ui.tip((session.muted ? "Sound is off" : "Sound is on") + state, Action::Mute),
                    session.muted))
        ui.commands.run(Action::Mute);
    ImGui::SameLine();
    float volume = session.volume * 100;
    ImGui::SetNextItemWidth(ui.px(84));
    if (slider("##volume", volume, 0, 100, 100, "%.0f %%", {"Volume." + state, ""}))
        ui.commands.edit([volume](Session& s) { s.volume = volume / 100; });
}

/// The few figures that matter while the HUD is off.
void health(const Ui& ui) {
    const playback::PlaybackCounters& counters = ui.model.counters;
    std::array<char, 64> text{};
    if (counters.dropped > 0 || counters.stalls > 0)
        std::snprintf(text.data(), text.size(), "%lld dropped, %lld stalled",
                      static_cast<long long>(counters.dropped),
                      static_cast<long long>(counters.stalls));
    else
        std::snprintf(text.data(), text.size(), "%s", "no frame dropped");
    const float width = ImGui::CalcTextSize(text.data()).x;
    if (ImGui::GetContentRegionAvail().x < width + ui.px(8)) return;
    ImGui::SameLine(ImGui::GetWindowWidth() - width - ui.px(10));
    ImGui::AlignTextToFramePadding();
    const bool clean = counters.dropped == 0 && counters.stalls == 0;
    ImGui::TextColored(widget_color(clean ? palette::kDim : palette::kWarning), "%s", text.data());
    tooltip(ui.tip("Ticks that real time passed over, and ticks that waited for a frame.",
                   Action::ToggleHud));
}

} // namespace

void draw_transport_bar(const Ui& ui) {
    begin_panel("transport", ui.rects.transport, palette::kBar);
    motion_buttons(ui);
    mode_buttons(ui);
    counter(ui);
    ImGui::SameLine(0, ui.px(14));
    speed(ui);
    ImGui::SameLine(0, ui.px(14));
    sound(ui);
    ImGui::SameLine(0, ui.px(14));
    health(ui);
    ImGui::End();
}

} // namespace seamline::ui
