// app/ui/relink_state.h: what the dialog of a cut's media remembers.
#pragma once

#include "app/interchange/edit_changes.h"
#include "app/interchange/relink.h"
#include "app/session/session.h"

#include <string>
#include <vector>

namespace seamline::ui {

/// One medium of the cut.
struct RelinkRow {
    interchange::RelinkEntry entry;
    std::string linked; ///< Where it is now; empty: offline.
    int chosen = -1;    ///< Of the candidates; -1: stays as it is.
};

struct RelinkState {
    bool open = false;
    bool only_offline = true;
    session::SourceKey key = 0; ///< Of the cut.
    std::string title;
    std::vector<RelinkRow> rows;
    std::string note; ///< Why the search ended early.
    std::string folder;
    std::string map_from, map_to;
    std::string save_path;
    bool nle_safe = false;
    std::vector<std::string> losses; ///< Of the last save.
    bool changes_open = false;       ///< The list of what changed from A to B.
};

/// The changes between two cuts, which are immutable: compared once. Pointers only tell them apart.
struct ChangeList {
    const session::Cut* before = nullptr;
    const session::Cut* after = nullptr;
    std::vector<interchange::EditChange> changes;
};

} // namespace seamline::ui
