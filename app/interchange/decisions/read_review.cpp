#include "app/interchange/decisions/read_review.h"

#include "app/interchange/decisions/echo.h"
#include "app/interchange/decisions/marker_lists.h"
#include "app/interchange/decisions/review_csv.h"
#include "app/interchange/decisions/review_json.h"
#include "app/interchange/decisions/timeline_files.h"
#include "app/interchange/numbers.h"
#include "app/interchange/read_edit.h"
#include "app/interchange/text_encoding.h"
#include "decode/media/timecode.h"

#include <algorithm>
#include <system_error>
#include <utility>

namespace seamline::interchange {
namespace {

namespace fs = std::filesystem;
using review::Medium;

Error unreadable(ErrorCode code, const fs::path& name, const std::string& what) {
    return {code, one_line(name.generic_string(), 300) + ": " + what};
}

/// The timeline that a list's markers stand on.
struct ListGround {
    Edit edit;
    std::int64_t start = 0;
    Rational rate{24};
    bool drop = false;
};

Edit known_edit(const ReviewReadOptions& options) {
    Edit edit = *options.edit;
    if (!options.media_id_of) return edit;
    for (Track& track : edit.tracks)
        for (Event& event : track.events)
            for (MediaReference& reference : event.media)
                if (const std::string id = options.media_id_of(reference); !id.empty())
                    reference.review = otio::Json{{"media_id", id}}.dump();
    return edit;
}

const Medium* lone_medium(const fs::path& name, const ReviewReadOptions& options) {
    if (!options.media_id.empty()) {
        const auto found = std::ranges::find(options.known, options.media_id, &Medium::media_id);
        return found == options.known.end() ? nullptr : &*found;
    }
    const Medium* found = nullptr;
    for (const Medium& medium : options.known) {
        if (safe_file_name(medium.name) != name.stem().string()) continue;
        if (found != nullptr) return nullptr;
        found = &medium;
    }
    if (found == nullptr && options.known.size() == 1) found = &options.known.front();
    return found;
}

Result<ListGround> ground_of(const fs::path& name, const ReviewReadOptions& options) {
    ListGround ground;
    if (options.edit != nullptr) {
        ground.edit = known_edit(options);
        ground.start = ground.edit.start_frame;
    } else {
        const Medium* medium = lone_medium(name, options);
        if (medium == nullptr)
            return unreadable(ErrorCode::InvalidArgument, name,
                              "a list of markers does not say what it is about: name the take or "
                              "the timeline that its markers stand on");
        ground.edit = edit_of_medium(*medium);
        ground.start = *timecode_frames("01:00:00:00", ground.edit.rate, ground.edit.drop_frame);
    }
    ground.rate = options.rate.value_or(ground.edit.rate);
    ground.drop = options.drop_frame.value_or(ground.edit.drop_frame);
    if (options.edit == nullptr && (options.rate || options.drop_frame))
        ground.start = *timecode_frames("01:00:00:00", ground.rate, ground.drop);
    ground.start = options.start_frame.value_or(ground.start);
    return ground;
}

Result<ReadReview> read_markers(ReviewFormat format, const std::string& text, const fs::path& name,
                                const ReviewReadOptions& options) {
    auto ground = ground_of(name, options);
    if (!ground) return ground.error();
    const auto& [edit, start, rate, drop] = ground.value();
    const std::string shown = one_line(name.generic_string(), 300);
    auto markers = format == ReviewFormat::ResolveMarkers
                       ? read_resolve_markers(text, shown, start, rate, drop)
                   : format == ReviewFormat::AvidMarkers
                       ? read_avid_markers(text, shown, start, rate, drop)
                       : read_premiere_markers(text, shown, start, rate, drop);
    if (!markers) return markers.error();
    return take_up(edit, markers.value(), options.known);
}

Result<ReadReview> read_timeline(ReviewFormat format, std::string text, const fs::path& name,
                                 const ReviewReadOptions& options) {
    ReadOptions reading;
    if (options.rate)
        reading.list_rate = options.rate;
    else if (options.edit != nullptr)
        reading.list_rate = options.edit->rate;
    else if (const Medium* medium = lone_medium(name, options))
        reading.list_rate = medium->frame_rate;
    auto edits = read_edit_text(std::move(text), name, reading);
    if (!edits) return edits.error();
    if (options.media_id_of) {
        ReviewReadOptions one = options;
        for (Edit& edit : edits.value()) {
            one.edit = &edit;
            edit = known_edit(one);
        }
    }
    const auto texts =
        format == ReviewFormat::Cmx3600 ? MarkerTexts::NameOnly : MarkerTexts::NameAndNote;
    return review_of_edits(edits.value(), options.known, texts, options.edit);
}

bool looks_like_avid(std::string_view text) {
    for (const std::string_view line : text_lines(text.substr(0, 4096))) {
        const std::size_t tab = line.find('\t');
        if (tab == std::string_view::npos) continue;
        const std::string_view label = line.substr(tab + 1, line.find('\t', tab + 1) - tab - 1);
        return std::ranges::count(line, '\t') >= 4 && label.size() >= 11 && label[2] == ':';
    }
    return false;
}

Result<ReadReview> read_as(ReviewFormat format, std::string text, const fs::path& name,
                           const ReviewReadOptions& options) {
    const std::string shown = one_line(name.generic_string(), 300);
    switch (format) {
    case ReviewFormat::Json:
    case ReviewFormat::Csv: {
        auto review = format == ReviewFormat::Json ? read_review_json(text, shown)
                                                   : read_review_csv(text, shown);
        if (!review) return review.error();
        ReadReview read;
        read.review = std::move(review).value();
        return read;
    }
    case ReviewFormat::ResolveMarkers:
    case ReviewFormat::AvidMarkers:
    case ReviewFormat::PremiereMarkers:
        return read_markers(format, text, name, options);
    default:
        return read_timeline(format, std::move(text), name, options);
    }
}

} // namespace

bool is_review_name(const fs::path& name) {
    return name.extension() == ".json" && name.stem().extension() == ".review";
}

std::optional<ReviewFormat> review_format(std::string_view text, const fs::path& name) {
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    const std::string_view head = trimmed(text.substr(0, 65'536));
    if (head.starts_with('{') && head.find("seamline.review/") != std::string_view::npos)
        return ReviewFormat::Json;
    if (head.find("|C:ResolveColor") != std::string_view::npos) return ReviewFormat::ResolveMarkers;
    if (head.starts_with("Marker Name\t")) return ReviewFormat::PremiereMarkers;
    switch (edit_format(text, name)) {
    case EditFormat::Otio:
        return ReviewFormat::Otio;
    case EditFormat::Cmx3600:
        return ReviewFormat::Cmx3600;
    case EditFormat::Xmeml:
        return ReviewFormat::Xmeml;
    case EditFormat::Fcpxml:
        return ReviewFormat::Fcpxml;
    case EditFormat::None:
        break;
    }
    if (looks_like_avid(text)) return ReviewFormat::AvidMarkers;
    if (head.substr(0, head.find_first_of("\r\n")).find("media_id") != std::string_view::npos &&
        !head.starts_with('{'))
        return ReviewFormat::Csv;
    return std::nullopt;
}

namespace {

/// With the form that it was read as.
struct ReadMarks {
    ReadReview read;
    ReviewFormat format{};
};
Result<ReadMarks> read_with_format(std::string bytes, const fs::path& name,
                                   const ReviewReadOptions& options) {
    auto text = utf8_text(std::move(bytes));
    if (!text) return unreadable(ErrorCode::Unsupported, name, "no text: no review");
    const auto format = options.format ? options.format : review_format(*text, name);
    if (!format)
        return unreadable(ErrorCode::Unsupported, name,
                          "no review (review.json, CSV, OpenTimelineIO, EDL, Avid or Premiere "
                          "markers, xmeml, FCPXML); export one of these");
    auto read = read_as(*format, *std::move(text), name, options);
    if (!read) return read.error();
    return ReadMarks{std::move(read).value(), *format};
}

} // namespace

Result<ReadReview> read_marks(std::string bytes, const fs::path& name,
                              const ReviewReadOptions& options) {
    auto marks = read_with_format(std::move(bytes), name, options);
    if (!marks) return marks.error();
    return std::move(marks.value().read);
}

Result<ReadReview> read_review(std::string bytes, const fs::path& name,
                               const ReviewReadOptions& options) {
    auto marks = read_with_format(std::move(bytes), name, options);
    if (!marks) return marks.error();
    auto& [read, format] = marks.value();
    settle_drawing_marks(read, options.stands.get(), format, options);
    if (options.stands != nullptr)
        read.echo = echo_of(*options.stands, read.review, format, options);
    return std::move(read);
}

Result<ReadReview> read_review_file(const fs::path& file, const ReviewReadOptions& options) {
    std::error_code code;
    if (!fs::exists(file, code))
        return unreadable(ErrorCode::NotFound, file, "no such file; check the path");
    if (!fs::is_regular_file(file, code))
        return unreadable(ErrorCode::Unsupported, file, "not a regular file; name a review");
    auto bytes = edit_bytes(file);
    if (!bytes) return bytes.error();
    return read_review(std::move(bytes).value(), file, options);
}

} // namespace seamline::interchange
