// app/ui/scope_region.h: the part of each picture that scopes count, and the pixel that they mark.
#pragma once

#include "app/ui/picture_places.h"
#include "app/ui/scope_layout.h"
#include "renderer/scopes/graticule.h"
#include "renderer/scopes/view_signal.h"

#include <optional>
#include <vector>

namespace seamline::ui {

/// Ctrl and a drag draw a rectangle, Ctrl and a click clear it. Shows it on every picture while
/// scopes are shown.
void draw_scope_region(const Ui& ui, ImDrawList& list, const std::vector<PicturePlace>& places,
                       bool hovered);

/// What of a source is counted, in pixels of the visible picture; empty: all of it.
Rect counted_region(const Ui& ui, const std::vector<PicturePlace>& places, session::SourceKey key);

/// The pixel of a source under the pointer, or at the same place of its picture, and its levels.
struct ProbedLevels {
    glm::ivec2 pixel{0}; ///< Of the visible picture.
    renderer::ScopeSample levels;
    shared::ScopeParams params; ///< Of the whole picture.
};
/// Nothing while the probe is off, the pointer is elsewhere, or the frame has not been read yet.
/// `signal`: levels behind that view; null: the source's own.
std::optional<ProbedLevels> probed_levels(const Ui& ui, const std::vector<PicturePlace>& places,
                                          session::SourceKey key,
                                          const renderer::ViewSignal* signal);

} // namespace seamline::ui
