// The tracks of a cut, beneath what is seen of it.
#include "app/ui/cut_lane.h"

#include <algorithm>

namespace seamline::ui {
namespace {

using interchange::Event;
using interchange::EventKind;

// Unscaled pixels.
constexpr float kLeastEventPx = 2; ///< Narrower ones are drawn together.
constexpr float kLeastNamePx = 22;

ImVec2 at(double x, double y) { return {static_cast<float>(x), static_cast<float>(y)}; }

void draw_track(const Ui& ui, ImDrawList& list, const CutLane& lane, std::size_t track,
                const ScreenRect& area) {
    const interchange::Track& its = lane.table->edit().tracks[track];
    const double least = static_cast<double>(ui.px(kLeastEventPx)) / lane.records.px_per_record;
    const bool names = area.size().y >= ui.px(14);
    const bool video = its.kind == interchange::TrackKind::Video;
    const Rgb ground = video ? Rgb(palette::kChosen) : Rgb(palette::kCached);
    const double strength = video ? 0.75 : 0.4; // Names are read on it in every theme.
    for (const DrawnRun& run : drawn_runs(
             its.events, std::max(lane.first_record(), 0.0), lane.last_record(), least,
             [](const Event& e) { return e.record_in; },
             [](const Event& e) { return e.record_out(); })) {
        const Event& event = its.events[run.from];
        const LaneBox box = lane_box(lane, event.record_in, its.events[run.to - 1].record_out());
        if (box.right <= box.left || (run.to - run.from == 1 && event.kind == EventKind::Gap))
            continue;
        const double top = area.min.y + 1;
        const bool alone = run.to - run.from == 1;
        const bool off = !its.enabled || (alone && !event.enabled);
        const auto* take = event.active_media();
        const bool offline = alone && (take == nullptr || take->path.empty());
        list.AddRectFilled(at(box.left, top), at(box.right - 1, area.max.y),
                           packed(ground.with_alpha(off ? 0.2 : strength)));
        if (off) // Dimmed, and struck out.
            list.AddLine(at(box.left, area.center().y), at(box.right - 1, area.center().y),
                         packed(palette::kDim));
        if (offline)
            draw_hatch(list, at(box.left, top), at(box.right - 1, area.max.y), ui.px(5),
                       packed(palette::kError));
        if (!names || !alone || box.width() < ui.px(kLeastNamePx)) continue;
        ImFont* font = ui.fonts.small;
        const std::string text = off ? event.name + " (off)" : event.name;
        draw_fitting(
            list, font,
            at(box.left + ui.px(4), area.center().y - static_cast<double>(font->FontSize) / 2),
            box.width() - ui.px(6), text, palette::kText);
    }
}

} // namespace

void draw_cut_tracks(const Ui& ui, ImDrawList& list, const CutLane& lane) {
    if (lane.parts.track_height <= 0) return;
    float top = lane.parts.tracks_top;
    for (const std::size_t track : lane.table->lanes()) {
        draw_track(ui, list, lane, track, lane.row(top, lane.parts.track_height));
        top += lane.parts.track_height;
    }
}

void draw_track_names(const Ui& ui, ImDrawList& list, const CutLane& lane, double left) {
    if (lane.parts.track_height < ui.px(8)) return;
    ImFont* font = ui.fonts.small;
    const float size = std::min(font->FontSize, lane.parts.track_height);
    float top = lane.parts.tracks_top;
    for (const std::size_t track : lane.table->lanes()) {
        const interchange::Track& its = lane.table->edit().tracks[track];
        const std::string short_name = lane.table->track_name(track);
        const std::string text =
            short_name + (its.enabled ? "" : " off") +
            (its.name.empty() || its.name == short_name ? "" : "  " + its.name);
        const ScreenRect area = lane.row(top, lane.parts.track_height);
        const double x = left + ui.px(26);
        list.PushClipRect(at(x, area.min.y), at(area.min.x - ui.px(4), area.max.y), true);
        list.AddText(font, size, at(x, area.center().y - static_cast<double>(size) / 2),
                     packed(its.enabled ? palette::kText : palette::kDim), text.c_str());
        list.PopClipRect();
        top += lane.parts.track_height;
    }
}

} // namespace seamline::ui
