// app/ui/seam_widgets.h: the signs of seams as shapes, so that none is told by its colour alone.
#pragma once

#include "app/ui/seam_actions.h"
#include "app/ui/timeline_scale.h"
#include "app/ui/ui_model.h"

#include <optional>

namespace seamline::ui {

Rgb color_of(analysis::LampState state);
/// Quiet: a tick; look: a triangle; flag: a diamond; off: a hollow tick.
void draw_lamp_shape(ImDrawList& list, analysis::LampState state, ImVec2 center, float size,
                     Rgb color);
/// A sign on a row that is `size` high: a step as a broken line, what was added with a plus, what
/// was dismissed struck through, what was accepted underlined.
void draw_sign(ImDrawList& list, const SeamSign& sign, ImVec2 center, float size);
/// The counter for a source's frame: of the tick that shows it, else its own number.
std::string place_text(const Ui& ui, const session::Source& source, std::int64_t frame);
LampKeys lamp_keys(const Ui& ui);

/// Height of the row of signs under a source's lane, in pixels; 0 while nothing is measured.
float seam_row_height(const Ui& ui);
void draw_seam_row(const Ui& ui, ImDrawList& list, const session::Source& source,
                   const TimelineScale& scale, const ScreenRect& row);
/// With the last item, which covers the row: a tooltip of the sign under the pointer; a click goes
/// there.
void use_seam_row(const Ui& ui, const session::Source& source, const TimelineScale& scale,
                  const ScreenRect& row);

/// The source whose curves are drawn, under its own lane: A, while a temporary view is on the one
/// that this is about. Null: none.
const session::Source* curve_source(const Ui& ui);
/// Height of the curves under its lane; 0: they are off.
float curves_height(const Ui& ui);
void draw_curves(const Ui& ui, ImDrawList& list, const session::Source& source,
                 const TimelineScale& scale, const ScreenRect& area);
/// Names, units and the ends of the axes, left of the curves.
void draw_curve_names(const Ui& ui, ImDrawList& list, const session::Source& source,
                      const ScreenRect& area, double left);
/// Unscaled pixels that the timeline needs for curves beside `timeline_px` of lanes, at most 0.6 of
/// the window.
float curves_timeline_px(const Ui& ui, float timeline_px, glm::dvec2 window);

} // namespace seamline::ui
