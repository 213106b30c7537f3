#include "app/interchange/decisions/word_diff.h"

#include <algorithm>
#include <cstddef>

namespace seamline::interchange {
namespace {

constexpr std::size_t kMostWords = 4'000;

std::vector<std::string_view> words_of(std::string_view text) {
    constexpr std::string_view kSpace = " \t\r\n\f\v";
    std::vector<std::string_view> words;
    while (true) {
        const std::size_t first = text.find_first_not_of(kSpace);
        if (first == std::string_view::npos) return words;
        text.remove_prefix(first);
        const std::size_t end = std::min(text.find_first_of(kSpace), text.size());
        words.push_back(text.substr(0, end));
        text.remove_prefix(end);
    }
}

void add(std::vector<WordRun>& runs, WordChange change, std::string_view word) {
    if (runs.empty() || runs.back().change != change) runs.push_back({change, ""});
    std::string& words = runs.back().words;
    if (!words.empty()) words += ' ';
    words += word;
}

} // namespace

std::vector<WordRun> word_diff(std::string_view before, std::string_view after) {
    const auto a = words_of(before);
    const auto b = words_of(after);
    std::vector<WordRun> runs;
    if (a.size() + b.size() > kMostWords) {
        const bool same = std::ranges::equal(a, b);
        for (const std::string_view word : a)
            add(runs, same ? WordChange::Same : WordChange::Removed, word);
        for (const std::string_view word : b)
            if (!same) add(runs, WordChange::Added, word);
        return runs;
    }
    // common[i][k]: length of the longest common subsequence of a from i and b from k.
    const std::size_t width = b.size() + 1;
    std::vector<std::uint16_t> common((a.size() + 1) * width, 0);
    for (std::size_t i = a.size(); i-- > 0;)
        for (std::size_t k = b.size(); k-- > 0;)
            common[i * width + k] =
                a[i] == b[k] ? static_cast<std::uint16_t>(common[(i + 1) * width + k + 1] + 1)
                             : std::max(common[(i + 1) * width + k], common[i * width + k + 1]);
    std::size_t i = 0;
    std::size_t k = 0;
    while (i < a.size() || k < b.size()) {
        if (i < a.size() && k < b.size() && a[i] == b[k]) {
            add(runs, WordChange::Same, a[i]);
            ++i;
            ++k;
        } else if (k == b.size() ||
                   (i < a.size() && common[(i + 1) * width + k] >= common[i * width + k + 1])) {
            add(runs, WordChange::Removed, a[i++]);
        } else {
            add(runs, WordChange::Added, b[k++]);
        }
    }
    return runs;
}

} // namespace seamline::interchange
