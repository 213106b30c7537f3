#include "app/session/cut_edits.h"

#include <algorithm>
#include <functional>
#include <utility>

namespace seamline::session {
namespace {

using interchange::Event;
using interchange::EventKind;
using interchange::EventPlace;
using interchange::MediaReference;
using interchange::RationalTime;

Error refused(std::string sentence) { return {ErrorCode::InvalidArgument, std::move(sentence)}; }

std::string event_name(const Event& event) {
    return event.name.empty() ? std::string("this event") : '"' + event.name + '"';
}

/// A copy of the cut whose event `change` has changed; `change` returns a sentence, or nothing.
template <typename Change>
CutEdit edited_event(const Cut& cut, const EventPlace& place, Change&& change) {
    const Event* event = find_event(cut, place);
    if (event == nullptr) return refused("The cut has no such event any more.");
    if (event->kind != EventKind::Clip) return refused("There is a gap here, which has no takes.");
    auto result = std::make_shared<Cut>(cut);
    const std::string objection =
        change(result->edit.tracks[place.track].events[place.event], *result);
    if (!objection.empty()) return refused(objection);
    return SharedCut(std::move(result));
}

/// The same for what needs an active take.
template <typename Change>
CutEdit edited_take(const Cut& cut, const EventPlace& place, Change&& change) {
    return edited_event(cut, place, [&](Event& event, Cut& result) -> std::string {
        if (event.active >= event.media.size())
            return event_name(event) + " has no medium: add a take first.";
        return change(event, event.media[event.active], result);
    });
}

RationalTime later(RationalTime time, const Rational& by_s) {
    time.value = time.value + by_s * time.rate;
    return time;
}

RationalTime start_of(const Event& event, const MediaReference& take) {
    return take.source_start ? *take.source_start : event.source_start;
}

Rational speed_of(const Event& event, const MediaReference& take) {
    return take.speed ? *take.speed : event.speed;
}

/// The only take of a slot shares its values with the event: nobody else depends on them.
bool is_alone(const Event& event) { return event.media.size() == 1; }

void set_start(Event& event, MediaReference& take, const RationalTime& start) {
    if (is_alone(event) && !take.source_start)
        event.source_start = start;
    else
        take.source_start = start;
}

void put_speed(Event& event, MediaReference& take, const Rational& speed) {
    if (is_alone(event) && !take.speed)
        event.speed = speed;
    else
        take.speed = speed;
}

bool states(const MediaReference& take, const Rational& time_s) {
    if (!take.start || !take.duration) return true;
    const Rational start_s = take.start->seconds();
    return time_s >= start_s && time_s <= start_s + take.duration->seconds();
}

/// A key that no take of the event has.
std::string free_key(const Event& event, const std::string& wanted) {
    const std::string base = wanted.empty() ? std::string("take") : wanted;
    std::string key = base;
    for (int n = 2; std::ranges::find(event.media, key, &MediaReference::key) != event.media.end();
         ++n)
        key = base + "_" + std::to_string(n);
    return key;
}

} // namespace

const Event* find_event(const Cut& cut, const EventPlace& place) {
    if (place.track >= cut.edit.tracks.size()) return nullptr;
    const std::vector<Event>& events = cut.edit.tracks[place.track].events;
    return place.event < events.size() ? &events[place.event] : nullptr;
}

std::string take_name(const MediaReference& take) {
    if (!take.name.empty()) return take.name;
    if (!take.path.empty()) return take.path.stem().string();
    if (!take.url.empty()) return take.url.substr(take.url.find_last_of("/\\") + 1);
    return take.key;
}

CutEdit choose_take(const Cut& cut, const EventPlace& place, std::size_t take) {
    return edited_event(cut, place, [&](Event& event, Cut&) -> std::string {
        if (take >= event.media.size())
            return event_name(event) + " has " + std::to_string(event.media.size()) +
                   " takes: there is no number " + std::to_string(take + 1) + ".";
        const MediaReference* before = event.active_media();
        MediaReference& chosen = event.media[take];
        const Rational time_s = event.source_start.seconds();
        // Takes of one shot have their own timecodes; what the slot shows is counted from the head.
        const bool lost = !chosen.source_start && !states(chosen, time_s);
        if (lost && before != nullptr && before->start && !before->source_start)
            chosen.source_start = later(*chosen.start, time_s - before->start->seconds());
        else if (lost)
            chosen.source_start = chosen.start;
        event.active = take;
        return "";
    });
}

CutEdit step_take(const Cut& cut, const EventPlace& place, std::ptrdiff_t step) {
    const Event* event = find_event(cut, place);
    if (event != nullptr && event->kind == EventKind::Clip && event->media.size() < 2)
        return refused(event_name(*event) + " has only one take: add another to compare.");
    const auto count = event != nullptr ? static_cast<std::ptrdiff_t>(event->media.size()) : 0;
    if (count == 0) return choose_take(cut, place, 0);
    const std::ptrdiff_t at = (static_cast<std::ptrdiff_t>(event->active) + step) % count;
    return choose_take(cut, place, static_cast<std::size_t>((at + count) % count));
}

CutEdit add_take(const Cut& cut, const EventPlace& place, const NewTake& take) {
    return edited_event(cut, place, [&](Event& event, Cut& result) -> std::string {
        if (take.path.empty()) return "A take needs a file.";
        if (event.media.size() >= interchange::EditLimits::kTakes)
            return event_name(event) + " has " + std::to_string(interchange::EditLimits::kTakes) +
                   " takes, which is the most; remove one first.";
        const auto same = std::ranges::find(event.media, take.path, &MediaReference::path);
        if (same != event.media.end())
            return '"' + take_name(*same) + "\" is a take of " + event_name(event) + " already.";
        MediaReference added;
        added.name = take.name.empty() ? take.path.stem().string() : take.name;
        added.key = free_key(event, added.name);
        added.generator = take.generator;
        added.path = take.path;
        added.source_start = RationalTime{Rational(0), event.source_start.rate};
        if (event.speed != Rational(1)) added.speed = Rational(1);
        if (event.reframe != interchange::Reframe{}) added.reframe = interchange::Reframe{};
        event.media.push_back(std::move(added));
        event.active = std::min(event.active, event.media.size() - 1);
        if (take.settings) result.media.try_emplace(take.path, *take.settings);
        return "";
    });
}

CutEdit remove_take(const Cut& cut, const EventPlace& place, std::size_t take) {
    return edited_event(cut, place, [&](Event& event, Cut&) -> std::string {
        if (take >= event.media.size()) return event_name(event) + " has no such take.";
        if (is_alone(event))
            return event_name(event) + " has only this take: disable the event to hide it.";
        event.media.erase(event.media.begin() + static_cast<std::ptrdiff_t>(take));
        if (event.active > take) --event.active;
        event.active = std::min(event.active, event.media.size() - 1);
        return "";
    });
}

CutEdit move_take(const Cut& cut, const EventPlace& place, std::size_t from, std::size_t to) {
    return edited_event(cut, place, [&](Event& event, Cut&) -> std::string {
        if (from >= event.media.size() || to >= event.media.size())
            return event_name(event) + " has no such take.";
        const auto at = [&](std::size_t i) {
            return event.media.begin() + static_cast<std::ptrdiff_t>(i);
        };
        if (from < to)
            std::rotate(at(from), at(from + 1), at(to + 1));
        else
            std::rotate(at(to), at(from), at(from + 1));
        if (event.active == from)
            event.active = to;
        else if (from < event.active && event.active <= to)
            --event.active;
        else if (to <= event.active && event.active < from)
            ++event.active;
        return "";
    });
}

CutEdit slip(const Cut& cut, const EventPlace& place, std::int64_t frames) {
    return edited_take(cut, place, [&](Event& event, MediaReference& take, Cut& result) {
        set_start(event, take, later(start_of(event, take), Rational(frames) / result.edit.rate));
        return std::string();
    });
}

CutEdit set_speed(const Cut& cut, const EventPlace& place, const Rational& speed) {
    return edited_take(cut, place,
                       [&](Event& event, MediaReference& take, Cut& result) -> std::string {
                           const Rational most(100);
                           if (speed > most || speed < -most)
                               return "A take plays at 100 times its speed at most.";
                           const Rational before = speed_of(event, take);
                           const Rational zero(0);
                           const Rational length_s = Rational(event.duration) / result.edit.rate;
                           // Backwards a take starts at the end of its stretch.
                           Rational by_s = zero;
                           if (speed < zero && before > zero) by_s = length_s * before;
                           if (speed > zero && before < zero) by_s = length_s * before;
                           if (speed < zero && before == zero) by_s = -speed / result.edit.rate;
                           set_start(event, take, later(start_of(event, take), by_s));
                           put_speed(event, take, speed);
                           return "";
                       });
}

CutEdit reverse(const Cut& cut, const EventPlace& place) {
    const Event* event = find_event(cut, place);
    const bool has_take = event != nullptr && event->active_media() != nullptr;
    const Rational speed = has_take ? speed_of(*event) : Rational(1);
    if (speed == Rational(0))
        return refused(event_name(*event) + " is a freeze frame, which has no direction.");
    return set_speed(cut, place, -speed);
}

CutEdit freeze(const Cut& cut, const EventPlace& place, const Rational& media_time_s) {
    return edited_take(cut, place, [&](Event& event, MediaReference& take, Cut&) {
        RationalTime start = start_of(event, take);
        start.value = media_time_s * start.rate;
        set_start(event, take, start);
        put_speed(event, take, Rational(0));
        return std::string();
    });
}

CutEdit set_reframe(const Cut& cut, const EventPlace& place, const interchange::Reframe& reframe) {
    return edited_take(cut, place, [&](Event& event, MediaReference& take, Cut&) -> std::string {
        if (!(reframe.scale >= 0.01 && reframe.scale <= 100))
            return "A picture is scaled by 0.01 to 100.";
        if (is_alone(event) && !take.reframe)
            event.reframe = reframe;
        else
            take.reframe = reframe;
        return "";
    });
}

Rational speed_of(const Event& event) {
    const MediaReference* take = event.active_media();
    return take != nullptr ? speed_of(event, *take) : event.speed;
}

interchange::Reframe reframe_of(const Event& event) {
    const MediaReference* take = event.active_media();
    return take != nullptr && take->reframe ? *take->reframe : event.reframe;
}

CutEdit set_origin(const Cut& cut, const EventPlace& place, interchange::Origin origin) {
    return edited_event(cut, place, [&](Event& event, Cut&) -> std::string {
        event.origin = origin;
        if (origin != interchange::Origin::Generated)
            event.placement = interchange::PlacementMark::None;
        return "";
    });
}

CutEdit set_placement(const Cut& cut, const EventPlace& place,
                      interchange::PlacementMark placement) {
    return edited_event(cut, place, [&](Event& event, Cut&) -> std::string {
        const bool is_generated = event.origin == interchange::Origin::Generated;
        if (!is_generated && placement != interchange::PlacementMark::None)
            return event_name(event) +
                   " is not marked as generated: only a generated event is a bookend or inside.";
        event.placement = placement;
        return "";
    });
}

CutEdit set_enabled(const Cut& cut, const EventPlace& place, bool enabled) {
    return edited_event(cut, place, [&](Event& event, Cut&) {
        event.enabled = enabled;
        return std::string();
    });
}

} // namespace seamline::session
