// app/playback/event_medium.h: one take of a cut's event as if it were a source of its own.
#pragma once

#include "app/interchange/edit.h"
#include "app/session/session.h"

namespace seamline::playback {

/// Path, name, generator, rate and colours of `take`, a medium of `event` in `source`'s cut: its
/// own settings, else the source's; the event's CDL replaces theirs. The key is left 0.
session::Source event_medium(const session::Source& source, const session::Cut& cut,
                             const interchange::Event& event,
                             const interchange::MediaReference& take);

/// How that take is placed in the frame.
const interchange::Reframe& event_reframe(const interchange::Event& event,
                                          const interchange::MediaReference& take);

} // namespace seamline::playback
