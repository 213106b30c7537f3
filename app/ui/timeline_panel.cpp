#include "app/playback/timeline.h"
#include "app/ui/cut_lane.h"
#include "app/ui/markers.h"
#include "app/ui/panels.h"
#include "app/ui/review/decision_signs.h"
#include "app/ui/seam_widgets.h"
#include "app/ui/timeline_lane.h"
#include "renderer/ui_overlay.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace seamline::ui {
namespace {

using session::Session;

constexpr float kHeaderPx = 150;
constexpr float kRulerPx = 24;

ImVec2 at(double x, double y) { return {static_cast<float>(x), static_cast<float>(y)}; }

void draw_ruler(const Ui& ui, ImDrawList& list, const TimelineScale& scale,
                const ScreenRect& area) {
    const RulerSteps steps = ruler_steps(scale.px_per_tick, ui.px(86), ui.model.counter);
    const double bottom = area.min.y + ui.px(kRulerPx);
    list.AddRectFilled(at(area.min.x, area.min.y), at(area.max.x, bottom), packed(palette::kBar));
    // What begins left of it must not reach into the header.
    list.PushClipRect(at(area.min.x, area.min.y), at(area.max.x, bottom), true);
    const auto first =
        static_cast<std::int64_t>(std::floor(scale.first / static_cast<double>(steps.minor)));
    for (std::int64_t i = std::max<std::int64_t>(first, 0);; ++i) {
        const std::int64_t tick = i * steps.minor;
        const double x = scale.px_of(static_cast<double>(tick));
        if (x > area.max.x || tick > ui.model.length) break;
        const bool named = tick % steps.major == 0;
        list.AddLine(at(x, bottom - ui.px(named ? 10 : 5)), at(x, bottom), packed(palette::kDim));
        if (!named) continue;
        const std::string text = counter_text(tick, ui.model.counter);
        list.AddText(ui.fonts.mono, ui.fonts.mono->FontSize,
                     at(x + ui.px(3), area.min.y + ui.px(2)), packed(palette::kDim), text.c_str());
    }
    list.PopClipRect();
}

/// The range outside in and out is shaded; the marks are brackets, so that they differ by shape.
void draw_in_out(const Ui& ui, ImDrawList& list, const TimelineScale& scale,
                 const ScreenRect& area) {
    const session::TransportState& transport = ui.model.session.transport;
    if (transport.in <= 0 && transport.out < 0) return;
    const playback::Transport::Range range = ui.model.transport.range();
    const ImU32 shade = packed(Rgb{0, 0, 0, 110});
    const ImU32 line = packed(palette::kText);
    const double in = scale.px_of(static_cast<double>(range.first));
    const double out = scale.px_of(static_cast<double>(range.last + 1));
    if (in > area.min.x) list.AddRectFilled(at(area.min.x, area.min.y), at(in, area.max.y), shade);
    if (out < area.max.x)
        list.AddRectFilled(at(out, area.min.y), at(area.max.x, area.max.y), shade);
    const double top = area.min.y + 1;
    const double low = area.min.y + ui.px(kRulerPx);
    const double arm = ui.px(6);
    for (const auto& [x, direction] : {std::pair{in, 1.0}, std::pair{out, -1.0}}) {
        list.AddLine(at(x, top), at(x, area.max.y), packed(palette::kText.with_alpha(0.5)));
        list.AddLine(at(x, top), at(x, low), line, ui.px(2));
        list.AddLine(at(x, top), at(x + arm * direction, top), line, ui.px(2));
        list.AddLine(at(x, low), at(x + arm * direction, low), line, ui.px(2));
    }
}

void draw_markers(const Ui& ui, ImDrawList& list, const TimelineScale& scale,
                  const ScreenRect& area) {
    for (const session::Marker& marker : ui.model.session.transport.markers) {
        const double x = scale.px_of(static_cast<double>(marker.tick) + 0.5);
        if (x < area.min.x || x > area.max.x) continue;
        const float side = ui.px(11);
        list.AddLine(at(x, area.min.y), at(x, area.max.y),
                     packed(palette::kMarker.with_alpha(0.45)));
        draw_icon(list, Icon::Marker, at(x - side / 2, area.min.y + ui.px(kRulerPx) - side), side,
                  packed(palette::kMarker));
    }
}

/// The marker whose sign lies under the pointer.
const session::Marker* pointed_marker(const Ui& ui, const TimelineScale& scale) {
    const double tick = scale.tick_at(static_cast<double>(ImGui::GetIO().MousePos.x)) - 0.5;
    return marker_near(ui.model.session.transport.markers, tick,
                       static_cast<double>(ui.px(6)) / scale.px_per_tick);
}

void marker_menu(const Ui& ui, std::int64_t tick) {
    if (ImGui::MenuItem("Go to it")) ui.commands.ask(SeekTo{tick});
    if (ImGui::MenuItem("Write a note", ui.keys.keys_text(Action::NoteMarker).c_str()))
        ask_for_note(ui.state, tick);
    if (ImGui::MenuItem("Delete it"))
        ui.commands.edit([tick](Session& s) { delete_marker(s, tick); });
    ImGui::Separator();
    if (ImGui::MenuItem("List of markers", ui.keys.keys_text(Action::ToggleMarkers).c_str()))
        ui.state.marker_list = true;
}

/// On the ruler, which is the last item: what a marker says, its menu, its note.
void use_markers(const Ui& ui, const TimelineScale& scale) {
    const session::Marker* pointed =
        ImGui::IsItemHovered() && !ui.state.scrubbing ? pointed_marker(ui, scale) : nullptr;
    if (pointed != nullptr) {
        const std::string note = pointed->note.empty() ? "no note yet" : pointed->note;
        tooltip({"Marker at " + counter_text(pointed->tick, ui.model.counter) + ": " + note +
                     "\nDouble-click: write the note. Right click: more.",
                 ui.keys.keys_text(Action::NoteMarker)});
        if (ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left)) {
            ui.state.scrubbing = false;
            ui.commands.ask(SeekTo{pointed->tick});
            ask_for_note(ui.state, pointed->tick);
        }
        if (ImGui::IsMouseReleased(ImGuiMouseButton_Right)) {
            ui.state.menu_marker = pointed->tick;
            ImGui::OpenPopup("marker");
        }
    }
    if (!ImGui::BeginPopup("marker")) return;
    marker_menu(ui, ui.state.menu_marker);
    ImGui::EndPopup();
}

/// Drawn with the tick that is shown.
void leave_playhead(const Ui& ui, ImDrawList& list, const TimelineScale& scale,
                    const ScreenRect& area) {
    TickPlayhead playhead;
    playhead.zero_px = scale.px_of(0);
    playhead.px_per_tick = scale.px_per_tick;
    playhead.first_px = area.min.x - scale.px_per_tick;
    playhead.last_px = area.max.x;
    const double width = std::max(1.0, scale.px_per_tick);
    const double arm = ui.px(5);
    playhead.shape = drawn_shape([&](ImDrawList& shape) {
        if (width > 3) // The whole frame is under the playhead.
            shape.AddRectFilled(at(0, area.min.y), at(width, area.max.y),
                                packed(palette::kAccent.with_alpha(0.16)));
        shape.AddLine(at(0.5, area.min.y), at(0.5, area.max.y), packed(palette::kAccent),
                      ui.px(1.5F));
        shape.AddTriangleFilled(at(0.5 - arm, area.min.y), at(0.5 + arm, area.min.y),
                                at(0.5, area.min.y + arm * 1.6), packed(palette::kAccent));
    });
    ui.tick.playhead = std::move(playhead);
    renderer::leave_place(list, static_cast<int>(TickPlace::Playhead));
}

void scrub_and_zoom(const Ui& ui, const TimelineScale& scale) {
    const ImGuiIO& io = ImGui::GetIO();
    const bool hovered = ImGui::IsItemHovered();
    UiState& state = ui.state;
    const std::int64_t under =
        scale.clamped_tick_at(static_cast<double>(io.MousePos.x), ui.model.length);
    if (hovered && ImGui::IsMouseClicked(ImGuiMouseButton_Left)) state.scrubbing = true;
    if (state.scrubbing) {
        const bool held = ImGui::IsMouseDown(ImGuiMouseButton_Left);
        ui.commands.ask(ScrubTo{under, held});
        state.scrubbing = held;
    }
    if (hovered && io.MouseWheel != 0) {
        const bool sideways = io.KeyShift;
        const double wheel = static_cast<double>(io.MouseWheel);
        state.timeline = sideways ? panned(scale, wheel * 80, ui.model.length)
                                  : zoomed(scale, std::pow(1.25, wheel),
                                           static_cast<double>(io.MousePos.x), ui.model.length);
    }
    if (hovered && ImGui::IsMouseDragging(ImGuiMouseButton_Middle, 0))
        state.timeline = panned(scale, static_cast<double>(io.MouseDelta.x), ui.model.length);
    if (hovered && ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Middle)) state.timeline = {};
}

/// Lanes share the height, between what can be read and what thumbnails need; what takes leave goes
/// to cuts, which have tracks. In the strip cuts are as high as they need to be.
std::vector<float> lane_heights(const Ui& ui, float room) {
    const std::vector<session::Source>& sources = ui.model.session.sources;
    const auto cuts = static_cast<float>(std::ranges::count_if(
        sources, [](const session::Source& s) { return static_cast<bool>(s.cut); }));
    const float takes = static_cast<float>(sources.size()) - cuts;
    float all_cuts = 0;
    for (const session::Source& source : sources) all_cuts += full_cut_height(ui, source, true);
    const float shared = ui.state.strip ? std::max(room - all_cuts, 0.0F) / std::max(takes, 1.0F)
                                        : room / std::max(takes + cuts, 1.0F);
    const float take = std::clamp(std::floor(shared), ui.px(30), ui.px(74));
    const float cut = std::floor((room - take * takes) / std::max(cuts, 1.0F));
    std::vector<float> heights;
    for (const session::Source& source : sources) {
        const float full = full_cut_height(ui, source, true);
        heights.push_back(!source.cut      ? take
                          : ui.state.strip ? full
                                           : std::clamp(cut, ui.px(30), std::max(full, ui.px(30))));
    }
    return heights;
}

void draw_marks(const Ui& ui, ImDrawList& list, const TimelineScale& scale,
                const ScreenRect& area) {
    list.PushClipRect(at(area.min.x - ui.px(6), area.min.y), at(area.max.x, area.max.y), true);
    draw_in_out(ui, list, scale, area);
    draw_markers(ui, list, scale, area);
    leave_playhead(ui, list, scale, area);
    list.PopClipRect();
}

/// Where what was said stands on a cut's lane: not over its events' names.
ScreenRect pictures_of(const CutLane& lane) {
    const CutLaneParts::Row& row = lane.parts.pictures;
    return row.height > 0 ? lane.row(row.top, row.height) : lane.rect;
}

/// What lies under the lane of a source: its signs, and of one its curves.
struct UnderLane {
    const session::Source* source = nullptr;
    ScreenRect lane;
    ScreenRect signs;
    ScreenRect curves; ///< Empty: none.
};

UnderLane under_lane(const Ui& ui, const session::Source& source, const ScreenRect& lane,
                     double top) {
    UnderLane under{
        &source, lane, {{lane.min.x, top}, {lane.max.x, top + seam_row_height(ui)}}, {}};
    if (curve_source(ui) == &source)
        under.curves = {{lane.min.x, under.signs.max.y},
                        {lane.max.x, under.signs.max.y + curves_height(ui)}};
    return under;
}

/// One lane with its header, and what lies under it.
std::optional<CutLane> draw_one_lane(const Ui& ui, ImDrawList& list, std::size_t index,
                                     const TimelineScale& scale, const ScreenRect& lane,
                                     const UnderLane& under) {
    const session::Source& source = ui.model.session.sources[index];
    const double left = ui.rects.timeline.min.x;
    const auto header = static_cast<float>(lane.min.x - left);
    const auto height = static_cast<float>(lane.size().y) + 2;
    ImGui::SetCursorScreenPos(at(left, lane.min.y));
    const auto cut = cut_lane(ui, source, scale, lane);
    if (cut) {
        // The name stands beside what is seen, the tracks' names beside the tracks.
        const float seen = cut->parts.track_height > 0 ? cut->parts.tracks_top : height;
        draw_lane_header(ui, source, {header, seen}, index);
        draw_track_names(ui, list, *cut, left);
        draw_cut_lane(ui, list, *cut);
        draw_remark_marks(ui, list, source, scale, pictures_of(*cut));
    } else {
        draw_lane_header(ui, source, {header, height}, index);
        draw_lane(ui, list, source, scale, lane);
        draw_remark_marks(ui, list, source, scale, lane);
    }
    draw_seam_row(ui, list, source, scale, under.signs);
    if (under.curves.is_empty()) return cut;
    draw_curves(ui, list, source, scale, under.curves);
    draw_curve_names(ui, list, source, under.curves, left);
    return cut;
}

/// Another take became A: its lane is one that is seen. `lane` as it lies on the screen now.
void scroll_to_a(const Ui& ui, const session::Source& source, const ScreenRect& lane,
                 const ScreenRect& lanes) {
    if (source.key != ui.model.session.compare.a) return;
    int* seen = ImGui::GetStateStorage()->GetIntRef(ImGui::GetID("seen A"), 0);
    const int key = static_cast<int>(source.key);
    if (std::exchange(*seen, key) == key) return;
    const double too_low = lane.max.y - lanes.max.y;
    const double too_high = lanes.min.y - lane.min.y;
    if (too_high > 0)
        ImGui::SetScrollY(ImGui::GetScrollY() - static_cast<float>(too_high));
    else if (too_low > 0)
        ImGui::SetScrollY(ImGui::GetScrollY() + static_cast<float>(too_low));
}

void draw_lanes(const Ui& ui, const TimelineScale& scale, const ScreenRect& lanes,
                const ScreenRect& area) {
    const Session& session = ui.model.session;
    const auto room = static_cast<float>(lanes.size().y);
    ui.lanes_visible = lanes;
    const float signs = seam_row_height(ui);
    const float rest = signs * static_cast<float>(session.sources.size()) +
                       (curve_source(ui) != nullptr ? curves_height(ui) : 0);
    const std::vector<float> heights = lane_heights(ui, std::max(room - rest, 0.0F));
    const float all = std::accumulate(heights.begin(), heights.end(), rest);
    ImGui::SetCursorScreenPos(at(ui.rects.timeline.min.x, lanes.min.y));
    ImGui::BeginChild("lanes", {0, room}, false, all > room ? 0 : ImGuiWindowFlags_NoScrollbar);
    const float scrolled = ImGui::GetScrollY();
    ImDrawList& inner = *ImGui::GetWindowDrawList();
    std::vector<CutLane> cuts;
    std::vector<UnderLane> unders;
    double top = lanes.min.y - static_cast<double>(scrolled);
    for (std::size_t i = 0; i < session.sources.size(); ++i) {
        const double bottom = top + static_cast<double>(heights[i]);
        const ScreenRect lane{{lanes.min.x, top}, {lanes.max.x, bottom - 2}};
        const UnderLane under = under_lane(ui, session.sources[i], lane, bottom);
        scroll_to_a(ui, session.sources[i], {lane.min, {lane.max.x, under.signs.max.y}}, lanes);
        if (const auto cut = draw_one_lane(ui, inner, i, scale, lane, under)) cuts.push_back(*cut);
        unders.push_back(under);
        top = under.curves.is_empty() ? under.signs.max.y : under.curves.max.y;
    }
    ImGui::SetCursorScreenPos(at(lanes.min.x, lanes.min.y));
    if (lanes.size().x >= 1 && room >= 1) {
        ImGui::SetCursorScreenPos(at(lanes.min.x, lanes.min.y - scrolled));
        ImGui::InvisibleButton("scrub", {static_cast<float>(lanes.size().x), std::max(all, room)},
                               ImGuiButtonFlags_MouseButtonLeft |
                                   ImGuiButtonFlags_MouseButtonMiddle);
        scrub_and_zoom(ui, scale);
        for (const CutLane& cut : cuts) {
            use_remark_marks(ui, *cut.source, scale, pictures_of(cut));
            use_cut_lane(ui, cut);
        }
        for (const UnderLane& under : unders) {
            use_seam_row(ui, *under.source, scale, under.signs);
            if (!under.source->cut) use_remark_marks(ui, *under.source, scale, under.lane);
        }
    }
    draw_marks(ui, inner, scale, area);
    ImGui::EndChild();
}

} // namespace

void draw_timeline(const Ui& ui) {
    begin_panel("timeline", ui.rects.timeline, {0, 0, 0, 0});
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const double left = ui.rects.timeline.min.x + ui.px(kHeaderPx);
    // The lanes may have a scroll bar, which must not lie over what ends there.
    const ImGuiStyle& style = ImGui::GetStyle();
    const double edge = style.WindowPadding.x + style.ScrollbarSize + ui.px(2);
    const ScreenRect area{{left, ui.rects.timeline.min.y},
                          {ui.rects.timeline.max.x - edge, ui.rects.timeline.max.y - ui.px(3)}};
    if (area.is_empty() || area.size().y < ui.px(kRulerPx)) {
        ImGui::End();
        return;
    }
    if (ui.model.transport.playing() && !ui.state.scrubbing) {
        const TimelineScale now =
            timeline_scale(ui.state.timeline, ui.model.length, left, area.size().x);
        ui.state.timeline = following(now, ui.model.tick, ui.model.length);
    }
    const TimelineScale scale =
        timeline_scale(ui.state.timeline, ui.model.length, left, area.size().x);
    draw_ruler(ui, list, scale, area);
    ImGui::SetCursorScreenPos(at(area.min.x, area.min.y));
    ImGui::InvisibleButton("ruler", {static_cast<float>(area.size().x), ui.px(kRulerPx)},
                           ImGuiButtonFlags_MouseButtonLeft | ImGuiButtonFlags_MouseButtonRight |
                               ImGuiButtonFlags_MouseButtonMiddle);
    scrub_and_zoom(ui, scale);
    use_markers(ui, scale);
    const ScreenRect lanes{{area.min.x, area.min.y + ui.px(kRulerPx) + 2}, area.max};
    // Twice: the lanes are a child window, which covers what is drawn here.
    draw_marks(ui, list, scale, area);
    draw_lanes(ui, scale, lanes, area);
    ImGui::End();
}

} // namespace seamline::ui
