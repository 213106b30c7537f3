// app/interchange/decisions/joined_markers.h: several remarks on one frame as the one marker that
// Resolve keeps there, and apart again.
#pragma once

#include "app/interchange/decisions/review_timeline.h"
#include "app/interchange/decisions/take_up.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace seamline::interchange {

/// Texts of all remarks, joined by " / ".
struct JoinedMarker {
    std::string head;
    std::string note;
    /// The remark that is seen first: send back, then hold, keep, comment, drawing. The marker has
    /// its colour and is as long; heads of remarks of another length say theirs.
    const ReviewMarker* first = nullptr;
};
/// `group` is not empty.
JoinedMarker joined(const std::vector<const ReviewMarker*>& group);
/// Whether a remark does not last `length` frames; a take is as long as it is, whatever a marker
/// says.
bool has_other_length(const ReviewMarker& marker, std::int64_t length);

/// The remarks of a marker, each at `at`; one where nothing was joined, or somebody else wrote it.
std::vector<FoundMarker> parted(const FoundMarker& at, const std::string& head,
                                const std::string& note);

/// `text` between separators, which is not empty.
std::vector<std::string_view> split(std::string_view text, std::string_view separator);

} // namespace seamline::interchange
