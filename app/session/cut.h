// app/session/cut.h: an edit in the session, and how its media are read.
#pragma once

#include "app/interchange/edit.h"
#include "app/session/color_overrides.h"
#include "renderer/color/source_color.h"

#include <filesystem>
#include <map>
#include <memory>

namespace seamline::session {

/// How one medium of a cut is read, wherever the cut uses it.
struct MediumSettings {
    ColorOverrides color;
    color::SourceColor source_color; ///< An event's own CDL replaces its CDL.
    Rational sequence_rate{24};      ///< Image sequences only.
    bool is_matched = false; ///< The CDL was fitted to another take, to be tried; see playback/match.h.

    friend bool operator==(const MediumSettings&, const MediumSettings&) = default;
};

/// Immutable once it is in a session: a change makes a new one, which shares nothing that matters.
struct Cut {
    interchange::Edit edit; ///< Its references' `path` say where the media are.
    std::map<std::filesystem::path, MediumSettings> media; ///< Those with settings of their own.

    friend bool operator==(const Cut& a, const Cut& b);
};

/// Whether two cuts differ only in how their media are read.
inline bool same_edit(const Cut& a, const Cut& b) {
    return a.edit.name == b.edit.name && a.edit.rate == b.edit.rate &&
           a.edit.start_frame == b.edit.start_frame && a.edit.drop_frame == b.edit.drop_frame &&
           a.edit.width == b.edit.width && a.edit.height == b.edit.height &&
           a.edit.tracks == b.edit.tracks && a.edit.markers == b.edit.markers;
}
inline bool operator==(const Cut& a, const Cut& b) {
    return a.media == b.media && same_edit(a, b);
}

/// A cut that many may hold; null: none. Equal when the cuts are.
struct SharedCut : std::shared_ptr<const Cut> {
    using std::shared_ptr<const Cut>::shared_ptr;

    friend bool operator==(const SharedCut& a, const SharedCut& b) {
        return a.get() == b.get() || (a && b && *a == *b);
    }
};

} // namespace seamline::session
