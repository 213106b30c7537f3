// app/interchange/decisions/review_formats.h: the formats of a review, and a review written in the
// one that a person asks for.
#pragma once

#include "app/interchange/decisions/marker_lists.h"
#include "app/interchange/decisions/review_timeline.h"
#include "app/interchange/edit.h"
#include "app/review/review.h"
#include "decode/media/result.h"

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace seamline::interchange {

enum class ReviewFormat : std::uint8_t {
    Json,
    Csv,
    Otio,
    OtioNleSafe,
    ResolveMarkers,
    Cmx3600,
    AvidMarkers,
    Xmeml,
    Fcpxml,
    PremiereMarkers, ///< Read only.
};
inline constexpr std::size_t kReviewFormats = 10;

/// "json", "csv", "otio", "otio-nle-safe", "resolve", "edl", "avid", "xmeml", "fcpxml", "premiere".
const char* name(ReviewFormat format);
std::optional<ReviewFormat> review_format_from(std::string_view word);
/// Who imports it, and how, on one line.
const char* purpose(ReviewFormat format);

/// What a format may carry of a review.
enum class ReviewField : std::uint8_t {
    Frames, ///< First frame and length.
    State,
    Target, ///< Frame, range, shot or take.
    Reasons,
    Note,
    Author,
    Comments,
    Threads,  ///< Which comment answers which.
    Drawings, ///< With their strokes.
    MediaId,
    OtherTakes, ///< Remarks on takes that are not shown.
    Takes,      ///< Their generators, prompts, seeds, rounds.
    Picks,      ///< Shots, their stacks and picks.
    IdsAndTimes,
    Rankings, ///< Blind comparisons.
};
inline constexpr std::size_t kReviewFields = 15;
const char* name(ReviewField field);

enum class Carried : std::uint8_t {
    No,
    InText, ///< As words of a marker: line ends, and in some formats letters, change.
    Yes,
};
/// What comes back when a format is written and read again.
Carried carried(ReviewFormat format, ReviewField field);
/// That, as a table of Markdown.
std::string carried_table();

struct NamedText {
    std::string name; ///< A file name without folder: letters, digits, '.', '_' and '-'.
    std::string text; ///< Its bytes.
};

struct ReviewWriteOptions {
    /// The cut that the markers go to, with its media; null: the takes themselves. OpenTimelineIO
    /// and Final Cut Pro 7 XML are changed in place where the edit was read from such a file.
    const Edit* edit = nullptr;
    MediaIdOf media_id_of; ///< See timeline_of_edit().
    /// Of lists. Without a cut they start at 01:00:00:00, as timelines of editing systems do.
    ListOptions list;
};

struct WrittenReview {
    std::vector<NamedText> files;    ///< Names are unique.
    std::vector<std::string> losses; ///< What the format does not carry, one line each.
};

/// Without a cut, lists and CMX3600 are one file for each medium with remarks, timelines one for
/// each rate. Deterministic. Threads: any. Errors: InvalidArgument where nothing can be written,
/// and those of the formats' writers.
Result<WrittenReview> write_review(ReviewFormat format, const review::Review& review,
                                   const ReviewWriteOptions& options = {});

/// `name` as a file name that every system takes: other characters become '_', at most 80 bytes.
std::string safe_file_name(std::string_view name);

} // namespace seamline::interchange
