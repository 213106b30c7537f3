// app/review/review.h: everything that people have said, as it stands: what is shown, searched and
// exported. It is derived from the store's events and holds nothing that they do not.
#pragma once

#include "app/review/comparison.h"
#include "app/review/decision.h"
#include "app/review/drawing.h"
#include "app/review/medium.h"
#include "app/review/policy.h"
#include "app/review/take.h"

#include <optional>
#include <string>
#include <vector>

namespace seamline::review {

/// Plain values; every list is in the order in which its items were made, takes and shots in the
/// order in which a person arranged them.
struct Review {
    std::string name;
    std::vector<Medium> media;
    std::vector<Decision> decisions; ///< One per author, medium and target.
    std::vector<Comment> comments;
    std::vector<Drawing> drawings;
    std::vector<Shot> shots;
    std::vector<Take> takes;
    std::vector<Comparison> comparisons;
    std::vector<std::string> reasons; ///< What is offered when sending back.
    std::vector<TodoAnswer> answers;  ///< One per author, take and send-back of an earlier round.
    std::optional<Policy> policy;     ///< In effect; see policy_breaks(Review).

    friend bool operator==(const Review&, const Review&) = default;
};

/// How people call a medium: its name, or its media_id where none is known.
std::string label_of(const Review& review, const std::string& media_id);

} // namespace seamline::review
