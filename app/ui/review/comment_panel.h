// app/ui/review/comment_panel.h: what people remarked on the take in A, in threads.
#pragma once

#include "app/ui/ui_model.h"

namespace seamline::ui {

void draw_comments(const Ui& ui);

} // namespace seamline::ui
