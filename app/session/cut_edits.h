// app/session/cut_edits.h: changes of a cut as new cuts: takes, slip, speed, placing, trims, marks.
#pragma once

#include "app/session/cut.h"
#include "decode/media/result.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace seamline::session {

// Every function leaves its cut as it is and returns another one, or one sentence for a person that
// says why it cannot be (InvalidArgument). `place` is an event that the cut has, or it is refused.
// The document that the edit was imported from is never touched. A take without a slip, speed or
// placing of its own gets one when it is changed, unless it is the slot's only one: then the
// event's own is changed, which every format can carry. What lies past a medium's ends is held, so
// slips and trims are not bounded by it.
//
// Threads: pure, safe.

using CutEdit = Result<SharedCut>;

/// The event at `place`; null when the cut has none there.
const interchange::Event* find_event(const Cut& cut, const interchange::EventPlace& place);
/// What a person calls a take: its name, its file's stem, its key or the end of its URL.
std::string take_name(const interchange::MediaReference& take);

/// The slot's length stays; what is seen is take `take`, with its own slip, speed and placing. A
/// take that shares the event's source time but states a range that does not have it shows as far
/// from its head as the take before did from its own.
CutEdit choose_take(const Cut& cut, const interchange::EventPlace& place, std::size_t take);
/// `step` takes on, all the way round.
CutEdit step_take(const Cut& cut, const interchange::EventPlace& place, std::ptrdiff_t step);

/// A file that becomes a take.
struct NewTake {
    std::filesystem::path path;
    std::string name; ///< Empty: the file's stem.
    std::string generator;
    std::optional<MediumSettings> settings; ///< How it is read; none: as the cut's other media.
};
/// Appends a take that shows its medium from the head at normal speed; the active one stays.
CutEdit add_take(const Cut& cut, const interchange::EventPlace& place, const NewTake& take);
/// The take after it becomes active when it was. The last one is not removed.
CutEdit remove_take(const Cut& cut, const interchange::EventPlace& place, std::size_t take);
/// Moves a take to number `to`, in the order in which keys step through them.
CutEdit move_take(const Cut& cut, const interchange::EventPlace& place, std::size_t from,
                  std::size_t to);

/// Shows the active take `frames` record frames later in its medium (negative: earlier).
CutEdit slip(const Cut& cut, const interchange::EventPlace& place, std::int64_t frames);
/// Of the active take: source seconds per record second, |speed| <= 100. Forwards the first frame
/// stays; to turn round, the stretch stays and is shown from its other end; 0 freezes the source
/// time of the head.
CutEdit set_speed(const Cut& cut, const interchange::EventPlace& place, const Rational& speed);
/// The active take backwards, over the same stretch.
CutEdit reverse(const Cut& cut, const interchange::EventPlace& place);
/// Holds one frame of the active take for the whole slot. `media_time_s`: when that frame begins,
/// in media time.
CutEdit freeze(const Cut& cut, const interchange::EventPlace& place, const Rational& media_time_s);
/// Of the active take. `scale` in [0.01, 100].
CutEdit set_reframe(const Cut& cut, const interchange::EventPlace& place,
                    const interchange::Reframe& reframe);
/// The active take's speed and placing.
Rational speed_of(const interchange::Event& event);
interchange::Reframe reframe_of(const interchange::Event& event);

enum class TrimEdge : std::uint8_t { Head, Tail };
enum class TrimMode : std::uint8_t {
    Ripple, ///< The event gets longer or shorter, all that follows moves on every track.
    Roll,   ///< The edge moves; the neighbour gives or takes, nothing else moves.
};
/// Moves an edge of an event by `frames` record frames, positive: later. In a ripple of the head
/// the event stays where it is and shows its take from `frames` later. What other tracks have over
/// the event's end gets as much longer or shorter at its tail, sound that starts with the event at
/// its head; in a roll, sound that is cut at the same frame rolls along. Dissolves and markers move
/// with their cuts. Refused when an event would have less than a frame or less than its dissolves
/// need, or when events of a track would overlap.
CutEdit trim(const Cut& cut, const interchange::EventPlace& place, TrimEdge edge, TrimMode mode,
             std::int64_t frames);

CutEdit set_origin(const Cut& cut, const interchange::EventPlace& place,
                   interchange::Origin origin);
CutEdit set_placement(const Cut& cut, const interchange::EventPlace& place,
                      interchange::PlacementMark placement);
/// A disabled event shows what lies under it; its time stays.
CutEdit set_enabled(const Cut& cut, const interchange::EventPlace& place, bool enabled);

} // namespace seamline::session
