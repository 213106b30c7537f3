#include "app/interchange/edit_notes.h"

#include "app/interchange/text_encoding.h"
#include "decode/media/counted.h"

#include <algorithm>

namespace seamline::interchange {
namespace {

constexpr std::size_t kMostNotes = 500;
constexpr std::size_t kMostKinds = 200;
constexpr std::size_t kMostKindBytes = 120;

} // namespace

void EditNotes::add(std::string where, std::string what) {
    if (notes_.size() < kMostNotes)
        notes_.push_back({std::move(where), std::move(what)});
    else
        ++dropped_;
}

void EditNotes::count(const std::string& what) {
    const std::string kind = one_line(what, kMostKindBytes);
    const auto found =
        std::ranges::find(counts_, kind, &std::pair<std::string, std::size_t>::first);
    if (found != counts_.end())
        ++found->second;
    else if (counts_.size() < kMostKinds)
        counts_.emplace_back(kind, 1);
    else
        ++dropped_;
}

std::vector<EditNote> EditNotes::take(const std::string& where) {
    for (const auto& [what, count] : counts_) notes_.push_back({where, repeated(what, count)});
    if (dropped_ > 0)
        notes_.push_back(
            {where, "and " + counted(dropped_, "more note like these", "more notes like these")});
    counts_.clear();
    dropped_ = 0;
    return std::exchange(notes_, {});
}

} // namespace seamline::interchange
