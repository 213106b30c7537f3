// app/interchange/otio.h: OpenTimelineIO files, read into edits and written from them.
#pragma once

#include "app/interchange/edit.h"
#include "app/interchange/written_edit.h"
#include "decode/media/result.h"

#include <cstdint>
#include <string>
#include <vector>

namespace seamline::interchange {

/// Reads every schema version of OpenTimelineIO 0.15 to main (Clip.1/2, Marker.1/2/3, Track.1 and
/// Sequence.1, Gap.1 and Filler.1, SerializableCollection in both spellings): one edit per
/// timeline; a Stack, Track or Clip at the top is one; the loose clips of a collection follow each
/// other as one.
///
/// Nests are flattened to what is seen of them. Positions add up exactly and are rounded to whole
/// record frames, so that lengths in other rates never drift; where that moves a boundary it is
/// noted. The record rate is that of `global_start_time`, else the commonest among the clips'
/// lengths. A reversed clip shows the media of its source range from the end on. Markers count in
/// their item's time, as if it were not retimed. Unknown objects are gaps of their length and say
/// so; broken references, effects and times are noted and lose nothing else. At rates that have
/// drop-frame timecode it is used, as OpenTimelineIO does, unless metadata says otherwise.
///
/// Kept under "seamline" in metadata: of a timeline `width`, `height`, `drop_frame`; of a clip
/// `origin` ("generated", "live-action") and `reframe` {x, y, scale, flip_horizontal,
/// flip_vertical}; of a media reference `generator`, `reel` and, where no range can
/// hold it, `start_time`; of a marker `author`; of a reference and a marker `review`. A CDL is read
/// from `metadata.cdl`, a reel also from `metadata.cmx_3600.reel`, as OpenTimelineIO's EDL reader
/// has them.
///
/// `name` is the file's, for messages: "cut.otio: line 12, column 5: ...".
/// Threads: safe. Errors: Corrupt, TooLarge (128 MB, 8 million values, 256 levels), Unsupported
/// (JSON that holds no timeline).
Result<std::vector<Edit>> read_otio(std::string text, const std::string& name);

enum class OtioProfile : std::uint8_t {
    Full,    ///< Clip.2 with every take, Marker.2.
    NleSafe, ///< Clip.1 with the active take, Marker.2, only effects that OpenTimelineIO defines.
};

struct OtioOptions {
    OtioProfile profile = OtioProfile::Full;
    /// Media that was relinked is named by where it was found, not as the edit came.
    bool relinked_urls = false;
};

/// Writes `edit`. If it was read from OpenTimelineIO, that document is changed in place, and all
/// that is not in an Edit (foreign metadata, effects, other timelines of the file) stays; a nest is
/// replaced by what is seen of it only where the cut inside it changed.
/// Never written: NaN and infinities, Marker.3, schemas of our own.
/// Threads: safe. Errors: InvalidArgument (a rate of 0, tracks whose events overlap); Corrupt (the
/// edit's document is not what it was read from).
Result<WrittenEdit> write_otio(const Edit& edit, const OtioOptions& options = {});

} // namespace seamline::interchange
