// app/interchange/decisions/word_diff.h: what changed from one prompt to the next, word by word.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace seamline::interchange {

enum class WordChange : std::uint8_t { Same, Removed, Added };

/// Neighbouring words of one kind, joined by single spaces.
struct WordRun {
    WordChange change = WordChange::Same;
    std::string words;

    friend bool operator==(const WordRun&, const WordRun&) = default;
};

/// Words are what white space separates. The fewest words change (a longest common subsequence);
/// what was removed stands before what was added. Texts of more than 4,000 words together compare
/// as a whole.
std::vector<WordRun> word_diff(std::string_view before, std::string_view after);

} // namespace seamline::interchange
