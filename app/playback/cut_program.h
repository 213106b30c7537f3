// app/playback/cut_program.h: which events of an edit a record frame shows, and at what time of
// their media; pure arithmetic.
#pragma once

#include "app/interchange/edit.h"
#include "decode/media/media_description.h"
#include "decode/media/rational.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace seamline::playback {

/// An event of an edit, by place.
struct EventPlace {
    std::size_t track = 0;
    std::size_t event = 0;

    friend auto operator<=>(const EventPlace&, const EventPlace&) = default;
};

/// What one record frame shows.
struct CutShow {
    std::optional<EventPlace> a; ///< The only or outgoing picture; none: black.
    std::optional<EventPlace> b; ///< The incoming picture of a dissolve; none: black.
    bool dissolves = false;
    double weight = 0; ///< Of `b` while it dissolves, (0, 1).
};

/// Record frames between two changes of what is shown.
struct CutSegment {
    std::int64_t first = 0;
    std::int64_t end = 0; ///< Exclusive.
    std::optional<EventPlace> a, b;
    const interchange::Transition* transition = nullptr;
};

/// An edit's video tracks, flattened: of the enabled tracks the last one with an enabled clip wins;
/// a dissolve belongs to its track.
///
/// Other transitions than dissolves are cuts.
///
/// Threads: immutable, safe.
class CutProgram {
public:
    explicit CutProgram(std::shared_ptr<const interchange::Edit> edit);

    const interchange::Edit& edit() const { return *edit_; }
    std::int64_t duration() const { return duration_; }
    CutShow at(std::int64_t record) const;
    /// Gapless, from 0 to `duration`.
    const std::vector<CutSegment>& segments() const { return segments_; }
    /// Record frames at which another picture starts, ascending, without 0; a dissolve counts once,
    /// where the edit has its cut.
    const std::vector<std::int64_t>& cuts() const { return cuts_; }

private:
    std::shared_ptr<const interchange::Edit> edit_;
    std::int64_t duration_ = 0;
    std::vector<CutSegment> segments_;
    std::vector<std::int64_t> cuts_;
};

/// The event at a place.
const interchange::Event& event_at(const interchange::Edit& edit, const EventPlace& place);

/// Media time that `event` shows with its active take at record frame `record`, which may lie
/// outside of it (in a dissolve); see interchange::Event.
Rational media_time_s(const interchange::Event& event, std::int64_t record, const Rational& rate,
                      const Rational& media_rate);

/// Media time of a file's first frame for `event`: what the reference states, the file's own
/// timecode, zero, or the full hour before the event's source time: the first of them for which
/// that time lies in the file.
Rational media_start_s(const interchange::Event& event, const VideoDescription& video);

} // namespace seamline::playback
