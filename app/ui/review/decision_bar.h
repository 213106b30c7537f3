// app/ui/review/decision_bar.h: the buttons that decide, what they decide on and who, and the strip
// for reasons.
#pragma once

#include "app/ui/ui_model.h"

namespace seamline::ui {

/// At the right end of the bar that is being drawn, as wide as there is room for.
void draw_decision_bar(const Ui& ui);
/// On the picture, for a while after a decision.
void draw_reason_strip(const Ui& ui);
/// The key of a reason while the strip has the keyboard: "1" to "9", then "a" to "z"; empty: none.
std::string reason_key(std::size_t index);
/// Which of `count` reasons a letter means; none: it is no letter of theirs.
std::optional<std::size_t> reason_of_letter(const KeyPress& press, std::size_t count);
/// Chooses a reason of the list, or takes it away; false: there is none of that index.
bool toggle_reason(ReasonStrip& strip, const std::vector<std::string>& reasons, std::size_t index);

} // namespace seamline::ui
