// app/interchange/fcpxml.h: Final Cut Pro X XML ("fcpxml", versions 1.8 to 1.13), which Resolve
// reads and writes as well. Source of the layout: Apple, FCPXML Reference.
#pragma once

#include "app/interchange/edit.h"
#include "app/interchange/written_edit.h"
#include "decode/media/result.h"

#include <string>
#include <vector>

namespace seamline::interchange {

/// One edit for every project, in the order of the document. The primary storyline is the track
/// "Storyline", connected clips go on tracks "Lane 1", "Lane -1", ... above and below it, sound on
/// audio tracks of its own. An audition becomes an event whose first take is the active one.
/// Compound clips of the project's rate are opened into their events.
/// Event::place is a byte offset in EditDocument::text.
/// Errors: Corrupt "cut.fcpxml: line 12: what", TooLarge, Unsupported. Threads: any.
Result<std::vector<Edit>> read_fcpxml(std::string text, const std::string& name);

/// Version 1.10, always a new document: what the reader could not show of the original is among the
/// losses. Takes become an audition, the active one first.
Result<WrittenEdit> write_fcpxml(const Edit& edit);

} // namespace seamline::interchange
