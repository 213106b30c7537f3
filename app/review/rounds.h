// app/review/rounds.h: what a new round of a take has to answer for.
#pragma once

#include "app/review/review.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace seamline::review {

enum class TodoState : std::uint8_t {
    Open,  ///< Nobody decided on that part of the new take yet.
    Fixed, ///< The last decision on it keeps.
    Held,  ///< The last decision on it holds.
    Still, ///< The last decision on it sends back again.
};
/// "open", "fixed", "held", "still".
const char* name(TodoState state);

/// A send-back of an earlier round, and where it is in the new one.
struct Todo {
    Decision decision;            ///< As it stands on the earlier take.
    int rounds_back = 1;          ///< 1: the round right before.
    std::optional<Target> target; ///< In the new take; nothing: it does not show those frames.
    TodoState state = TodoState::Open;
    std::string answered_by; ///< id of the decision that made it so; empty while open.
};

/// Frames of an earlier take as frames of the one that succeeds it: see Take::successor_shift. What
/// sticks out is cut off at the ends of a take of `frame_count` frames (0: not known, only the
/// beginning is cut); nothing when nothing of it is shown. A shot becomes a range: cuts may lie
/// elsewhere now.
std::optional<Target> mapped_target(const Target& target, std::int64_t shift,
                                    std::int64_t frame_count);

/// Open send-backs of the rounds before `media_id`, earliest round first, in it by time. One that
/// was kept in a round between is not carried on. The new take's decisions count by overlap, of all
/// authors the last one; one on the whole take counts for what nothing closer was decided on.
std::vector<Todo> todo_of(const Review& review, const std::string& media_id);

} // namespace seamline::review
