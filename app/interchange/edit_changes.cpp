#include "app/interchange/edit_changes.h"

#include "app/interchange/clip_match.h"
#include "app/interchange/event_source.h"
#include "app/interchange/file_url.h"
#include "decode/media/counted.h"
#include "decode/media/timecode.h"

#include <algorithm>
#include <array>
#include <tuple>
#include <utility>

namespace seamline::interchange {
namespace {

std::string take_name(const Event& event) {
    const MediaReference* media = event.active_media();
    if (media == nullptr) return "nothing";
    if (!media->name.empty()) return media->name;
    const std::string file = file_name(path_text(media->url));
    return file.empty() ? media->key : file;
}

/// Both takes so that they can be told apart: by name, else by where they are, else by reel.
std::pair<std::string, std::string> take_names(const Event& to, const Event& from) {
    std::pair names{take_name(to), take_name(from)};
    const MediaReference* after = to.active_media();
    const MediaReference* before = from.active_media();
    if (names.first != names.second || after == nullptr || before == nullptr) return names;
    const auto place = [](const MediaReference& media) {
        const std::string path = path_text(media.url);
        return path.empty() ? media.url : path;
    };
    const std::pair places{place(*after), place(*before)};
    if (places.first != places.second)
        return {places.first.empty() ? names.first + " without a file" : places.first,
                places.second.empty() ? names.second + " without a file" : places.second};
    const auto with_reel = [](const std::string& name, const MediaReference& media) {
        return name + (media.reel.empty() ? " without a reel" : " of reel " + media.reel);
    };
    if (after->reel != before->reel)
        return {with_reel(names.first, *after), with_reel(names.second, *before)};
    return names;
}

std::string shown_name(const Event& event) {
    return event.name.empty() ? take_name(event) : event.name;
}

std::string frames(std::int64_t count) { return counted(count, "frame", "frames"); }

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

std::string record_text(const Edit& edit, std::int64_t record) {
    return timecode_text(edit.start_frame + record, edit.rate, edit.drop_frame);
}

/// "dissolve of 12 frames", "W001 of 8 frames, 4 before the cut"; null: "a cut".
std::string transition_phrase(const Transition* transition) {
    if (transition == nullptr) return "a cut";
    const bool dissolves = transition->kind == TransitionKind::Dissolve;
    std::string text = dissolves || transition->name.empty() ? "dissolve" : transition->name;
    if (!dissolves && transition->name.empty()) text = "transition";
    text += " of " + frames(transition->before + transition->after);
    return transition->before > 0
               ? text + ", " + std::to_string(transition->before) + " before the cut"
               : text;
}

/// The transition at record frame `at` of a track; null: a cut.
const Transition* transition_at(const Track& track, std::int64_t at) {
    const auto found = std::ranges::lower_bound(track.transitions, at, {}, &Transition::at);
    return found != track.transitions.end() && found->at == at ? &*found : nullptr;
}

bool begins_at(const Track& track, std::int64_t record) {
    const auto next = std::ranges::lower_bound(track.events, record, {}, &Event::record_in);
    return std::any_of(next, track.events.end(), [&](const Event& event) {
        return event.record_in == record && event.kind == EventKind::Clip;
    });
}

/// The transitions that are a clip's: at its head, and at its tail unless a clip follows.
std::array<const Transition*, 2> transitions_of(const Edit& edit, const Clip& clip) {
    const Track& track = edit.tracks[clip.track];
    const std::int64_t out = clip.event->record_out();
    return {transition_at(track, clip.event->record_in),
            begins_at(track, out) ? nullptr : transition_at(track, out)};
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
        if (moved) add(ChangeKind::Moved, move_phrase(a, b));
        const bool swapped = a.media != b.media;
        if (swapped) {
            const auto [now, then] = take_names(to, from);
            add(ChangeKind::TakeSwapped, "take " + now + " instead of " + then);
        }
        const SourcePlay play_before = source_play(from);
        const SourcePlay play_after = source_play(to);
        if (play_before.speed != play_after.speed)
            add(ChangeKind::Retimed,
                percent(play_after.speed) + " instead of " + percent(play_before.speed));
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
        add_dissolves(&a, b);
    }

    /// `a` is null for a clip that was inserted.
    void add_dissolves(const Clip* a, const Clip& b) {
        const auto old = a != nullptr ? transitions_of(before_, *a)
                                      : std::array<const Transition*, 2>{nullptr, nullptr};
        const auto now = transitions_of(after_, b);
        for (const std::size_t end : {std::size_t{0}, std::size_t{1}}) {
            if (is_alike(old[end], now[end])) continue;
            EditChange change{.kind = ChangeKind::Dissolved,
                              .name = shown_name(*b.event),
                              .track = b.track,
                              .record_after = b.event->record_in,
                              .what = (end == 0 ? "head: " : "tail: ") +
                                      transition_phrase(now[end]) + " instead of " +
                                      transition_phrase(old[end])};
            if (a != nullptr) change.record_before = a->event->record_in;
            changes_.push_back(std::move(change));
        }
    }

private:
    bool is_alike(const Transition* old, const Transition* now) const {
        if (old == nullptr || now == nullptr) return old == now;
        const auto lasts = [](std::int64_t count, const Edit& edit) {
            return Rational(count) / edit.rate;
        };
        // What programs call a dissolve differs; what another transition is called is what it is.
        const bool same_name = old->kind == TransitionKind::Dissolve || old->name == now->name;
        return old->kind == now->kind && same_name &&
               lasts(old->before, before_) == lasts(now->before, after_) &&
               lasts(old->after, before_) == lasts(now->after, after_);
    }

    std::string move_phrase(const Clip& a, const Clip& b) const {
        std::string text = "moved from " + record_text(before_, a.event->record_in) + " to " +
                           record_text(after_, b.event->record_in);
        if (a.track == b.track) return text;
        const auto track = [](const Edit& edit, std::size_t index) {
            const std::string& title = edit.tracks[index].name;
            return title.empty() ? "track " + std::to_string(index + 1) : title;
        };
        return text + ", " + track(before_, a.track) + " to " + track(after_, b.track);
    }

    /// Frames off at the head and at the tail. Of another take or speed only the length compares.
    std::pair<std::int64_t, std::int64_t> trim(const Event& from, const Event& to,
                                               bool swapped) const {
        const std::int64_t length_before =
            (Rational(from.duration) / before_.rate * after_.rate).round();
        const std::int64_t shorter = length_before - to.duration;
        const SourcePlay old = source_play(from);
        const SourcePlay now = source_play(to);
        if (swapped || old.speed != now.speed) return {0, shorter};
        const Rational moved = now.start.seconds() - old.start.seconds();
        const Rational speed = now.speed == Rational(0) ? Rational(1) : now.speed;
        const std::int64_t head = (moved / speed * after_.rate).round();
        return {head, shorter - head};
    }

    const Edit& before_;
    const Edit& after_;
    std::vector<EditChange>& changes_;
};

/// Tells a clip that was moved against its neighbours from one that what came and went before it
/// has shifted.
class GapChanges {
public:
    GapChanges(const ClipMatch& versions, bool comparable)
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
                           (clip.match == kUnmatched || clip.moved ? clip.event->duration : 0));
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

    const ClipMatch& versions_;
    std::vector<std::int64_t> before_;
    std::vector<std::int64_t> after_;
    bool comparable_;
};

} // namespace

const char* name(ChangeKind kind) {
    static constexpr std::array kNames{"inserted",     "removed",  "moved",  "trimmed",
                                       "take swapped", "retimed",  "graded", "reframed",
                                       "switched",     "dissolved"};
    return kNames.at(static_cast<std::size_t>(kind));
}

std::vector<EditChange> changes_between(const Edit& before, const Edit& after) {
    const ClipMatch versions = match_clips(before, after);
    std::vector<EditChange> changes;
    PairChanges pairs(before, after, changes);
    std::vector<const Clip*> partner(versions.after.size(), nullptr);
    for (const Clip& clip : versions.before)
        if (clip.match != kUnmatched) partner[clip.match] = &clip;
    for (const Clip& clip : versions.before)
        if (clip.match == kUnmatched)
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
            pairs.add_dissolves(nullptr, clip);
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
