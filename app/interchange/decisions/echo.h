// app/interchange/decisions/echo.h: what stands as a form gives it back. Forms of other programs
// spell plainly: ';' for a comma in a reason, "/" for a line end, no accents. What comes back so is
// no change.
#pragma once

#include "app/interchange/decisions/read_review.h"

namespace seamline::interchange {

/// `stands`, written as `format` and read again with `options`: decisions and comments, each as a
/// file of all has it and, where `incoming` has one of its place that this does not explain, as a
/// file of it alone has it (remarks of one frame are joined in some forms, and others may have come
/// since). Of lists without a cut: on the media of `incoming` alone. Threads: any.
review::Review echo_of(const review::Review& stands, const review::Review& incoming,
                       ReviewFormat format, const ReviewReadOptions& options);

/// Sorts out `read.drawing_marks`: one of a drawing of `stands`, where the form has it, tells
/// nothing new, and the drawing stays as it is; any other is left out, with a note. `stands` may be
/// null.
void settle_drawing_marks(ReadReview& read, const review::Review* stands, ReviewFormat format,
                          const ReviewReadOptions& options);

} // namespace seamline::interchange
