// renderer/passes/dissolve_passes.h: pictures that dissolve, mixed before a tile mixes its two.
#pragma once

#include "renderer/composition.h"

#include <memory>
#include <vector>

namespace seamline::renderer {

/// A picture and what it dissolves into, mixed into floats that a later composition reads as a
/// frame.
struct DissolvePass {
    Composition composition;            ///< Of one tile, for TargetFormat::Rgba32fWide.
    std::shared_ptr<CachedFrame> frame; ///< Of the target's size; without a buffer as yet.
};

struct DissolvePasses {
    std::vector<DissolvePass> passes; ///< Before `shown`.
    Composition shown;                ///< The same pixels, and no picture dissolves.
};

bool has_dissolves(const Composition& composition);

/// A tile of one picture, or one half of a butterfly, mixes the two of its dissolve itself and
/// needs no pass; a tile of two has one for each that dissolves, of the pixels that it shows of it.
DissolvePasses dissolve_passes(const Composition& composition);

} // namespace seamline::renderer
