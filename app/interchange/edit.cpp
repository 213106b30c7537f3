#include "app/interchange/edit.h"

#include <algorithm>

namespace seamline::interchange {

std::int64_t Edit::duration() const {
    std::int64_t end = 0;
    for (const Track& track : tracks)
        if (!track.events.empty()) end = std::max(end, track.events.back().record_out());
    return end;
}

namespace {

const Rational kMostSourceTime{100'000'000};

bool is_far(const RationalTime& time) {
    if (time.rate <= Rational(0)) return true;
    const Rational seconds = time.seconds();
    return seconds > kMostSourceTime || seconds < -kMostSourceTime;
}

std::string broken_limit(const Event& event) {
    if (event.media.size() > EditLimits::kTakes) return "an event may have 200 takes at most";
    if (event.speed > EditLimits::kSpeed || event.speed < -EditLimits::kSpeed)
        return "an event may run 10000 times as fast at most";
    if (is_far(event.source_start)) return "a source time lies beyond 10^8 seconds";
    for (const MediaReference& take : event.media)
        if ((take.source_start && is_far(*take.source_start)) ||
            (take.start && is_far(*take.start)))
            return "a source time lies beyond 10^8 seconds";
    return {};
}

std::string broken_limit(const Track& track, std::int64_t most_frames) {
    if (track.events.size() > EditLimits::kEvents) return "a track may have 100,000 events at most";
    std::int64_t end = 0;
    for (const Event& event : track.events) {
        if (event.record_in < end || event.duration < 0 || event.record_in > most_frames ||
            event.duration > most_frames)
            return "events overlap, are not in order or last more than 24 hours";
        end = event.record_out();
        if (std::string broken = broken_limit(event); !broken.empty()) return broken;
    }
    for (const Transition& transition : track.transitions)
        if (transition.at < 0 || transition.at > most_frames || transition.before < 0 ||
            transition.after < 0 || transition.before > most_frames ||
            transition.after > most_frames)
            return "a transition lies outside of its track";
    return {};
}

} // namespace

std::string broken_limit(const Edit& edit) {
    if (edit.rate < Rational(1) || edit.rate > Rational(1000))
        return "the record rate must be 1 to 1000 frames per second";
    if (edit.tracks.size() > EditLimits::kTracks) return "an edit may have 200 tracks at most";
    const std::int64_t most_frames = (edit.rate * Rational(24 * 3600)).floor();
    for (const Track& track : edit.tracks)
        if (std::string broken = broken_limit(track, most_frames); !broken.empty()) return broken;
    return edit.duration() > most_frames ? "an edit may last 24 hours at most" : "";
}

} // namespace seamline::interchange
