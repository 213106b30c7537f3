// app/session/cut_mark_edits.h: what a person does to the cuts of a source and to their flags.
#pragma once

#include "app/session/cut_marks.h"

namespace seamline::session {

/// Says it, or takes it back where it was said already.
void toggle_verdict(CutMarks& marks, std::int64_t frame, SeamVerdict verdict);
/// A cut where none was found; one that was removed there is back.
void add_cut(CutMarks& marks, std::int64_t frame);
/// What was found is none, what was added is forgotten, and what was said of it, too.
void remove_cut(CutMarks& marks, std::int64_t frame);

} // namespace seamline::session
