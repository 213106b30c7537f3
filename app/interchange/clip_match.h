// app/interchange/clip_match.h: which clip of one version of a cut is which of another.
#pragma once

#include "app/interchange/edit.h"

#include <cstddef>
#include <limits>
#include <string>
#include <vector>

namespace seamline::interchange {

constexpr std::size_t kUnmatched = std::numeric_limits<std::size_t>::max();

/// A clip of one version; `event` points into its edit.
struct Clip {
    const Event* event = nullptr;
    std::size_t track = 0; ///< Of the edit.
    std::string media;     ///< What it shows, however its file is spelt.
    std::string exact;     ///< Media, source range and speed.
    /// Of the older version: the index of its partner, in place or moved. Of the newer one only
    /// whether it has one.
    std::size_t match = kUnmatched;
    bool moved = false; ///< Its partner stands elsewhere in the order.
};

/// The clips of both versions, those of a pair of tracks matched in order; see changes_between.
struct ClipMatch {
    std::vector<Clip> before;
    std::vector<Clip> after;
};
ClipMatch match_clips(const Edit& before, const Edit& after);

} // namespace seamline::interchange
