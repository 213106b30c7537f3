// app/interchange/decisions/review_formats.h: a review written in the format that a person asks
// for, and read from whatever comes back.
#pragma once

#include "app/interchange/decisions/marker_lists.h"
#include "app/interchange/decisions/review_timeline.h"
#include "app/interchange/decisions/take_up.h"
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

struct ReviewReadOptions {
    std::optional<ReviewFormat> format; ///< None: told by the content and the name.
    std::vector<review::Medium> known;  ///< Media that markers may stand on.
    const Edit* edit = nullptr;         ///< The cut that a list's markers stand on.
    MediaIdOf media_id_of;              ///< Of its references.
    /// The medium that a list's markers stand on, where there is no cut; empty: the one whose name
    /// the file has, or the only one that is known.
    std::string media_id;
    std::optional<std::int64_t> start_frame; ///< Of the timeline, see ListOptions.
    std::optional<Rational> rate;
    std::optional<bool> drop_frame;
};

/// What `bytes`, the content of the file `name`, says. Threads: any.
/// Errors: Corrupt "NAME: line 12: what", TooLarge, Unsupported (no such format, or markers without
/// a timeline), InvalidArgument.
Result<ReadReview> read_review(std::string bytes, const std::filesystem::path& name,
                               const ReviewReadOptions& options = {});
/// The same of a file. Blocks: on the disk. Errors also: NotFound, Io.
Result<ReadReview> read_review_file(const std::filesystem::path& file,
                                    const ReviewReadOptions& options = {});

/// What a file is; none: no review.
std::optional<ReviewFormat> review_format(std::string_view text, const std::filesystem::path& name);

/// `name` as a file name that every system takes: other characters become '_', at most 80 bytes.
std::string safe_file_name(std::string_view name);

} // namespace seamline::interchange
