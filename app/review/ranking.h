// app/review/ranking.h: which generator ships, in which class of shots, and with which failures it
// does not.
#pragma once

#include "app/review/review.h"
#include "app/review/wilson.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace seamline::review {

/// How often takes were found to ship in blind comparisons. Each comparison counts once for each of
/// its two takes: a win when the answer names its side or both, a loss otherwise.
struct RankedGroup {
    std::string generator;                 ///< Empty: not known.
    std::optional<CoverageClass> coverage; ///< Nothing: of all classes together.
    Share wins;
    std::int64_t takes = 0; ///< That were compared.
};

/// How often a reason was given against a generator's takes.
struct FailureRate {
    std::string generator;
    std::optional<CoverageClass> coverage; ///< Nothing: of all classes together.
    std::string reason;
    /// Of the takes of the generator that were judged (a decision or a comparison), those that
    /// someone sent back, or found not to ship, for this reason.
    Share takes;
};

struct Ranking {
    std::vector<RankedGroup> generators;          ///< Best share first; all classes together.
    std::vector<RankedGroup> generators_by_class; ///< By class, in it best share first.
    std::vector<FailureRate> failures; ///< By generator and class, in it most often first.
    std::int64_t comparisons = 0;
    /// In words: which generators the numbers tell apart, or that they are too few to tell.
    std::vector<std::string> sentences;
};

struct RankingRules {
    /// Fewer comparisons than this of a generator tell nothing, whatever the interval.
    std::int64_t least_comparisons = 10;
};

/// Takes without a shot count under CoverageClass::None.
Ranking rank(const Review& review, const RankingRules& rules = {});

} // namespace seamline::review
