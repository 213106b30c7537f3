// app/interchange/decisions/timeline_files.h: remarks as markers of timeline files: OpenTimelineIO,
// Final Cut Pro 7 XML, FCPXML and CMX3600 locators.
#pragma once

#include "app/interchange/decisions/review_timeline.h"
#include "app/interchange/decisions/take_up.h"
#include "app/interchange/otio.h"
#include "decode/media/result.h"

#include <string>
#include <vector>

namespace seamline::interchange {

struct WrittenTimeline {
    std::string text;
    std::vector<std::string> losses;
};

/// Markers stand on clips. OpenTimelineIO keeps every remark whole under
/// `metadata.seamline.review` ("decision", "comment" or "drawing", as review.json has them), and
/// of a media reference "media_id", "medium", "take" and "shot". Remarks on takes that are not
/// shown stand on their clip, too, named "[take] SEND BACK". The other formats have the words only.
/// Errors: those of the format's writer.
Result<WrittenTimeline> write_review_otio(const ReviewTimeline& timeline, OtioProfile profile);
/// Markers of the sequence, which Premiere shows with it.
Result<WrittenTimeline> write_review_xmeml(const ReviewTimeline& timeline);
/// Markers on asset-clips; send back is a to-do, keep a done one.
Result<WrittenTimeline> write_review_fcpxml(const ReviewTimeline& timeline);
/// Locators in record time.
Result<WrittenTimeline> write_review_edl(const ReviewTimeline& timeline, bool utf8);

/// What the markers of edits say; those that `original` (may be null) has already are its own and
/// passed over. `texts`: NameOnly for CMX3600.
ReadReview review_of_edits(const std::vector<Edit>& edits, const std::vector<review::Medium>& known,
                           MarkerTexts texts, const Edit* original);

} // namespace seamline::interchange
