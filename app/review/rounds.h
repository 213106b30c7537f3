// app/review/rounds.h: what a new round of a take has to answer for.
#pragma once

#include "app/review/review.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace seamline::review {

/// What one person last said of a send-back on a later take.
struct TodoVoice {
    Author author;
    TodoState state = TodoState::Open;
    std::string id;       ///< Of the decision, or of the TodoAnswer.
    bool answers = false; ///< It is a TodoAnswer.
    std::string note;
};

/// A send-back of an earlier round, and where it is in the new one.
struct Todo {
    Decision decision;            ///< As it stands on the earlier take.
    int rounds_back = 1;          ///< 1: the round right before.
    std::optional<Target> target; ///< In the new take; nothing: it does not show those frames.
    /// The last of the voices'; where nobody spoke of it, what holds of the whole take: fixed when
    /// it is kept, held when it is held.
    TodoState state = TodoState::Open;
    std::string answered_by;       ///< id of what made it so; empty while open.
    std::vector<TodoVoice> voices; ///< One per person, in the order in which they spoke.
};

/// Frames of an earlier take as frames of the one that succeeds it: see Take::successor_shift. What
/// sticks out is cut off at the ends of a take of `frame_count` frames (0: not known, only the
/// beginning is cut); nothing when nothing of it is shown. A shot becomes a range: cuts may lie
/// elsewhere now.
std::optional<Target> mapped_target(const Target& target, std::int64_t shift,
                                    std::int64_t frame_count);

/// Whether `media_id` would come before itself if it succeeded `of`: rounds go one way.
bool succeeds_itself(const Review& review, const std::string& media_id, const std::string& of);

/// Open send-backs of the rounds before `media_id`, earliest round first, in it by time. One that
/// was fixed in a round between is not carried on. What counts for an item is an answer that names
/// it (TodoAnswer), and a decision on the new take that is about it: a keep of all of its frames, a
/// hold of some of them, a send-back of exactly its frames, or of some of them for one of its
/// reasons. Another send-back says nothing of it, and one of the whole take nothing of its parts.
std::vector<Todo> todo_of(const Review& review, const std::string& media_id);

} // namespace seamline::review
