#include "app/review/reasons.h"

#include <algorithm>
#include <array>

namespace seamline::review {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

/// Words that cost time in proportion to their product; longer ones are no slips of a key.
constexpr std::size_t kMostLetters = 100;

std::string in_lower(std::string_view text) {
    std::string out(text);
    std::ranges::transform(out, out.begin(), lower);
    return out;
}

/// Whether one of the words holds the other: "lighting" and "lighting drift".
bool one_holds_other(const std::string& a, const std::string& b) {
    constexpr std::size_t kLeast = 4;
    const std::string& longer = a.size() < b.size() ? b : a;
    const std::string& shorter = a.size() < b.size() ? a : b;
    return shorter.size() >= kLeast && in_lower(longer).find(in_lower(shorter)) != longer.npos;
}

std::string nearest_of(const std::string& reason, std::span<const std::string> list) {
    if (reason.size() > kMostLetters) return {};
    const std::string* best = nullptr;
    std::size_t fewest = 0;
    for (const std::string& listed : list) {
        if (listed.size() > kMostLetters) continue;
        const std::size_t apart =
            one_holds_other(reason, listed) ? 1 : letters_apart(reason, listed);
        const std::size_t most =
            std::max<std::size_t>(1, std::max(reason.size(), listed.size()) / 3);
        if (apart > most || (best != nullptr && apart >= fewest)) continue;
        best = &listed;
        fewest = apart;
    }
    return best == nullptr ? std::string() : *best;
}

} // namespace

std::size_t letters_apart(std::string_view a, std::string_view b) {
    // Rows of the table for a's letters: two before, one before, this one.
    std::array<std::vector<std::size_t>, 3> rows;
    for (auto& row : rows) row.resize(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) rows[1][j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        rows[2][0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const bool same = lower(a[i - 1]) == lower(b[j - 1]);
            std::size_t least =
                std::min({rows[1][j] + 1, rows[2][j - 1] + 1, rows[1][j - 1] + (same ? 0U : 1U)});
            if (i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) &&
                lower(a[i - 2]) == lower(b[j - 1]))
                least = std::min(least, rows[0][j - 2] + 1);
            rows[2][j] = least;
        }
        std::swap(rows[0], rows[1]);
        std::swap(rows[1], rows[2]);
    }
    return rows[1][b.size()];
}

std::vector<UnlistedReason> unlisted_reasons(std::span<const std::string> reasons,
                                             std::span<const std::string> list) {
    std::vector<UnlistedReason> out;
    for (const std::string& reason : reasons) {
        if (std::ranges::find(list, reason) != list.end() ||
            std::ranges::find(out, reason, &UnlistedReason::reason) != out.end())
            continue;
        out.push_back({reason, nearest_of(reason, list)});
    }
    return out;
}

} // namespace seamline::review
