// app/ui/seam_table.h: which seams the list shows, and in which order; pure.
#pragma once

#include "app/ui/seam_signs.h"
#include "app/ui/view_math.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace seamline::ui {

enum class SeamColumn : std::uint8_t {
    Frame,
    Kind,
    Lighting,
    Continuity,
    Worst,
    Verdict,
    Sentence,
};

struct SeamListChoice {
    bool flagged = false; ///< Only flags and what was said to be one ...
    bool open = false;    ///< ... only what nobody has said anything of.
    SeamColumn sort = SeamColumn::Frame;
    bool descending = false;
    ScreenRect place; ///< Where its window was drawn last; empty: nowhere.

    friend bool operator==(const SeamListChoice&, const SeamListChoice&) = default;
};

/// Indices into `SourceSeams::signs`. Equal ones stay in the order of frames; what is not measured
/// comes last in either direction of `Worst` and the lamps.
std::vector<std::size_t> listed_seams(const SourceSeams& seams, const SeamListChoice& choice);

} // namespace seamline::ui
