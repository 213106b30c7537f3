#include "app/interchange/clip_match.h"

#include "app/interchange/event_source.h"
#include "app/interchange/file_url.h"

#include <algorithm>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace seamline::interchange {
namespace {

/// What an edit says of a medium, however its file is spelt. One without a name is found by that of
/// its event.
std::string spelt(const MediaReference& media, const std::string& event_name) {
    if (media.url.empty())
        return "name:" + (media.name.empty() ? event_name : media.name) + '\n' + media.reel;
    std::string path = path_text(media.url);
    if (path.empty()) path = media.url;
    if (media.sequence) path += '\n' + media.sequence->prefix + '\n' + media.sequence->suffix;
    return path;
}

/// What the media of two versions are: the files that they are linked to, else what the edits say,
/// which a version that was saved elsewhere says otherwise.
class Identities {
public:
    Identities(const Edit& before, const Edit& after) {
        for (const Edit* edit : {&before, &after})
            for (const Track& track : edit->tracks)
                for (const Event& event : track.events)
                    for (const MediaReference& media : event.media)
                        if (!media.path.empty()) learn(spelt(media, event.name), file(media));
    }

    std::string of(const MediaReference& media, const std::string& event_name) const {
        if (!media.path.empty()) return file(media);
        std::string words = spelt(media, event_name);
        const auto known = linked_.find(words); // Offline here, linked in the other version.
        return known != linked_.end() && !known->second.empty() ? known->second : words;
    }

    std::string of(const Event& event) const {
        const MediaReference* media = event.active_media();
        return of(media == nullptr ? MediaReference{} : *media, event.name);
    }

private:
    static std::string file(const MediaReference& media) { return "file:" + media.path.string(); }

    void learn(const std::string& words, const std::string& file) {
        const auto [at, is_new] = linked_.emplace(words, file);
        if (!is_new && at->second != file) at->second.clear();
    }

    std::unordered_map<std::string, std::string> linked_; ///< Empty: the words name several files.
};

std::vector<Clip> clips_of(const Track& track, std::size_t index, const Identities& identities) {
    std::vector<Clip> clips;
    for (const Event& event : track.events) {
        if (event.kind != EventKind::Clip) continue;
        Clip clip{&event, index, identities.of(event), {}};
        const SourcePlay play = source_play(event);
        clip.exact = clip.media + '\n' + play.start.seconds().text() + '\n' + play.speed.text() +
                     '\n' + std::to_string(event.duration);
        clips.push_back(std::move(clip));
    }
    return clips;
}

bool sources_touch(const Clip& a, const Clip& b, const Rational& rate_a, const Rational& rate_b) {
    const auto [begin_a, end_a] = source_range(*a.event, rate_a);
    const auto [begin_b, end_b] = source_range(*b.event, rate_b);
    return begin_a.seconds() <= end_b.seconds() && begin_b.seconds() <= end_a.seconds();
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
    std::vector<std::size_t> previous(pairs.size(), kUnmatched);
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
    for (std::size_t i = ends.empty() ? kUnmatched : ends.back(); i != kUnmatched; i = previous[i])
        run.push_back(pairs[i]);
    std::ranges::reverse(run);
    return run;
}

class Matcher {
public:
    Matcher(const Edit& before, const Edit& after, const Identities& identities)
        : identities_(identities), rate_a_(before.rate), rate_b_(after.rate) {}

    /// In order: equal clips, then clips of the same medium, then slots.
    void match_tracks(std::vector<Clip>& a, std::vector<Clip>& b) const {
        match_equal({a, 0, a.size()}, {b, 0, b.size()}, &Clip::exact, false);
        each_hole(a, b, [&](Stretch x, Stretch y) { match_equal(x, y, &Clip::media, true); });
        // Media that both versions have left.
        std::unordered_set<std::string> left;
        std::unordered_set<std::string> waiting;
        for (const Clip& clip : a)
            if (clip.match == kUnmatched) left.insert(clip.media);
        for (const Clip& clip : b)
            if (clip.match == kUnmatched && left.contains(clip.media)) waiting.insert(clip.media);
        each_hole(a, b, [&](Stretch x, Stretch y) { match_slots(x, y, waiting); });
    }

    /// Anywhere: what is equal, then what shows the same medium.
    void match_moved(std::vector<Clip*>& a, std::vector<Clip*>& b,
                     std::vector<Clip>& storage_b) const {
        for (const auto key : {&Clip::exact, &Clip::media}) {
            std::unordered_map<std::string_view, std::vector<Clip*>> free;
            for (auto clip = b.rbegin(); clip != b.rend(); ++clip)
                if ((*clip)->match == kUnmatched) free[(*clip)->*key].push_back(*clip);
            for (Clip* clip : a) {
                if (clip->match != kUnmatched) continue;
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
            if (b.clips[j].match == kUnmatched) places[b.clips[j].*key].push_back(j);
        std::vector<std::pair<std::size_t, std::size_t>> pairs;
        for (std::size_t i = a.first; i < a.last; ++i) {
            if (a.clips[i].match != kUnmatched) continue;
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
            if (i < a.size() && a[i].match == kUnmatched) continue;
            const std::size_t j = i < a.size() ? a[i].match : b.size();
            if (i > first_a && j > first_b) holes.push_back({{a, first_a, i}, {b, first_b, j}});
            first_a = i + 1;
            first_b = j + 1;
        }
        for (auto& [x, y] : holes) match(x, y);
    }

    bool same_slot(const Clip& a, const Clip& b) const {
        for (const MediaReference& media : a.event->media)
            if (!media.url.empty() && identities_.of(media, a.event->name) == b.media) return true;
        for (const MediaReference& media : b.event->media)
            if (!media.url.empty() && identities_.of(media, b.event->name) == a.media) return true;
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
            if (a.clips[i].match == kUnmatched) {
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

    const Identities& identities_;
    Rational rate_a_;
    Rational rate_b_;
};

/// Tracks of one kind in order, so that the n-th answers to the n-th.
std::vector<std::size_t> tracks_of(const Edit& edit, TrackKind kind) {
    std::vector<std::size_t> indices;
    for (std::size_t i = 0; i < edit.tracks.size(); ++i)
        if (edit.tracks[i].kind == kind) indices.push_back(i);
    return indices;
}

} // namespace

ClipMatch match_clips(const Edit& before, const Edit& after) {
    ClipMatch all;
    const Identities identities(before, after);
    const Matcher matcher(before, after, identities);
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
            if (n < tracks_a.size())
                a = clips_of(before.tracks[tracks_a[n]], tracks_a[n], identities);
            if (n < tracks_b.size())
                b = clips_of(after.tracks[tracks_b[n]], tracks_b[n], identities);
            matcher.match_tracks(a, b);
            for (Clip& clip : a)
                if (clip.match != kUnmatched) clip.match += all.after.size();
            std::ranges::move(a, std::back_inserter(all.before));
            std::ranges::move(b, std::back_inserter(all.after));
        }
        for (std::size_t i = first_a; i < all.before.size(); ++i) rest_a.push_back(&all.before[i]);
        for (std::size_t i = first_b; i < all.after.size(); ++i) rest_b.push_back(&all.after[i]);
        matcher.match_moved(rest_a, rest_b, all.after);
    }
    return all;
}

} // namespace seamline::interchange
