// app/analysis/verdict.h: from measured differences to lamps, a tier and a sentence.
#pragma once

#include "app/analysis/seam.h"
#include "app/analysis/threshold_profile.h"

#include <span>
#include <string>
#include <vector>

namespace seamline::analysis {

/// What the two shots of a cut, or this film's own cuts, do anyway; by Term, NaN where unknown.
struct Null {
    Terms scale = unmeasured_terms();
    /// Made from this many cuts of the film that are known to be right; 0: from the shots' own
    /// pseudo-cuts.
    int film_cuts = 0;
};

/// Frames of a shot [first, end) before which a pseudo-cut is measured: `count` at most, spread
/// over it, at least `margin` frames from its ends and apart from each other. Deterministic.
std::vector<std::int64_t> pseudo_cuts(std::int64_t first, std::int64_t end, int count, int margin);

/// The 95th percentile of |term|, interpolated, of each term; NaN of fewer than three values.
Null null_of_pseudo_cuts(std::span<const Terms> pseudo_cuts);

/// Cuts between live-action shots, or accepted by a person. None of fewer than kLeastFilmCuts: then
/// the shots' own pseudo-cuts count. Scaled so that at most 5 of 100 of these cuts would be
/// flagged.
inline constexpr int kLeastFilmCuts = 20;
std::optional<Null> null_of_film(std::span<const Terms> accepted, const ThresholdProfile& profile);

/// |term| / max(floor, null); NaN where the term is not measured or not judged.
Terms normalised(const Terms& terms, const Null& null, const ThresholdProfile& profile);

struct JudgeOptions {
    ThresholdProfile profile;
    /// Lamps light on a change of framing, too, from what whole pictures tell.
    bool speak_of_other_framings = false;
    /// What the sentence calls the second picture: "B" where no cut lies between the two.
    std::string incoming = "incoming";
};

/// Fills `normalised`, `tier`, both lamps and `sentence` of a measured seam. A lamp is off where
/// the framing changes or a colour space is only guessed; its words say which.
void judge(Seam& seam, const Null& null, const JudgeOptions& options);

/// "worse than 58 of 60 of this film's own cuts", by the largest normalised term.
std::string film_rank_words(const Seam& seam, std::span<const Terms> accepted, const Null& null,
                            const ThresholdProfile& profile);

/// A term with its unit in words: "0.4 stop brighter", "38 mired cooler", "softer by 1.2 times".
std::string term_words(Term term, double value);

/// Where the light of two pictures of different framing lies, as far as it moved: "the brightest
/// part lies 31 % of the width further left, shadows are 18 mired cooler against the light"; empty:
/// not far.
std::string sky_words(const measures::SkyShift& shift);

/// What a term's unit means, in a plain sentence for who never measured light.
const char* plain_words(Term term);

/// Where the arrow points: "from the left", "from the upper right".
std::string direction_words(double angle_deg);

} // namespace seamline::analysis
