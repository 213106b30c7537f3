// app/ui/panels.h: every part of the window. Each draws from `Ui` and puts its wishes into its
// commands.
#pragma once

#include "app/ui/ui_model.h"

#include <optional>

namespace seamline::ui {

/// Returns its height in pixels.
float draw_menu_bar(const Ui& ui);
void draw_compare_bar(const Ui& ui);
/// Labels, wipe handles, guides, probe; zoom and pan by mouse.
void draw_viewer(const Ui& ui);
void draw_hud(const Ui& ui);
/// Fills `Ui::scopes` with what is to be drawn beneath.
void draw_scopes(const Ui& ui);
void draw_timeline(const Ui& ui);
void draw_transport_bar(const Ui& ui);
/// The three lamps of the nearest cut, its sentence, and how far measuring has come.
void draw_lamps(const Ui& ui);
/// Rows that they take in a window of that width: in narrow ones the sentence has its own.
int lamp_rows(double width_px, float scale);
/// Cuts and steps, to sort, filter and jump to.
void draw_seam_list(const Ui& ui);
void measures_menu(const Ui& ui);
void draw_inspector(const Ui& ui);
/// What the tools that are on mean, beside the picture.
void draw_tool_legend(const Ui& ui);
/// Where it lies; none while there is none.
std::optional<ScreenRect> tool_legend_rect(const Ui& ui);
/// Bands, thresholds and colours.
void draw_tool_settings(const Ui& ui);
/// The markers with their notes, which can be written there.
void draw_marker_list(const Ui& ui);
/// The events of a cut, to sort, filter and jump to.
void draw_cut_list(const Ui& ui);
/// One line over the timeline for the note that `UiState::noted_marker` asks for.
void draw_marker_note(const Ui& ui);
void draw_splitters(const Ui& ui, glm::dvec2 window);
void draw_toasts(const Ui& ui, glm::dvec2 window);
void draw_key_overlay(const Ui& ui, glm::dvec2 window);
void draw_key_editor(const Ui& ui, glm::dvec2 window);
void draw_export_dialog(const Ui& ui);
void draw_settings_dialog(const Ui& ui);
/// Where a cut's media are, and where the cut is saved.
void draw_relink_dialog(const Ui& ui);
/// What changed from the cut in A to that in B.
void draw_changes(const Ui& ui);

/// The bars' heights at the present style.
BarHeights bar_heights(float menu_px, int lamp_rows = 1);

/// Begins a borderless window that fills `rect`. Always followed by ImGui::End().
void begin_panel(const char* id, const ScreenRect& rect, Rgb ground);

} // namespace seamline::ui
