// app/ui/view_math.h: zoom and pan by hand, guides and masks as rectangles.
#pragma once

#include "app/ui/wipe_geometry.h"
#include "renderer/layout.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace seamline::ui {

/// `view` magnified by `factor` so that what lies under `at` stays there. Zoom is kept in [1/64,
/// 256].
renderer::View zoomed_at(const renderer::View& view, double factor, glm::dvec2 at,
                         const ScreenRect& tile);
/// `view` moved by `delta_px`.
renderer::View panned_by(const renderer::View& view, glm::dvec2 delta_px, const ScreenRect& tile);

/// The place of a picture's edges on the screen, from its target-to-source map. `origin` is where
/// the map's target begins in the window. Pictures turn by quarters only, so this is exact.
ScreenRect picture_rect(const glm::mat3x2& target_to_source, Extent visible, glm::dvec2 origin);

/// Rectangle of `fraction` of the size, about the same centre. 0.93 is action safe, 0.90 title
/// safe. Source: SMPTE ST 2046-1.
ScreenRect inset(const ScreenRect& rect, double fraction);
/// Largest rectangle of width / height `aspect` inside `rect`, about the same centre.
ScreenRect masked(const ScreenRect& rect, double aspect);
/// "2.39", "16:9" or "1.85:1" as a number in [0.1, 10]; null otherwise.
std::optional<double> aspect_from(std::string_view text);

/// Sides of the viewer and of the panels around it, in unscaled pixels; what the user dragged.
struct PanelSizes {
    float timeline_px = 210;
    float inspector_px = 300;
    float decisions_px = 260; ///< Height of the list of decisions.
    float remarks_px = 380;   ///< Width of comments, and of shots and takes.

    friend bool operator==(const PanelSizes&, const PanelSizes&) = default;
};

struct PanelsShown {
    bool menu = true;
    bool compare_bar = true;
    bool timeline = true;
    bool transport = true;
    bool inspector = true;
    bool lamps = true;

    friend bool operator==(const PanelsShown&, const PanelsShown&) = default;
};

/// Where everything lies in the window.
struct PanelRects {
    ScreenRect compare_bar, lamps, viewer, timeline, transport, inspector;
    ScreenRect timeline_splitter, inspector_splitter; ///< Empty when the panel is hidden.
    ScreenRect scopes, scopes_splitter;               ///< See scope_layout.h.
    ScreenRect map;                                   ///< Beside the pictures; empty: none.
    /// What people said, see take_review_places; empty: not shown.
    ScreenRect decisions, decisions_splitter, comments, takes, remarks_splitter;
};

/// Which lists of the review are open.
struct ReviewListsShown {
    bool decisions = false;
    bool comments = false;
    bool takes = false;
};

/// Fixed heights of the bars, in pixels as drawn.
struct BarHeights {
    float menu_px = 0;
    float compare_px = 0;
    float transport_px = 0;
    float lamps_px = 0;
};

/// Lays the panels out. The viewer keeps at least 240 x 135 unscaled pixels: panels shrink before
/// it does. Whole pixels only, so that the picture is never resampled by its place.
PanelRects panel_rects(glm::dvec2 window, const PanelSizes& sizes, const PanelsShown& shown,
                       const BarHeights& bars, float scale);
/// Takes the places of a review's lists from `rects.viewer`, so that none lies over another or over
/// a picture: decisions below it, comments and under them shots and takes on its right. In whole
/// pixels; each takes at most half of the viewer.
void take_review_places(PanelRects& rects, const PanelSizes& sizes, const ReviewListsShown& shown,
                        float scale);
/// `sizes` after the user dragged a splitter by `delta_px` (positive: down or right), kept within
/// reason.
PanelSizes dragged_timeline(PanelSizes sizes, float delta_px, glm::dvec2 window, float scale);
PanelSizes dragged_inspector(PanelSizes sizes, float delta_px, glm::dvec2 window, float scale);
/// The same for lists of a review that lie in `rects`.
PanelSizes dragged_decisions(PanelSizes sizes, float delta_px, const PanelRects& rects,
                             float scale);
PanelSizes dragged_remarks(PanelSizes sizes, float delta_px, const PanelRects& rects, float scale);

} // namespace seamline::ui
