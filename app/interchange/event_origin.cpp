#include "app/interchange/event_origin.h"

#include "app/interchange/file_url.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <limits>

namespace seamline::interchange {
namespace {

char folded(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

bool matches(const Event& event, const std::string& pattern) {
    if (pattern.empty()) return false;
    const bool is_glob = pattern.find_first_of("*?") != std::string::npos;
    const std::string whole = is_glob ? pattern : "*" + pattern + "*";
    if (matches_pattern(event.name, whole)) return true;
    const MediaReference* media = event.active_media();
    if (media == nullptr) return false;
    const std::string path = path_text(media->url);
    const std::array<std::string, 6> texts{
        media->name,         media->reel, file_name(path), path, media->path.filename().string(),
        media->path.string()};
    return std::ranges::any_of(
        texts, [&](const std::string& text) { return matches_pattern(text, whole); });
}

/// The clip that is seen at a record frame; null: none.
const Event* seen_at(const Edit& edit, std::int64_t frame) {
    for (auto track = edit.tracks.rbegin(); track != edit.tracks.rend(); ++track) {
        if (track->kind != TrackKind::Video || !track->enabled) continue;
        // Events of no frames share their start with what follows: the last that has begun counts.
        auto next = std::ranges::upper_bound(track->events, frame, {}, &Event::record_in);
        while (next != track->events.begin()) {
            const Event& event = *--next;
            if (event.record_out() <= frame && event.duration > 0) break;
            if (event.kind == EventKind::Clip && event.enabled && event.duration > 0) return &event;
        }
    }
    return nullptr;
}

/// The next record frame after `frame` (step 1), or the last before it (step -1), at which something
/// else may be seen than at `frame`.
std::int64_t next_change(const Edit& edit, std::int64_t frame, int step) {
    std::int64_t nearest = step > 0 ? std::numeric_limits<std::int64_t>::max() : -1;
    for (const Track& track : edit.tracks) {
        if (track.kind != TrackKind::Video || !track.enabled) continue;
        const auto begin = std::ranges::upper_bound(track.events, frame, {}, &Event::record_in);
        if (step > 0) {
            if (begin != track.events.end()) nearest = std::min(nearest, begin->record_in);
            const auto end = std::ranges::upper_bound(track.events, frame, {}, &Event::record_out);
            if (end != track.events.end()) nearest = std::min(nearest, end->record_out());
            continue;
        }
        if (begin != track.events.begin())
            nearest = std::max(nearest, std::prev(begin)->record_in - 1);
        const auto end = std::ranges::upper_bound(track.events, frame, {}, &Event::record_out);
        if (end != track.events.begin())
            nearest = std::max(nearest, std::prev(end)->record_out() - 1);
    }
    return nearest;
}

/// Whether what ends the run after (step 1) or before it (step -1) is a picture that is not generated.
bool meets_other(const Edit& edit, const Event& event, int step) {
    std::int64_t frame = step > 0 ? event.record_out() : event.record_in - 1;
    while (frame >= 0) {
        const Event* at = seen_at(edit, frame);
        if (at == nullptr) return false;
        if (at->origin != Origin::Generated) return true;
        const std::int64_t next = next_change(edit, frame, step);
        frame = step < 0 ? std::min(next, frame - 1) : next;
    }
    return false;
}

} // namespace

bool matches_pattern(std::string_view text, std::string_view pattern) {
    std::size_t t = 0;
    std::size_t p = 0;
    std::size_t star = std::string_view::npos;
    std::size_t after_star = 0; // Where in `text` the last '*' is tried to end.
    while (t < text.size()) {
        if (p < pattern.size() && pattern[p] == '*') {
            star = p++;
            after_star = t;
        } else if (p < pattern.size() &&
                   (pattern[p] == '?' || folded(pattern[p]) == folded(text[t]))) {
            ++t;
            ++p;
        } else if (star != std::string_view::npos) {
            p = star + 1;
            t = ++after_star;
        } else {
            return false;
        }
    }
    while (p < pattern.size() && pattern[p] == '*') ++p;
    return p == pattern.size();
}

Origin origin_of(const Event& event, const std::vector<OriginRule>& rules) {
    if (event.kind != EventKind::Clip) return Origin::Unknown;
    if (event.origin != Origin::Unknown) return event.origin;
    const MediaReference* media = event.active_media();
    if (media != nullptr && !media->generator.empty()) return Origin::Generated;
    const auto rule = std::ranges::find_if(
        rules, [&](const OriginRule& candidate) { return matches(event, candidate.pattern); });
    return rule == rules.end() ? Origin::Unknown : rule->origin;
}

void mark_origins(Edit& edit, const std::vector<OriginRule>& rules) {
    for (Track& track : edit.tracks)
        for (Event& event : track.events) event.origin = origin_of(event, rules);
}

Placement placement_of(const Edit& edit, std::size_t track, std::size_t event) {
    if (track >= edit.tracks.size() || event >= edit.tracks[track].events.size())
        return Placement::NotGenerated;
    const Event& clip = edit.tracks[track].events[event];
    if (clip.kind != EventKind::Clip || clip.duration <= 0 || clip.origin != Origin::Generated)
        return Placement::NotGenerated;
    if (clip.placement == PlacementMark::Bookend) return Placement::Bookend;
    if (clip.placement == PlacementMark::Inside) return Placement::Inside;
    const bool before = meets_other(edit, clip, -1);
    const bool after = meets_other(edit, clip, 1);
    if (before && after) return Placement::Inside;
    return before || after ? Placement::Bookend : Placement::Whole;
}

} // namespace seamline::interchange
