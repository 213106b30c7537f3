// renderer/passes/dissolve_passes.h: pictures that dissolve, mixed before a tile mixes its two.
#pragma once

#include "renderer/composition.h"

#include <memory>
#include <vector>

namespace seamline::renderer {

/// A picture and what it dissolves into, mixed into floats that a later composition reads as a
/// frame.
struct DissolvePass {
    Composition composition; ///< Only its tiles are wanted, as TargetFormat::Rgba32fWide.
    std::shared_ptr<CachedFrame> frame; ///< Of the target's size; without a buffer as yet.
};

struct DissolvePasses {
    std::vector<DissolvePass> passes; ///< Before `shown`.
    Composition shown;                ///< The same pixels, and no picture dissolves.
};

bool has_dissolves(const Composition& composition);

/// A tile of one picture, a half of a butterfly and a side of a wipe mix the two of their dissolve
/// themselves and need no pass; where two pictures meet there is one for each that dissolves.
DissolvePasses dissolve_passes(const Composition& composition);

} // namespace seamline::renderer
