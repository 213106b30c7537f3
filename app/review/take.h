// app/review/take.h: shots and their stacks of takes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace seamline::review {

/// What a shot covers; a policy may forbid classes to generators.
enum class CoverageClass : std::uint8_t {
    None,
    Character,
    Environment,
    Establishing,
    Title,
    Abstract
};
/// Where a generated shot stands in the edit.
enum class ShotPlace : std::uint8_t { None, Bookend, Inside };

/// "character", "environment", "establishing", "title", "abstract"; "" for None.
const char* name(CoverageClass coverage);
std::optional<CoverageClass> coverage_class_from(std::string_view word);
/// "bookend", "inside"; "" for None.
const char* name(ShotPlace place);
std::optional<ShotPlace> shot_place_from(std::string_view word);

/// What is known of how a take was made; empty: not known.
struct TakeFacts {
    std::string generator; ///< Free tag: "Sora 2".
    std::string version;   ///< Of the generator, or of the take across rounds.
    std::string prompt;
    std::string seed;
    std::string rights; ///< A line: licence terms or their summary.

    friend bool operator==(const TakeFacts&, const TakeFacts&) = default;
};

/// One candidate of a shot.
struct Take {
    std::string media_id;
    std::string shot; ///< Name of its shot; empty: in no stack.
    TakeFacts facts;
    int order = 0;           ///< Place in the stack, ascending.
    bool eliminated = false; ///< Culled, and can be brought back.
    /// The take of the round before, whose open send-backs it inherits; empty: the first round.
    std::string successor_of;
    /// Frame f of this take shows what frame f + `successor_shift` of the one before showed.
    std::int64_t successor_shift = 0;

    friend bool operator==(const Take&, const Take&) = default;
};

struct Shot {
    std::string name; ///< Unique in a review.
    CoverageClass coverage = CoverageClass::None;
    ShotPlace place = ShotPlace::None;
    std::string pick;               ///< media_id of the chosen take; empty: none yet.
    std::vector<std::string> takes; ///< media_ids in stack order, the eliminated ones included.

    friend bool operator==(const Shot&, const Shot&) = default;
};

} // namespace seamline::review
