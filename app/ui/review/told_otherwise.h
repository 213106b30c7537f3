// app/ui/review/told_otherwise.h: what tables and notes of watched folders say anew of takes that
// are there. Nothing of it is applied before somebody saw it.
#pragma once

#include "app/interchange/decisions/take_folder.h"
#include "app/review/ingest.h"
#include "app/review/review.h"

#include <filesystem>
#include <string>
#include <vector>

namespace seamline::ui {

/// A movie that its table or notes tell otherwise of than the review.
struct ToldOtherwise {
    std::filesystem::path movie;
    std::vector<std::string> changes; ///< "prompt rain -> snow", never empty.
};

/// What a table or notes beside a movie would change of what the review knows of its take and shot;
/// its name says nothing here. `fills`: what was not known counts, too. Empty: nothing, or the
/// review does not have the take in any stack.
std::vector<std::string> told_otherwise(const interchange::FolderTake& take,
                                        const review::Review& review, bool fills);

/// Class and place of a shot that is known stay as they are: `item` says them no longer where they
/// are others. Returns what that was, as told_otherwise does.
std::vector<std::string> without_changes_of_shot(review::IngestItem& item,
                                                 const review::Review& review);

/// "The table or notes of shots say otherwise of a.mp4: prompt rain -> snow." For several, how many
/// they are. Empty for none.
std::string words_of(const std::vector<ToldOtherwise>& told);

} // namespace seamline::ui
