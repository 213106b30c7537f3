#include "app/ui/color_widgets.h"
#include "app/ui/cut_widgets.h"
#include "app/ui/map_panel.h"
#include "app/ui/panels.h"
#include "app/ui/tool_actions.h"

#include <array>
#include <cstdio>

namespace seamline::ui {
namespace {

using session::Session;

/// A menu item that does what a key does, with its key beside it.
void item(const Ui& ui, Action action, bool chosen = false, bool enabled = true) {
    const ActionDescription& about = description(action);
    if (ImGui::MenuItem(about.label, ui.keys.keys_text(action).c_str(), chosen, enabled))
        ui.commands.run(action);
    tooltip({about.tooltip, ""});
}

void recent_menu(const Ui& ui) {
    if (!ImGui::BeginMenu("Recent", !ui.model.recent.empty())) return;
    int id = 0;
    for (const std::filesystem::path& path : ui.model.recent) {
        ImGui::PushID(id++);
        if (ImGui::MenuItem(path.filename().string().c_str())) {
            if (path.extension() == ".seamline")
                ui.commands.ask(OpenSession{path});
            else
                ui.commands.ask(OpenFiles{{path}, 0});
        }
        tooltip({path.string(), ""});
        ImGui::PopID();
    }
    ImGui::Separator();
    if (ImGui::MenuItem("Clear this list")) ui.commands.ask(ClearRecent{});
    ImGui::EndMenu();
}

void file_menu(const Ui& ui) {
    if (!ImGui::BeginMenu("File")) return;
    const bool any = !ui.model.session.sources.empty();
    item(ui, Action::Open);
    item(ui, Action::AddSource);
    item(ui, Action::TakeInFolder, ui.state.decide.ingest.open);
    item(ui, Action::OpenArrived, false, !ui.state.decide.arrived.empty());
    recent_menu(ui);
    item(ui, Action::Reload, false, any);
    item(ui, Action::CloseSource, false, any);
    ImGui::Separator();
    const session::Source* a = ui.model.session.source_a();
    const bool cut = a != nullptr && a->cut;
    item(ui, Action::RelinkMedia, ui.state.relink.open, cut);
    item(ui, Action::SaveEdit, false, cut);
    item(ui, Action::ShowChanges, ui.state.relink.changes_open, cut);
    item(ui, Action::MakeCut, false, any);
    ImGui::Separator();
    item(ui, Action::NewSession);
    item(ui, Action::Save);
    item(ui, Action::SaveAs);
    ImGui::Separator();
    item(ui, Action::Snapshot, false, any);
    item(ui, Action::SnapshotCounters, false, any);
    ImGui::MenuItem("Snapshots in the pictures' own size", nullptr,
                    &ui.state.export_settings.own_size);
    tooltip({"On: no picture loses pixels, a whole take alone gives its own size. Off: as large as "
             "the window shows it.",
             ""});
    item(ui, Action::ExportMovie, false, any);
    ImGui::Separator();
    item(ui, Action::Undo);
    item(ui, Action::Redo);
    ImGui::Separator();
    item(ui, Action::Preferences);
    item(ui, Action::Quit);
    ImGui::EndMenu();
}

void mask_menu(const Ui& ui) {
    struct Mask {
        const char* words;
        double aspect;
    };
    constexpr std::array<Mask, 9> kMasks{{{"No mask", 0},
                                          {"2.39:1", 2.39},
                                          {"2:1", 2.0},
                                          {"1.85:1", 1.85},
                                          {"16:9", 16.0 / 9},
                                          {"4:3", 4.0 / 3},
                                          {"1:1", 1.0},
                                          {"4:5", 0.8},
                                          {"9:16", 9.0 / 16}}};
    if (!ImGui::BeginMenu("Aspect mask")) return;
    for (const Mask& mask : kMasks)
        if (ImGui::MenuItem(mask.words, nullptr, ui.state.guides.mask_aspect == mask.aspect))
            ui.state.guides.mask_aspect = mask.aspect;
    ImGui::EndMenu();
}

void second_menu(const Ui& ui) {
    const ViewModel& model = ui.model;
    item(ui, Action::SecondDisplay, model.second_window);
    if (!ImGui::BeginMenu("Picture alone on")) return;
    for (int i = 0; i < static_cast<int>(model.displays.size()); ++i) {
        ImGui::PushID(i);
        const bool here = model.second_window && model.second_display == i;
        if (ImGui::MenuItem(model.displays[static_cast<std::size_t>(i)].c_str(), nullptr, here))
            ui.commands.ask(OpenSecond{i});
        tooltip({"Fills this display with the picture, without the interface. Esc there, or the "
                 "key, ends it.",
                 ui.keys.keys_text(Action::SecondDisplay)});
        ImGui::PopID();
    }
    const bool window = model.second_window && model.second_display < 0;
    if (ImGui::MenuItem("a window", nullptr, window)) ui.commands.ask(OpenSecond{-1});
    tooltip({"The picture without the interface, in a window that can be moved and resized.",
             ui.keys.keys_text(Action::SecondDisplay)});
    ImGui::EndMenu();
}

void theme_menu(const Ui& ui) {
    if (!ImGui::BeginMenu("Theme")) return;
    for (const session::Theme theme :
         {session::Theme::Dark, session::Theme::Light, session::Theme::HighContrast})
        if (ImGui::MenuItem(label_of(theme), nullptr, ui.state.theme == theme))
            ui.commands.ask(SetTheme{theme});
    ImGui::Separator();
    item(ui, Action::NextTheme);
    ImGui::EndMenu();
}

void scopes_menu(const Ui& ui) {
    if (!ImGui::BeginMenu("Scopes")) return;
    const session::ScopeSettings& scopes = ui.state.scopes;
    item(ui, Action::ScopeHistogram, scopes.histogram);
    item(ui, Action::ScopeWaveform, scopes.waveform);
    item(ui, Action::ScopeVectorscope, scopes.vectorscope);
    item(ui, Action::ScopeChromaticity, scopes.chromaticity);
    item(ui, Action::ScopesAll);
    ImGui::Separator();
    item(ui, Action::ScopesFill, ui.state.scopes_fill);
    item(ui, Action::ScopesBeside, scopes.beside);
    for (const Action action :
         {Action::ScopeScale, Action::ScopePair, Action::ScopeSignal, Action::ScopeZoom,
          Action::ScopeTargets, Action::ScopeRegion, Action::ScopeClearRegion,
          Action::ScopeBrighter, Action::ScopeDimmer, Action::ScopeGain, Action::ScopeTint})
        item(ui, action);
    ImGui::EndMenu();
}

void second_tools_menu(const Ui& ui) {
    if (!ImGui::BeginMenu("In the second window", ui.model.second_window)) return;
    for (int i = 0; i < renderer::kPictureTools; ++i) {
        const auto tool = static_cast<renderer::PictureTool>(i);
        const ActionDescription& about = description(action_of(tool));
        if (ImGui::MenuItem(about.label, nullptr, ui.model.session.second_tools.shows(tool)))
            ui.commands.edit(
                [tool](Session& s) { s.second_tools.show(tool, !s.second_tools.shows(tool)); });
        tooltip({about.tooltip, ""});
    }
    ImGui::EndMenu();
}

void tools_menu(const Ui& ui) {
    if (!ImGui::BeginMenu("Tools")) return;
    const Session& session = ui.model.session;
    for (int i = 0; i < renderer::kPictureTools; ++i) {
        const auto tool = static_cast<renderer::PictureTool>(i);
        item(ui, action_of(tool), session.tools.shows(tool));
    }
    item(ui, Action::ToolsOff, false, session.tools.any());
    ImGui::Separator();
    item(ui, Action::ToolSignal, session.tool_settings.signal == renderer::ToolSignal::View);
    item(ui, Action::ToggleToolSettings, ui.state.tool_settings);
    ImGui::MenuItem("In snapshots and exports, too", nullptr, &ui.state.export_settings.tools);
    tooltip({"Off: snapshots and movies show the pictures without tools.", ""});
    second_tools_menu(ui);
    ImGui::EndMenu();
}

void view_menu(const Ui& ui) {
    if (!ImGui::BeginMenu("View")) return;
    UiState& state = ui.state;
    item(ui, Action::ViewFit);
    item(ui, Action::ViewFill);
    item(ui, Action::ViewOneToOne);
    item(ui, Action::ViewSameSize);
    item(ui, Action::SharedView, ui.model.session.compare.shared_view);
    item(ui, Action::NearestPixels, ui.model.session.compare.nearest_at_1_to_1);
    ImGui::Separator();
    color_menu(ui);
    item(ui, Action::ToggleLabels, ui.model.session.compare.labels);
    item(ui, Action::ToggleProbe, state.probe);
    item(ui, Action::ToggleHud, state.hud);
    ImGui::MenuItem("Action safe area", nullptr, &state.guides.action_safe);
    ImGui::MenuItem("Title safe area", nullptr, &state.guides.title_safe);
    ImGui::MenuItem("Thirds", nullptr, &state.guides.thirds);
    ImGui::MenuItem("Centre", nullptr, &state.guides.center);
    mask_menu(ui);
    ImGui::Separator();
    item(ui, Action::ToggleCompareBar, state.panels.compare_bar);
    item(ui, Action::ToggleTimeline, state.panels.timeline);
    item(ui, Action::ToggleInspector, state.panels.inspector);
    item(ui, Action::ToggleLamps, state.panels.lamps);
    item(ui, Action::ToggleCutList, state.cut_list);
    item(ui, Action::ToggleStrip, state.strip);
    item(ui, Action::HidePanels, state.panels_hidden);
    item(ui, Action::FullScreen, state.full_screen);
    item(ui, Action::Presentation, state.presentation);
    second_menu(ui);
    ImGui::Separator();
    theme_menu(ui);
    ImGui::EndMenu();
}

void compare_menu(const Ui& ui) {
    if (!ImGui::BeginMenu("Compare")) return;
    for (const Action action :
         {Action::CompareSingle, Action::CompareSplit, Action::CompareGrid, Action::CompareWipe,
          Action::CompareOverlay, Action::CompareDifference, Action::CompareButterfly,
          Action::CompareCheckerboard})
        item(ui, action);
    ImGui::Separator();
    item(ui, Action::Flip);
    item(ui, Action::SwapAB);
    item(ui, Action::PreviousSource);
    item(ui, Action::NextSource);
    ImGui::Separator();
    if (ImGui::MenuItem("Align starts")) ui.commands.ask(Align{AlignBy::Start});
    if (ImGui::MenuItem("Align timecodes")) ui.commands.ask(Align{AlignBy::Timecode});
    if (ImGui::MenuItem("Align in-points")) ui.commands.ask(Align{AlignBy::InPoints});
    item(ui, Action::AlignSameMoment);
    item(ui, Action::AlignByContent);
    item(ui, Action::NudgeEarlier);
    item(ui, Action::NudgeLater);
    item(ui, Action::NudgeReset);
    ImGui::EndMenu();
}

void rate_menu(const Ui& ui) {
    constexpr std::array<Rational, 9> kRates{Rational(16), Rational(24000, 1001), Rational(24),
                                             Rational(25), Rational(30000, 1001), Rational(30),
                                             Rational(50), Rational(60000, 1001), Rational(60)};
    if (!ImGui::BeginMenu("Session rate")) return;
    const session::TransportState& transport = ui.model.session.transport;
    if (ImGui::MenuItem("The fastest take's", nullptr, !transport.rate_is_chosen))
        ui.commands.edit([](Session& s) { s.transport.rate_is_chosen = false; });
    for (const Rational& rate : kRates) {
        std::array<char, 24> text{};
        std::snprintf(text.data(), text.size(), "%.5g fps", rate.value());
        if (ImGui::MenuItem(text.data(), nullptr,
                            transport.rate_is_chosen && transport.rate == rate))
            ui.commands.edit([rate](Session& s) {
                s.transport.rate = rate;
                s.transport.rate_is_chosen = true;
            });
    }
    ImGui::EndMenu();
}

void playback_menu(const Ui& ui) {
    if (!ImGui::BeginMenu("Playback")) return;
    for (const Action action : {Action::PlayPause, Action::PlayForward, Action::PlayReverse,
                                Action::Stop, Action::StepForward, Action::StepBack, Action::GoTo})
        item(ui, action);
    ImGui::Separator();
    for (const Action action :
         {Action::SetIn, Action::SetOut, Action::ClearInOut, Action::AddMarker, Action::NoteMarker,
          Action::DeleteMarker, Action::PreviousMarker, Action::NextMarker})
        item(ui, action);
    item(ui, Action::ToggleMarkers, ui.state.marker_list);
    ImGui::Separator();
    const session::TransportState& transport = ui.model.session.transport;
    item(ui, Action::CycleLoop, transport.loop == session::LoopMode::Loop);
    item(ui, Action::PingPong, transport.loop == session::LoopMode::PingPong);
    item(ui, Action::EveryFrame, transport.every_frame);
    rate_menu(ui);
    item(ui, Action::CycleCounter);
    item(ui, Action::CycleFrameBase);
    ImGui::Separator();
    item(ui, Action::Mute, ui.model.session.muted);
    item(ui, Action::MixAll, ui.model.session.mix_all);
    item(ui, Action::HearNextSource);
    item(ui, Action::LoudnessMatch, ui.model.session.loudness_matched);
    ImGui::EndMenu();
}

void decide_menu(const Ui& ui) {
    if (!ImGui::BeginMenu("Decide")) return;
    const DecideState& decide = ui.state.decide;
    for (const Action action :
         {Action::Keep, Action::SendBack, Action::HoldDecision, Action::ClearDecision})
        item(ui, action);
    ImGui::Separator();
    for (const Action action : {Action::DecideOn, Action::EditReasons, Action::NextAuthor,
                                Action::PreviousDecision, Action::NextDecision})
        item(ui, action);
    ImGui::Separator();
    item(ui, Action::ToggleDecisions, decide.list);
    item(ui, Action::ToggleTakes, decide.takes);
    item(ui, Action::ToggleComments, decide.comments);
    item(ui, Action::ToggleDrawing, decide.drawing.is_on);
    item(ui, Action::NextDrawTool);
    ImGui::Separator();
    for (const Action action : {Action::PickTake, Action::Eliminate, Action::BringBack})
        item(ui, action);
    ImGui::Separator();
    item(ui, Action::BlindCompare, decide.blind.has_value());
    item(ui, Action::ToggleRanking, decide.ranking);
    ImGui::Separator();
    item(ui, Action::ShareReview, decide.share);
    ImGui::EndMenu();
}

void help_menu(const Ui& ui) {
    if (!ImGui::BeginMenu("Help")) return;
    item(ui, Action::ToggleHelp, ui.state.key_overlay);
    if (ImGui::MenuItem("Change keys", nullptr, ui.state.key_editor)) ui.state.key_editor = true;
    ImGui::Separator();
    ImGui::MenuItem(("Drawn by " + ui.model.device_name).c_str(), nullptr, false, false);
    ImGui::EndMenu();
}

} // namespace

float draw_menu_bar(const Ui& ui) {
    if (!ImGui::BeginMainMenuBar()) return 0;
    const float height = ImGui::GetWindowHeight();
    file_menu(ui);
    view_menu(ui);
    scopes_menu(ui);
    tools_menu(ui);
    compare_menu(ui);
    match_menu(ui);
    playback_menu(ui);
    cut_menu(ui);
    measures_menu(ui);
    decide_menu(ui);
    help_menu(ui);
    const std::string name = ui.model.session_path.empty()
                                 ? std::string("session not saved yet")
                                 : ui.model.session_path.filename().string();
    const std::string title = name + (ui.model.unsaved ? " (changed)" : "");
    const float width = ImGui::CalcTextSize(title.c_str()).x;
    ImGui::SameLine(ImGui::GetWindowWidth() - width - ui.px(12));
    ImGui::TextColored(widget_color(palette::kDim), "%s", title.c_str());
    ImGui::EndMainMenuBar();
    return height;
}

} // namespace seamline::ui
