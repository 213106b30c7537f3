// app/ui/review/action_words.h: what an action was, in a person's words, for undo and redo.
#pragma once

#include "app/review/actions.h"
#include "app/ui/review/decision_table.h"

#include <string>

namespace seamline::ui {

/// "send back on frame 12 of take 2", "the pick of SH010", "3 facts of takes": of what it holds the
/// first thing that undo takes back, and how many more of its kind. `names` tells what media are
/// called.
std::string action_words(const review::Action& action, const DecisionTable& names, int frame_base);

} // namespace seamline::ui
