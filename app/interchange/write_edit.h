// app/interchange/write_edit.h: writes an edit in the format that a file's name asks for.
#pragma once

#include "app/interchange/otio.h"
#include "app/interchange/written_edit.h"
#include "decode/media/result.h"

#include <filesystem>

namespace seamline::interchange {

struct WriteOptions {
    OtioProfile profile = OtioProfile::Full; ///< Of OpenTimelineIO.
    bool relinked_urls = false;              ///< See OtioOptions.
};

/// .otio, .edl, .xml (Final Cut Pro 7), .fcpxml. An edit that was read in the same format is
/// changed in place, so that everything foreign stays; in another, and always as FCPXML, it is
/// written anew and what that drops is among the losses: what the format has no words for, and
/// foreign_content(). An event is written with its shown take's own slip, speed and
/// placing. Writes no file. Errors: InvalidArgument (no such format), and those of the format's
/// writer.
Result<WrittenEdit> write_edit(const Edit& edit, const std::filesystem::path& file,
                               const WriteOptions& options = {});

} // namespace seamline::interchange
