// Trims: the only changes of a cut that move more than one event.
#include "app/session/cut_edits.h"

#include "decode/media/counted.h"
#include "decode/media/timecode.h"

#include <algorithm>
#include <utility>

namespace seamline::session {
namespace {

using namespace interchange;

Error refused(std::string sentence) { return {ErrorCode::InvalidArgument, std::move(sentence)}; }

/// An event for a sentence: its name and its track.
std::string words_for(const Edit& edit, const EventPlace& at) {
    const Track& track = edit.tracks[at.track];
    const Event& event = track.events[at.event];
    const std::string where =
        track.name.empty() ? "track " + std::to_string(at.track + 1) : track.name;
    if (event.kind == EventKind::Gap) return "the gap on " + where;
    return (event.name.empty() ? std::string("an event") : '"' + event.name + '"') + " on " + where;
}

/// Makes the head `frames` later within the media: all takes stay on the record frames they had.
void advance_media(Event& event, std::int64_t frames, const Rational& rate) {
    const auto later = [&](RationalTime time, const Rational& speed) {
        time.value = time.value + Rational(frames) / rate * speed * time.rate;
        return time;
    };
    for (MediaReference& take : event.media) {
        const Rational speed = take.speed ? *take.speed : event.speed;
        if (take.source_start)
            take.source_start = later(*take.source_start, speed);
        else if (speed != event.speed) // It leaves the event's own source time.
            take.source_start = later(event.source_start, speed);
    }
    event.source_start = later(event.source_start, event.speed);
}

void move_event(Event& event, std::int64_t by) {
    event.record_in += by;
    for (EditMarker& marker : event.markers) marker.record += by;
}

/// Markers of an event stay inside of it.
void keep_markers(Event& event) {
    const std::int64_t last = std::max(event.record_in, event.record_out() - 1);
    for (EditMarker& marker : event.markers)
        marker.record = std::clamp(marker.record, event.record_in, last);
}

void cut_head(Event& event, std::int64_t frames, const Rational& rate) {
    advance_media(event, frames, rate);
    event.duration -= frames;
}

/// Why the dissolve does not fit its track; empty when it does.
std::string misfit(const Edit& edit, const Track& track, const Transition& transition) {
    const auto frames = [](std::int64_t n) { return counted(n, "frame", "frames"); };
    const std::int64_t from = transition.at - transition.before;
    const std::int64_t to = transition.at + transition.after;
    const std::string where =
        timecode_text(edit.start_frame + transition.at, edit.rate, edit.drop_frame);
    for (const Event& event : track.events) {
        const bool ends_here = event.record_out() == transition.at && event.duration > 0;
        const bool starts_here = event.record_in == transition.at && event.duration > 0;
        if (ends_here && event.record_in > from)
            return "The dissolve at " + where + " needs " + frames(transition.before) +
                   " before its cut: shorten it first.";
        if (starts_here && event.record_out() < to)
            return "The dissolve at " + where + " needs " + frames(transition.after) +
                   " after its cut: shorten it first.";
    }
    for (const Transition& other : track.transitions)
        if (&other < &transition && other.at + other.after > from)
            return "The dissolve at " + where + " would meet the one before it.";
    return "";
}

/// One trim, on a copy of the cut.
class Trim {
public:
    Trim(const Cut& cut, const EventPlace& place, std::int64_t frames)
        : before_(cut.edit), cut_(std::make_shared<Cut>(cut)), place_(place), frames_(frames),
          out_(event().record_out()) {}

    CutEdit ripple(TrimEdge edge);
    CutEdit roll(TrimEdge edge);

private:
    Edit& edit() { return cut_->edit; }
    Event& event() { return cut_->edit.tracks[place_.track].events[place_.event]; }
    const Rational& rate() { return edit().rate; }

    /// Shifts what starts at or after the event's old end, and lengthens what goes over it.
    void ripple_track(std::size_t track, std::int64_t by, TrimEdge edge, std::int64_t head);
    std::string roll_cut(std::size_t track, std::int64_t at);
    std::string objection();
    CutEdit finished();

    const Edit& before_;
    std::shared_ptr<Cut> cut_;
    EventPlace place_;
    std::int64_t frames_;
    std::int64_t out_; ///< Before the trim.
};

void Trim::ripple_track(std::size_t track, std::int64_t by, TrimEdge edge, std::int64_t head) {
    Track& on = edit().tracks[track];
    for (std::size_t i = 0; i < on.events.size(); ++i) {
        Event& one = on.events[i];
        const bool is_it = EventPlace{track, i} == place_;
        const bool starts_with_it = on.kind == TrackKind::Audio && one.record_in == head;
        if (one.record_in >= out_ && !is_it) {
            move_event(one, by);
        } else if (edge == TrimEdge::Head && (is_it || starts_with_it)) {
            cut_head(one, frames_, rate());
            for (EditMarker& marker : one.markers) marker.record -= frames_;
            keep_markers(one);
        } else if (one.record_out() >= out_ && (one.duration > 0 || is_it)) {
            one.duration += by;
            keep_markers(one);
        }
    }
    for (Transition& transition : on.transitions)
        if (transition.at >= out_) transition.at += by;
}

CutEdit Trim::ripple(TrimEdge edge) {
    const std::int64_t by = edge == TrimEdge::Head ? -frames_ : frames_;
    const std::int64_t head = event().record_in;
    for (std::size_t t = 0; t < edit().tracks.size(); ++t) ripple_track(t, by, edge, head);
    for (EditMarker& marker : edit().markers)
        if (marker.record >= out_) marker.record += by;
    return finished();
}

/// Moves the cut of a track at record frame `at`; a sentence when nothing gives way.
std::string Trim::roll_cut(std::size_t track, std::int64_t at) {
    Track& on = edit().tracks[track];
    Event* before = nullptr;
    Event* after = nullptr;
    for (Event& one : on.events) {
        if (one.duration == 0) continue;
        if (one.record_out() == at) before = &one;
        if (one.record_in == at) after = &one;
    }
    if (before != nullptr) {
        before->duration += frames_;
        keep_markers(*before);
    }
    if (after != nullptr) {
        after->record_in += frames_;
        cut_head(*after, frames_, rate());
        keep_markers(*after);
        if (after->record_in < 0) return "The event starts the cut: nothing before it gives way.";
    }
    for (Transition& transition : on.transitions)
        if (transition.at == at) transition.at += frames_;
    return "";
}

CutEdit Trim::roll(TrimEdge edge) {
    const std::int64_t at = edge == TrimEdge::Head ? event().record_in : out_;
    if (std::string sentence = roll_cut(place_.track, at); !sentence.empty())
        return refused(std::move(sentence));
    for (std::size_t t = 0; t < edit().tracks.size(); ++t) {
        const Track& on = edit().tracks[t];
        if (t == place_.track || on.kind != TrackKind::Audio) continue;
        const auto touches = [&](std::int64_t (*edge_of)(const Event&)) {
            return std::ranges::any_of(on.events, [&](const Event& one) {
                return one.duration > 0 && one.kind == EventKind::Clip && edge_of(one) == at;
            });
        };
        const bool is_cut = touches([](const Event& one) { return one.record_out(); }) &&
                            touches([](const Event& one) { return one.record_in; });
        if (is_cut) static_cast<void>(roll_cut(t, at)); // Its own checks follow.
    }
    return finished();
}

/// What the trimmed edit may not be.
std::string Trim::objection() {
    for (std::size_t t = 0; t < edit().tracks.size(); ++t) {
        const Track& on = edit().tracks[t];
        const Track& was = before_.tracks[t];
        std::int64_t end = 0;
        for (std::size_t i = 0; i < on.events.size(); ++i) {
            const Event& one = on.events[i];
            const bool got_shorter = one.duration < was.events[i].duration;
            if (got_shorter && one.duration < 1) {
                const std::int64_t n = was.events[i].duration;
                return "It would leave nothing of " + words_for(before_, {t, i}) + ", which has " +
                       counted(n, "frame.", "frames.");
            }
            if (one.record_in < end)
                return "It would push " + words_for(before_, {t, i}) + " into " +
                       words_for(before_, {t, i - 1}) + ".";
            end = std::max(end, one.record_out());
        }
        for (std::size_t i = 0; i < on.transitions.size(); ++i) {
            // What did not fit when it was imported is no reason against a trim.
            if (!misfit(before_, was, was.transitions[i]).empty()) continue;
            if (std::string sentence = misfit(edit(), on, on.transitions[i]); !sentence.empty())
                return sentence;
        }
    }
    return "";
}

CutEdit Trim::finished() {
    if (std::string sentence = objection(); !sentence.empty()) return refused(std::move(sentence));
    return SharedCut(std::move(cut_));
}

} // namespace

CutEdit trim(const Cut& cut, const EventPlace& place, TrimEdge edge, TrimMode mode,
             std::int64_t frames) {
    const Event* event = find_event(cut, place);
    if (event == nullptr) return refused("The cut has no such event any more.");
    if (event->kind != EventKind::Clip) return refused("There is a gap here: trim an event.");
    constexpr std::int64_t kMost = std::int64_t{1} << 32;
    if (frames > kMost || frames < -kMost) return refused("A trim moves by frames, not by days.");
    Trim one(cut, place, frames);
    return mode == TrimMode::Ripple ? one.ripple(edge) : one.roll(edge);
}

} // namespace seamline::session
