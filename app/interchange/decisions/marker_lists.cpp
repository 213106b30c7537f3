#include "app/interchange/decisions/marker_lists.h"

#include "app/interchange/decisions/joined_markers.h"
#include "app/interchange/numbers.h"
#include "app/interchange/text_encoding.h"
#include "decode/media/counted.h"
#include "decode/media/timecode.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <map>
#include <utility>

namespace seamline::interchange {
namespace {

constexpr std::size_t kMostOfResolve = 999;

/// What all lists of one timeline share.
class ListClock {
public:
    ListClock(const ReviewTimeline& timeline, const ListOptions& options)
        : rate_(options.rate.value_or(timeline.edit.rate)),
          drop_(options.drop_frame.value_or(timeline.edit.drop_frame) && has_drop_frame(rate_)),
          start_(options.start_frame.value_or(timeline.edit.start_frame)), utf8_(options.utf8) {
        if (options.drop_frame.value_or(false) && !drop_)
            loss_ = "drop-frame timecode: " + rate_.text() + " fps has none: counted without";
    }

    /// What was asked for and cannot be; empty: nothing.
    const std::string& loss() const { return loss_; }
    bool drop() const { return drop_; }
    bool fits(std::int64_t record) const {
        return start_ + record >= 0 && start_ + record < timecode_day(rate_, drop_);
    }
    std::string label(std::int64_t record) const {
        return timecode_text(start_ + record, rate_, drop_);
    }
    std::string spelt(const std::string& text) const {
        return utf8_ ? basic_plane_text(text) : typewriter_text(text);
    }

private:
    Rational rate_;
    bool drop_;
    std::int64_t start_;
    bool utf8_;
    std::string loss_;
};

void count_loss(std::vector<std::string>& losses, std::size_t count, const std::string& what) {
    if (count > 0) losses.push_back(counted(count, "remark", "remarks") + " " + what);
}

/// The markers that a list can hold.
std::vector<const ReviewMarker*> listed(const ReviewTimeline& timeline, const ListClock& clock,
                                        std::vector<std::string>& losses) {
    std::vector<const ReviewMarker*> out;
    std::size_t hidden = 0;
    std::size_t late = 0;
    for (const ReviewMarker& marker : timeline.markers) {
        if (!marker.is_shown)
            ++hidden;
        else if (!clock.fits(marker.record))
            ++late;
        else
            out.push_back(&marker);
    }
    count_loss(losses, hidden, "on takes that the timeline does not show: left out");
    count_loss(losses, late, "past 24 hours of timecode: left out");
    return out;
}

void common_losses(const std::vector<const ReviewMarker*>& markers, const ListClock& clock,
                   std::vector<std::string>& losses) {
    for (std::string& loss : losses_of_words(markers)) losses.push_back(std::move(loss));
    if (!clock.loss().empty()) losses.push_back(clock.loss());
    std::size_t letters = 0;
    for (const ReviewMarker* marker : markers) {
        const std::string line = line_text(words_of(marker->remark, 0));
        if (clock.spelt(line) != line) ++letters;
    }
    count_loss(losses, letters, "with letters that the list cannot spell: written plainly");
}

struct Swatch {
    std::string_view word; ///< As marker_color() has it.
    std::string_view resolve;
    std::string_view avid;
};
constexpr std::array<Swatch, 5> kSwatches{{{"GREEN", "Green", "Green"},
                                           {"RED", "Red", "Red"},
                                           {"YELLOW", "Yellow", "Yellow"},
                                           {"BLUE", "Blue", "Blue"},
                                           {"PURPLE", "Purple", "Magenta"}}};

const Swatch& swatch_of(const Remark& remark) {
    return *std::ranges::find(kSwatches, std::string_view(marker_color(remark)), &Swatch::word);
}

/// A line of Resolve's list must not look like an event or a comment of a list.
bool needs_dash(std::string_view text) {
    if (text.empty()) return false;
    const bool is_digit = text[0] >= '0' && text[0] <= '9';
    return is_digit || text[0] == '*' || text.starts_with("- ") || text.starts_with("M2") ||
           text.starts_with("TITLE") || text.starts_with("FCM");
}

std::string resolve_words(std::string text) {
    std::ranges::replace(text, '|', '/');
    return (needs_dash(text) ? "- " : "") + text;
}

using MarkedFrame = std::pair<std::int64_t, std::vector<const ReviewMarker*>>;

std::size_t other_lengths(const std::vector<MarkedFrame>& frames) {
    std::size_t count = 0;
    for (const auto& [record, group] : frames) {
        const std::int64_t length = joined(group).first->duration;
        count += static_cast<std::size_t>(std::ranges::count_if(
            group, [&](const ReviewMarker* marker) { return has_other_length(*marker, length); }));
    }
    return count;
}

Error line_error(const std::string& name, std::size_t line, const std::string& what) {
    return {ErrorCode::Corrupt, name + ": line " + std::to_string(line) + ": " + what};
}

Error too_large(const std::string& name) {
    return {ErrorCode::TooLarge, name + ": holds more than " + std::to_string(kMostMarkers) +
                                     " markers or 64 MB: split it"};
}

/// Frames from a timeline's start; an error phrase where there is none.
struct Position {
    std::int64_t record = 0;
    std::string error;
};
Position position(std::string_view label, std::int64_t start, const Rational& rate, bool drop) {
    const bool drops = drop && has_drop_frame(rate);
    const auto frames = timecode_label(label, rate, drops);
    if (!frames)
        return {0, "\"" + one_line(label, 20) + "\" is no timecode of " + rate.text() +
                       " frames per second" + (drops ? ", drop frame" : "") +
                       ": state the rate of the timeline"};
    if (*frames < start)
        return {0, one_line(label, 20) + " is before the timeline's start, " +
                       timecode_text(start, rate, drops) + ": state the timeline's start"};
    return {*frames - start, ""};
}

std::string_view without_dash(std::string_view text) {
    const bool dashed = text.starts_with("- ") && needs_dash(text.substr(2));
    return dashed ? text.substr(2) : text;
}

/// "hand melts |C:ResolveColorRed |M:SEND BACK |D:12" into its parts.
struct ResolveLine {
    std::string note, head;
    std::int64_t duration = 1;
    bool is_marker = false;
};
ResolveLine resolve_line(std::string_view line) {
    ResolveLine out;
    const std::size_t bar = line.find(" |");
    if (bar == std::string_view::npos) return out;
    out.note = without_dash(line.substr(0, bar));
    for (std::string_view field : split(line.substr(bar + 1), "|")) {
        field = trimmed(field);
        if (field.starts_with("C:")) out.is_marker = true;
        if (field.starts_with("M:")) out.head = trimmed(field.substr(2));
        if (!field.starts_with("D:")) continue;
        const auto length = whole_number(field.substr(2));
        out.duration = length && *length >= 1 ? std::min(*length, kMostFrames) : 1;
    }
    return out;
}

} // namespace

WrittenLists write_resolve_markers(const ReviewTimeline& timeline, const ListOptions& options) {
    WrittenLists out;
    out.losses = timeline.losses;
    const ListClock clock(timeline, options);
    const auto markers = listed(timeline, clock, out.losses);
    common_losses(markers, clock, out.losses);
    std::vector<MarkedFrame> frames;
    std::size_t merged = 0;
    for (const ReviewMarker* marker : markers) {
        if (frames.empty() || frames.back().first != marker->record)
            frames.push_back({marker->record, {}});
        else
            ++merged;
        frames.back().second.push_back(marker);
    }
    count_loss(out.losses, merged, "on a frame that has one already: joined to one marker");
    count_loss(out.losses, other_lengths(frames),
               "of another length than the marker that they are joined to: goes into the text");
    const auto respelt = std::ranges::count_if(markers, [](const ReviewMarker* marker) {
        const std::string line = line_text(words_of(marker->remark, 0));
        return line.find('|') != std::string::npos;
    });
    count_loss(out.losses, static_cast<std::size_t>(respelt),
               "with a '|', which the list keeps for itself: written as '/'");
    const bool is_split = frames.size() > kMostOfResolve;
    if (is_split)
        out.losses.push_back(std::to_string(frames.size()) +
                             " markers: a list holds 999, so there are several files");
    for (std::size_t i = 0; i < frames.size(); ++i) {
        if (i % kMostOfResolve == 0)
            out.files.push_back(
                {"TITLE: " + clock.spelt(joined_lines(timeline.edit.name)) +
                     (clock.drop() ? "\nFCM: DROP FRAME\n\n" : "\nFCM: NON-DROP FRAME\n\n"),
                 is_split ? static_cast<int>(i / kMostOfResolve) + 1 : 0});
        const JoinedMarker marker = joined(frames[i].second);
        const std::string in = clock.label(frames[i].first);
        const std::string end = clock.label(frames[i].first + 1);
        std::array<char, 160> event{};
        std::snprintf(event.data(), event.size(), "%03zu  001      V     C        %s %s %s %s  \n",
                      i % kMostOfResolve + 1, in.c_str(), end.c_str(), in.c_str(), end.c_str());
        std::string& text = out.files.back().text;
        text += event.data() + resolve_words(clock.spelt(marker.note)) + " |C:ResolveColor" +
                std::string(swatch_of(marker.first->remark).resolve) +
                " |M:" + resolve_words(clock.spelt(marker.head)) +
                " |D:" + std::to_string(marker.first->duration) + "\n\n";
    }
    return out;
}

Result<std::vector<FoundMarker>> read_resolve_markers(std::string_view text,
                                                      const std::string& name, std::int64_t start,
                                                      const Rational& rate, bool drop_frame) {
    if (text.size() > kMostListBytes) return too_large(name);
    std::vector<FoundMarker> out;
    std::int64_t record = -1; // Of the event line before.
    std::size_t at = 0;
    bool drop = drop_frame;
    for (const std::string_view raw : text_lines(text)) {
        ++at;
        const ResolveLine line = resolve_line(raw);
        if (line.is_marker) {
            if (record < 0) return line_error(name, at, "a marker without an event line before it");
            FoundMarker found;
            found.record = std::exchange(record, -1);
            found.duration = line.duration;
            found.where = "line " + std::to_string(at);
            for (FoundMarker& marker : parted(found, line.head, line.note))
                out.push_back(std::move(marker));
            if (out.size() > kMostMarkers) return too_large(name);
            continue;
        }
        const std::string_view words = trimmed(raw);
        if (words.starts_with("FCM:")) drop = words.find("NON") == std::string_view::npos;
        if (words.empty() || words[0] < '0' || words[0] > '9') continue;
        // The third timecode from the right of an event line is its record in.
        std::vector<std::string_view> labels;
        for (const std::string_view column : split(words, " "))
            if (column.size() >= 11 && column.find(':') == 2) labels.push_back(column);
        if (labels.size() != 4)
            return line_error(name, at, "an event line with four timecodes is expected");
        Position found = position(labels[2], start, rate, drop);
        if (!found.error.empty()) return line_error(name, at, found.error);
        record = found.record;
    }
    return out;
}

WrittenLists write_avid_markers(const ReviewTimeline& timeline, const ListOptions& options) {
    WrittenLists out;
    out.losses = timeline.losses;
    const ListClock clock(timeline, options);
    const auto markers = listed(timeline, clock, out.losses);
    common_losses(markers, clock, out.losses);
    if (!markers.empty()) out.losses.emplace_back("state, reasons and target: go into the comment");
    std::string text;
    for (const ReviewMarker* marker : markers) {
        RemarkWords words = words_of(marker->remark, 0);
        const std::string author = joined_lines(std::exchange(words.author, ""));
        const std::string color(swatch_of(marker->remark).avid);
        text += clock.spelt(author) + "\t" + clock.label(marker->record) + "\tV" +
                std::to_string(marker->place.track + 1) + "\t" + color + "\t" +
                clock.spelt(line_text(words)) + "\t" + std::to_string(marker->duration) + "\t\t" +
                color + "\n";
    }
    if (!text.empty()) out.files.push_back({std::move(text), 0});
    return out;
}

Result<std::vector<FoundMarker>> read_avid_markers(std::string_view text, const std::string& name,
                                                   std::int64_t start, const Rational& rate,
                                                   bool drop_frame) {
    if (text.size() > kMostListBytes) return too_large(name);
    std::vector<FoundMarker> out;
    std::size_t at = 0;
    for (const std::string_view raw : text_lines(text)) {
        ++at;
        if (trimmed(raw).empty()) continue;
        const auto columns = split(raw, "\t");
        if (columns.size() < 5)
            return line_error(name, at, "five columns separated by tabs are expected");
        const bool drop = columns[1].find(';') != std::string_view::npos || drop_frame;
        Position found = position(trimmed(columns[1]), start, rate, drop);
        if (!found.error.empty()) return line_error(name, at, found.error);
        EditMarker marker;
        marker.record = found.record;
        marker.name = columns[4];
        marker.author = trimmed(columns[0]);
        if (columns.size() > 5)
            marker.duration =
                std::clamp<std::int64_t>(whole_number(columns[5]).value_or(1), 1, kMostFrames);
        out.push_back(found_marker(marker, "line " + std::to_string(at), MarkerTexts::NameOnly));
        if (out.size() > kMostMarkers) return too_large(name);
    }
    return out;
}

Result<std::vector<FoundMarker>> read_premiere_markers(std::string_view text,
                                                       const std::string& name, std::int64_t start,
                                                       const Rational& rate, bool drop_frame) {
    if (text.size() > kMostListBytes) return too_large(name);
    std::map<std::string, std::size_t> column_of;
    std::vector<FoundMarker> out;
    std::size_t at = 0;
    for (const std::string_view raw : text_lines(text)) {
        ++at;
        if (trimmed(raw).empty()) continue;
        const auto columns = split(raw, "\t");
        if (column_of.empty()) {
            for (std::size_t i = 0; i < columns.size(); ++i)
                column_of[std::string(trimmed(columns[i]))] = i;
            for (const char* needed : {"Marker Name", "Description", "In", "Duration"})
                if (!column_of.contains(needed))
                    return line_error(name, at,
                                      std::string("a column \"") + needed + "\" is expected");
            continue;
        }
        const auto column = [&](const char* title) {
            const std::size_t index = column_of.at(title);
            return index < columns.size() ? trimmed(columns[index]) : std::string_view();
        };
        const bool drop = drop_frame || column("In").find(';') != std::string_view::npos;
        Position found = position(column("In"), start, rate, drop);
        if (!found.error.empty()) return line_error(name, at, found.error);
        EditMarker marker;
        marker.record = found.record;
        marker.name = column("Marker Name");
        marker.note = column("Description");
        // A length is no label: it counts frames from nothing, and a point has none.
        const auto length = timecode_frames(column("Duration"), rate, false);
        marker.duration = std::clamp<std::int64_t>(length.value_or(1), 1, kMostFrames);
        out.push_back(found_marker(marker, "line " + std::to_string(at)));
        if (out.size() > kMostMarkers) return too_large(name);
    }
    return out;
}

} // namespace seamline::interchange
