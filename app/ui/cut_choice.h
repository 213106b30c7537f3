// app/ui/cut_choice.h: which event of a cut is chosen, and what its list shows.
#pragma once

#include "app/playback/cut_program.h"
#include "app/session/session.h"

#include <array>
#include <cstdint>

namespace seamline::ui {

/// An event of the cut that a source is. An edit may have taken it away: see CutTable::row_of.
struct ChosenEvent {
    session::SourceKey source = 0;
    playback::EventPlace place;

    friend bool operator==(const ChosenEvent&, const ChosenEvent&) = default;
};

enum class CutColumn : std::uint8_t {
    Number,
    Name,
    RecordIn,
    Duration,
    SourceIn,
    Take,
    Origin,
    Placement,
    Notes,
};

/// Which events the list shows, and in which order.
struct CutListChoice {
    // Only events of which at least one that is switched on is true; none: all.
    bool offline = false;
    bool unsupported = false;
    bool generated = false;
    bool live_action = false;
    std::array<char, 128> text{}; ///< Words that all must be in a name, path or note.
    CutColumn sort = CutColumn::Number;
    bool descending = false;
    bool follows = true; ///< Scrolls to the event under the playhead.

    friend bool operator==(const CutListChoice&, const CutListChoice&) = default;
};

} // namespace seamline::ui
