// app/review/progress.h: how far a review is, and which picks break the production's policy.
#pragma once

#include "app/review/review.h"

#include <cstdint>
#include <string>
#include <vector>

namespace seamline::review {

enum class ShotState : std::uint8_t {
    Open,     ///< Neither of the others.
    Picked,   ///< A take was chosen.
    SentBack, ///< None was chosen, and every take that was not eliminated was sent back whole.
};
/// "open", "picked", "sent_back".
const char* name(ShotState state);

/// Of every shot, in the review's order. Of several people's decisions on a take the last one
/// counts. A shot whose takes were all eliminated is open.
std::vector<ShotState> shot_states(const Review& review);

/// "42 of 60 shots decided": they are not open.
struct Progress {
    std::size_t decided = 0;
    std::size_t shots = 0;
};
Progress progress_of(const Review& review);

/// A take whose generator the policy does not allow for its shot.
struct PolicyBreak {
    std::string shot;
    std::string media_id;
    std::string generator;
    bool picked = false;  ///< It is the shot's pick; others could become it.
    std::string sentence; ///< "Sora 2 is not allowed for character shots"
};
/// Of takes with a known generator that were not eliminated; picks first, then in the shots' order.
std::vector<PolicyBreak> policy_breaks(const Review& review, const Policy& policy);
/// Of the policy that is in effect; none without one.
std::vector<PolicyBreak> policy_breaks(const Review& review);

} // namespace seamline::review
