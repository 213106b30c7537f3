// app/playback/cut_program.h: which events of an edit a record frame shows, and at what time of
// their media; pure arithmetic.
#pragma once

#include "app/interchange/edit.h"
#include "app/interchange/media_time.h"
#include "decode/media/media_description.h"
#include "decode/media/rational.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace seamline::playback {

using interchange::EventPlace;
using interchange::media_time_s;

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

/// The event that is judged at a record frame: the one that is seen there, of a dissolve's two the
/// one whose side of the cut it is. None in a gap.
std::optional<EventPlace> judged_event(const CutProgram& program, std::int64_t record);
/// The first and the end of the record frames on which an event is seen, in dissolves, too; empty
/// when it never is.
std::pair<std::int64_t, std::int64_t> seen_range(const CutProgram& program,
                                                 const EventPlace& place);
/// The pictures on both sides of the cut before record frame `cut`, as if nothing dissolved there;
/// none: black.
std::pair<std::optional<EventPlace>, std::optional<EventPlace>> sides_of(const CutProgram& program,
                                                                         std::int64_t cut);
/// The cut nearest to the middle of a record frame, the earlier of two; none when there is none.
std::optional<std::int64_t> nearest_cut(const CutProgram& program, std::int64_t record);

/// interchange::media_start_s() of a file's video.
Rational media_start_s(const interchange::Event& event, const interchange::MediaReference* take,
                       const VideoDescription& video);
/// The same for its active take.
Rational media_start_s(const interchange::Event& event, const VideoDescription& video);

} // namespace seamline::playback
