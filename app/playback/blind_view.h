// app/playback/blind_view.h: two takes side by side without their names; what the session was is
// put back after.
#pragma once

#include "app/playback/player.h"

#include <vector>

namespace seamline::playback {

/// What the user had before.
struct BlindView {
    std::vector<session::SourceKey> order; ///< Of all sources.
    std::vector<session::SourceKey> visible;
    session::CompareState compare;

    friend bool operator==(const BlindView&, const BlindView&) = default;
};

/// What is to be put back; changes nothing.
BlindView blind_view_of(const session::Session& session);
/// `left` left of `right` in a row, nothing else, from the start. False, and nothing changes, for
/// sources that are gone.
bool show_blind_pair(Player& player, session::SourceKey left, session::SourceKey right);
/// The session as it is without the comparison: for files, undo steps and autosave.
session::Session settled(session::Session session, const BlindView& view);
void leave_blind(Player& player, const BlindView& view);

} // namespace seamline::playback
