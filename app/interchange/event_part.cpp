#include "app/interchange/event_part.h"

#include <algorithm>

namespace seamline::interchange {
namespace {

/// What is seen so far, in record order; upper tracks are laid over it one by one.
class VisibleEvents {
public:
    VisibleEvents(const Rational& rate, std::size_t most) : rate_(rate), most_(most) {}

    /// Lays the clips of an upper track over everything below in one merge of two sorted lists.
    void lay(const std::vector<Event>& upper) {
        std::vector<Event> out;
        std::size_t below = 0;
        std::int64_t from = INT64_MIN; // Of the event below, what is not yet covered.
        const auto keep_until = [&](std::int64_t end) {
            while (below < events_.size()) {
                const Event& event = events_[below];
                const std::int64_t begin = std::max(event.record_in, from);
                const std::int64_t stop = std::min(event.record_out(), end);
                const bool empty = event.duration == 0 && event.record_in < end;
                if (empty && event.record_in >= from) put(out, event);
                if (begin < stop) put(out, event_part(event, rate_, begin, stop));
                if (event.record_out() > end || (event.duration > 0 && event.record_in >= end))
                    return;
                ++below;
            }
        };
        for (const Event& event : upper) {
            if (event.kind != EventKind::Clip || !event.enabled || event.duration == 0) continue;
            keep_until(event.record_in);
            put(out, event);
            from = event.record_out();
            while (below < events_.size() && events_[below].record_out() <= from) ++below;
        }
        keep_until(INT64_MAX);
        events_ = std::move(out);
    }

    void start_with(const std::vector<Event>& lowest) {
        for (const Event& event : lowest)
            if (event.enabled) put(events_, event);
    }

    std::vector<Event> take() { return std::move(events_); }
    bool full() const { return full_; }

private:
    void put(std::vector<Event>& out, Event event) {
        if (out.size() >= most_) {
            full_ = true;
            return;
        }
        out.push_back(std::move(event));
    }

    Rational rate_;
    std::size_t most_;
    std::vector<Event> events_;
    bool full_ = false;
};

const Event* ending_at(const std::vector<Event>& events, std::int64_t at) {
    auto next = std::upper_bound(events.begin(), events.end(), at,
                                 [](std::int64_t t, const Event& e) { return t < e.record_out(); });
    return next == events.begin() || (next - 1)->record_out() != at ? nullptr : &*(next - 1);
}

const Event* starting_at(const std::vector<Event>& events, std::int64_t at) {
    const auto first =
        std::lower_bound(events.begin(), events.end(), at,
                         [](const Event& e, std::int64_t t) { return e.record_in < t; });
    for (auto event = first; event != events.end() && event->record_in == at; ++event)
        if (event->duration > 0) return &*event;
    return nullptr;
}

} // namespace

RationalTime moved(const RationalTime& time, const Rational& seconds) {
    return {time.value + seconds * time.rate, time.rate};
}

Event event_part(const Event& event, const Rational& rate, std::int64_t from, std::int64_t to) {
    Event part = event;
    const Rational later = Rational(from - event.record_in) / rate;
    part.record_in = from;
    part.duration = to - from;
    if (later) {
        part.source_start = moved(event.source_start, later * event.speed);
        for (MediaReference& media : part.media)
            if (media.source_start)
                media.source_start =
                    moved(*media.source_start, later * media.speed.value_or(event.speed));
    }
    std::erase_if(part.markers,
                  [&](const EditMarker& m) { return m.record < from || m.record >= to; });
    return part;
}

FlatVideo flat_video(const Edit& edit, std::size_t most) {
    FlatVideo out;
    std::vector<const Track*> layers;
    for (const Track& track : edit.tracks) {
        if (track.kind != TrackKind::Video) continue;
        if (layers.empty()) out.track.name = track.name;
        layers.push_back(&track);
    }
    if (layers.empty()) return out;
    VisibleEvents visible(edit.rate, most);
    bool first = true;
    for (const Track* layer : layers) {
        if (!layer->enabled) {
            out.losses.push_back({layer->name, "track that is switched off: left out"});
            continue;
        }
        for (const Event& event : layer->events)
            if (!event.enabled && event.kind == EventKind::Clip)
                out.losses.push_back({event.name, "clip that is switched off: left out"});
        if (first)
            visible.start_with(layer->events);
        else
            visible.lay(layer->events);
        first = false;
    }
    out.track.events = visible.take();
    for (const Track* layer : layers) {
        if (!layer->enabled) continue;
        for (const Transition& transition : layer->transitions) {
            const Event* own_out = ending_at(layer->events, transition.at);
            const Event* own_in = starting_at(layer->events, transition.at);
            const Event* seen_out = ending_at(out.track.events, transition.at);
            const Event* seen_in = starting_at(out.track.events, transition.at);
            const auto same = [](const Event* a, const Event* b) {
                return (a == nullptr) == (b == nullptr) &&
                       (a == nullptr || (a->name == b->name && a->media == b->media));
            };
            if (same(own_out, seen_out) && same(own_in, seen_in))
                out.track.transitions.push_back(transition);
            else
                out.losses.push_back({transition.name, "transition under another track: left out"});
        }
    }
    std::stable_sort(out.track.transitions.begin(), out.track.transitions.end(),
                     [](const Transition& a, const Transition& b) { return a.at < b.at; });
    if (visible.full())
        out.losses.push_back(
            {edit.name, "over " + std::to_string(most) + " events: the rest left out"});
    return out;
}

} // namespace seamline::interchange
