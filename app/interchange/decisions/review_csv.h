// app/interchange/decisions/review_csv.h: a review as one table, a row for each thing said.
#pragma once

#include "app/review/review.h"
#include "decode/media/result.h"

#include <string>
#include <string_view>

namespace seamline::interchange {

/// UTF-8, commas, CR LF, a header. Column "kind" says what a row is: review, reason, medium, shot,
/// take, decision, comment, drawing, comparison. The other columns have the names of review.json's
/// keys; a target's are "target", "from", "to" and "shot_index". Lists are joined by ';', which
/// within an item is "\;"; strokes are JSON. Rows of decisions, comments and drawings repeat path,
/// name and timecodes for people; those are not read.
std::string write_review_csv(const review::Review& review);

/// Also a table made by hand: columns in any order, those that are missing are empty, unknown ones
/// are passed over, rows without a kind are decisions, and a row on a media_id without a row of its
/// own makes that medium from the columns beside it. Errors: Corrupt "NAME: line 12: what";
/// TooLarge; Unsupported for a table without a column "media_id".
Result<review::Review> read_review_csv(std::string_view text, const std::string& name);

} // namespace seamline::interchange
