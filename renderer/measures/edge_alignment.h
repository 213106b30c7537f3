// renderer/measures/edge_alignment.h: whether two pictures are one framing under another light.
#pragma once

#include "renderer/measures/alignment.h"

namespace seamline::measures {

/// How well the edges of two pictures lie on each other, the second one moved as a whole.
struct EdgeMatch {
    int dx = 0; ///< Position in B minus position in A, in pixels of levels[0].
    int dy = 0;
    /// How far the best move stands above all others, in their standard deviations.
    double distinctness = 0;
};
EdgeMatch match_edges(const AlignmentSource& a, const AlignmentSource& b);

/// For pictures that align() does not find to be one view, because a sun that moved has laid other
/// shadows over the same things: surfaces do not agree then, but edges of things keep their place
/// and their direction. One move of the whole picture, up to a tenth of its width; valid pixels are
/// those around edges that both pictures have. Coverage is 0 unless that move is distinct: framings
/// that differ have edges in common by chance, but at no one move. It is also 0 where the edges in
/// common lie round the picture's border alone, as those of burnt-in graphics do.
Alignment align_by_edges(const AlignmentSource& a, const AlignmentSource& b);

} // namespace seamline::measures
