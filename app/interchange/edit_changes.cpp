#include "app/interchange/edit_changes.h"

#include "app/interchange/file_url.h"

#include <algorithm>
#include <limits>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace seamline::interchange {
namespace {

constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();

/// What a medium is, however its file is spelt.
std::string identity(const MediaReference& media) {
    if (media.url.empty()) return "name:" + media.name + '\n' + media.reel;
    std::string path = path_text(media.url);
    if (path.empty()) path = media.url;
    if (media.sequence) path += '\n' + media.sequence->prefix + '\n' + media.sequence->suffix;
    return path;
}

std::string identity(const Event& event) {
    const MediaReference* media = event.active_media();
    const std::string medium = media != nullptr ? identity(*media) : std::string();
    const bool is_lost =
        media == nullptr || (media->url.empty() && media->name.empty() && media->reel.empty());
    return is_lost ? "event:" + event.name : medium;
}

std::string take_name(const Event& event) {
    const MediaReference* media = event.active_media();
    if (media == nullptr) return "nothing";
    if (!media->name.empty()) return media->name;
    const std::string file = file_name(path_text(media->url));
    return file.empty() ? media->key : file;
}

std::string shown_name(const Event& event) {
    return event.name.empty() ? take_name(event) : event.name;
}

/// A clip of one version.
struct Clip {
    const Event* event = nullptr;
    std::size_t track = 0;
    std::string media;
    std::string exact; ///< Media, source range and speed.
    std::size_t match = kNone;
    bool moved = false;
};

std::vector<Clip> clips_of(const Track& track, std::size_t index) {
    std::vector<Clip> clips;
    for (const Event& event : track.events) {
        if (event.kind != EventKind::Clip) continue;
        Clip clip{&event, index, identity(event), {}};
        clip.exact = clip.media + '\n' + event.source_start.seconds().text() + '\n' +
                     event.speed.text() + '\n' + std::to_string(event.duration);
        clips.push_back(std::move(clip));
    }
    return clips;
}

/// Media time that a clip shows, lowest first, in seconds.
std::pair<Rational, Rational> source_range(const Event& event, const Rational& rate) {
    const Rational start = event.source_start.seconds();
    const Rational end = start + Rational(event.duration) / rate * event.speed;
    return std::minmax(start, end);
}

bool sources_touch(const Clip& a, const Clip& b, const Rational& rate_a, const Rational& rate_b) {
    const auto [begin_a, end_a] = source_range(*a.event, rate_a);
    const auto [begin_b, end_b] = source_range(*b.event, rate_b);
    return begin_a <= end_b && begin_b <= end_a;
}

/// The clips of a track, or what is left of it, from one index to another.
struct Stretch {
    std::vector<Clip>& clips;
    std::size_t first;
    std::size_t last; ///< Exclusive.
};

/// Keeps of `pairs` (ascending first) a longest run with ascending second.
std::vector<std::pair<std::size_t, std::size_t>>
ascending(const std::vector<std::pair<std::size_t, std::size_t>>& pairs) {
    std::vector<std::size_t> ends; // Index of the pair that ends the best run of each length.
    std::vector<std::size_t> previous(pairs.size(), kNone);
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        const auto at = std::ranges::lower_bound(
            ends, pairs[i].second, {}, [&](std::size_t end) { return pairs[end].second; });
        if (at != ends.begin()) previous[i] = *std::prev(at);
        if (at == ends.end())
            ends.push_back(i);
        else
            *at = i;
    }
    std::vector<std::pair<std::size_t, std::size_t>> run;
    for (std::size_t i = ends.empty() ? kNone : ends.back(); i != kNone; i = previous[i])
        run.push_back(pairs[i]);
    std::ranges::reverse(run);
    return run;
}

class Matcher {
public:
    Matcher(const Edit& before, const Edit& after) : rate_a_(before.rate), rate_b_(after.rate) {}

    /// In order: equal clips, then clips of the same medium, then slots.
    void match_tracks(std::vector<Clip>& a, std::vector<Clip>& b) const {
        match_equal({a, 0, a.size()}, {b, 0, b.size()}, &Clip::exact, false);
        each_hole(a, b, [&](Stretch x, Stretch y) { match_equal(x, y, &Clip::media, true); });
        // Media that both versions have left.
        std::unordered_set<std::string> left;
        std::unordered_set<std::string> waiting;
        for (const Clip& clip : a)
            if (clip.match == kNone) left.insert(clip.media);
        for (const Clip& clip : b)
            if (clip.match == kNone && left.contains(clip.media)) waiting.insert(clip.media);
        each_hole(a, b, [&](Stretch x, Stretch y) { match_slots(x, y, waiting); });
    }

    /// Anywhere: what is equal, then what shows the same medium.
    void match_moved(std::vector<Clip*>& a, std::vector<Clip*>& b,
                     std::vector<Clip>& storage_b) const {
        for (const auto key : {&Clip::exact, &Clip::media}) {
            std::unordered_map<std::string_view, std::vector<Clip*>> free;
            for (auto clip = b.rbegin(); clip != b.rend(); ++clip)
                if ((*clip)->match == kNone) free[(*clip)->*key].push_back(*clip);
            for (Clip* clip : a) {
                if (clip->match != kNone) continue;
                const auto found = free.find(clip->*key);
                if (found == free.end() || found->second.empty()) continue;
                Clip* other = found->second.back();
                if (!sources_touch(*clip, *other, rate_a_, rate_b_)) continue;
                found->second.pop_back();
                clip->match = static_cast<std::size_t>(other - storage_b.data());
                other->match = 0; // Taken; only the older one's index is read.
                clip->moved = other->moved = true;
            }
        }
    }

private:
    void match_equal(Stretch a, Stretch b, std::string Clip::*key, bool touching) const {
        // The k-th of equal ones in `a` answers to the k-th in `b`.
        std::unordered_map<std::string_view, std::vector<std::size_t>> places;
        for (std::size_t j = b.last; j-- > b.first;)
            if (b.clips[j].match == kNone) places[b.clips[j].*key].push_back(j);
        std::vector<std::pair<std::size_t, std::size_t>> pairs;
        for (std::size_t i = a.first; i < a.last; ++i) {
            if (a.clips[i].match != kNone) continue;
            const auto found = places.find(a.clips[i].*key);
            if (found == places.end() || found->second.empty()) continue;
            const std::size_t j = found->second.back();
            if (touching && !sources_touch(a.clips[i], b.clips[j], rate_a_, rate_b_)) continue;
            found->second.pop_back();
            pairs.emplace_back(i, j);
        }
        for (const auto& [i, j] : ascending(pairs)) {
            a.clips[i].match = j;
            b.clips[j].match = i;
        }
    }

    /// Calls `match` for the clips between those that are matched.
    template <typename Match>
    static void each_hole(std::vector<Clip>& a, std::vector<Clip>& b, Match match) {
        std::size_t first_a = 0;
        std::size_t first_b = 0;
        std::vector<std::pair<Stretch, Stretch>> holes;
        for (std::size_t i = 0; i <= a.size(); ++i) {
            if (i < a.size() && a[i].match == kNone) continue;
            const std::size_t j = i < a.size() ? a[i].match : b.size();
            if (i > first_a && j > first_b) holes.push_back({{a, first_a, i}, {b, first_b, j}});
            first_a = i + 1;
            first_b = j + 1;
        }
        for (auto& [x, y] : holes) match(x, y);
    }

    bool same_slot(const Clip& a, const Clip& b) const {
        for (const MediaReference& media : a.event->media)
            if (!media.url.empty() && identity(media) == b.media) return true;
        for (const MediaReference& media : b.event->media)
            if (!media.url.empty() && identity(media) == a.media) return true;
        return !a.event->name.empty() && a.event->name == b.event->name;
    }

    void match_slots(Stretch a, Stretch b, const std::unordered_set<std::string>& waiting) const {
        constexpr std::size_t kReach = 64; // A longer search finds nothing that is a slot.
        std::size_t next = b.first;
        for (std::size_t i = a.first; i < a.last; ++i) {
            for (std::size_t j = next; j < std::min(b.last, next + kReach); ++j) {
                if (!same_slot(a.clips[i], b.clips[j])) continue;
                pair(a, i, b, j);
                next = j + 1;
                break;
            }
        }
        each_hole_in(a, b, [&](std::size_t i, std::size_t j) {
            const bool same_length = Rational(a.clips[i].event->duration) / rate_a_ ==
                                     Rational(b.clips[j].event->duration) / rate_b_;
            // A medium that waits elsewhere in the other version was moved, not swapped.
            if (same_length && !waiting.contains(a.clips[i].media) &&
                !waiting.contains(b.clips[j].media))
                pair(a, i, b, j);
        });
    }

    /// Pairs what is left one to one where as many were taken away as came.
    template <typename Pair> static void each_hole_in(Stretch a, Stretch b, Pair pair) {
        std::vector<std::size_t> left_a;
        std::vector<std::size_t> left_b;
        const auto flush = [&] {
            if (left_a.size() == left_b.size())
                for (std::size_t k = 0; k < left_a.size(); ++k) pair(left_a[k], left_b[k]);
            left_a.clear();
            left_b.clear();
        };
        std::size_t j = b.first;
        for (std::size_t i = a.first; i < a.last; ++i) {
            if (a.clips[i].match == kNone) {
                left_a.push_back(i);
                continue;
            }
            for (; j < a.clips[i].match; ++j) left_b.push_back(j);
            ++j;
            flush();
        }
        for (; j < b.last; ++j) left_b.push_back(j);
        flush();
    }

    static void pair(Stretch a, std::size_t i, Stretch b, std::size_t j) {
        a.clips[i].match = j;
        b.clips[j].match = i;
    }

    Rational rate_a_;
    Rational rate_b_;
};

std::string frames(std::int64_t count) {
    return std::to_string(count) + (count == 1 ? " frame" : " frames");
}

std::string end_phrase(const char* end, std::int64_t off) {
    if (off == 0) return {};
    return std::string(end) + " " + frames(off > 0 ? off : -off) +
           (off > 0 ? " shorter" : " longer");
}

std::string trim_phrase(std::int64_t head, std::int64_t tail) {
    if (head == -tail)
        return "slipped by " + frames(head > 0 ? head : -head) + (head > 0 ? " later" : " earlier");
    const std::string first = end_phrase("head", head);
    const std::string second = end_phrase("tail", tail);
    return first.empty() || second.empty() ? first + second : first + ", " + second;
}

std::string percent(const Rational& speed) {
    const std::int64_t tenths = (speed * Rational(1000)).round();
    std::string text = std::to_string(tenths / 10);
    if (tenths < 0 && tenths > -10) text = "-0";
    if (tenths % 10 != 0) text += "." + std::to_string(std::abs(tenths % 10));
    return text + " %";
}

/// Lists what two matched clips do not have in common.
class PairChanges {
public:
    PairChanges(const Edit& before, const Edit& after, std::vector<EditChange>& changes)
        : before_(before), after_(after), changes_(changes) {}

    void add(const Clip& a, const Clip& b, bool moved) {
        const Event& from = *a.event;
        const Event& to = *b.event;
        const auto add = [&](ChangeKind kind, std::string what) -> EditChange& {
            changes_.push_back({.kind = kind,
                                .name = shown_name(to),
                                .track = b.track,
                                .record_before = from.record_in,
                                .record_after = to.record_in,
                                .what = std::move(what)});
            return changes_.back();
        };
        if (moved)
            add(ChangeKind::Moved, "moved from record frame " + std::to_string(from.record_in) +
                                       (a.track != b.track ? " of another track" : ""));
        const bool swapped = a.media != b.media;
        if (swapped)
            add(ChangeKind::TakeSwapped,
                "take " + take_name(to) + " instead of " + take_name(from));
        if (from.speed != to.speed)
            add(ChangeKind::Retimed, percent(to.speed) + " instead of " + percent(from.speed));
        const auto [head, tail] = trim(from, to, swapped);
        if (head != 0 || tail != 0) {
            EditChange& change = add(ChangeKind::Trimmed, trim_phrase(head, tail));
            change.head = head;
            change.tail = tail;
        }
        if (from.cdl != to.cdl)
            add(ChangeKind::GradeChanged, !from.cdl ? "CDL added"
                                          : !to.cdl ? "CDL removed"
                                                    : "CDL changed");
        if (from.reframe != to.reframe)
            add(ChangeKind::Reframed, "placed differently in the frame");
        if (from.enabled != to.enabled)
            add(ChangeKind::Switched, to.enabled ? "switched on" : "switched off");
    }

private:
    /// Frames off at the head and at the tail. Of another take or speed only the length compares.
    std::pair<std::int64_t, std::int64_t> trim(const Event& from, const Event& to,
                                               bool swapped) const {
        const std::int64_t length_before =
            (Rational(from.duration) / before_.rate * after_.rate).round();
        const std::int64_t shorter = length_before - to.duration;
        if (swapped || from.speed != to.speed) return {0, shorter};
        const Rational moved = to.source_start.seconds() - from.source_start.seconds();
        const Rational speed = to.speed == Rational(0) ? Rational(1) : to.speed;
        const std::int64_t head = (moved / speed * after_.rate).round();
        return {head, shorter - head};
    }

    const Edit& before_;
    const Edit& after_;
    std::vector<EditChange>& changes_;
};

/// Tracks of one kind in order, so that the n-th answers to the n-th.
std::vector<std::size_t> tracks_of(const Edit& edit, TrackKind kind) {
    std::vector<std::size_t> indices;
    for (std::size_t i = 0; i < edit.tracks.size(); ++i)
        if (edit.tracks[i].kind == kind) indices.push_back(i);
    return indices;
}

/// The clips of both versions, those of a pair of tracks matched in order.
struct Versions {
    std::vector<Clip> before;
    std::vector<Clip> after;
};

Versions matched(const Edit& before, const Edit& after) {
    Versions all;
    const Matcher matcher(before, after);
    for (const TrackKind kind : {TrackKind::Video, TrackKind::Audio}) {
        const auto tracks_a = tracks_of(before, kind);
        const auto tracks_b = tracks_of(after, kind);
        std::vector<Clip*> rest_a;
        std::vector<Clip*> rest_b;
        const std::size_t first_a = all.before.size();
        const std::size_t first_b = all.after.size();
        for (std::size_t n = 0; n < std::max(tracks_a.size(), tracks_b.size()); ++n) {
            std::vector<Clip> a;
            std::vector<Clip> b;
            if (n < tracks_a.size()) a = clips_of(before.tracks[tracks_a[n]], tracks_a[n]);
            if (n < tracks_b.size()) b = clips_of(after.tracks[tracks_b[n]], tracks_b[n]);
            matcher.match_tracks(a, b);
            for (Clip& clip : a)
                if (clip.match != kNone) clip.match += all.after.size();
            std::ranges::move(a, std::back_inserter(all.before));
            std::ranges::move(b, std::back_inserter(all.after));
        }
        for (std::size_t i = first_a; i < all.before.size(); ++i) rest_a.push_back(&all.before[i]);
        for (std::size_t i = first_b; i < all.after.size(); ++i) rest_b.push_back(&all.after[i]);
        matcher.match_moved(rest_a, rest_b, all.after);
    }
    return all;
}

/// Tells a clip that was moved against its neighbours from one that what came and went before it
/// has shifted.
class GapChanges {
public:
    GapChanges(const Versions& versions, bool comparable)
        : versions_(versions), before_(strangers(versions.before)),
          after_(strangers(versions.after)), comparable_(comparable) {}

    /// `last_a` and `last_b` are the pair before; null: none on this track.
    bool differ(const Clip* last_a, const Clip* a, const Clip* last_b, const Clip* b) const {
        if (!comparable_ || a->event->record_in == b->event->record_in) return false;
        return gap(last_a, a, versions_.before, before_) != gap(last_b, b, versions_.after, after_);
    }

private:
    /// Frames of clips without a partner in place, before each index.
    static std::vector<std::int64_t> strangers(const std::vector<Clip>& clips) {
        std::vector<std::int64_t> sums{0};
        for (const Clip& clip : clips)
            sums.push_back(sums.back() +
                           (clip.match == kNone || clip.moved ? clip.event->duration : 0));
        return sums;
    }
    static std::int64_t gap(const Clip* last, const Clip* clip, const std::vector<Clip>& clips,
                            const std::vector<std::int64_t>& sums) {
        const auto index = static_cast<std::size_t>(clip - clips.data());
        std::size_t first = index;
        while (last == nullptr && first > 0 && clips[first - 1].track == clip->track) --first;
        if (last != nullptr) first = static_cast<std::size_t>(last - clips.data()) + 1;
        const std::int64_t begin = last != nullptr ? last->event->record_out() : 0;
        return clip->event->record_in - begin - (sums[index] - sums[std::min(first, index)]);
    }

    const Versions& versions_;
    std::vector<std::int64_t> before_;
    std::vector<std::int64_t> after_;
    bool comparable_;
};

} // namespace

std::vector<EditChange> changes_between(const Edit& before, const Edit& after) {
    const Versions versions = matched(before, after);
    std::vector<EditChange> changes;
    PairChanges pairs(before, after, changes);
    std::vector<const Clip*> partner(versions.after.size(), nullptr);
    for (const Clip& clip : versions.before)
        if (clip.match != kNone) partner[clip.match] = &clip;
    for (const Clip& clip : versions.before)
        if (clip.match == kNone)
            changes.push_back({.kind = ChangeKind::Removed,
                               .name = shown_name(*clip.event),
                               .track = clip.track,
                               .record_before = clip.event->record_in,
                               .what = "removed, " + frames(clip.event->duration)});
    const GapChanges gaps(versions, before.rate == after.rate);
    const Clip* last = nullptr; // Of the newer version, the last that has a partner in place.
    for (std::size_t j = 0; j < versions.after.size(); ++j) {
        const Clip& clip = versions.after[j];
        if (last != nullptr && last->track != clip.track) last = nullptr;
        const Clip* old = partner[j];
        if (old == nullptr) {
            changes.push_back({.kind = ChangeKind::Inserted,
                               .name = shown_name(*clip.event),
                               .track = clip.track,
                               .record_after = clip.event->record_in,
                               .what = "inserted, " + frames(clip.event->duration)});
            continue;
        }
        const Clip* last_old = last != nullptr
                                   ? partner[static_cast<std::size_t>(last - versions.after.data())]
                                   : nullptr;
        const bool moved = old->moved || gaps.differ(last_old, old, last, &clip);
        pairs.add(*old, clip, moved);
        if (!old->moved) last = &clip;
    }
    std::ranges::stable_sort(changes, {}, [](const EditChange& change) {
        return std::tuple(change.record_after.value_or(change.record_before.value_or(0)),
                          change.track, change.kind);
    });
    return changes;
}

} // namespace seamline::interchange
