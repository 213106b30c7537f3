// app/ui/review/ingest_panel.h: the dialog that makes a folder's movies takes.
#pragma once

#include "app/ui/ui_model.h"

namespace seamline::ui {

/// While DecideState::ingest is open: what would happen to each movie, and how it is read.
void draw_ingest_dialog(const Ui& ui);

} // namespace seamline::ui
