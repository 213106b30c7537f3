#include "app/ui/cut_widgets.h"
#include "app/ui/hand_panel.h"
#include "app/ui/match_actions.h"
#include "app/ui/panels.h"
#include "app/ui/picture_label.h"
#include "app/ui/picture_places.h"
#include "app/ui/review/decision_actions.h"
#include "app/ui/review/decision_signs.h"
#include "app/ui/review/drawing_panel.h"
#include "app/ui/scope_region.h"
#include "renderer/ui_overlay.h"

#include <algorithm>
#include <cmath>

namespace seamline::ui {
namespace {

using session::CompareMode;
using session::Session;

glm::dvec2 mouse() { return {ImGui::GetIO().MousePos.x, ImGui::GetIO().MousePos.y}; }
ImVec2 vec(glm::dvec2 p) { return {static_cast<float>(p.x), static_cast<float>(p.y)}; }

/// Changes the view of the take under the cursor, or of all.
void change_view(const Ui& ui, const PicturePlace& place, const renderer::View& view) {
    ui.commands.edit([key = place.key, view](Session& s) {
        session::Source* source = s.compare.shared_view ? nullptr : s.find(key);
        (source != nullptr ? source->view : s.compare.view) = view;
    });
}

const renderer::View& view_at(const Ui& ui, const PicturePlace& place) {
    const Session& session = ui.model.session;
    const session::Source* source = session.find(place.key);
    return session.compare.shared_view || source == nullptr ? session.compare.view : source->view;
}

void zoom_and_pan(const Ui& ui, const std::vector<PicturePlace>& places, bool hovered) {
    const ImGuiIO& io = ImGui::GetIO();
    const PicturePlace* place = place_at(places, mouse());
    if (hovered && place != nullptr && io.MouseWheel != 0)
        change_view(ui, *place,
                    zoomed_at(view_at(ui, *place),
                              std::pow(1.2, static_cast<double>(io.MouseWheel)), mouse(),
                              place->tile));
    if (hovered && ImGui::IsMouseClicked(ImGuiMouseButton_Middle)) ui.state.panning = true;
    if (!ImGui::IsMouseDown(ImGuiMouseButton_Middle)) ui.state.panning = false;
    const glm::dvec2 delta{io.MouseDelta.x, io.MouseDelta.y};
    if (ui.state.panning && place != nullptr && (delta.x != 0 || delta.y != 0))
        change_view(ui, *place, panned_by(view_at(ui, *place), delta, place->tile));
}

WipeLine wipe_line(const Ui& ui) {
    const session::CompareState& compare = ui.model.session.compare;
    const ScreenRect& viewer = ui.rects.viewer;
    return {viewer.min + compare.wipe_center * viewer.size(), compare.wipe_angle_deg};
}

void drag_wipe(const Ui& ui, const WipeLine& line, double arm_px, bool hovered) {
    UiState& state = ui.state;
    const ScreenRect& viewer = ui.rects.viewer;
    const WipeGrip under = wipe_grip(line, arm_px, viewer, mouse(), ui.px(9));
    if (hovered && (under != WipeGrip::None || state.wipe_drag != WipeGrip::None))
        ImGui::SetMouseCursor(under == WipeGrip::Turn ? ImGuiMouseCursor_Hand
                                                      : ImGuiMouseCursor_ResizeAll);
    if (hovered && ImGui::IsMouseClicked(ImGuiMouseButton_Left) && !ImGui::GetIO().KeyShift) {
        state.wipe_drag = under;
        const glm::dvec2 handle = turn_handle(line, arm_px, viewer);
        state.wipe_other_side = glm::dot(handle - line.center_px, line.direction()) < 0;
    }
    if (!ImGui::IsMouseDown(ImGuiMouseButton_Left)) state.wipe_drag = WipeGrip::None;
    const ImVec2 delta = ImGui::GetIO().MouseDelta;
    if (state.wipe_drag == WipeGrip::None || (delta.x == 0 && delta.y == 0)) return;
    if (state.wipe_drag == WipeGrip::Turn) {
        const double snap = ImGui::GetIO().KeyCtrl ? 15 : 0;
        const double angle = turned_angle(line.center_px, mouse(), state.wipe_other_side, snap);
        ui.commands.edit([angle](Session& s) { s.compare.wipe_angle_deg = angle; });
        return;
    }
    const glm::dvec2 moved = glm::dvec2(delta.x, delta.y) / glm::max(viewer.size(), glm::dvec2(1));
    ui.commands.edit([moved](Session& s) {
        s.compare.wipe_center =
            glm::clamp(s.compare.wipe_center + moved, glm::dvec2(0), glm::dvec2(1));
    });
}

void draw_wipe(const Ui& ui, ImDrawList& list, const WipeLine& line, double arm_px) {
    const auto part = visible_part(line, ui.rects.viewer);
    if (!part) return;
    const ImU32 dark = packed(Rgb{0, 0, 0, 150});
    const ImU32 light = packed(Rgb{235, 235, 235}); // On pictures, whatever the theme.
    list.AddLine(vec(part->first), vec(part->second), dark, ui.px(3));
    list.AddLine(vec(part->first), vec(part->second), light, ui.px(1));
    const glm::dvec2 handle = turn_handle(line, arm_px, ui.rects.viewer);
    list.AddCircleFilled(vec(line.center_px), ui.px(6), dark);
    list.AddCircleFilled(vec(line.center_px), ui.px(4), light);
    list.AddCircleFilled(vec(handle), ui.px(7), dark);
    list.AddCircle(vec(handle), ui.px(6), light, 20, ui.px(1.5F));
    // Which side is which, beside the centre where the eye is.
    const glm::dvec2 aside = line.normal() * static_cast<double>(ui.px(20));
    const float half = ui.fonts.strong->FontSize / 2;
    const auto letter = [&](glm::dvec2 at, const char* text, Rgb color) {
        draw_plate(list, {static_cast<float>(at.x) - half, static_cast<float>(at.y) - half},
                   ui.fonts.strong, text, color);
    };
    letter(line.center_px - aside * 1.3, "A", palette::kA);
    letter(line.center_px + aside, "B", palette::kB);
}

/// Which of them is seen where depends on the tick.
TickLabels tick_labels(const Ui& ui) {
    TickLabels labels;
    for (const session::Source& source : ui.model.session.sources) {
        const std::string letter = label_letter(ui.model.session, source.key);
        const Rgb ink = letter == "A" ? palette::kA : letter == "B" ? palette::kB : palette::kText;
        LabelFacts facts =
            label_facts(source, ui.model.report(source.key), {}, ui.model.session.frame_base);
        // Which of the pictures waits for its shader is not known: rather one mark too many.
        facts.preparing_colors = facts.preparing_colors || ui.model.color_preparation.is_preparing;
        const std::string title = (letter.empty() ? "" : letter + "  ") + label_title(facts) +
                                  (shows_match(ui.model, source.key) ? "  -  matched" : "");
        labels.labels.push_back({source.key, title, packed(ink), std::move(facts)});
    }
    labels.detail_rgba = packed(palette::kText);
    labels.title_font = ui.fonts.text;
    labels.detail_font = ui.fonts.mono;
    labels.title_plate = plate_shape(*ui.fonts.text);
    labels.detail_plate = plate_shape(*ui.fonts.mono);
    labels.viewer_px = ui.rects.viewer.min;
    labels.gap_px = ui.px(8);
    labels.line_px = ui.fonts.text->FontSize * kLabelLine;
    labels.title_edge_px = ui.px(14);
    labels.detail_edge_px = ui.px(12);
    return labels;
}

void draw_guides(const Ui& ui, ImDrawList& list, const ScreenRect& picture) {
    const Guides& guides = ui.state.guides;
    const ImU32 line = packed(Rgb{230, 230, 230, 150});
    const auto box = [&](const ScreenRect& r) { list.AddRect(vec(r.min), vec(r.max), line); };
    if (guides.mask_aspect > 0) {
        const ScreenRect kept = masked(picture, guides.mask_aspect);
        const ImU32 shade = packed(Rgb{0, 0, 0, 190});
        list.AddRectFilled(vec(picture.min), vec({picture.max.x, kept.min.y}), shade);
        list.AddRectFilled(vec({picture.min.x, kept.max.y}), vec(picture.max), shade);
        list.AddRectFilled(vec({picture.min.x, kept.min.y}), vec({kept.min.x, kept.max.y}), shade);
        list.AddRectFilled(vec({kept.max.x, kept.min.y}), vec({picture.max.x, kept.max.y}), shade);
        box(kept);
    }
    if (guides.action_safe) box(inset(picture, 0.93));
    if (guides.title_safe) box(inset(picture, 0.90));
    if (guides.thirds) {
        for (const double part : {1.0 / 3.0, 2.0 / 3.0}) {
            const glm::dvec2 at = picture.min + picture.size() * part;
            list.AddLine(vec({at.x, picture.min.y}), vec({at.x, picture.max.y}), line);
            list.AddLine(vec({picture.min.x, at.y}), vec({picture.max.x, at.y}), line);
        }
    }
    if (guides.center) {
        const glm::dvec2 c = picture.center();
        const double arm = ui.px(14);
        list.AddLine(vec({c.x - arm, c.y}), vec({c.x + arm, c.y}), line);
        list.AddLine(vec({c.x, c.y - arm}), vec({c.x, c.y + arm}), line);
    }
}

void draw_invitation(const Ui& ui, ImDrawList& list) {
    const char* words = "Drop takes here, or press ";
    const std::string text = words + ui.keys.keys_text(Action::Open) + " to choose files";
    const ImVec2 size =
        ui.fonts.strong->CalcTextSizeA(ui.fonts.strong->FontSize, FLT_MAX, 0, text.c_str());
    const glm::dvec2 c = ui.rects.viewer.center();
    list.AddText(ui.fonts.strong, ui.fonts.strong->FontSize,
                 {static_cast<float>(c.x) - size.x / 2, static_cast<float>(c.y) - size.y / 2},
                 packed(palette::kDim), text.c_str());
}

void select_probe_area(const Ui& ui, bool hovered) {
    UiState& state = ui.state;
    if (hovered && ImGui::IsMouseClicked(ImGuiMouseButton_Left) && ImGui::GetIO().KeyShift)
        state.probe_area = std::pair{mouse(), mouse()};
    if (state.probe_area && ImGui::IsMouseDown(ImGuiMouseButton_Left) && ImGui::GetIO().KeyShift)
        state.probe_area->second = mouse();
    // A plain click, or a shift click without a drag, returns to the pixel under the cursor.
    if (hovered && ImGui::IsMouseReleased(ImGuiMouseButton_Left) && state.probe_area &&
        glm::distance(state.probe_area->first, state.probe_area->second) < 3)
        state.probe_area.reset();
}

/// A click on one of several pictures makes it A: keys are about A.
void choose_a(const Ui& ui, const PicturePlace* pointed, bool hovered) {
    const UiState& state = ui.state;
    const ImGuiIO& io = ImGui::GetIO();
    const CompareMode mode = ui.model.session.compare.mode;
    const bool is_apart =
        mode == CompareMode::Row || mode == CompareMode::Column || mode == CompareMode::Grid;
    const bool is_free = !state.decide.blind && !state.decide.drawing.is_on &&
                         !state.audition.view && state.hand.tool == HandTool::None;
    if (!hovered || pointed == nullptr || !is_apart || !is_free || io.KeyCtrl || io.KeyShift ||
        io.KeyAlt || !ImGui::IsMouseClicked(ImGuiMouseButton_Left))
        return;
    const session::Source* a = ui.model.session.source_a();
    if (a != nullptr && a->key == pointed->key) return;
    ui.commands.edit([key = pointed->key](Session& s) { make_a(s, key); });
}

} // namespace

void draw_viewer(const Ui& ui) {
    begin_panel("viewer", ui.rects.viewer, {0, 0, 0, 0});
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const ImVec2 size = vec(glm::max(ui.rects.viewer.size(), glm::dvec2(1)));
    ImGui::SetCursorScreenPos(vec(ui.rects.viewer.min));
    ImGui::InvisibleButton("picture", size,
                           ImGuiButtonFlags_MouseButtonLeft | ImGuiButtonFlags_MouseButtonMiddle |
                               ImGuiButtonFlags_MouseButtonRight);
    const bool hovered = ImGui::IsItemHovered();
    // Half of a panel's padding would cut off what is drawn along the edges of pictures.
    list.PushClipRect(vec(ui.rects.viewer.min), vec(ui.rects.viewer.max));
    const std::vector<PicturePlace> places = picture_places(ui);
    if (ui.model.session.sources.empty()) draw_invitation(ui, list);
    const bool wipes = ui.model.session.compare.mode == CompareMode::Wipe &&
                       ui.model.session.source_b() != nullptr;
    const WipeLine line = wipe_line(ui);
    const double arm_px = ui.px(70);
    const bool draws = ui.state.decide.drawing.is_on;
    if (wipes && !draws)
        drag_wipe(ui, line, arm_px, hovered || ui.state.wipe_drag != WipeGrip::None);
    const PicturePlace* pointed = hovered ? place_at(places, mouse()) : nullptr;
    ui.state.decide.pointed = pointed != nullptr ? pointed->key : 0;
    zoom_and_pan(ui, places, hovered);
    for (const PicturePlace& place : places) {
        list.PushClipRect(vec(place.tile.min), vec(place.tile.max), true);
        if (!place.is_second) draw_guides(ui, list, place.picture);
        list.PopClipRect();
    }
    const bool shows_labels = ui.model.session.compare.labels && !ui.state.presentation;
    const bool has_cut =
        std::ranges::any_of(ui.model.session.sources,
                            [](const session::Source& s) { return static_cast<bool>(s.cut); });
    if (shows_labels || has_cut) {
        ui.tick.labels = tick_labels(ui);
        ui.tick.labels->shown = shows_labels;
        renderer::leave_place(list, static_cast<int>(TickPlace::Labels));
    }
    if (wipes && !ui.state.presentation) draw_wipe(ui, list, line, arm_px);
    draw_audition(ui, list, places, hovered);
    choose_a(ui, pointed, hovered);
    if (!ui.state.decide.blind) draw_drawings(ui, list, places, hovered);
    if (!ui.state.presentation && !ui.state.decide.blind) draw_decision_plates(ui, list, places);
    draw_hand_tools(ui, list, places, hovered);
    draw_scope_region(ui, list, places, hovered);
    if (ui.state.probe) {
        select_probe_area(ui, hovered);
        draw_probe(ui, list, places, hovered);
    }
    list.PopClipRect();
    ImGui::End();
}

} // namespace seamline::ui
