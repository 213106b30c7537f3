// app/interchange/edit_changes.h: what changed from one version of a cut to the next.
#pragma once

#include "app/interchange/edit.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace seamline::interchange {

enum class ChangeKind : std::uint8_t {
    Inserted,
    Removed,
    Moved, ///< To another place in the order, another track, or against its neighbours.
    Trimmed,
    TakeSwapped, ///< Other media in the same slot.
    Retimed,
    GradeChanged,
    Reframed,
    Switched,  ///< Enabled or disabled.
    Dissolved, ///< The transition at its head, or at its tail where nothing follows.
};
/// "inserted", "take swapped", ...
const char* name(ChangeKind kind);

struct EditChange {
    ChangeKind kind = ChangeKind::Inserted;
    std::string name;      ///< Of the event, as the newer version has it if it does.
    std::size_t track = 0; ///< Index in Edit::tracks: in `after`, of what was removed in `before`.
    std::optional<std::int64_t> record_before; ///< Record frame of its start; null: inserted.
    std::optional<std::int64_t> record_after;  ///< Null: removed.
    /// Trimmed: record frames taken off (negative: added) at either end. A slip has
    /// head == -tail.
    std::int64_t head = 0;
    std::int64_t tail = 0;
    /// A phrase: "head 3 frames shorter", "take veo_t02 instead of sora_t01", "moved from
    /// 01:00:02:00 to 01:00:07:12".
    std::string what;

    friend bool operator==(const EditChange&, const EditChange&) = default;
};

/// The changes from `before` to `after`, by record place. Gaps are not events: what follows a gap
/// or an insertion and only shifts with it has not changed. One event can have several changes.
///
/// Events are matched in order by media and source range (a longest increasing subsequence of equal
/// ones), then between those by media alone, then by slot (a take of the other's stack, the name,
/// or the same place and length); what is left is matched anywhere as moved. 2,000 events take
/// milliseconds. Threads: safe.
std::vector<EditChange> changes_between(const Edit& before, const Edit& after);

} // namespace seamline::interchange
