// app/cli/sources_argument.h: what a command is to show: media, edits, or one session.
#pragma once

#include "app/cli/arguments.h"
#include "app/session/session.h"
#include "decode/media/rational.h"
#include "decode/media/result.h"

namespace seamline::cli {

/// The session that `arguments.files()` name: one .seamline file as it was saved, or media, in a
/// row when there are several, with everything else as it is at first. `sequence_rate`: of image
/// sequences; a session has its own, and to give another is an error.
/// Errors: as session::load_session; InvalidArgument.
Result<session::Session> session_named(const Arguments& arguments, Rational sequence_rate);

} // namespace seamline::cli
