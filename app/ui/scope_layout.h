// app/ui/scope_layout.h: where scopes lie in the window.
#pragma once

#include "app/session/scope_settings.h"
#include "app/ui/view_math.h"

#include <vector>

namespace seamline::ui {

/// The panel and its splitter; empty when there is none.
struct ScopePlace {
    ScreenRect panel;
    ScreenRect splitter;
};

/// Takes the panel's place from `viewer`, below or beside it, in whole pixels; the viewer keeps at
/// least 240 x 135 unscaled pixels. `fills`: takes all of it.
ScopePlace take_scope_place(ScreenRect& viewer, const session::ScopeSettings& settings, bool fills,
                            float scale);
/// `settings` after its splitter was dragged by `delta_px` (positive: down or right).
session::ScopeSettings dragged_scopes(session::ScopeSettings settings, float delta_px, float scale);

/// Room around a trace for its title, numbers and names, in pixels as drawn.
struct ScopeMargins {
    double line = 0;    ///< Height of a line of text.
    double numbers = 0; ///< Width of the numbers of a level scale.
    double pad = 0;
};

struct ScopeCell {
    renderer::ScopeKind kind = renderer::ScopeKind::Waveform;
    ScreenRect rect;  ///< All of it, with title and numbers.
    ScreenRect trace; ///< Whole pixels; a square for vectorscopes and chromaticity diagrams.
};
/// One source, or a pair.
struct ScopeGroup {
    ScreenRect header;
    std::vector<ScopeCell> cells;
};

/// Shares `area` among `groups`, side by side or above each other, and each of those among its
/// cells, so that the traces are as large as can be, by the geometric mean of their areas.
std::vector<ScopeGroup> scope_groups(const ScreenRect& area, int groups,
                                     const std::vector<renderer::ScopeKind>& kinds,
                                     const ScopeMargins& margins);

/// `region` in pixels of a picture of `visible` pixels; at least one pixel, empty for the whole.
/// `seen`: the part of the picture that is seen, in the same pixels.
Rect region_pixels(const session::ScopeRegion& region, Extent visible, const ScreenRect& seen);

} // namespace seamline::ui
