// app/review/review.h: everything that people have said, as it stands: what is shown, searched and
// exported. It is derived from the store's events and holds nothing that they do not.
#pragma once

#include "app/review/comparison.h"
#include "app/review/decision.h"
#include "app/review/drawing.h"
#include "app/review/medium.h"
#include "app/review/take.h"

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

    friend bool operator==(const Review&, const Review&) = default;
};

} // namespace seamline::review
