// app/playback/cut_medium.h: one medium of a cut as if it were a source of the session.
#pragma once

#include "app/interchange/edit.h"
#include "app/session/session.h"

namespace seamline::playback {

/// `take` of `event`, which is linked, read as `source` (whose cut it is) says: the medium's own
/// settings where it has some, and the event's CDL in place of any other. Without key and media.
session::Source medium_of(const session::Source& source, const interchange::Event& event,
                          const interchange::MediaReference& take);

} // namespace seamline::playback
