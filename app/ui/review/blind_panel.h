// app/ui/review/blind_panel.h: the question of a blind comparison.
#pragma once

#include "app/ui/ui_model.h"
#include "decode/media/result.h"

#include <string>
#include <vector>

namespace seamline::ui {

/// What a blind comparison is of.
struct BlindTakes {
    std::vector<std::string> takes; ///< Media ids, two or more.
    std::string shot;               ///< Empty: they are of no one shot.
};
/// The takes on the screen that A's shot has, since only one of them ships; where that is A alone,
/// those of the first shot that has two, else all. Errors: NotFound: fewer than two are named.
Result<BlindTakes> blind_takes(const ViewModel& model);

/// "Which ships?", below the pictures, while takes are compared blindly.
void draw_blind_bar(const Ui& ui);

/// Sources as they may be seen during a blind comparison: the two by their side, others by a
/// number; without generator and path.
void hide_names(session::Session& session);

} // namespace seamline::ui
