// app/review/comparison.h: blind comparisons of two takes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace seamline::review {

enum class BlindAnswer : std::uint8_t { Left, Right, Both, Neither };
/// "left", "right", "both", "neither".
const char* name(BlindAnswer answer);
std::optional<BlindAnswer> blind_answer_from(std::string_view word);

/// "Which ships?", asked of two takes whose names are hidden.
struct Comparison {
    std::string id;
    std::string shot;
    std::string left;       ///< media_id shown on the left.
    std::string right;      ///< media_id shown on the right.
    std::uint64_t seed = 0; ///< Of the schedule that paired and shuffled them.
    BlindAnswer answer = BlindAnswer::Neither;
    std::vector<std::string> left_reasons;  ///< Why the left one does not ship.
    std::vector<std::string> right_reasons; ///< Why the right one does not ship.
    std::string author;
    std::int64_t time_ms = 0;

    friend bool operator==(const Comparison&, const Comparison&) = default;
};

} // namespace seamline::review
