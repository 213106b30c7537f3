// What lies under the pointer on a cut's lane, and where the playhead stands in a cut.
#include "app/playback/timeline.h"
#include "app/ui/cut_lane.h"
#include "app/ui/event_pictures.h"

#include <algorithm>
#include <cmath>

namespace seamline::ui {
namespace {

using interchange::EditMarker;
using interchange::Event;

struct Pointed {
    std::optional<playback::EventPlace> place;
    std::string words; ///< For the tooltip.
};

std::string mark_words(const CutTable& table, const EditMarker& mark) {
    std::string words = "Marker of the cut at " + table.timecode(mark.record);
    if (!mark.name.empty()) words += ": " + mark.name;
    if (!mark.note.empty() && mark.note != mark.name) words += "\n" + mark.note;
    if (!mark.color.empty()) words += "\n" + mark.color;
    if (!mark.author.empty()) words += "\nby " + mark.author;
    return words;
}

const EditMarker* pointed_mark(const Ui& ui, const CutLane& lane, double record, double y) {
    if (y > lane.rect.min.y + ui.px(9)) return nullptr;
    const auto& marks = lane.table->marks();
    const auto as_double = [](const EditMarker& m) { return static_cast<double>(m.record); };
    const double reach = static_cast<double>(ui.px(5)) / lane.records.px_per_record;
    const auto near = std::ranges::lower_bound(marks, record - reach, {}, as_double);
    return near != marks.end() && as_double(*near) <= record + reach ? &*near : nullptr;
}

Pointed pointed_track(const Ui& ui, const CutLane& lane, std::size_t track, std::int64_t record) {
    const interchange::Track& its = lane.table->edit().tracks[track];
    const auto after = std::ranges::upper_bound(its.events, record, {}, &Event::record_in);
    if (after == its.events.begin() || record >= std::prev(after)->record_out())
        return {{}, "empty on " + lane.table->track_name(track)};
    const playback::EventPlace place{
        track, static_cast<std::size_t>(std::prev(after) - its.events.begin())};
    return {place, event_tip(ui, *lane.source, *lane.table, place)};
}

Pointed pointed(const Ui& ui, const CutLane& lane) {
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    const double x = lane.records.record_at(static_cast<double>(mouse.x));
    const auto record = static_cast<std::int64_t>(std::floor(x));
    const auto y = static_cast<double>(mouse.y);
    if (const EditMarker* mark = pointed_mark(ui, lane, x, y))
        return {{}, mark_words(*lane.table, *mark)};
    const double tracks_top = lane.rect.min.y + lane.parts.tracks_top;
    if (lane.parts.track_height > 0 && y >= tracks_top) {
        const auto index = static_cast<std::size_t>((y - tracks_top) / lane.parts.track_height);
        if (index >= lane.table->lanes().size()) return {};
        return pointed_track(ui, lane, lane.table->lanes()[index], record);
    }
    if (record < 0 || record >= lane.table->program()->duration()) return {};
    const auto row = lane.table->row_at(record);
    if (!row) return {{}, "gap at " + lane.table->timecode(record)};
    const playback::EventPlace place = lane.table->rows()[*row].place;
    return {place, event_tip(ui, *lane.source, *lane.table, place)};
}

} // namespace

std::string event_tip(const Ui& ui, const session::Source& source, const CutTable& table,
                      const playback::EventPlace& place) {
    std::string words = event_words(table, place);
    const auto row = table.row_of(place);
    if (!row || ui.event_pictures == nullptr) return words;
    const EventPictures::Facts* facts = ui.event_pictures->facts(source, table.rows()[*row]);
    if (facts == nullptr) return words;
    if (!facts->error.empty()) words += "\n" + facts->error;
    if (!facts->color_error.empty())
        words += "\nthe picture shows the file's own R'G'B': " + facts->color_error;
    if (facts->held) words += "\nruns past the end of its medium, which is held";
    return words;
}

void use_cut_lane(const Ui& ui, const CutLane& lane) {
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    const auto y = static_cast<double>(mouse.y);
    if (!ImGui::IsItemHovered() || y < lane.rect.min.y || y >= lane.rect.max.y) return;
    const Pointed under = pointed(ui, lane);
    if (!ImGui::IsMouseDown(ImGuiMouseButton_Left))
        tooltip(
            {under.words + (under.place ? "\nClick: choose. Double-click: its first frame." : ""),
             ui.keys.keys_text(Action::ToggleCutList)});
    if (!under.place) return;
    if (ImGui::IsMouseClicked(ImGuiMouseButton_Left))
        ui.state.chosen_event = ChosenEvent{lane.source->key, *under.place};
    if (!ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left)) return;
    const Event& event = playback::event_at(lane.table->edit(), *under.place);
    if (const auto tick = tick_of_record(ui, *lane.source, event.record_in)) {
        ui.state.scrubbing = false; // The second click is no move to where it is.
        ui.commands.ask(SeekTo{*tick});
    }
}

std::optional<std::int64_t> tick_of_record(const Ui& ui, const session::Source& source,
                                           std::int64_t record) {
    const playback::SourceReport* report = ui.model.report(source.key);
    if (report == nullptr || !report->index) return std::nullopt;
    const std::int64_t tick = playback::first_tick_of(source.timing, *report->index, record,
                                                      ui.model.session.transport.rate);
    if (tick < 0 || tick >= ui.model.length) return std::nullopt;
    return tick;
}

std::int64_t record_at_playhead(const Ui& ui, const session::Source& source) {
    const playback::SourceReport* report = ui.model.report(source.key);
    if (report == nullptr || !report->index) return 0;
    return playback::frame_at_tick(source.timing, *report->index, ui.model.tick,
                                   ui.model.session.transport.rate)
        .frame;
}

const session::Source* subject_cut(const Ui& ui) {
    const auto plays = [&](const session::Source* source) {
        if (source == nullptr || !source->cut) return false;
        const playback::SourceReport* report = ui.model.report(source->key);
        return report != nullptr && report->cut != nullptr;
    };
    if (plays(ui.chosen_source())) return ui.chosen_source();
    if (plays(ui.model.session.source_a())) return ui.model.session.source_a();
    for (const session::Source& source : ui.model.session.sources)
        if (plays(&source)) return &source;
    return nullptr;
}

void follow_event(const Ui& ui) {
    const session::Source* source = subject_cut(ui);
    if (source == nullptr || ui.cut_tables == nullptr || ui.model.length == 0) return;
    const CutTable& table = ui.cut_tables->of(*source, ui.model.report(source->key)->cut);
    ui.state.chosen_event =
        followed(ui.state.chosen_event, source->key, table, record_at_playhead(ui, *source));
}

} // namespace seamline::ui
