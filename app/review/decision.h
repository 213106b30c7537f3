// app/review/decision.h: what a person said about a take: keep it, send it back, hold it; and
// comments on it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace seamline::review {

enum class TargetKind : std::uint8_t { Frame, Range, Shot, Take };

/// The part of a medium that is meant. Frames count from 0 in presentation order.
struct Target {
    TargetKind kind = TargetKind::Take;
    std::int64_t from = 0; ///< First frame; 0 for a take.
    std::int64_t to =
        0;         ///< Last frame, inclusive, >= from; equals `from` for a frame, -1 for a take.
    int shot = -1; ///< Index of the shot between cuts when it was decided; -1 otherwise.

    static constexpr Target frame(std::int64_t at) { return {TargetKind::Frame, at, at, -1}; }
    static constexpr Target range(std::int64_t from, std::int64_t to) {
        return {TargetKind::Range, from, to, -1};
    }
    static constexpr Target of_shot(int shot, std::int64_t from, std::int64_t to) {
        return {TargetKind::Shot, from, to, shot};
    }
    static constexpr Target take() { return {TargetKind::Take, 0, -1, -1}; }

    /// Whether frame `at` is meant; a take is all of its frames.
    constexpr bool covers(std::int64_t at) const {
        return kind == TargetKind::Take || (from <= at && at <= to);
    }
    friend bool operator==(const Target&, const Target&) = default;
};

/// Whether two targets are the same frames: the number of a shot changes when a cut before it is
/// found or removed.
constexpr bool same_place(const Target& a, const Target& b) {
    return a.kind == b.kind && a.from == b.from && a.to == b.to;
}

enum class DecisionState : std::uint8_t { Keep, SendBack, Hold };

/// "keep", "send_back", "hold".
const char* name(DecisionState state);
std::optional<DecisionState> decision_state_from(std::string_view word);
/// "frame", "range", "shot", "take".
const char* name(TargetKind kind);
std::optional<TargetKind> target_kind_from(std::string_view word);

/// Who decides. Taken from settings or the system's user; nobody is authenticated.
using Author = std::string;

/// One decision as it stands. Of one author, one medium and one target the last one counts;
/// decisions of several authors stand beside each other.
struct Decision {
    std::string id;       ///< UUIDv7 of the event that made it.
    std::string media_id; ///< See Medium.
    Target target;
    DecisionState state = DecisionState::Keep;
    std::vector<std::string>
        reasons; ///< Words of the reason list or free ones; in order of choice.
    std::string note;
    Author author;
    std::int64_t time_ms = 0; ///< Milliseconds since 1970-01-01 UTC.

    friend bool operator==(const Decision&, const Decision&) = default;
};

/// A remark, or a reply to one.
struct Comment {
    std::string id;
    std::string parent_id; ///< Empty: starts a thread.
    std::string media_id;
    Target target;
    std::string text;
    Author author;
    std::int64_t time_ms = 0;
    bool resolved = false; ///< Of the thread; kept on its first comment.

    friend bool operator==(const Comment&, const Comment&) = default;
};

/// What became of a send-back in a later round of the take; see rounds.h.
enum class TodoState : std::uint8_t {
    Open,  ///< Nobody said anything about it yet.
    Fixed, ///< It is gone.
    Held,  ///< Somebody wants to come back to it.
    Still, ///< It is there again.
};
/// "open", "fixed", "held", "still".
const char* name(TodoState state);
std::optional<TodoState> todo_state_from(std::string_view word);

/// What a person said of one send-back of an earlier round, on the take of a later one. Of one
/// author, take and send-back the last one counts.
struct TodoAnswer {
    std::string id;
    std::string media_id;               ///< The later take.
    std::string decision;               ///< id of the send-back that is answered.
    TodoState state = TodoState::Fixed; ///< Never Open: that takes the answer back.
    std::string note;
    Author author;
    std::int64_t time_ms = 0;

    friend bool operator==(const TodoAnswer&, const TodoAnswer&) = default;
};

/// The reasons offered at first; the list can be edited.
std::vector<std::string> default_reasons();

/// Milliseconds since 1970 as "2026-11-22T10:15:30.123Z", and back; nothing for other text.
std::string utc_text(std::int64_t time_ms);
std::optional<std::int64_t> utc_from(std::string_view text);

} // namespace seamline::review
