// app/ui/compared_pair.h: the two pictures on the screen that are measured against each other.
#pragma once

#include "app/playback/seam_maps.h"
#include "app/ui/ui_model.h"

#include <optional>
#include <string>

namespace seamline::ui {

/// One picture of the tick on the screen, as measures read it.
struct ComparedSide {
    session::SourceKey key = 0; ///< 0: there is no such source.
    std::string name;           ///< Of the source, or of the take that a cut shows.
    std::optional<playback::ComparedPicture> picture;
    bool is_matched = false; ///< A match is on it; see session::MediumSettings::is_matched.
    std::string why_not;     ///< Why there is no picture; empty when there is one.
};
/// Of a cut: the medium of the event that is shown.
ComparedSide compared_side(const ViewModel& model, session::SourceKey key);

/// Keys as the key map writes them, named where a sentence says what to do; empty: none.
struct PairKeys {
    std::string seam_view;
    std::string hold;
};

/// What A and B show now; of the cut view the outgoing and the incoming frame.
struct ComparedPair {
    ComparedSide a;
    ComparedSide b;

    /// Why nothing can be measured; empty when it can.
    std::string why_not(const PairKeys& keys = {}) const;
    std::optional<playback::MapRequest> request(analysis::SeamMapKind kind) const;
};
ComparedPair compared_pair(const ViewModel& model);

/// A picture as the session keeps it; none without one.
std::optional<session::MediumFrame> medium_frame(const ViewModel& model, session::SourceKey key);
/// As a measure reads it: through what an open source of that file is read through now, else as it
/// was kept. Tags of files that are not open are the file's own.
playback::ComparedPicture picture_of(const ViewModel& model, const session::MediumFrame& kept);

/// "frame 123" or "frames 120 / 123", as the session counts.
std::string frame_words(const playback::MapRequest& request, int frame_base);

} // namespace seamline::ui
