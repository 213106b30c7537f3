// app/review/event.h: what is stored of a review: one event per thing that a person said or did.
// Events are only ever added; what stands is derived from all of them (fold.h).
#pragma once

#include "app/review/comparison.h"
#include "app/review/decision.h"
#include "app/review/drawing.h"
#include "app/review/medium.h"
#include "app/review/policy.h"
#include "app/review/take.h"
#include "decode/media/result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace seamline::review {

/// The newest schema that is read; raised with everything that an older program would read wrongly.
/// 2: answers to send-backs of earlier rounds, and policies.
inline constexpr int kEventSchema = 2;

/// A medium was opened: its facts and where it lies now. Not an action: undo passes over it.
struct MediumSeen {
    Medium medium; ///< Its media_id is the event's.
    friend bool operator==(const MediumSeen&, const MediumSeen&) = default;
};
struct Decided {
    DecisionState state = DecisionState::Keep;
    std::vector<std::string> reasons;
    std::string note;
    friend bool operator==(const Decided&, const Decided&) = default;
};
/// Takes back the author's decision on exactly this target.
struct Cleared {
    friend bool operator==(const Cleared&, const Cleared&) = default;
};
struct Commented {
    std::string text;
    friend bool operator==(const Commented&, const Commented&) = default;
};
struct Replied {
    std::string parent; ///< The comment that is answered.
    std::string text;
    friend bool operator==(const Replied&, const Replied&) = default;
};
struct Resolved {
    std::string comment; ///< The first one of its thread.
    friend bool operator==(const Resolved&, const Resolved&) = default;
};
struct Reopened {
    std::string comment;
    friend bool operator==(const Reopened&, const Reopened&) = default;
};
/// A drawing on the event's target, a frame or a range; the whole drawing as it is now.
struct Drawn {
    std::string drawing; ///< The one that this replaces; empty: a new one, named by the event's id.
    bool ghost = false;
    std::vector<Stroke> strokes;
    friend bool operator==(const Drawn&, const Drawn&) = default;
};
struct DrawingRemoved {
    std::string drawing;
    friend bool operator==(const DrawingRemoved&, const DrawingRemoved&) = default;
};
/// Makes a shot or changes what is given of it.
struct ShotPut {
    std::string shot;
    std::optional<CoverageClass> coverage;
    std::optional<ShotPlace> place;
    friend bool operator==(const ShotPut&, const ShotPut&) = default;
};
/// The named ones first, in this order; others follow in the order that they had.
struct ShotsOrdered {
    std::vector<std::string> shots;
    friend bool operator==(const ShotsOrdered&, const ShotsOrdered&) = default;
};
/// Makes the medium a take, or changes what is given of it.
struct TakePut {
    std::optional<std::string> shot; ///< A new one comes last in the stack; empty: in no stack.
    std::optional<std::string> generator;
    std::optional<std::string> version;
    std::optional<std::string> prompt;
    std::optional<std::string> seed;
    std::optional<std::string> rights;
    friend bool operator==(const TakePut&, const TakePut&) = default;
};
/// The named ones first, in this order; others of the stack follow in the order that they had.
struct TakesOrdered {
    std::string shot;
    std::vector<std::string> takes;
    friend bool operator==(const TakesOrdered&, const TakesOrdered&) = default;
};
struct Picked {
    std::string shot;
    std::string take; ///< media_id; empty: none is picked any more.
    friend bool operator==(const Picked&, const Picked&) = default;
};
struct Eliminated {
    friend bool operator==(const Eliminated&, const Eliminated&) = default;
};
struct BroughtBack {
    friend bool operator==(const BroughtBack&, const BroughtBack&) = default;
};
/// The event's medium follows `of` in the next round; see Take::successor_shift.
struct Succeeds {
    std::string of; ///< media_id; empty: none after all.
    std::int64_t shift = 0;
    friend bool operator==(const Succeeds&, const Succeeds&) = default;
};
struct ReasonsSet {
    std::vector<std::string> reasons;
    friend bool operator==(const ReasonsSet&, const ReasonsSet&) = default;
};
/// The answer to a blind comparison.
struct Compared {
    std::string shot;
    std::string left;  ///< media_id
    std::string right; ///< media_id
    std::uint64_t seed = 0;
    BlindAnswer answer = BlindAnswer::Neither;
    std::vector<std::string> left_reasons;
    std::vector<std::string> right_reasons;
    friend bool operator==(const Compared&, const Compared&) = default;
};
struct Undone {
    std::string action; ///< All events of it count no longer.
    friend bool operator==(const Undone&, const Undone&) = default;
};
struct Redone {
    std::string action;
    friend bool operator==(const Redone&, const Redone&) = default;
};
struct ReviewNamed {
    std::string name;
    friend bool operator==(const ReviewNamed&, const ReviewNamed&) = default;
};
/// What the author says of a send-back of an earlier round, on the event's medium.
struct TodoAnswered {
    std::string decision;               ///< id of the send-back.
    TodoState state = TodoState::Fixed; ///< Open takes the author's answer back.
    std::string note;
    friend bool operator==(const TodoAnswered&, const TodoAnswered&) = default;
};
/// The policy that is in effect from now on; nothing: none is.
struct PolicySet {
    std::optional<Policy> policy;
    friend bool operator==(const PolicySet&, const PolicySet&) = default;
};
/// Retention removed the content of events; their places in the chain stay.
struct Pruned {
    std::int64_t before_ms = 0; ///< Only older ones.
    std::int64_t count = 0;
    friend bool operator==(const Pruned&, const Pruned&) = default;
};

/// What an event says.
using Change = std::variant<MediumSeen, Decided, Cleared, Commented, Replied, Resolved, Reopened,
                            Drawn, DrawingRemoved, ShotPut, ShotsOrdered, TakePut, TakesOrdered,
                            Picked, Eliminated, BroughtBack, Succeeds, ReasonsSet, Compared, Undone,
                            Redone, ReviewNamed, Pruned, TodoAnswered, PolicySet>;

/// "decide", "clear", ...: the kind as it is stored.
const char* kind_name(const Change& change);
/// The schema that an event with this change is written with: the oldest that knows its kind, so
/// that older programs read what they can.
int schema_of(const Change& change);
/// Whether undo takes it back.
bool is_undoable(const Change& change);

struct Event {
    std::int64_t sequence = 0; ///< Place in its store, from 1, ascending; 0: not stored.
    std::string id;            ///< UUIDv7; ids order events of all stores.
    std::string action;        ///< id of the first event of its transaction.
    std::string run;           ///< UUIDv7 of the run of the program that made it.
    std::int64_t time_ms = 0;  ///< Milliseconds since 1970-01-01 UTC.
    std::string author;
    std::string host;
    std::string app;      ///< "seamline 0.1.0"
    int schema = 1;       ///< See schema_of.
    std::string media_id; ///< Empty where no medium is meant.
    std::optional<Target> target;
    Change change;

    friend bool operator==(const Event&, const Event&) = default;
};

/// The most that an event may hold; bytes unless said otherwise.
struct EventLimits {
    static constexpr std::size_t kName = 1'000; ///< Author, host, app, shot, generator, reason.
    static constexpr std::size_t kPath = 16'384;
    static constexpr std::size_t kText = 65'536; ///< Note, comment, prompt, rights.
    static constexpr std::size_t kReasons = 100; ///< Of one decision, or offered; a number.
    static constexpr std::size_t kList = 20'000; ///< Names in an order; a number.
    static constexpr std::size_t kBody = std::size_t{4} << 20;
    static constexpr std::int64_t kFrames = std::int64_t{1} << 40; ///< A number.
    static constexpr std::size_t kEvents = 20'000; ///< In one transaction; a number.
};

/// Whether `text` is "xxh3-128:" and 32 lower-case hexadecimal digits.
bool is_media_id(std::string_view text);

/// Whether an event may be stored: every field it needs, none over its limit, all text UTF-8.
/// Does not look at sequence, id, action and run. Errors: InvalidArgument, naming the field.
Result<Done> check(const Event& event);

/// The change as one line of JSON, keys in alphabetical order.
std::string body_text(const Change& change);
/// Reads what `body_text` wrote. `kind` is kind_name's word. A MediumSeen lacks its media_id.
/// Errors: Corrupt, TooLarge: one line, naming the key.
Result<Change> change_from(std::string_view kind, std::string_view body);

/// The whole event but its sequence as one line of JSON: the format of an exported history.
std::string event_line(const Event& event);
/// Reads what `event_line` wrote, and checks it. Errors: Corrupt, TooLarge, Unsupported (of a newer
/// schema).
Result<Event> event_from_line(std::string_view line);

} // namespace seamline::review
