// app/ui/review/decision_signs.h: decisions as shapes on lanes and pictures, so that none is told
// by its colour alone.
#pragma once

#include "app/ui/picture_places.h"
#include "app/ui/timeline_scale.h"

#include <string>
#include <vector>

namespace seamline::ui {

Rgb color_of(review::DecisionState state);
/// Keep: a disc; send back: a triangle; hold: two bars.
void draw_decision_shape(ImDrawList& list, review::DecisionState state, ImVec2 center, float size,
                         Rgb color);

/// What stands for the take that a source shows, as its lane's header and its picture show it;
/// null: nobody decided, or its file is not read yet.
const DecisionRow* shown_verdict(const Ui& ui, const session::Source& source);

/// What was said, on a lane: decisions on frames, ranges and shots, on an edit also those on its
/// takes, along the top; comments and drawings as signs along the bottom.
void draw_remark_marks(const Ui& ui, ImDrawList& list, const session::Source& source,
                       const TimelineScale& scale, const ScreenRect& lane);
/// With the last item, which covers the lane: a tooltip of what was said under the pointer.
void use_remark_marks(const Ui& ui, const session::Source& source, const TimelineScale& scale,
                      const ScreenRect& lane);
/// What a plate says in at most `width_px` of the current font: state, place, reasons and, where
/// `names_author` or somebody disagrees, who. Where that is too long, reasons have a second line,
/// and with them the place where state and author fill the first; the state is never cut.
std::vector<std::string> plate_lines(const DecisionRow& row, bool names_author, float width_px);
/// How many plates of these heights, `most` at the most, stand below each other in `room`; one does
/// in any.
std::size_t plates_that_fit(const std::vector<float>& heights, float room, std::size_t most);
/// On the right of every picture, below the take's name: what is decided of what it shows; what has
/// no room is counted on the last one.
void draw_decision_plates(const Ui& ui, ImDrawList& list, const std::vector<PicturePlace>& places);

/// All of a decision in lines, for a tooltip.
std::string decision_words(const DecisionRow& row);

} // namespace seamline::ui
