#include "app/interchange/decisions/take_up.h"

#include "app/interchange/decisions/review_json.h"
#include "app/interchange/decisions/review_timeline.h"
#include "app/interchange/text_encoding.h"
#include "decode/media/counted.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace seamline::interchange {
namespace {

using review::Medium;
using review::Target;
using review::TargetKind;

constexpr std::size_t kMostNotes = 200;

/// "Marker 12", as programs name markers that nobody named.
bool is_default_name(std::string_view name) {
    const std::string capitals = upper_case(name);
    if (!capitals.starts_with("MARKER")) return false;
    return capitals.find_first_not_of(" 0123456789", 6) == std::string::npos;
}

class TakingUp {
public:
    TakingUp(const Edit& edit, const std::vector<Medium>& known) : edit_(edit) {
        out_.review.name = edit.name;
        out_.notes = edit.notes;
        media_ = known;
        read_kept_media();
    }

    void take(const FoundMarker& marker) {
        if (!marker.kept.empty() && take_kept(marker)) return;
        const std::optional<EventPlace> place = marker.place ? marker.place : event_at(marker);
        if (!place) return leave_out(marker, "marker over no clip");
        const Event& event = edit_.tracks[place->track].events[place->event];
        const MediaReference* reference = event.active_media();
        const Medium* medium = reference != nullptr ? find_medium(*reference, media_) : nullptr;
        if (medium == nullptr)
            return leave_out(marker, "marker on a clip whose medium this review does not know (" +
                                         one_line(event.name) + ")");
        const std::optional<Target> target = target_on(event, *reference, *medium, marker);
        if (!target) return leave_out(marker, "marker on frames that its medium does not have");
        const RemarkWords& words = marker.words;
        if (words.word == RemarkWord::Drawing) {
            out_.drawing_marks.push_back({medium->media_id, target->from, marker.where});
            used_.insert(medium->media_id);
            return;
        }
        if (words.word == RemarkWord::Note) {
            if (words.note.empty()) return leave_out(marker, "marker without words");
            add(review::Comment{.id = {},
                                .parent_id = {},
                                .media_id = medium->media_id,
                                .target = *target,
                                .text = words.note,
                                .author = words.author,
                                .time_ms = 0,
                                .resolved = words.resolved});
        } else {
            add(review::Decision{.id = {},
                                 .media_id = medium->media_id,
                                 .target = *target,
                                 .state = static_cast<review::DecisionState>(words.word),
                                 .reasons = words.reasons,
                                 .note = words.note,
                                 .author = words.author,
                                 .time_ms = 0});
        }
        used_.insert(medium->media_id);
    }

    ReadReview finish() {
        for (const Medium& medium : media_)
            if (used_.contains(medium.media_id)) out_.review.media.push_back(medium);
        if (dropped_ > 0)
            out_.notes.push_back({edit_.name, counted(dropped_, "more remark like these",
                                                      "more remarks like these")});
        return std::move(out_);
    }

private:
    void note(const FoundMarker& marker, const std::string& what) {
        if (out_.notes.size() < kMostNotes)
            out_.notes.push_back({marker.where, what});
        else
            ++dropped_;
    }

    void leave_out(const FoundMarker& marker, const std::string& what) {
        ++out_.left_out;
        note(marker, what + ": left out");
    }

    /// Media, takes and shots that references keep; what the caller knows of a medium wins.
    void read_kept_media() {
        std::set<std::string> shots;
        for (const Track& track : edit_.tracks)
            for (const Event& event : track.events)
                for (const MediaReference& reference : event.media) {
                    if (reference.review.empty()) continue;
                    const otio::Json kept = otio::Json::parse(reference.review, nullptr, false);
                    if (!kept.is_object()) continue;
                    keep_medium(kept, event.name);
                    if (const otio::Json* json = otio::find_object(kept, "shot"))
                        if (auto shot = shot_from(*json, "shot");
                            shot && shots.insert(shot.value().name).second)
                            out_.review.shots.push_back(std::move(shot).value());
                }
    }

    void keep_medium(const otio::Json& kept, const std::string& where) {
        const std::string id = otio::text_at(kept, "media_id");
        if (const otio::Json* json = otio::find_object(kept, "medium")) {
            auto medium = medium_from(*json, "medium");
            if (!medium)
                out_.notes.push_back({where, "medium of a take: " + medium.error().message});
            else if (std::ranges::find(media_, medium.value().media_id, &Medium::media_id) ==
                     media_.end())
                media_.push_back(std::move(medium).value());
        }
        if (const otio::Json* json = otio::find_object(kept, "take")) {
            auto take = take_from(*json, "take");
            const auto same = [&](const review::Take& t) {
                return t.media_id == take.value().media_id;
            };
            if (take && std::ranges::none_of(out_.review.takes, same)) {
                used_.insert(take.value().media_id);
                out_.review.takes.push_back(std::move(take).value());
            }
        }
    }

    /// The topmost clip at the marker.
    std::optional<EventPlace> event_at(const FoundMarker& marker) const {
        for (std::size_t t = edit_.tracks.size(); t-- > 0;) {
            const Track& track = edit_.tracks[t];
            if (track.kind != TrackKind::Video || !track.enabled) continue;
            const auto after =
                std::ranges::upper_bound(track.events, marker.record, {}, &Event::record_in);
            for (auto it = after; it != track.events.begin();) {
                --it;
                if (it->record_in + it->duration <= marker.record) {
                    if (it->duration > 0) break;
                    continue;
                }
                if (it->kind == EventKind::Clip && it->enabled)
                    return EventPlace{t, static_cast<std::size_t>(it - track.events.begin())};
                break;
            }
        }
        return std::nullopt;
    }

    std::optional<Target> target_on(const Event& event, const MediaReference& reference,
                                    const Medium& medium, const FoundMarker& marker) const {
        const RemarkWords& words = marker.words;
        if (words.kind == TargetKind::Take) return Target::take();
        const std::int64_t length = words.frames > 0 ? words.frames : marker.duration;
        const std::int64_t last =
            std::min(marker.record + length, std::max(event.record_out(), marker.record + 1)) - 1;
        const auto frame = [&](std::int64_t record) {
            return medium_frame(event, reference, medium, edit_.rate, record);
        };
        std::int64_t from = std::min(frame(marker.record), frame(last));
        std::int64_t to = std::max(frame(marker.record), frame(last));
        if (medium.frame_count > 0) to = std::min(to, medium.frame_count - 1);
        from = std::max<std::int64_t>(from, 0);
        if (from > to) return std::nullopt;
        if (words.kind == TargetKind::Shot) return Target::of_shot(words.shot, from, to);
        if (words.kind == TargetKind::Range || from != to) return Target::range(from, to);
        return Target::frame(from);
    }

    /// A marker that keeps the whole remark. Where somebody moved it or wrote another note, that
    /// counts. False: nothing that can be read.
    bool take_kept(const FoundMarker& marker) {
        const otio::Json kept = otio::Json::parse(marker.kept, nullptr, false);
        if (!kept.is_object()) return false;
        std::optional<Remark> remark;
        std::string broken;
        const auto read = [&](const char* key, auto from) {
            const otio::Json* json = otio::find_object(kept, key);
            if (json == nullptr || remark) return;
            auto value = from(*json, key);
            if (value)
                remark = std::move(value).value();
            else
                broken = value.error().message;
        };
        read("decision", decision_from);
        read("comment", comment_from);
        read("drawing", drawing_from);
        if (!remark) {
            if (!broken.empty()) note(marker, broken + ": its words are read instead");
            return false;
        }
        const std::string id = media_id_of(*remark);
        const auto medium = std::ranges::find(media_, id, &Medium::media_id);
        if (medium == media_.end()) {
            leave_out(marker, "remark on a medium that is not known");
            return true;
        }
        take_changes(marker, *medium, *remark);
        used_.insert(id);
        std::visit([&](auto& value) { add(std::move(value)); }, *remark);
        return true;
    }

    void take_changes(const FoundMarker& marker, const Medium& medium, Remark& remark) {
        if (marker.is_own && !std::holds_alternative<review::Drawing>(remark)) {
            std::string& text = std::holds_alternative<review::Decision>(remark)
                                    ? std::get<review::Decision>(remark).note
                                    : std::get<review::Comment>(remark).text;
            if (trimmed(text) != trimmed(marker.words.note)) text = marker.words.note;
        }
        if (!marker.place) return;
        const Event& event = edit_.tracks[marker.place->track].events[marker.place->event];
        const MediaReference* reference = event.active_media();
        if (reference == nullptr) return;
        const Medium* shown = find_medium(*reference, media_);
        if (shown == nullptr || shown->media_id != medium.media_id) return;
        const Target target = target_of(remark);
        const auto at = placed_on(event, event.active, true, medium, edit_.rate, target);
        if (!at || at->first == marker.record || target.kind == TargetKind::Take) return;
        const std::int64_t shift =
            medium_frame(event, *reference, medium, edit_.rate, marker.record) -
            medium_frame(event, *reference, medium, edit_.rate, at->first);
        const std::int64_t most =
            medium.frame_count > 0 ? medium.frame_count - 1 - target.to : shift;
        if (target.from + shift < 0 || shift > most) return;
        note(marker, "moved by " + counted(shift, "frame", "frames") + " since it was written");
        if (auto* drawing = std::get_if<review::Drawing>(&remark)) {
            drawing->from += shift;
            drawing->to += shift;
            return;
        }
        Target& moved = std::holds_alternative<review::Decision>(remark)
                            ? std::get<review::Decision>(remark).target
                            : std::get<review::Comment>(remark).target;
        moved.from += shift;
        moved.to += shift;
    }

    /// An edit that shows frames twice has their remarks twice.
    template <typename T> void add_once(T value, std::vector<T>& list) {
        const std::string key =
            json_of(value).dump(-1, ' ', false, otio::Json::error_handler_t::replace);
        if (seen_.insert(key).second) list.push_back(std::move(value));
    }
    void add(review::Decision value) { add_once(std::move(value), out_.review.decisions); }
    void add(review::Comment value) { add_once(std::move(value), out_.review.comments); }
    void add(review::Drawing value) { add_once(std::move(value), out_.review.drawings); }

    const Edit& edit_;
    ReadReview out_;
    std::vector<Medium> media_;
    std::set<std::string> used_; ///< media_ids.
    std::set<std::string> seen_; ///< Remarks as JSON.
    std::size_t dropped_ = 0;
};

} // namespace

FoundMarker found_marker(const EditMarker& marker, const std::string& where, MarkerTexts texts) {
    FoundMarker found;
    found.record = marker.record;
    found.duration = std::max<std::int64_t>(marker.duration, 1);
    found.kept = marker.review;
    found.where = where;
    const bool two = texts == MarkerTexts::NameAndNote;
    if (auto words = two ? words_from_head(marker.name) : words_from_line(marker.name)) {
        found.words = *std::move(words);
        if (two) read_note_text(marker.note, found.words);
        if (found.words.author.empty()) found.words.author = marker.author;
        found.is_own = true;
    } else {
        const bool named = !marker.name.empty() && !is_default_name(marker.name);
        found.words.note = named ? marker.name : "";
        if (!marker.note.empty())
            found.words.note += (found.words.note.empty() ? "" : ": ") + marker.note;
        found.words.author = marker.author;
        // A marker that only has its colour still marks something.
        if (found.words.note.empty()) found.words.note = marker.name;
    }
    return found;
}

ReadReview take_up(const Edit& edit, const std::vector<FoundMarker>& markers,
                   const std::vector<Medium>& known) {
    TakingUp taking(edit, known);
    for (const FoundMarker& marker : markers) taking.take(marker);
    return taking.finish();
}

} // namespace seamline::interchange
