#include "app/interchange/decisions/review_timeline.h"

#include "app/interchange/decisions/review_json.h"
#include "app/interchange/file_url.h"
#include "app/interchange/media_time.h"
#include "app/interchange/numbers.h"
#include "decode/media/counted.h"
#include "decode/media/timecode.h"

#include <algorithm>
#include <map>

namespace seamline::interchange {
namespace {

using review::Medium;
using review::Review;
using review::Target;
using review::TargetKind;

Rational length_s(const Medium& medium) { return Rational(medium.frame_count) / medium.frame_rate; }

Rational start_s(const Medium& medium) { return Rational(medium.start_frame) / medium.frame_rate; }

MediaReference reference_of(const Medium& medium, const std::string& key) {
    MediaReference reference;
    reference.key = key;
    reference.name = medium.name;
    if (!medium.path.empty()) reference.url = file_url(medium.path);
    reference.path = medium.path;
    reference.start = RationalTime{Rational(medium.start_frame), medium.frame_rate};
    if (medium.frame_count > 0)
        reference.duration = RationalTime{Rational(medium.frame_count), medium.frame_rate};
    return reference;
}

/// All remarks, in the order of a timeline's markers of one frame.
std::vector<Remark> remarks_of(const Review& review) {
    std::vector<Remark> remarks(review.decisions.begin(), review.decisions.end());
    remarks.insert(remarks.end(), review.comments.begin(), review.comments.end());
    remarks.insert(remarks.end(), review.drawings.begin(), review.drawings.end());
    return remarks;
}

/// Puts remarks on the events that have their media.
class Placing {
public:
    Placing(const Review& review, ReviewTimeline& timeline) : timeline_(timeline) {
        for (const Medium& medium : review.media) media_[medium.media_id] = &medium;
        for (std::size_t t = 0; t < timeline.edit.tracks.size(); ++t) {
            const Track& track = timeline.edit.tracks[t];
            if (track.kind != TrackKind::Video || !track.enabled) continue;
            for (std::size_t e = 0; e < track.events.size(); ++e) {
                const Event& event = track.events[e];
                if (event.kind != EventKind::Clip || !event.enabled || event.duration <= 0)
                    continue;
                for (std::size_t m = 0; m < event.media.size(); ++m)
                    add_place(event.media[m], {{t, e}, m}, review.media);
            }
        }
    }

    void place(const Remark& remark) {
        const auto medium = media_.find(media_id_of(remark));
        const auto places = places_.find(media_id_of(remark));
        if (medium == media_.end() || places == places_.end()) {
            ++homeless_;
            return;
        }
        bool landed = false;
        for (const Place& place : places->second) {
            const Event& event = timeline_.edit.tracks[place.event.track].events[place.event.event];
            const bool is_shown = place.take == event.active;
            const auto at = placed_on(event, place.take, is_shown, *medium->second,
                                      timeline_.edit.rate, target_of(remark));
            if (!at) continue;
            landed = true;
            timeline_.markers.push_back(
                {place.event, place.take, is_shown, at->first, at->second, remark});
        }
        if (!landed) ++unseen_;
    }

    void finish() {
        std::ranges::stable_sort(timeline_.markers, {}, &ReviewMarker::record);
        const auto lose = [&](std::size_t count, const char* why) {
            if (count > 0)
                timeline_.losses.push_back(counted(count, "remark", "remarks") + " " + why);
        };
        lose(homeless_, "on media that the edit does not have: left out");
        lose(unseen_, "on frames that the edit does not show: left out");
    }

private:
    struct Place {
        EventPlace event;
        std::size_t take = 0;
    };

    void add_place(const MediaReference& reference, const Place& place,
                   const std::vector<Medium>& media) {
        if (const Medium* found = find_medium(reference, media))
            places_[found->media_id].push_back(place);
    }

    ReviewTimeline& timeline_;
    std::map<std::string, const Medium*> media_;
    std::map<std::string, std::vector<Place>> places_;
    std::size_t homeless_ = 0;
    std::size_t unseen_ = 0;
};

/// What OpenTimelineIO keeps of a take beside its file.
std::string kept_of(const Review& review, const Medium& medium) {
    otio::Json json = {{"media_id", medium.media_id}, {"medium", json_of(medium)}};
    const auto take = std::ranges::find(review.takes, medium.media_id, &review::Take::media_id);
    if (take == review.takes.end()) return json.dump();
    json["take"] = json_of(*take);
    const auto shot = std::ranges::find(review.shots, take->shot, &review::Shot::name);
    if (shot != review.shots.end()) json["shot"] = json_of(*shot);
    return json.dump(-1, ' ', false, otio::Json::error_handler_t::replace);
}

/// A reference that says which medium it is.
MediaReference known_reference(const Review& review, const Medium& medium, const std::string& key) {
    MediaReference reference = reference_of(medium, key);
    reference.review = kept_of(review, medium);
    const auto take = std::ranges::find(review.takes, medium.media_id, &review::Take::media_id);
    if (take != review.takes.end()) reference.generator = take->facts.generator;
    return reference;
}

/// `name`, or with a number where `used` has it.
std::string unused_key(const std::string& name, const std::vector<MediaReference>& used) {
    const std::string stem = name.empty() ? "take" : name;
    std::string key = stem;
    for (int i = 2; std::ranges::find(used, key, &MediaReference::key) != used.end(); ++i)
        key = stem + "_" + std::to_string(i);
    return key;
}

struct Slot {
    std::string name;
    std::vector<const Medium*> takes;
    const Medium* active = nullptr;
};

/// The shots of a review as slots, then media with remarks that no shot has.
std::vector<Slot> slots_of(const Review& review) {
    std::map<std::string, const Medium*> media;
    for (const Medium& medium : review.media) media[medium.media_id] = &medium;
    std::map<std::string, bool> used;
    std::vector<Slot> slots;
    for (const review::Shot& shot : review.shots) {
        Slot slot{.name = shot.name, .takes = {}, .active = nullptr};
        for (const std::string& id : shot.takes) {
            const auto medium = media.find(id);
            if (medium == media.end() || medium->second->frame_count <= 0) continue;
            slot.takes.push_back(medium->second);
            used[id] = true;
            const auto take = std::ranges::find(review.takes, id, &review::Take::media_id);
            const bool eliminated = take != review.takes.end() && take->eliminated;
            if (id == shot.pick || (slot.active == nullptr && !eliminated))
                slot.active = medium->second;
        }
        if (slot.takes.empty()) continue;
        if (slot.active == nullptr) slot.active = slot.takes.front();
        slots.push_back(std::move(slot));
    }
    std::map<std::string, bool> remarked;
    for (const Remark& remark : remarks_of(review)) remarked[media_id_of(remark)] = true;
    for (const Medium& medium : review.media)
        if (!used[medium.media_id] && remarked[medium.media_id] && medium.frame_count > 0)
            slots.push_back({medium.name, {&medium}, &medium});
    return slots;
}

} // namespace

std::vector<std::string> losses_of_words(const std::vector<const ReviewMarker*>& markers) {
    std::vector<std::string> losses;
    std::size_t drawings = 0;
    std::size_t replies = 0;
    for (const ReviewMarker* marker : markers) {
        if (std::holds_alternative<review::Drawing>(marker->remark)) ++drawings;
        const auto* comment = std::get_if<review::Comment>(&marker->remark);
        if (comment != nullptr && !comment->parent_id.empty()) ++replies;
    }
    if (!markers.empty()) losses.emplace_back("ids and times: left out");
    if (drawings > 0)
        losses.push_back(counted(drawings, "drawing", "drawings") +
                         " without strokes: only where they are");
    if (replies > 0)
        losses.push_back(counted(replies, "reply", "replies") + " not told from other comments");
    const auto respelt = std::ranges::count_if(markers, [](const ReviewMarker* marker) {
        const RemarkWords words = words_of(marker->remark, 0);
        const auto back = words_from_head(head_text(words));
        return !back || back->reasons != words.reasons;
    });
    if (respelt > 0)
        losses.push_back(counted(static_cast<std::size_t>(respelt), "remark", "remarks") +
                         " with a comma in a reason, or a dash between blanks: written as ';' and "
                         "'-'");
    return losses;
}

std::int64_t medium_frame(const Event& event, const MediaReference& take, const Medium& medium,
                          const Rational& edit_rate, std::int64_t record) {
    const Rational head = media_start_s(event, &take, start_s(medium), length_s(medium));
    return ((media_time_s(event, &take, record, edit_rate, medium.frame_rate) - head) *
            medium.frame_rate)
        .floor();
}

std::optional<std::pair<std::int64_t, std::int64_t>>
shown_frames(const Event& event, const MediaReference& take, const Medium& medium,
             const Rational& edit_rate, std::int64_t from, std::int64_t to) {
    const Rational speed = take.speed.value_or(event.speed);
    const bool backwards = speed < Rational(0);
    const auto at = [&](std::int64_t record) {
        return medium_frame(event, take, medium, edit_rate, record);
    };
    /// The first record frame for which `reached` holds; it holds for all after it.
    const auto first_where = [&](const auto& reached) {
        std::int64_t low = event.record_in;
        std::int64_t high = event.record_out();
        while (low < high) {
            const std::int64_t middle = low + (high - low) / 2;
            if (reached(at(middle)))
                high = middle;
            else
                low = middle + 1;
        }
        return low;
    };
    const std::int64_t first =
        first_where([&](std::int64_t frame) { return backwards ? frame <= to : frame >= from; });
    const std::int64_t end =
        first_where([&](std::int64_t frame) { return backwards ? frame < from : frame > to; });
    if (first >= end) return std::nullopt;
    return std::pair(first, end - 1);
}

const Medium* find_medium(const MediaReference& reference, const std::vector<Medium>& media) {
    if (!reference.review.empty()) {
        const otio::Json kept = otio::Json::parse(reference.review, nullptr, false);
        const std::string id = kept.is_object() ? otio::text_at(kept, "media_id") : "";
        const auto known = std::ranges::find(media, id, &Medium::media_id);
        if (known != media.end()) return &*known;
    }
    const std::string written = path_text(reference.url);
    const auto only = [&](const auto& matches) -> const Medium* {
        const Medium* found = nullptr;
        for (const Medium& medium : media) {
            if (!matches(medium)) continue;
            if (found != nullptr && found->media_id != medium.media_id) return nullptr;
            found = &medium;
        }
        return found;
    };
    const Medium* found = only([&](const Medium& medium) {
        return !medium.path.empty() &&
               (medium.path == reference.path.string() || medium.path == written);
    });
    if (found != nullptr) return found;
    const std::string name = file_name(written);
    found =
        only([&](const Medium& medium) { return !name.empty() && file_name(medium.path) == name; });
    if (found != nullptr || reference.name.empty()) return found;
    return only([&](const Medium& medium) {
        return medium.name == reference.name || file_name(medium.path) == reference.name;
    });
}

std::optional<std::pair<std::int64_t, std::int64_t>> placed_on(const Event& event, std::size_t take,
                                                               bool is_shown, const Medium& medium,
                                                               const Rational& edit_rate,
                                                               const Target& target) {
    if (target.kind == TargetKind::Take) return std::pair(event.record_in, event.duration);
    const auto shown =
        shown_frames(event, event.media[take], medium, edit_rate, target.from, target.to);
    if (shown) return std::pair(shown->first, shown->second - shown->first + 1);
    if (is_shown) return std::nullopt;
    // Before what the slot would show of it, or after.
    const std::int64_t first =
        medium_frame(event, event.media[take], medium, edit_rate, event.record_in);
    return std::pair(target.from < first ? event.record_in : event.record_out() - 1,
                     std::int64_t{1});
}

Edit edit_of_medium(const Medium& medium) {
    Edit edit;
    edit.name = medium.name;
    edit.rate = medium.frame_rate;
    edit.start_frame = medium.start_frame;
    edit.drop_frame = medium.drop_frame && has_drop_frame(medium.frame_rate);
    edit.width = medium.width;
    edit.height = medium.height;
    Event event;
    event.name = medium.name;
    event.duration = std::max<std::int64_t>(medium.frame_count, 1);
    event.source_start = {Rational(medium.start_frame), medium.frame_rate};
    event.media.push_back(reference_of(medium, "DEFAULT_MEDIA"));
    event.media.back().review = otio::Json{{"media_id", medium.media_id}}.dump();
    Track track;
    track.name = "V1";
    track.events.push_back(std::move(event));
    edit.tracks.push_back(std::move(track));
    return edit;
}

ReviewTimeline timeline_of_medium(const Review& review, const Medium& medium) {
    ReviewTimeline timeline;
    timeline.edit = edit_of_medium(medium);
    Placing placing(review, timeline);
    for (const Remark& remark : remarks_of(review))
        if (media_id_of(remark) == medium.media_id) placing.place(remark);
    placing.finish();
    return timeline;
}

std::vector<ReviewTimeline> timelines_of_takes(const Review& review) {
    std::vector<ReviewTimeline> timelines;
    for (const Slot& slot : slots_of(review)) {
        const Medium& active = *slot.active;
        const bool drop = active.drop_frame && has_drop_frame(active.frame_rate);
        auto timeline = std::ranges::find_if(timelines, [&](const ReviewTimeline& t) {
            return t.edit.rate == active.frame_rate && t.edit.drop_frame == drop;
        });
        if (timeline == timelines.end()) {
            timelines.emplace_back();
            timeline = timelines.end() - 1;
            timeline->edit.name = review.name.empty() ? "review" : review.name;
            timeline->edit.rate = active.frame_rate;
            timeline->edit.drop_frame = drop;
            timeline->edit.start_frame = *timecode_frames("01:00:00:00", active.frame_rate, drop);
            timeline->edit.width = active.width;
            timeline->edit.height = active.height;
            timeline->edit.tracks.emplace_back().name = "V1";
        }
        std::vector<Event>& events = timeline->edit.tracks.front().events;
        Event event;
        event.name = slot.name;
        event.record_in = events.empty() ? 0 : events.back().record_out();
        event.duration = active.frame_count;
        event.source_start = {Rational(active.start_frame), active.frame_rate};
        for (const Medium* take : slot.takes) {
            if (take == slot.active) event.active = event.media.size();
            MediaReference reference =
                known_reference(review, *take, unused_key(take->name, event.media));
            if (take != slot.active) {
                reference.source_start =
                    RationalTime{Rational(take->start_frame), take->frame_rate};
                reference.speed = Rational(1);
            }
            event.media.push_back(std::move(reference));
        }
        events.push_back(std::move(event));
    }
    for (ReviewTimeline& timeline : timelines) {
        std::map<std::string, bool> here;
        for (const Event& event : timeline.edit.tracks.front().events)
            for (const MediaReference& reference : event.media)
                if (const Medium* medium = find_medium(reference, review.media))
                    here[medium->media_id] = true;
        Placing placing(review, timeline);
        for (const Remark& remark : remarks_of(review))
            if (here[media_id_of(remark)]) placing.place(remark);
        placing.finish();
    }
    return timelines;
}

ReviewTimeline timeline_of_edit(const Review& review, const Edit& edit,
                                const MediaIdOf& media_id_of_reference) {
    ReviewTimeline timeline;
    timeline.edit = edit;
    for (Track& track : timeline.edit.tracks)
        for (Event& event : track.events)
            for (MediaReference& reference : event.media) {
                const std::string id =
                    media_id_of_reference ? media_id_of_reference(reference) : std::string();
                const auto known = std::ranges::find(review.media, id, &Medium::media_id);
                const Medium* medium =
                    known != review.media.end() ? &*known : find_medium(reference, review.media);
                if (medium != nullptr) reference.review = kept_of(review, *medium);
            }
    Placing placing(review, timeline);
    for (const Remark& remark : remarks_of(review)) placing.place(remark);
    placing.finish();
    return timeline;
}

} // namespace seamline::interchange
