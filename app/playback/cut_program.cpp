#include "app/playback/cut_program.h"

#include "decode/media/timecode.h"

#include <algorithm>
#include <utility>

namespace seamline::playback {
namespace {

using interchange::Edit;
using interchange::Event;
using interchange::EventKind;
using interchange::MediaReference;
using interchange::Track;
using interchange::TrackKind;
using interchange::Transition;

bool shows(const Event& event) { return event.kind == EventKind::Clip && event.enabled; }

/// The index of the event of `track` that covers `record`.
std::optional<std::size_t> event_over(const Track& track, std::int64_t record) {
    const auto after = std::ranges::upper_bound(track.events, record, {}, &Event::record_in);
    for (auto it = after; it != track.events.begin();) { // Past clips of no length.
        --it;
        if (record < it->record_out()) return static_cast<std::size_t>(it - track.events.begin());
        if (it->duration > 0) break;
    }
    return std::nullopt;
}

const Transition* dissolve_over(const Track& track, std::int64_t record) {
    const auto after = std::ranges::upper_bound(
        track.transitions, record, {}, [](const Transition& t) { return t.at - t.before; });
    if (after == track.transitions.begin()) return nullptr;
    const Transition& last = *std::prev(after);
    const bool dissolves = last.kind == interchange::TransitionKind::Dissolve;
    return dissolves && record < last.at + last.after ? &last : nullptr;
}

/// The clip of `track` over `record`, if it shows one.
std::optional<EventPlace> clip_over(const Edit& edit, std::size_t track, std::int64_t record) {
    const auto event = event_over(edit.tracks[track], record);
    if (!event || !shows(edit.tracks[track].events[*event])) return std::nullopt;
    return EventPlace{track, *event};
}

CutSegment segment_over(const Edit& edit, std::int64_t record) {
    CutSegment segment;
    for (std::size_t t = edit.tracks.size(); t-- > 0;) {
        const Track& track = edit.tracks[t];
        if (track.kind != TrackKind::Video || !track.enabled) continue;
        if (const Transition* dissolve = dissolve_over(track, record)) {
            segment.a = clip_over(edit, t, dissolve->at - 1);
            segment.b = clip_over(edit, t, dissolve->at);
            if (!segment.a && !segment.b) continue;
            segment.transition = dissolve;
            return segment;
        }
        segment.a = clip_over(edit, t, record);
        if (segment.a) return segment;
    }
    return segment;
}

std::vector<std::int64_t> boundaries_of(const Edit& edit, std::int64_t duration) {
    std::vector<std::int64_t> boundaries{0, duration};
    for (const Track& track : edit.tracks) {
        if (track.kind != TrackKind::Video || !track.enabled) continue;
        for (const Event& event : track.events) {
            boundaries.push_back(event.record_in);
            boundaries.push_back(event.record_out());
        }
        for (const Transition& transition : track.transitions) {
            boundaries.push_back(transition.at - transition.before);
            boundaries.push_back(transition.at + transition.after);
        }
    }
    std::erase_if(boundaries, [&](std::int64_t b) { return b < 0 || b > duration; });
    std::ranges::sort(boundaries);
    const auto rest = std::ranges::unique(boundaries);
    boundaries.erase(rest.begin(), rest.end());
    return boundaries;
}

Rational file_start_s(const VideoDescription& video) {
    if (!video.start_timecode) return Rational(0);
    const bool drop = video.start_timecode->find(';') != std::string::npos;
    const auto frames = timecode_frames(*video.start_timecode, video.frame_rate, drop);
    return frames ? Rational(*frames) / video.frame_rate : Rational(0);
}

} // namespace

const Event& event_at(const Edit& edit, const EventPlace& place) {
    return edit.tracks[place.track].events[place.event];
}

CutProgram::CutProgram(std::shared_ptr<const Edit> edit) : edit_(std::move(edit)) {
    for (const Track& track : edit_->tracks)
        if (track.kind == TrackKind::Video && !track.events.empty())
            duration_ = std::max(duration_, track.events.back().record_out());
    if (duration_ == 0) duration_ = edit_->duration(); // Sound alone plays over black.
    const std::vector<std::int64_t> boundaries = boundaries_of(*edit_, duration_);
    for (std::size_t i = 0; i + 1 < boundaries.size(); ++i) {
        CutSegment segment = segment_over(*edit_, boundaries[i]);
        segment.first = boundaries[i];
        segment.end = boundaries[i + 1];
        const bool same = !segments_.empty() && segments_.back().a == segment.a &&
                          segments_.back().b == segment.b &&
                          segments_.back().transition == segment.transition;
        if (same)
            segments_.back().end = segment.end;
        else
            segments_.push_back(segment);
    }
    for (const CutSegment& segment : segments_) {
        if (segment.transition != nullptr) {
            cuts_.push_back(segment.transition->at);
            continue;
        }
        const CutSegment* before = &segment == segments_.data() ? nullptr : &segment - 1;
        const bool after_dissolve = before != nullptr && before->transition != nullptr;
        if (before != nullptr && !after_dissolve) cuts_.push_back(segment.first);
    }
    std::erase_if(cuts_, [&](std::int64_t cut) { return cut <= 0 || cut >= duration_; });
}

CutShow CutProgram::at(std::int64_t record) const {
    CutShow show;
    const auto after = std::ranges::upper_bound(segments_, record, {}, &CutSegment::first);
    if (after == segments_.begin() || record >= duration_) return show;
    const CutSegment& segment = *std::prev(after);
    show.a = segment.a;
    if (segment.transition == nullptr) return show;
    const Transition& dissolve = *segment.transition;
    show.b = segment.b;
    show.dissolves = true;
    show.weight = (static_cast<double>(record - (dissolve.at - dissolve.before)) + 0.5) /
                  static_cast<double>(dissolve.before + dissolve.after);
    return show;
}

std::optional<EventPlace> judged_event(const CutProgram& program, std::int64_t record) {
    const CutShow show = program.at(record);
    if (!show.a || !show.b) return show.a ? show.a : show.b;
    return event_at(program.edit(), *show.b).record_in <= record ? show.b : show.a;
}

std::pair<std::int64_t, std::int64_t> seen_range(const CutProgram& program,
                                                 const EventPlace& place) {
    std::pair<std::int64_t, std::int64_t> range{0, 0};
    for (const CutSegment& segment : program.segments()) {
        if (segment.a != place && segment.b != place) continue;
        if (range.second == 0) range.first = segment.first;
        range.second = segment.end;
    }
    return range;
}

std::pair<std::optional<EventPlace>, std::optional<EventPlace>> sides_of(const CutProgram& program,
                                                                         std::int64_t cut) {
    const CutShow after = program.at(cut);
    return {cut > 0 ? program.at(cut - 1).a : std::nullopt, after.dissolves ? after.b : after.a};
}

std::optional<std::int64_t> nearest_cut(const CutProgram& program, std::int64_t record) {
    const std::vector<std::int64_t>& cuts = program.cuts();
    if (cuts.empty()) return std::nullopt;
    const auto after = std::ranges::upper_bound(cuts, record);
    if (after == cuts.begin()) return cuts.front();
    if (after == cuts.end()) return cuts.back();
    // From the middle of the frame: record + 1/2.
    const std::int64_t ahead = 2 * (*after - record) - 1;
    const std::int64_t behind = 2 * (record - *std::prev(after)) + 1;
    return ahead < behind ? *after : *std::prev(after);
}

Rational media_start_s(const Event& event, const MediaReference* take,
                       const VideoDescription& video) {
    return interchange::media_start_s(event, take, file_start_s(video), video.duration_s);
}

Rational media_start_s(const Event& event, const VideoDescription& video) {
    return media_start_s(event, event.active_media(), video);
}

} // namespace seamline::playback
