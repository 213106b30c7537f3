#include "app/ui/cut_lane.h"

#include "app/playback/event_medium.h"
#include "app/ui/event_pictures.h"
#include "app/ui/timeline_lane.h"

#include <algorithm>
#include <cmath>

namespace seamline::ui {
namespace {

using interchange::Event;
using interchange::EventKind;
using interchange::Origin;

// Unscaled pixels.
constexpr float kLeastBlockPx = 4; ///< Narrower ones are drawn together.
constexpr float kLeastMarkPx = 7;
constexpr float kLeastNamePx = 22;
constexpr float kTakeInStripPx = 40;
constexpr float kRulerPx = 34; ///< With what is around the lanes.
constexpr double kLeastListPx = 420;
constexpr double kMostListPx = 760;
constexpr double kLeastViewerPx = 240;

ImVec2 at(double x, double y) { return {static_cast<float>(x), static_cast<float>(y)}; }

const EventPictures::Facts* facts_of(const Ui& ui, const CutLane& lane, const CutRow& row) {
    if (ui.event_pictures == nullptr) return nullptr;
    return ui.event_pictures->facts(*lane.source, row);
}

/// Why an event has no picture; empty when it has one, or may get one.
const char* missing_word(const Ui& ui, const CutLane& lane, const CutRow& row) {
    if (row.offline) return "offline";
    const EventPictures::Facts* facts = facts_of(ui, lane, row);
    return facts != nullptr && !facts->error.empty() ? "cannot be read" : "";
}

bool has_unshown(const CutLane& lane, const CutRow& row) {
    return !playback::event_at(lane.table->edit(), row.place).unsupported.empty();
}

void add_picture(const Ui& ui, renderer::UiImage image, double x, const ScreenRect& area,
                 double right) {
    const int left = static_cast<int>(std::ceil(x));
    image.rect = {
        left, static_cast<int>(area.min.y),
        std::min(image.size.width, static_cast<int>(right) - left),
        std::min(image.size.height, static_cast<int>(ui.lanes_visible.max.y - area.min.y))};
    if (image.rect.width > 0 && image.rect.height > 0) ui.images.push_back(std::move(image));
}

/// A cached frame between an event's three pictures.
void add_between(const Ui& ui, const CutLane& lane, const CutRow& row, double x, Extent size,
                 const ScreenRect& area, double right) {
    const EventPictures::Facts* facts = facts_of(ui, lane, row);
    if (facts == nullptr || !facts->error.empty() || ui.thumbnails == nullptr) return;
    const auto record =
        static_cast<std::int64_t>(std::floor(lane.records.record_at(x + size.width * 0.5)));
    const auto ranges = ui.model.cached.find(lane.source->key);
    if (ranges == ui.model.cached.end()) return;
    const auto after = std::ranges::upper_bound(ranges->second, record, {},
                                                &std::pair<std::int64_t, std::int64_t>::first);
    if (after == ranges->second.begin() || record >= std::prev(after)->second) return;
    const Event& event = playback::event_at(lane.table->edit(), row.place);
    Thumbnails::Wanted wanted{lane.source->key, record, size, facts->color, facts->shape};
    if (ui.shown_color_at) wanted.shown = ui.shown_color_at(lane.source->key, record);
    if (const interchange::MediaReference* take = event.active_media())
        wanted.reframe = playback::event_reframe(event, *take);
    auto image =
        ui.thumbnails->find(wanted, [&] { return ui.cached_frame(lane.source->key, record); });
    if (image) add_picture(ui, std::move(*image), x, area, right);
}

void draw_pictures(const Ui& ui, const CutLane& lane, const CutRow& row, const LaneBox& box,
                   const ScreenRect& area) {
    if (ui.event_pictures == nullptr || area.min.y < ui.lanes_visible.min.y) return;
    const int height = static_cast<int>(area.size().y) - 1;
    // The first one says how wide all are.
    const auto first =
        ui.event_pictures->find(*lane.source, *lane.table, row, EventMoment::First, height);
    const Extent size = first ? first->size : Extent{height * 16 / 9, height};
    for (const PictureSlot& slot : picture_slots(box.whole_left + 1, box.whole_right - 1,
                                                 size.width, lane.rect.min.x, lane.rect.max.x)) {
        if (slot.shows == PictureSlot::Shows::Between) {
            add_between(ui, lane, row, slot.left, size, area, box.right - 1);
            continue;
        }
        const auto moment = static_cast<EventMoment>(slot.shows);
        auto image = moment == EventMoment::First
                         ? first
                         : ui.event_pictures->find(*lane.source, *lane.table, row, moment, height);
        if (image) add_picture(ui, std::move(*image), slot.left, area, box.right - 1);
    }
}

/// The name and its signs, as far as there is room.
void draw_title(const Ui& ui, ImDrawList& list, const CutLane& lane, const CutRow& row,
                const LaneBox& box, const ScreenRect& names, bool missing) {
    const auto height = static_cast<float>(names.size().y);
    auto x = static_cast<float>(box.left) + ui.px(4);
    auto right = static_cast<float>(box.right) - ui.px(3);
    const auto top = static_cast<float>(names.min.y);
    if (!row.speed.empty() && right - x > ui.px(56)) {
        const float width =
            ui.fonts.small->CalcTextSizeA(ui.fonts.small->FontSize, FLT_MAX, 0, row.speed.c_str())
                .x +
            ui.px(6);
        right -= width;
        draw_badge(ui, list, row.speed, {right, top}, height, palette::kText);
        right -= ui.px(3);
    }
    if (has_unshown(lane, row) && right - x > ui.px(12)) {
        const float side = std::min(height - 2, ui.px(13));
        draw_icon(list, Icon::Warning, {x, top + (height - side) / 2}, side,
                  packed(palette::kWarning));
        x += side + ui.px(3);
    }
    if (right - x > ui.px(18))
        x += draw_origin(ui, list, row.origin, {x, top}, height, palette::kText);
    if (right - x < ui.px(kLeastNamePx)) return;
    ImFont* font = ui.fonts.small;
    draw_fitting(list, font, {x, top + (height - font->FontSize) / 2}, right - x, row.name,
                 missing ? Rgb(palette::kError) : Rgb(palette::kText));
}

void draw_missing(const Ui& ui, ImDrawList& list, const LaneBox& box, const ScreenRect& area,
                  const char* word) {
    list.AddRectFilled(at(box.left, area.min.y), at(box.right, area.max.y),
                       packed(palette::kField));
    draw_hatch(list, at(box.left, area.min.y), at(box.right, area.max.y), ui.px(5),
               packed(palette::kError.with_alpha(0.55)));
    ImFont* font = ui.fonts.small;
    const float wide = font->CalcTextSizeA(font->FontSize, FLT_MAX, 0, word).x;
    if (box.width() < wide + ui.px(12) || area.size().y < ui.px(16)) return;
    const double x = (box.left + box.right - static_cast<double>(wide)) / 2 - ui.px(5);
    draw_plate(list, at(x, area.center().y - ui.px(8)), font, word, palette::kError);
}

void draw_event(const Ui& ui, ImDrawList& list, const CutLane& lane, const CutBlock& block) {
    const LaneBox box = lane_box(lane, block.first, block.end);
    if (box.right <= box.left) return;
    const ScreenRect names = lane.row(lane.parts.names.top, lane.parts.names.height);
    const ScreenRect pictures = lane.row(lane.parts.pictures.top, lane.parts.pictures.height);
    const bool has_pictures = lane.parts.pictures.height > 0;
    const double bottom = has_pictures ? pictures.max.y : names.max.y;
    if (!block.row) {
        draw_hatch(list, at(box.left, names.min.y), at(box.right, bottom), ui.px(7),
                   packed(palette::kHatch));
        list.AddRect(at(box.left, names.min.y), at(box.right, bottom), packed(palette::kLine));
        return;
    }
    const CutRow& row = lane.table->rows()[*block.row];
    const char* word = missing_word(ui, lane, row);
    const bool missing = *word != '\0';
    list.AddRectFilled(at(box.left, names.min.y), at(box.right, names.max.y),
                       packed(palette::kLane));
    if (has_pictures && missing) draw_missing(ui, list, box, pictures, word);
    if (has_pictures && !missing) draw_pictures(ui, lane, row, box, pictures);
    if (missing && !has_pictures)
        draw_hatch(list, at(box.left, names.min.y), at(box.right, names.max.y), ui.px(5),
                   packed(palette::kError.with_alpha(0.45)));
    draw_title(ui, list, lane, row, box, names, missing);
    list.AddRect(at(box.left, names.min.y), at(box.right, bottom), packed(palette::kLine));
}

/// Events that are too narrow to be told apart: a ground with lines, a bar over it where some of
/// them are offline, one under it where something is not shown.
void draw_crowd(const Ui& ui, ImDrawList& list, const CutLane& lane, const DrawnRun& run) {
    const std::vector<CutBlock>& blocks = lane.table->blocks();
    const LaneBox box = lane_box(lane, blocks[run.from].first, blocks[run.to - 1].end);
    if (box.right <= box.left) return;
    const ScreenRect names = lane.row(lane.parts.names.top, lane.parts.names.height);
    list.AddRectFilled(at(box.left, names.min.y), at(box.right, names.max.y),
                       packed(palette::kControl));
    list.AddLine(at(box.left, names.min.y), at(box.left, names.max.y), packed(palette::kLine));
    const CutTable::Troubles troubles = lane.table->troubles(run.from, run.to);
    if (troubles.offline > 0)
        list.AddRectFilled(at(box.left, names.min.y), at(box.right, names.min.y + ui.px(4)),
                           packed(palette::kError));
    if (troubles.unsupported > 0)
        list.AddRectFilled(at(box.left, names.max.y - ui.px(3)), at(box.right, names.max.y),
                           packed(palette::kWarning));
}

/// Where no event has room for a picture of its own: one after the other, each of the event in its
/// middle.
void draw_sampled_pictures(const Ui& ui, const CutLane& lane, double from, double to) {
    if (ui.event_pictures == nullptr || lane.parts.pictures.height <= 0) return;
    const ScreenRect area = lane.row(lane.parts.pictures.top, lane.parts.pictures.height);
    if (area.min.y < ui.lanes_visible.min.y) return;
    const int height = static_cast<int>(area.size().y) - 1;
    const double width = std::max(height * 16.0 / 9, 8.0);
    // On a raster of the window's own, so that they stand still while events come and go.
    for (double x = lane.rect.min.x; x < to; x += width) {
        if (x < from) continue;
        const auto record =
            static_cast<std::int64_t>(std::floor(lane.records.record_at(x + width / 2)));
        const auto row = lane.table->row_at(record);
        if (!row) continue;
        auto image = ui.event_pictures->find(*lane.source, *lane.table, lane.table->rows()[*row],
                                             EventMoment::First, height);
        if (image) add_picture(ui, std::move(*image), x, area, std::min(x + width - 1, to));
    }
}

void draw_blocks(const Ui& ui, ImDrawList& list, const CutLane& lane) {
    const std::vector<CutBlock>& blocks = lane.table->blocks();
    const double least = static_cast<double>(ui.px(kLeastBlockPx)) / lane.records.px_per_record;
    std::optional<std::pair<double, double>> crowded; ///< A stretch of runs without own pictures.
    const auto sample = [&] {
        if (crowded) draw_sampled_pictures(ui, lane, crowded->first, crowded->second);
        crowded.reset();
    };
    for (const DrawnRun& run : drawn_runs(
             blocks, std::max(lane.first_record(), 0.0), lane.last_record(), least,
             [](const CutBlock& b) { return b.first; }, [](const CutBlock& b) { return b.end; })) {
        if (run.to - run.from == 1) {
            sample();
            draw_event(ui, list, lane, blocks[run.from]);
            continue;
        }
        draw_crowd(ui, list, lane, run);
        const LaneBox box = lane_box(lane, blocks[run.from].first, blocks[run.to - 1].end);
        if (!crowded) crowded = {box.left, box.right};
        crowded->second = box.right;
    }
    sample();
}

void draw_wedges(const Ui& ui, ImDrawList& list, const CutLane& lane) {
    const ScreenRect names = lane.row(lane.parts.names.top, lane.parts.names.height);
    const double bottom = lane.rect.min.y + lane.parts.names.height + lane.parts.pictures.height;
    const auto& wedges = lane.table->wedges();
    const double least = static_cast<double>(ui.px(kLeastBlockPx)) / lane.records.px_per_record;
    for (const DrawnRun& run : drawn_runs(
             wedges, std::max(lane.first_record(), 0.0), lane.last_record(), least,
             [](const CutWedge& w) { return w.first; }, [](const CutWedge& w) { return w.end; })) {
        const double left = lane.records.px_of(wedges[run.from].first);
        const double right = lane.records.px_of(wedges[run.to - 1].end);
        if (run.to - run.from > 1 || right - left < ui.px(kLeastBlockPx)) continue;
        const ImU32 line = packed(palette::kText);
        list.AddRectFilled(at(left, names.min.y), at(right, bottom),
                           packed(palette::kPlate.with_alpha(0.35)));
        list.AddTriangleFilled(at(left, bottom), at(right, names.min.y), at(right, bottom),
                               packed(palette::kAccent.with_alpha(0.35)));
        list.AddLine(at(left, bottom), at(right, names.min.y), line, ui.px(1.2F));
        list.AddRect(at(left, names.min.y), at(right, bottom), line);
    }
}

void draw_cached_records(const Ui& ui, ImDrawList& list, const CutLane& lane) {
    const ScreenRect area = lane.row(lane.parts.cached.top, lane.parts.cached.height);
    const double begin = std::max(lane.records.px_of(0), area.min.x);
    const double end = std::min(lane.records.px_of(lane.table->program()->duration()), area.max.x);
    if (end <= begin) return;
    list.AddRectFilled(at(begin, area.min.y), at(end, area.max.y), packed(palette::kField));
    const auto ranges = ui.model.cached.find(lane.source->key);
    if (ranges == ui.model.cached.end()) return;
    const auto& all = ranges->second;
    for (const DrawnRun& run : drawn_runs(
             all, std::max(lane.first_record(), 0.0), lane.last_record(),
             1 / lane.records.px_per_record, [](const auto& r) { return r.first; },
             [](const auto& r) { return r.second; })) {
        const LaneBox box = lane_box(lane, all[run.from].first, all[run.to - 1].second);
        if (box.right > box.left)
            list.AddRectFilled(at(box.left, area.min.y + 1), at(box.right, area.max.y - 1),
                               packed(palette::kCached));
    }
}

void draw_marks(const Ui& ui, ImDrawList& list, const CutLane& lane) {
    const auto& marks = lane.table->marks();
    const double first = lane.first_record() - 1;
    auto mark = std::ranges::lower_bound(marks, first, {}, [](const interchange::EditMarker& m) {
        return static_cast<double>(m.record);
    });
    const float side = ui.px(9);
    const double apart = static_cast<double>(ui.px(kLeastMarkPx)) / lane.records.px_per_record;
    while (mark != marks.end() && static_cast<double>(mark->record) < lane.last_record()) {
        const double x = lane.records.px_of(mark->record);
        draw_icon(list, Icon::Marker, at(x - side / 2, lane.rect.min.y - 1), side,
                  packed(palette::kMarker));
        const double beyond = static_cast<double>(mark->record) + apart;
        mark = std::ranges::lower_bound(
            std::next(mark), marks.end(), beyond, {},
            [](const interchange::EditMarker& m) { return static_cast<double>(m.record); });
    }
}

void draw_chosen(const Ui& ui, ImDrawList& list, const CutLane& lane) {
    const std::optional<ChosenEvent>& chosen = ui.state.chosen_event;
    if (!chosen || chosen->source != lane.source->key) return;
    const auto& tracks = lane.table->edit().tracks;
    if (chosen->place.track >= tracks.size() ||
        chosen->place.event >= tracks[chosen->place.track].events.size())
        return;
    const Event& event = playback::event_at(lane.table->edit(), chosen->place);
    const double left = lane.records.px_of(event.record_in);
    const double right = lane.records.px_of(event.record_out());
    if (right < lane.rect.min.x || left > lane.rect.max.x) return;
    const LaneBox box = lane_box(lane, event.record_in, event.record_out());
    const auto row = lane.table->row_of(chosen->place);
    const bool seen = row && lane.table->rows()[*row].placement != Placement::Hidden;
    if (seen)
        list.AddRect(
            at(box.left, lane.rect.min.y),
            at(box.right, lane.rect.min.y + lane.parts.names.height + lane.parts.pictures.height),
            packed(palette::kAccent), 0, 0, ui.px(2));
    if (lane.parts.track_height <= 0) return;
    const auto& lanes = lane.table->lanes();
    const auto index = std::ranges::find(lanes, chosen->place.track) - lanes.begin();
    const ScreenRect area =
        lane.row(lane.parts.tracks_top + lane.parts.track_height * static_cast<float>(index),
                 lane.parts.track_height);
    list.AddRect(at(box.left, area.min.y), at(box.right, area.max.y), packed(palette::kAccent), 0,
                 0, ui.px(1.5F));
}

} // namespace

std::optional<CutLane> cut_lane(const Ui& ui, const session::Source& source,
                                const TimelineScale& scale, const ScreenRect& rect) {
    const playback::SourceReport* report = ui.model.report(source.key);
    if (!source.cut || ui.cut_tables == nullptr || report == nullptr || !report->cut) return {};
    CutLane lane;
    lane.source = &source;
    lane.table = &ui.cut_tables->of(source, report->cut);
    lane.records = record_scale(scale, source.timing, lane.table->edit().rate,
                                ui.model.session.transport.rate);
    lane.parts = cut_lane_parts(static_cast<float>(rect.size().y), lane.table->lanes().size(),
                                ui.state.strip, ui.scale);
    lane.rect = rect;
    return lane;
}

float full_cut_height(const Ui& ui, const session::Source& source, bool high) {
    if (!source.cut) return 0;
    return cut_lane_height(source.cut->edit.tracks.size(), high, ui.scale) + 2;
}

float strip_height_px(const Ui& ui, glm::dvec2 window) {
    float height = 0;
    for (const session::Source& source : ui.model.session.sources) {
        const float full = full_cut_height(ui, source, true);
        height += full > 0 ? full / ui.scale : kTakeInStripPx;
    }
    return std::min(height + kRulerPx, static_cast<float>(window.y) / ui.scale / 2);
}

void make_room_for_cut_list(ScreenRect& viewer, float scale) {
    const double wanted =
        std::clamp(viewer.size().x * 0.44, kLeastListPx * scale, kMostListPx * scale);
    if (viewer.size().x - wanted >= kLeastViewerPx * scale) viewer.min.x += std::round(wanted);
}

ScreenRect cut_list_place(const PanelRects& rects) {
    const ScreenRect& right = rects.viewer.is_empty() ? rects.scopes : rects.viewer;
    return {{0, right.min.y}, {right.min.x, std::max(rects.viewer.max.y, rects.scopes.max.y)}};
}

LaneBox lane_box(const CutLane& lane, std::int64_t first, std::int64_t end) {
    LaneBox box;
    box.whole_left = lane.records.px_of(first);
    box.whole_right = lane.records.px_of(end);
    box.left = std::max(box.whole_left, lane.rect.min.x);
    box.right = std::min(std::max(box.whole_right, box.left + 1), lane.rect.max.x);
    return box;
}

void draw_cut_lane(const Ui& ui, ImDrawList& list, const CutLane& lane) {
    if (lane.rect.is_empty()) return;
    list.PushClipRect(at(lane.rect.min.x, lane.rect.min.y), at(lane.rect.max.x, lane.rect.max.y),
                      true);
    draw_blocks(ui, list, lane);
    draw_wedges(ui, list, lane);
    draw_cut_tracks(ui, list, lane);
    draw_cached_records(ui, list, lane);
    if (ui.sound(lane.source->key) != nullptr && lane.parts.pictures.height >= ui.px(24)) {
        const ScreenRect area = lane.row(lane.parts.pictures.top, lane.parts.pictures.height);
        const TimelineScale scale =
            timeline_scale(ui.state.timeline, ui.model.length, area.min.x, area.size().x);
        draw_waveform(ui, list, *lane.source, scale,
                      {{area.min.x, area.max.y - ui.px(12)}, area.max}, WaveformStyle::Over);
    }
    draw_chosen(ui, list, lane);
    draw_marks(ui, list, lane);
    list.PopClipRect();
}

} // namespace seamline::ui
