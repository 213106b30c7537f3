// app/session/cut_json.h: a cut's fields in a session file.
#pragma once

#include "app/session/json_fields.h"
#include "app/session/session.h"

namespace seamline::session {

/// The object "cut" of a source; nothing for a source that is none. Events are checked: what breaks
/// interchange::broken_limit is refused; the document that the edit was imported from is
/// read again from `source.path` and forgotten when it has changed. Blocks: on the disk, for that
/// document.
void cut_fields(FieldReader& io, Source& source);
void cut_fields(FieldWriter& io, const Source& source);

} // namespace seamline::session
