#include "app/ui/review/told_otherwise.h"

#include "decode/media/counted.h"

#include <algorithm>
#include <set>
#include <span>
#include <utility>

namespace seamline::ui {
namespace {

using review::IngestItem;
using review::TakeFacts;

const review::Take* stacked_take(const review::Review& review, const std::string& media_id) {
    const auto at = std::ranges::find(review.takes, media_id, &review::Take::media_id);
    return at == review.takes.end() || at->shot.empty() ? nullptr : &*at;
}

/// Only what is known already, and would be another.
TakeFacts without_fills(TakeFacts said, const TakeFacts& known) {
    for (std::string TakeFacts::*fact : {&TakeFacts::generator, &TakeFacts::version,
                                         &TakeFacts::prompt, &TakeFacts::seed, &TakeFacts::rights})
        if ((known.*fact).empty()) (said.*fact).clear();
    return said;
}

} // namespace

std::vector<std::string> told_otherwise(const interchange::FolderTake& take,
                                        const review::Review& review, bool fills) {
    const review::Take* known = take.medium ? stacked_take(review, take.medium->media_id) : nullptr;
    if (known == nullptr || !take.problem.empty()) return {};
    IngestItem item;
    item.medium = *take.medium;
    item.note = review::merged(take.table.value_or(review::TakeNote{}),
                               take.sidecar.value_or(review::TakeNote{}));
    if (!fills) item.note.facts = without_fills(item.note.facts, known->facts);
    std::vector<std::string> changes;
    if (item.note.shot && *item.note.shot != known->shot)
        changes.push_back("shot " + known->shot + " -> " + *item.note.shot);
    else
        item.note.shot = known->shot;
    review::tell_changes(std::span(&item, 1), review);
    changes.insert(changes.end(), item.changes.begin(), item.changes.end());
    return changes;
}

std::vector<std::string> without_changes_of_shot(IngestItem& item, const review::Review& review) {
    if (!item.note.shot) return {};
    const auto shot = std::ranges::find(review.shots, *item.note.shot, &review::Shot::name);
    if (shot == review.shots.end()) return {};
    IngestItem told;
    told.note.shot = item.note.shot;
    if (shot->coverage != review::CoverageClass::None && item.note.coverage &&
        *item.note.coverage != shot->coverage)
        told.note.coverage = std::exchange(item.note.coverage, std::nullopt);
    if (shot->place != review::ShotPlace::None && item.note.place &&
        *item.note.place != shot->place)
        told.note.place = std::exchange(item.note.place, std::nullopt);
    review::tell_changes(std::span(&told, 1), review);
    return told.changes;
}

std::string words_of(const std::vector<ToldOtherwise>& told) {
    if (told.empty()) return "";
    std::set<std::filesystem::path> movies;
    for (const ToldOtherwise& one : told) movies.insert(one.movie);
    const ToldOtherwise& first = told.front();
    std::string text = "The table or notes of \"" + first.movie.parent_path().filename().string() +
                       "\" say otherwise of " +
                       (movies.size() == 1 ? first.movie.filename().string()
                                           : counted(movies.size(), "take", "takes"));
    text += movies.size() == 1 ? ": " : ", " + first.movie.filename().string() + ": ";
    for (std::size_t i = 0; i < first.changes.size() && i < 2; ++i)
        text += (i > 0 ? ", " : "") + first.changes[i];
    return text + (first.changes.size() > 2 || movies.size() > 1 ? " ..." : ".");
}

} // namespace seamline::ui
