#include "app/ui/cut_table.h"

#include "app/interchange/event_source.h"
#include "app/playback/event_medium.h"
#include "app/ui/name_hash.h"
#include "decode/media/lower_case.h"
#include "decode/media/timecode.h"

#include <algorithm>
#include <cctype>
#include <cstdio>
#include <tuple>
#include <utility>

namespace seamline::ui {
namespace {

using interchange::Edit;
using interchange::Event;
using interchange::EventKind;
using interchange::MediaReference;
using interchange::Track;
using interchange::TrackKind;
using playback::EventPlace;

/// Of everything that decides which frame is shown, and what is said of the event's stretch of the
/// medium.
std::uint64_t picture_name(const session::Cut& cut, const Event& event, std::int64_t record) {
    const MediaReference* take = event.active_media();
    if (take == nullptr || take->path.empty()) return 0;
    const Rational speed = interchange::source_play(event).speed;
    const auto time_at = [&](std::int64_t frames) {
        return interchange::source_play(event).start.seconds() +
               Rational(frames) * speed / cut.edit.rate;
    };
    NameHash name;
    name.add(take->path.native());
    name.add(speed);
    name.add(cut.edit.rate);
    name.add(time_at(record - event.record_in));
    name.add(time_at(0));
    name.add(time_at(event.duration - 1));
    name.add(take->start ? take->start->seconds().text() : std::string());
    const auto own = cut.media.find(take->path);
    if (own != cut.media.end()) name.add(own->second.sequence_rate);
    return name.value();
}

/// Of everything of the cut that decides what that frame looks like.
std::uint64_t look_name(const session::Cut& cut, const Event& event) {
    const MediaReference* take = event.active_media();
    if (take == nullptr) return 0;
    NameHash name;
    name.add(playback::event_reframe(event, *take));
    name.add(event.cdl.value_or(interchange::EventCdl{}));
    const auto own = cut.media.find(take->path);
    if (own == cut.media.end()) return name.value();
    name.add(own->second.color);
    name.add(own->second.source_color);
    return name.value();
}

std::vector<std::string> notes_of(const CutRow& row, const Event& event) {
    std::vector<std::string> notes;
    if (row.offline)
        notes.emplace_back(event.media.empty() ? "offline: no medium is named" : "offline");
    if (!row.enabled)
        notes.emplace_back("disabled");
    else if (row.placement == Placement::Hidden)
        notes.emplace_back("covered by other tracks");
    if (!row.speed.empty()) notes.push_back(row.speed);
    notes.insert(notes.end(), event.unsupported.begin(), event.unsupported.end());
    return notes;
}

CutRow row_for(const Event& event, EventPlace place) {
    CutRow row;
    row.place = place;
    row.record_in = event.record_in;
    row.duration = event.duration;
    row.source_in_s = interchange::source_play(event).start.seconds();
    row.name = event.name.empty() ? "unnamed event" : event.name;
    row.enabled = event.enabled;
    row.origin = event.origin;
    row.speed = speed_words(interchange::source_play(event).speed);
    const MediaReference* take = event.active_media();
    row.offline = take == nullptr || take->path.empty();
    if (take != nullptr) row.active = event.active + 1;
    if (event.media.size() > 1)
        row.take = std::to_string(event.active + 1) + " of " + std::to_string(event.media.size());
    return row;
}

std::string words_of(const CutRow& row, const Event& event) {
    std::string words = row.name;
    for (const MediaReference& take : event.media)
        words += '\n' + take.name + '\n' + take.url + '\n' + take.path.native() + '\n' + take.reel +
                 '\n' + take.generator;
    for (const std::string& note : row.notes) words += '\n' + note;
    return lower_case(std::move(words));
}

} // namespace

CutTable::CutTable(session::SharedCut cut, std::shared_ptr<const playback::CutProgram> program)
    : cut_(std::move(cut)), program_(std::move(program)) {
    add_rows();
    add_blocks();
    place_rows();
    add_marks();
    const Edit& its = edit();
    for (const TrackKind kind : {TrackKind::Video, TrackKind::Audio}) {
        const auto begin = static_cast<std::ptrdiff_t>(lanes_.size());
        for (std::size_t t = 0; t < its.tracks.size(); ++t)
            if (its.tracks[t].kind == kind) lanes_.push_back(t);
        if (kind == TrackKind::Video) std::reverse(lanes_.begin() + begin, lanes_.end());
    }
}

void CutTable::add_rows() {
    const Edit& its = edit();
    for (std::size_t t = 0; t < its.tracks.size(); ++t) {
        if (its.tracks[t].kind != TrackKind::Video) continue;
        for (std::size_t e = 0; e < its.tracks[t].events.size(); ++e) {
            const Event& event = its.tracks[t].events[e];
            if (event.kind == EventKind::Clip) rows_.push_back(row_for(event, {t, e}));
        }
    }
    std::ranges::sort(rows_, {},
                      [](const CutRow& row) { return std::tuple(row.record_in, row.place); });
    for (const Track& track : its.tracks) row_by_event_.emplace_back(track.events.size(), -1);
    for (std::size_t i = 0; i < rows_.size(); ++i)
        row_by_event_[rows_[i].place.track][rows_[i].place.event] = static_cast<std::int32_t>(i);
}

void CutTable::add_blocks() {
    const auto add = [&](std::int64_t first, std::int64_t end,
                         const std::optional<EventPlace>& place) {
        if (end <= first) return;
        const auto row = place ? row_of(*place) : std::nullopt;
        if (!blocks_.empty() && blocks_.back().row == row)
            blocks_.back().end = end;
        else
            blocks_.push_back({first, end, row});
    };
    for (const playback::CutSegment& segment : program_->segments()) {
        if (segment.transition == nullptr) {
            add(segment.first, segment.end, segment.a);
            continue;
        }
        const std::int64_t at = std::clamp(segment.transition->at, segment.first, segment.end);
        add(segment.first, at, segment.a);
        add(at, segment.end, segment.b);
        wedges_.push_back({segment.first, at, segment.end});
    }
    Troubles sum;
    troubles_before_.push_back(sum);
    for (const CutBlock& block : blocks_) {
        if (block.row) {
            sum.offline += rows_[*block.row].offline ? 1U : 0U;
            const Event& event = playback::event_at(edit(), rows_[*block.row].place);
            sum.unsupported += event.unsupported.empty() ? 0U : 1U;
        }
        troubles_before_.push_back(sum);
    }
}

void CutTable::place_rows() {
    for (CutRow& row : rows_) row.placement = Placement::Hidden;
    for (std::size_t i = 0; i < blocks_.size(); ++i) {
        if (!blocks_[i].row) continue;
        const bool after_gap = i == 0 || !blocks_[i - 1].row;
        const bool before_gap = i + 1 == blocks_.size() || !blocks_[i + 1].row;
        CutRow& row = rows_[*blocks_[i].row];
        if (after_gap || before_gap)
            row.placement = Placement::Bookend;
        else if (row.placement == Placement::Hidden)
            row.placement = Placement::Inside;
    }
    for (CutRow& row : rows_) {
        const Event& event = playback::event_at(edit(), row.place);
        counts_.offline += row.offline ? 1U : 0U;
        counts_.unsupported += event.unsupported.empty() ? 0U : 1U;
        counts_.generated += row.origin == interchange::Origin::Generated ? 1U : 0U;
        counts_.live_action += row.origin == interchange::Origin::LiveAction ? 1U : 0U;
        row.notes = notes_of(row, event);
        row.words = words_of(row, event);
        if (row.duration <= 0) continue;
        row.look = look_name(*cut_, event);
        for (std::size_t m = 0; m < kEventMoments; ++m)
            row.pictures[m] =
                picture_name(*cut_, event, record_of(row, static_cast<EventMoment>(m)));
    }
}

void CutTable::add_marks() {
    marks_ = edit().markers;
    for (const Track& track : edit().tracks)
        for (const Event& event : track.events)
            marks_.insert(marks_.end(), event.markers.begin(), event.markers.end());
    std::ranges::stable_sort(marks_, {}, &interchange::EditMarker::record);
}

std::string CutTable::track_name(std::size_t track) const {
    const std::vector<Track>& tracks = edit().tracks;
    std::size_t number = 1;
    for (std::size_t t = 0; t < track; ++t)
        number += tracks[t].kind == tracks[track].kind ? 1U : 0U;
    const char* letter = tracks[track].kind == TrackKind::Video ? "V" : "A";
    return letter + std::to_string(number);
}

std::optional<std::uint32_t> CutTable::row_at(std::int64_t record) const {
    const auto after = std::ranges::upper_bound(blocks_, record, {}, &CutBlock::first);
    if (after == blocks_.begin() || record >= std::prev(after)->end) return std::nullopt;
    return std::prev(after)->row;
}

std::optional<std::uint32_t> CutTable::row_of(const EventPlace& place) const {
    if (place.track >= row_by_event_.size()) return std::nullopt;
    const std::vector<std::int32_t>& rows = row_by_event_[place.track];
    if (place.event >= rows.size() || rows[place.event] < 0) return std::nullopt;
    return static_cast<std::uint32_t>(rows[place.event]);
}

std::int64_t CutTable::record_of(const CutRow& row, EventMoment moment) const {
    const std::int64_t last = std::max<std::int64_t>(row.duration - 1, 0);
    switch (moment) {
    case EventMoment::First:
        return row.record_in;
    case EventMoment::Middle:
        return row.record_in + last / 2;
    case EventMoment::Last:
        return row.record_in + last;
    }
    return row.record_in;
}

CutTable::Troubles CutTable::troubles(std::size_t from, std::size_t to) const {
    const Troubles& before = troubles_before_[from];
    const Troubles& after = troubles_before_[to];
    return {after.offline - before.offline, after.unsupported - before.unsupported};
}

std::string CutTable::timecode(std::int64_t record) const {
    return timecode_text(edit().start_frame + record, edit().rate, edit().drop_frame);
}

std::string CutTable::source_timecode(const Event& event, const Rational& time_s) const {
    const Rational stated = event.source_start.rate;
    return interchange::source_timecode({time_s * stated, stated}, edit());
}

} // namespace seamline::ui
