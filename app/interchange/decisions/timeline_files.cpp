#include "app/interchange/decisions/timeline_files.h"

#include "app/interchange/decisions/review_json.h"
#include "app/interchange/edl.h"
#include "app/interchange/fcpxml.h"
#include "app/interchange/xmeml.h"
#include "decode/media/counted.h"

#include <algorithm>
#include <set>
#include <tuple>

namespace seamline::interchange {
namespace {

/// The remark whole, for OpenTimelineIO's metadata.
std::string kept_remark(const Remark& remark) {
    otio::Json kept = otio::Json::object();
    static constexpr std::array kKeys{"decision", "comment", "drawing"};
    kept[kKeys[remark.index()]] =
        std::visit([](const auto& value) { return json_of(value); }, remark);
    return kept.dump(-1, ' ', false, otio::Json::error_handler_t::replace);
}

EditMarker plain_marker(const ReviewMarker& marker) {
    const RemarkWords words = words_of(marker.remark, 0);
    EditMarker out;
    out.record = marker.record;
    out.duration = marker.duration;
    out.name = head_text(words);
    out.note = note_text(words);
    out.color = marker_color(marker.remark);
    return out;
}

/// For the formats that do not keep what is beside a medium's file: a changed reference would be
/// written anew.
Edit without_kept(const ReviewTimeline& timeline) {
    Edit edit = timeline.edit;
    for (Track& track : edit.tracks)
        for (Event& event : track.events)
            for (MediaReference& media : event.media) media.review.clear();
    return edit;
}

std::vector<std::string> losses_without_metadata(const ReviewTimeline& timeline) {
    std::vector<const ReviewMarker*> shown;
    for (const ReviewMarker& marker : timeline.markers)
        if (marker.is_shown) shown.push_back(&marker);
    std::vector<std::string> losses = timeline.losses;
    for (std::string& loss : losses_of_words(shown)) losses.push_back(std::move(loss));
    if (const std::size_t hidden = timeline.markers.size() - shown.size(); hidden > 0)
        losses.push_back(counted(hidden, "remark", "remarks") +
                         " on takes that the timeline does not show: left out");
    return losses;
}

Event& event_of(Edit& edit, const EventPlace& place) {
    return edit.tracks[place.track].events[place.event];
}

Result<WrittenTimeline> finished(Result<WrittenEdit> written, std::vector<std::string> losses) {
    if (!written) return written.error();
    for (const EditNote& note : written.value().losses)
        losses.push_back((note.where.empty() ? "" : note.where + ": ") + note.what);
    return WrittenTimeline{std::move(written.value().text), std::move(losses)};
}

using MarkerKey = std::tuple<std::int64_t, std::string, std::string>;
MarkerKey key_of(const EditMarker& marker) { return {marker.record, marker.name, marker.note}; }

std::set<MarkerKey> markers_of(const Edit* edit) {
    std::set<MarkerKey> keys;
    if (edit == nullptr) return keys;
    for (const EditMarker& marker : edit->markers) keys.insert(key_of(marker));
    for (const Track& track : edit->tracks)
        for (const Event& event : track.events)
            for (const EditMarker& marker : event.markers) keys.insert(key_of(marker));
    return keys;
}

std::string where_of(const EditMarker& marker) {
    return marker.place.empty() ? "marker at frame " + std::to_string(marker.record) : marker.place;
}

template <typename T> void append(std::vector<T>& to, std::vector<T>& from) {
    to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

} // namespace

Result<WrittenTimeline> write_review_otio(const ReviewTimeline& timeline, OtioProfile profile) {
    Edit edit = timeline.edit;
    for (const ReviewMarker& marker : timeline.markers) {
        Event& event = event_of(edit, marker.place);
        EditMarker written = plain_marker(marker);
        if (!marker.is_shown)
            written.name = "[" + event.media[marker.take].key + "] " + written.name;
        written.author = words_of(marker.remark, 0).author;
        written.review = kept_remark(marker.remark);
        event.markers.push_back(std::move(written));
    }
    return finished(write_otio(edit, {.profile = profile}), timeline.losses);
}

Result<WrittenTimeline> write_review_xmeml(const ReviewTimeline& timeline) {
    Edit edit = without_kept(timeline);
    for (const ReviewMarker& marker : timeline.markers)
        if (marker.is_shown) edit.markers.push_back(plain_marker(marker));
    return finished(write_xmeml(edit), losses_without_metadata(timeline));
}

Result<WrittenTimeline> write_review_fcpxml(const ReviewTimeline& timeline) {
    Edit edit = without_kept(timeline);
    for (const ReviewMarker& marker : timeline.markers) {
        if (!marker.is_shown) continue;
        EditMarker written = plain_marker(marker);
        // Only to-do and done have colours there; the name says the rest.
        if (written.color != "RED" && written.color != "GREEN") written.color.clear();
        event_of(edit, marker.place).markers.push_back(std::move(written));
    }
    return finished(write_fcpxml(edit), losses_without_metadata(timeline));
}

Result<WrittenTimeline> write_review_edl(const ReviewTimeline& timeline, bool utf8) {
    Edit edit = without_kept(timeline);
    for (const ReviewMarker& marker : timeline.markers) {
        if (!marker.is_shown) continue;
        EditMarker written;
        written.record = marker.record;
        const std::string words = line_text(words_of(marker.remark, marker.duration));
        written.name = utf8 ? words : typewriter_text(words);
        written.color = marker_color(marker.remark);
        event_of(edit, marker.place).markers.push_back(std::move(written));
    }
    std::vector<std::string> losses = losses_without_metadata(timeline);
    losses.emplace_back("author, state, reasons, target and length: go into the text");
    EdlWriteOptions options;
    options.ascii = !utf8;
    return finished(write_edl(edit, options), std::move(losses));
}

ReadReview review_of_edits(const std::vector<Edit>& edits, const std::vector<review::Medium>& known,
                           MarkerTexts texts, const Edit* original) {
    const std::set<MarkerKey> own = markers_of(original);
    ReadReview out;
    std::set<std::string> media;
    for (const Edit& edit : edits) {
        std::vector<FoundMarker> found;
        const auto add = [&](const EditMarker& marker, std::optional<EventPlace> place) {
            if (own.contains(key_of(marker))) return;
            found.push_back(found_marker(marker, where_of(marker), texts));
            found.back().place = place;
        };
        for (std::size_t t = 0; t < edit.tracks.size(); ++t)
            for (std::size_t e = 0; e < edit.tracks[t].events.size(); ++e)
                for (const EditMarker& marker : edit.tracks[t].events[e].markers)
                    add(marker, EventPlace{t, e});
        for (const EditMarker& marker : edit.markers) add(marker, std::nullopt);
        ReadReview read = take_up(edit, found, known);
        if (out.review.name.empty()) out.review.name = read.review.name;
        for (review::Medium& medium : read.review.media)
            if (media.insert(medium.media_id).second) out.review.media.push_back(std::move(medium));
        append(out.review.decisions, read.review.decisions);
        append(out.review.comments, read.review.comments);
        append(out.review.drawings, read.review.drawings);
        append(out.review.shots, read.review.shots);
        append(out.review.takes, read.review.takes);
        append(out.drawing_marks, read.drawing_marks);
        append(out.notes, read.notes);
        out.left_out += read.left_out;
    }
    return out;
}

} // namespace seamline::interchange
