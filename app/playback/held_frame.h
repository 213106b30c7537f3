// app/playback/held_frame.h: one frame stands still beside a take that plays.
#pragma once

#include "app/playback/audition.h"
#include "app/session/medium_frame.h"

namespace seamline::playback {

/// A source that shows `still` for as long as `duration` says, in session time from 0.
/// `duration`: seconds; at least one frame is made.
session::Source held_source(const session::Still& still, const Rational& duration);

/// Shows `still` as A and `against` as B, whose time goes on; in a Row unless a mode for two
/// pictures is on. `leave_view` puts back what was there. Errors: InvalidArgument: `against` is not
/// open, or the still has no picture size.
Result<Done> hold_frame(Player& player, Audition& audition, const session::Still& still,
                        session::SourceKey against);

} // namespace seamline::playback
