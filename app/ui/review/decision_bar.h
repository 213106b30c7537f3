// app/ui/review/decision_bar.h: the buttons that decide, what they decide on and who, and the strip
// for reasons.
#pragma once

#include "app/ui/ui_model.h"

namespace seamline::ui {

/// At the right end of the bar that is being drawn, as wide as there is room for.
void draw_decision_bar(const Ui& ui);
/// On the picture, for a while after a decision.
void draw_reason_strip(const Ui& ui);
/// Chooses a reason of the list, or takes it away; false: there is none of that index.
bool toggle_reason(ReasonStrip& strip, const std::vector<std::string>& reasons, std::size_t index);

} // namespace seamline::ui
