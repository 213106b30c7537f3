#include "app/interchange/decisions/review_formats.h"

#include "app/interchange/decisions/review_csv.h"
#include "app/interchange/decisions/review_json.h"
#include "app/interchange/decisions/timeline_files.h"
#include "app/interchange/numbers.h"
#include "app/interchange/text_encoding.h"
#include "decode/media/counted.h"
#include "decode/media/timecode.h"

#include <algorithm>
#include <map>
#include <set>

namespace seamline::interchange {
namespace {

namespace fs = std::filesystem;
using review::Medium;
using review::Review;

struct Format {
    ReviewFormat format;
    const char* name;
    const char* extension;
    const char* purpose;
    /// By ReviewField: 'y' carried, 't' as text, '-' not.
    std::string_view carried;
};

// Frames State Target Reasons Note Author Comments Threads Drawings MediaId OtherTakes Takes Picks
// IdsAndTimes Rankings
constexpr std::array<Format, kReviewFormats> kFormats{{
    {ReviewFormat::Json, "json", ".review.json",
     "everything; for scripts, other reviewers, and a backup", "yyyyyyyyyyyyyyy"},
    {ReviewFormat::Csv, "csv", ".csv", "everything, for spreadsheets", "yyyyyyyyyyyyyyy"},
    {ReviewFormat::Otio, "otio", ".otio",
     "OpenTimelineIO: OpenRV, xStudio, Hiero; all takes of a shot in one clip", "yyyyyyyyyyyyyy-"},
    {ReviewFormat::OtioNleSafe, "otio-nle-safe", ".otio",
     "OpenTimelineIO for editing systems: the shown take only", "yyyyyyyyyyy-yy-"},
    {ReviewFormat::ResolveMarkers, "resolve", ".edl",
     "DaVinci Resolve: right-click the timeline, Timelines > Import > Timeline Markers from EDL",
     "ytttttt--------"},
    {ReviewFormat::Cmx3600, "edl", ".edl", "CMX3600 with locators: Baselight, Nucoda, Avid",
     "ytttttt--------"},
    {ReviewFormat::AvidMarkers, "avid", ".txt",
     "Avid Media Composer: Tools > Markers > Import Markers", "ytttttt--------"},
    {ReviewFormat::Xmeml, "xmeml", ".xml",
     "Premiere Pro: File > Import makes a sequence with the markers", "ytttttt--------"},
    {ReviewFormat::Fcpxml, "fcpxml", ".fcpxml",
     "Final Cut Pro: File > Import > XML; send back is a to-do marker", "ytttttt--------"},
    {ReviewFormat::PremiereMarkers, "premiere", ".csv",
     "read only: Premiere's File > Export > Markers", "y-----t--------"},
}};

constexpr std::array<const char*, kReviewFields> kFields{"frames and length",
                                                         "state",
                                                         "target",
                                                         "reasons",
                                                         "note",
                                                         "author",
                                                         "comments",
                                                         "threads",
                                                         "drawings",
                                                         "media id",
                                                         "takes not shown",
                                                         "takes",
                                                         "picks",
                                                         "ids and times",
                                                         "rankings"};

const Format& entry(ReviewFormat format) {
    return *std::ranges::find(kFormats, format, &Format::format);
}

/// Names that are given once, with numbers where they would be equal.
class FileNames {
public:
    std::string unused(const std::string& stem, const std::string& extension) {
        const std::string safe = safe_file_name(stem);
        std::string name = safe + extension;
        for (int i = 2; !used_.insert(upper_case(name)).second; ++i)
            name = safe + "_" + std::to_string(i) + extension;
        return name;
    }

private:
    std::set<std::string> used_; ///< In capitals: some systems cannot tell a from A.
};

std::string stem_of(const Review& review) { return review.name.empty() ? "review" : review.name; }

std::set<std::string> remarked_media(const Review& review) {
    std::set<std::string> ids;
    for (const review::Decision& decision : review.decisions) ids.insert(decision.media_id);
    for (const review::Comment& comment : review.comments) ids.insert(comment.media_id);
    for (const review::Drawing& drawing : review.drawings) ids.insert(drawing.media_id);
    return ids;
}

bool is_list(ReviewFormat format) {
    return format == ReviewFormat::ResolveMarkers || format == ReviewFormat::AvidMarkers ||
           format == ReviewFormat::Cmx3600;
}

/// What the markers go on, each with the stem of its file's name.
std::vector<std::pair<std::string, ReviewTimeline>>
timelines_for(ReviewFormat format, const Review& review, const ReviewWriteOptions& options) {
    std::vector<std::pair<std::string, ReviewTimeline>> out;
    if (options.edit != nullptr) {
        const std::string& own = options.edit->name;
        out.emplace_back(own.empty() ? stem_of(review) : own,
                         timeline_of_edit(review, *options.edit, options.media_id_of));
        return out;
    }
    if (!is_list(format)) {
        auto timelines = timelines_of_takes(review);
        const bool one = timelines.size() == 1;
        for (ReviewTimeline& timeline : timelines) {
            const std::string rate = decimal_text(timeline.edit.rate, 3);
            out.emplace_back(stem_of(review) + (one ? "" : "_" + rate), std::move(timeline));
        }
        return out;
    }
    const std::set<std::string> ids = remarked_media(review);
    for (const Medium& medium : review.media) {
        if (!ids.contains(medium.media_id)) continue;
        ReviewTimeline timeline = timeline_of_medium(review, medium);
        timeline.edit.start_frame =
            *timecode_frames("01:00:00:00", timeline.edit.rate, timeline.edit.drop_frame);
        out.emplace_back(medium.name, std::move(timeline));
    }
    return out;
}

/// What several files lose alike is said once.
class FileLosses {
public:
    void add(const std::vector<std::string>& losses, const std::string& file) {
        for (const std::string& loss : losses) {
            const auto [place, is_new] = at_.try_emplace(loss, all_.size());
            if (is_new) all_.push_back({loss, {}});
            std::vector<std::string>& files = all_[place->second].second;
            if (files.empty() || files.back() != file) files.push_back(file);
        }
    }

    std::vector<std::string> lines() const {
        std::vector<std::string> out;
        for (const auto& [loss, files] : all_)
            out.push_back(files.size() > 1
                              ? loss + " (in " + std::to_string(files.size()) + " files)"
                          : files.front().empty() ? loss
                                                  : files.front() + ": " + loss);
        return out;
    }

private:
    std::vector<std::pair<std::string, std::vector<std::string>>> all_;
    std::map<std::string, std::size_t> at_;
};

/// "sh010 = take_3, sh020 = take_1": which takes ship, so that a person can say it otherwise.
std::string picks_text(const Review& review) {
    constexpr std::size_t kMost = 20;
    std::string text;
    std::size_t count = 0;
    for (const review::Shot& shot : review.shots) {
        if (shot.pick.empty() || ++count > kMost) continue;
        text += (count > 1 ? ", " : "") + one_line(shot.name, 100) + " = " +
                one_line(label_of(review, shot.pick), 100);
    }
    if (count > kMost) text += " and " + std::to_string(count - kMost) + " more";
    return text;
}

/// What the review holds and the format, by its line of the table, does not; remarks apart, which
/// the timelines' losses name.
std::vector<std::string> field_losses(ReviewFormat format, const Review& review) {
    std::vector<std::string> out;
    const auto lacks = [&](ReviewField field) { return carried(format, field) == Carried::No; };
    if (lacks(ReviewField::Picks) && !review.shots.empty()) {
        const std::string picks = picks_text(review);
        out.push_back(picks.empty() ? "picks: none yet; shots and their stacks: left out"
                                    : "picks, shots and their stacks: left out: " + picks);
    }
    const auto told = std::ranges::count_if(review.takes, [](const review::Take& take) {
        return take.facts != review::TakeFacts{} || take.eliminated || !take.successor_of.empty();
    });
    if (lacks(ReviewField::Takes) && told > 0)
        out.push_back("generators, prompts, seeds, rights and rounds: left out, of " +
                      counted(told, "take", "takes") + " in all");
    if (lacks(ReviewField::MediaId) && !remarked_media(review).empty())
        out.emplace_back("media ids: left out, so takes are known by path and name");
    if (lacks(ReviewField::Rankings) && !review.comparisons.empty())
        out.push_back(counted(review.comparisons.size(), "blind comparison", "blind comparisons") +
                      " left out");
    // These go where everything goes.
    if (format == ReviewFormat::Json || format == ReviewFormat::Csv) return out;
    if (!review.answers.empty())
        out.push_back(counted(review.answers.size(), "answer", "answers") +
                      " to send-backs of earlier rounds: left out");
    if (review.policy) out.emplace_back("the policy of generators: left out");
    return out;
}

std::vector<std::string> unplaced_losses(ReviewFormat format, const Review& review) {
    std::vector<std::string> out = field_losses(format, review);
    std::set<std::string> known;
    for (const Medium& medium : review.media)
        if (medium.frame_count > 0) known.insert(medium.media_id);
    for (const std::string& id : remarked_media(review))
        if (!known.contains(id))
            out.push_back("remarks on " + id + ", whose frames are not known: left out");
    return out;
}

Result<WrittenTimeline> written_timeline(ReviewFormat format, const ReviewTimeline& timeline,
                                         const ListOptions& list) {
    switch (format) {
    case ReviewFormat::Otio:
        return write_review_otio(timeline, OtioProfile::Full);
    case ReviewFormat::OtioNleSafe:
        return write_review_otio(timeline, OtioProfile::NleSafe);
    case ReviewFormat::Xmeml:
        return write_review_xmeml(timeline);
    case ReviewFormat::Fcpxml:
        return write_review_fcpxml(timeline);
    default:
        return write_review_edl(timeline, list.utf8);
    }
}

} // namespace

const char* name(ReviewFormat format) { return entry(format).name; }
const char* purpose(ReviewFormat format) { return entry(format).purpose; }
std::optional<ReviewFormat> review_format_from(std::string_view word) {
    for (const Format& format : kFormats)
        if (word == format.name) return format.format;
    return std::nullopt;
}

const char* name(ReviewField field) { return kFields[static_cast<std::size_t>(field)]; }

Carried carried(ReviewFormat format, ReviewField field) {
    const char mark = entry(format).carried[static_cast<std::size_t>(field)];
    return mark == 'y' ? Carried::Yes : mark == 't' ? Carried::InText : Carried::No;
}

std::string carried_table() {
    std::string table = "| |";
    for (const Format& format : kFormats) table += std::string(" ") + format.name + " |";
    table += "\n|---|";
    for (std::size_t i = 0; i < kFormats.size(); ++i) table += "---|";
    table += "\n";
    for (std::size_t i = 0; i < kReviewFields; ++i) {
        table += std::string("| ") + kFields[i] + " |";
        for (const Format& format : kFormats) {
            const Carried how = carried(format.format, static_cast<ReviewField>(i));
            table += how == Carried::Yes ? " yes |" : how == Carried::InText ? " text |" : " |";
        }
        table += "\n";
    }
    return table;
}

std::string safe_file_name(std::string_view name) {
    std::string out;
    for (const char c : typewriter_text(name)) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                           (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
        out += plain ? c : '_';
        if (out.size() == 80) break;
    }
    if (out.empty() || out.find_first_not_of('.') == std::string::npos) return "review";
    if (out[0] == '.' || out[0] == '-') out[0] = '_';
    return out;
}

Result<WrittenReview> write_review(ReviewFormat format, const Review& review,
                                   const ReviewWriteOptions& options) {
    WrittenReview out;
    FileNames names;
    const std::string extension = entry(format).extension;
    if (format == ReviewFormat::Json || format == ReviewFormat::Csv) {
        const bool is_json = format == ReviewFormat::Json;
        out.files.push_back({names.unused(stem_of(review), extension),
                             is_json ? write_review_json(review) : write_review_csv(review)});
        return out;
    }
    if (format == ReviewFormat::PremiereMarkers)
        return Error{ErrorCode::InvalidArgument,
                     "Premiere imports no list of markers: export xmeml"};
    const auto timelines = timelines_for(format, review, options);
    const bool many = timelines.size() > 1;
    FileLosses losses;
    losses.add(unplaced_losses(format, review), "");
    for (const auto& [stem, timeline] : timelines) {
        const std::string where = many ? stem : "";
        if (format == ReviewFormat::ResolveMarkers || format == ReviewFormat::AvidMarkers) {
            WrittenLists lists = format == ReviewFormat::ResolveMarkers
                                     ? write_resolve_markers(timeline, options.list)
                                     : write_avid_markers(timeline, options.list);
            for (ListText& list : lists.files)
                out.files.push_back(
                    {names.unused(stem + (list.part > 0 ? "_" + std::to_string(list.part) : ""),
                                  extension),
                     std::move(list.text)});
            losses.add(lists.losses, where);
            continue;
        }
        auto written = written_timeline(format, timeline, options.list);
        if (!written) return written.error();
        out.files.push_back({names.unused(stem, extension), std::move(written.value().text)});
        losses.add(written.value().losses, where);
    }
    if (out.files.empty())
        return Error{ErrorCode::InvalidArgument,
                     stem_of(review) + ": nothing that this format can hold: decide on a frame or "
                                       "a take first, or choose json"};
    out.losses = losses.lines();
    return out;
}

} // namespace seamline::interchange
