// app/interchange/foreign_content.h: what of a file only writing the same file again would keep.
#pragma once

#include "app/interchange/edit.h"

#include <string>
#include <vector>

namespace seamline::interchange {

/// What `document` holds beyond an edit's own values: keys of other programs, words that no other
/// format has. A writer that does not change the file in place loses it. One note for each kind,
/// with how often; `where` is `name`. What a reader already says of an event (effects, titles,
/// unknown objects) is not said again. Empty for a document that is not well-formed: its reader has
/// failed. Threads: any.
std::vector<EditNote> foreign_content(const EditDocument& document, const std::string& name);

} // namespace seamline::interchange
