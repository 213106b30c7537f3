// renderer/passes/tile_lights.h: collects what of a tile's pictures must be filtered beforehand.
#pragma once

#include "renderer/passes/composite_plan.h"

#include <array>
#include <cstddef>

namespace seamline::renderer {

/// Adds the CompositeLights of the current tile, or of a strip of it, to a plan.
class TileLights {
public:
    TileLights(CompositePlan& plan, VkDeviceSize texel_alignment)
        : plan_(plan), texel_alignment_(texel_alignment) {}

    /// A draw will read pixels `target` of picture `which` (0: A, 1: B), whose kind.path is
    /// kPathSeparable. Returns the index into CompositePlan::lights.
    int want(std::size_t which, const Picture& picture, const PictureKind& kind,
             const Rect& target);
    /// Ends the strip: tells its blocks where they will find what they read.
    void finish();

private:
    struct Wanted {
        Picture picture;
        PictureKind kind;
        Rect target;
    };
    void finish_picture(std::size_t which, int filtered_base);

    CompositePlan& plan_;
    VkDeviceSize texel_alignment_;
    bool is_open_ = false;
    std::array<Wanted, 2> wanted_;
    std::array<shared::LightParams, 2> params_{};
};

} // namespace seamline::renderer
