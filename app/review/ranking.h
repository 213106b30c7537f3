// app/review/ranking.h: which generator ships, in which class of shots, with which failures it does
// not, and which take of a shot does.
#pragma once

#include "app/review/review.h"
#include "app/review/wilson.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace seamline::review {

/// How often takes were found to ship in blind comparisons. Each comparison counts once for each of
/// its two takes: a win when the answer names its side or both, a loss otherwise. Of one person's
/// answers on one pair of takes only the last one counts: asking again makes nobody surer. For
/// generators, pairs of takes of one generator do not count: they tell its takes apart, not it from
/// others.
struct RankedGroup {
    std::string generator;                 ///< Empty: not known.
    std::optional<CoverageClass> coverage; ///< Nothing: of all classes together.
    Share wins;
    std::int64_t takes = 0; ///< That were compared with another generator's.
};

struct RankedTake {
    std::string media_id;
    std::string generator; ///< Empty: not known.
    Share wins;            ///< Of all pairs that it was in, of the shot.
};

/// The takes of a shot that were compared in it.
struct RankedShot {
    std::string shot; ///< As the comparisons name it; empty: takes of no shot, or of several.
    CoverageClass coverage = CoverageClass::None;
    std::vector<RankedTake> takes; ///< Best share first.
    /// media_id of the take that ships more often than every other beyond chance; empty: the
    /// numbers do not tell.
    std::string winner;
    std::string sentence; ///< The same in words.
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
    std::vector<RankedShot> shots;     ///< In the review's order, then what is none of its shots.
    std::vector<FailureRate> failures; ///< By generator and class, in it most often first.
    std::int64_t comparisons = 0;      ///< All that were answered.
    std::int64_t repeated = 0; ///< Of them left out: the same person answered the pair again.
    /// Of the others, those of two takes of one generator, or both of none that is known: they
    /// count for takes alone.
    std::int64_t same_generator = 0;
    /// In words: which generators the numbers tell apart, or that they are too few to tell; what
    /// was left out.
    std::vector<std::string> sentences;
};

struct RankingRules {
    /// Fewer comparisons than this of a generator, or of a take, tell nothing, whatever the
    /// interval.
    std::int64_t least_comparisons = 10;
};

/// Takes without a shot count under CoverageClass::None.
Ranking rank(const Review& review, const RankingRules& rules = {});

} // namespace seamline::review
