// renderer/measures/texture.h: whether a wall keeps its texture across a cut of one view.
#pragma once

#include "renderer/measures/alignment.h"
#include "renderer/measures/plane.h"

#include <vector>

namespace seamline::measures {

/// Per cell of 30 x 30 pixels of the texture picture (half of native, at most 960 wide), over two
/// bands of detail: between Gaussians of 1 and 2 px, and of 2 and 4 px.
struct TextureCell {
    float structure = 0; ///< 1 - best correlation of the coarse band within 4 px, [0, 2].
    /// Sum over both bands of |log2 of the ratio of energies| / 2, with B's codes brought to A's
    /// brightness: a change of exposure is no change of texture.
    float energy = 0;
    float bend = 0;        ///< flow_bend: a wobble that neither of them sees; NaN: not known.
    bool measured = false; ///< Has texture, and corresponding pixels near.
    bool flagged = false;  ///< structure > 0.6, energy > 0.8 or bend > 3.
};

struct TextureChange {
    int columns = 0;
    int rows = 0;
    std::vector<TextureCell> cells;
    double flagged_share = 0; ///< Of measured cells, [0, 1]; 0 when none is measured.
    int measured_count = 0;
};

/// `luma_a`, `luma_b`: native luma of one size (resize the larger before; resolution is told apart
/// elsewhere). `alignment`: of the working pictures; its smooth flow is used.
/// `excluded`: of the working picture's size or empty: what is not background (faces).
TextureChange texture_change(const Plane& luma_a, const Plane& luma_b, const Alignment& alignment,
                             const Mask& excluded);

} // namespace seamline::measures
