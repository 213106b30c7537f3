// app/ui/toast_place.h: where messages stand: over the picture, not over what is worked in; pure.
#pragma once

#include "app/ui/wipe_geometry.h"

#include <span>

namespace seamline::ui {

/// A place of `size` in `room`, `gap` away from its edges, that meets none of `taken`: in the
/// middle as low as it goes, then on the left, then on the right. Where there is none, at the top
/// in the middle; `at_bottom` is then false, and what stands there grows downwards.
struct ToastPlace {
    ScreenRect rect;
    bool at_bottom = true;
};
ToastPlace toast_place(const ScreenRect& room, glm::dvec2 size, double gap,
                       std::span<const ScreenRect> taken);

} // namespace seamline::ui
