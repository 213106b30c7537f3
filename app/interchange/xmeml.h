// app/interchange/xmeml.h: Final Cut Pro 7 XML ("xmeml", versions 4 and 5), which Premiere reads
// and writes. Source of the layout: Apple, Final Cut Pro XML Interchange Format.
#pragma once

#include "app/interchange/edit.h"
#include "app/interchange/written_edit.h"
#include "decode/media/result.h"

#include <string>
#include <vector>

namespace seamline::interchange {

/// One edit for every sequence that is not only inside another, in the order of the document.
/// Event::place and EditDocument::place are byte offsets in EditDocument::text. Nested sequences of
/// the edit's rate are opened into their events, whose places then end in "#" and a number.
/// A Basic Motion becomes a Reframe, scaled by how the file's size fits the sequence's; sizes that
/// are not stated count as equal, an unknown aspect as 16:9.
/// Errors: Corrupt "cut.xml: line 12: what", TooLarge, Unsupported for XML of another kind.
/// Threads: any.
Result<std::vector<Edit>> read_xmeml(std::string text, const std::string& name);

/// Version 5. An edit that was read from xmeml is changed in place: what did not change stays as it
/// stands, with all that this program does not know. Else a new document.
/// Errors: InvalidArgument for a rate that the format cannot state.
Result<WrittenEdit> write_xmeml(const Edit& edit);

} // namespace seamline::interchange
