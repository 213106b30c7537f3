// app/interchange/edl.h: CMX3600 edit decision lists, as editing and grading systems write them.
// Source of the layout: the CMX 3600 list format, and the comments that Avid, Premiere, Resolve,
// Final Cut and OpenTimelineIO add to it.
#pragma once

#include "app/interchange/edit.h"
#include "app/interchange/written_edit.h"
#include "decode/media/result.h"

#include <optional>
#include <string>
#include <vector>

namespace seamline::interchange {

struct EdlReadOptions {
    /// Record frames per second. A list does not state it; none: guessed from the timecodes, which
    /// the edit's notes say.
    std::optional<Rational> rate;
};

/// One edit. `text` in any of the encodings of utf8_text(); `name` begins error lines and names an
/// edit whose list has no title. Event::place is the number of the event's line.
/// A reel AX becomes an empty MediaReference::reel, BL a gap. Source timecode counts at the record
/// rate, except where its frames show that it cannot. A dissolve begins at the cut, as the format
/// has it: Transition::before is 0.
/// Errors: Corrupt with the line; Unsupported for a list of Resolve's timeline markers; TooLarge.
/// Threads: any.
Result<std::vector<Edit>> read_edl(std::string text, const std::string& name,
                                   const EdlReadOptions& options = {});

struct EdlWriteOptions {
    bool long_reels = false; ///< Else 8 letters, digits or '_'; the long name stays as a comment.
    bool ascii = true;       ///< Else UTF-8, which some systems garble.
    /// Write V2, V3, ... as tracks of their own, which most systems cannot read; else the topmost
    /// picture as one track.
    bool all_video_tracks = false;
};

/// Comment lines that the reader does not understand are kept with their events when the edit was
/// read from a list. Fails with InvalidArgument when the edit has no event to write.
Result<WrittenEdit> write_edl(const Edit& edit, const EdlWriteOptions& options = {});

} // namespace seamline::interchange
