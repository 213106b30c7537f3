// app/interchange/otio_rewrite.h: a document's timeline made to say what an edit says, with all
// that an edit does not know left as it is.
#pragma once

#include "app/interchange/otio_json.h"
#include "app/interchange/otio_reader.h"

#include <string>
#include <vector>

namespace seamline::interchange::otio {

/// Changes the timeline at `place` (a Timeline, Stack or Track) in `root` from `before`, which is
/// what it says now, to `edit`. False, with `root` as it was, when a lone Track would have to hold
/// several.
bool rewrite_timeline(Json& root, const std::string& place, const Edit& before, const Edit& edit,
                      std::vector<EditNote>& losses);

} // namespace seamline::interchange::otio
