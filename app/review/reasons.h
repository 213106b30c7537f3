// app/review/reasons.h: reasons that people type, against the list that the review offers.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace seamline::review {

/// A reason that is not of the list.
struct UnlistedReason {
    std::string reason;
    std::string nearest; ///< Of the list; empty: none is near.

    friend bool operator==(const UnlistedReason&, const UnlistedReason&) = default;
};

/// Those of `reasons` that `list` does not hold, each once, in their order. Near is the listed one
/// with the fewest changed letters (inserted, removed, replaced, or two neighbours swapped;
/// capitals are no change), at most a third of the longer word's bytes, and at least one may
/// change; that one holds the other ("lighting", "lighting drift") counts as one. Equal ones: the
/// first of the list. Source: optimal string alignment; Damerau, "A technique for computer
/// detection and correction of spelling errors", 1964.
std::vector<UnlistedReason> unlisted_reasons(std::span<const std::string> reasons,
                                             std::span<const std::string> list);

/// Letters to change from `a` to `b`, as above, by bytes.
std::size_t letters_apart(std::string_view a, std::string_view b);

} // namespace seamline::review
