// app/interchange/decisions/marker_lists.h: lists of markers as text: what Resolve and Avid import,
// and what Premiere exports.
#pragma once

#include "app/interchange/decisions/review_timeline.h"
#include "app/interchange/decisions/take_up.h"
#include "decode/media/result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace seamline::interchange {

/// How a list counts and spells.
struct ListOptions {
    /// Timecode of the timeline's first frame, in frames from 00:00:00:00; none: the edit's own.
    std::optional<std::int64_t> start_frame;
    std::optional<Rational> rate; ///< Whose timecode is written; none: the edit's. Frames stay.
    std::optional<bool> drop_frame;
    bool utf8 = false; ///< Else ASCII, which every version reads.
};

/// One file's text; `part` counts from 1 where a format needs several files.
struct ListText {
    std::string text;
    int part = 0; ///< 0: the only one.
};
struct WrittenLists {
    std::vector<ListText> files;
    std::vector<std::string> losses;
};

/// "Timeline Markers from EDL" of DaVinci Resolve: at most 999 markers a file, one a frame (others
/// of that frame are joined by " / "). Remarks on takes that the edit does not show, and beyond 24
/// hours, are among the losses. Files end lines with LF.
WrittenLists write_resolve_markers(const ReviewTimeline& timeline, const ListOptions& options = {});
/// Markers in frames from the list's own start. Errors: Corrupt "NAME: line 12: what", TooLarge.
/// `start`, `rate`, `drop_frame`: of the timeline that the markers stand on.
Result<std::vector<FoundMarker>> read_resolve_markers(std::string_view text,
                                                      const std::string& name, std::int64_t start,
                                                      const Rational& rate, bool drop_frame);

/// Markers > Import Markers of Avid Media Composer: user, timecode, track, colour, comment, length,
/// nothing, colour; separated by tabs.
WrittenLists write_avid_markers(const ReviewTimeline& timeline, const ListOptions& options = {});
/// Five columns or more, also of older versions. Errors as read_resolve_markers().
Result<std::vector<FoundMarker>> read_avid_markers(std::string_view text, const std::string& name,
                                                   std::int64_t start, const Rational& rate,
                                                   bool drop_frame);

/// File > Export > Markers of Premiere: a header, then name, description, in, out, length, type.
/// `text` is UTF-8 (see utf8_text()). Errors as read_resolve_markers().
Result<std::vector<FoundMarker>> read_premiere_markers(std::string_view text,
                                                       const std::string& name, std::int64_t start,
                                                       const Rational& rate, bool drop_frame);

constexpr std::size_t kMostMarkers = 200'000; ///< Of one file.
constexpr std::size_t kMostListBytes = std::size_t{64} << 20;

} // namespace seamline::interchange
