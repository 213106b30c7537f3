#include "renderer/cached_source.h"

#include <algorithm>
#include <cstdlib>
#include <iterator>

namespace seamline::renderer {
namespace {

using Iterator = CachedSource::Entries::const_iterator;

/// The farthest of the frames that it is offered.
class Search {
public:
    explicit Search(const CacheFocus& focus) : focus_(focus) {}

    /// False for a frame that cannot go.
    bool offer(Iterator it) {
        const std::optional<Farness> far = farness(focus_, it->first);
        if (!far || !it->second.is_sole_owner()) return false;
        if (!best_ || best_->farness < *far) best_ = {it->first, *far, it->second.block_bytes};
        return true;
    }
    /// Distance falls towards the focus and rises behind it, so the farthest frame of a run is the
    /// first or the last that can go.
    void search_run(Iterator first, Iterator last) {
        while (first != last && !offer(first)) ++first;
        while (first != last && !offer(std::prev(last))) --last;
    }
    /// On a ring it falls on both sides of one place, so the farthest frame is the first that can
    /// go on one of them. `from` is the first entry at or after that place.
    void search_ring(Iterator first, Iterator last, Iterator from) {
        if (first == last) return;
        if (from == last) from = first;
        for (Iterator it = from; !offer(it);) {
            if (++it == last) it = first;
            if (it == from) return;
        }
        for (Iterator it = from;;) {
            it = std::prev(it == first ? last : it);
            if (offer(it) || it == from) return;
        }
    }
    const std::optional<CachedSource::Candidate>& best() const { return best_; }

private:
    const CacheFocus& focus_;
    std::optional<CachedSource::Candidate> best_;
};

bool is_pinned(const CacheFocus& focus, std::int64_t frame) {
    return frame >= focus.pinned_first && frame <= focus.pinned_last;
}

bool is_ring(const CacheFocus& focus) { return focus.wraps && is_pinned(focus, focus.frame); }

std::int64_t ring_length(const CacheFocus& focus) {
    return focus.pinned_last - focus.pinned_first + 1;
}

/// Two thirds of the way on round the ring: as far ahead as twice the way back.
std::int64_t farthest_place(const CacheFocus& focus) {
    const std::int64_t length = ring_length(focus);
    const std::int64_t steps = 2 * length / 3 * (focus.direction < 0 ? -1 : 1);
    return focus.pinned_first + (focus.frame - focus.pinned_first + steps + length) % length;
}

/// Of frames that a cut does not come to soon: those near where it last was stay longest.
Farness unwanted(const CacheFocus& focus, std::int64_t frame) {
    return {.tier = 3, .distance = std::abs(frame - focus.frame)};
}

std::optional<Farness> farness_by_stretches(const CacheFocus& focus, std::int64_t frame) {
    std::optional<Farness> nearest;
    for (const CacheStretch& stretch : focus.stretches) {
        const auto [low, high] = std::minmax(stretch.from, stretch.to);
        if (frame < low || frame > high) continue;
        const Farness far{.tier = stretch.visible ? 0 : 2,
                          .distance = stretch.away + std::abs(frame - stretch.from)};
        if (stretch.visible && far.distance <= 1) return std::nullopt;
        if (!nearest || far < *nearest) nearest = far;
    }
    return nearest ? nearest : unwanted(focus, frame);
}

} // namespace

std::optional<Farness> farness(const CacheFocus& focus, std::int64_t frame) {
    if (focus.by_stretches) return farness_by_stretches(focus, frame);
    std::int64_t ahead = (frame - focus.frame) * (focus.direction < 0 ? -1 : 1);
    std::int64_t behind = -ahead;
    const bool pinned = is_pinned(focus, frame);
    if (pinned && is_ring(focus)) {
        const std::int64_t length = ring_length(focus);
        ahead = (ahead + length) % length;
        behind = length - ahead;
        if (ahead <= 1 || behind <= 1) return std::nullopt;
        return Farness{.tier = focus.visible ? 0 : 2, .distance = std::min(ahead, 2 * behind)};
    }
    if (ahead >= -1 && ahead <= 1) return std::nullopt;
    return Farness{.tier = (focus.visible ? 0 : 2) + (pinned ? 0 : 1),
                   .distance = ahead >= 0 ? ahead : 2 * behind};
}

CachedSource::Entries CachedSource::take_passed() {
    const bool forwards = focus.direction >= 0;
    Iterator at = forwards ? entries.begin() : entries.upper_bound(focus.frame);
    const Iterator end = forwards ? entries.lower_bound(focus.frame) : entries.end();
    Entries passed;
    while (at != end) passed.insert(passed.end(), entries.extract(at++));
    return passed;
}

std::optional<CachedSource::Candidate> CachedSource::farthest() const {
    if (focus.by_stretches) {
        Search all(focus);
        for (Iterator it = entries.begin(); it != entries.end(); ++it) all.offer(it);
        return all.best();
    }
    const bool pins = focus.pinned_first <= focus.pinned_last;
    const Iterator pin_begin = pins ? entries.lower_bound(focus.pinned_first) : entries.end();
    const Iterator pin_end = pins ? entries.upper_bound(focus.pinned_last) : entries.end();
    Search search(focus);
    search.search_run(entries.begin(), pin_begin);
    search.search_run(pin_end, entries.end());
    if (search.best()) return search.best();
    if (is_ring(focus))
        search.search_ring(pin_begin, pin_end, entries.lower_bound(farthest_place(focus)));
    else
        search.search_run(pin_begin, pin_end);
    return search.best();
}

CachedSource::Spare CachedSource::beyond(const Farness& limit,
                                         std::uint64_t wanted_block_bytes) const {
    Spare spare;
    // Mostly there is none, and that is quickly known.
    const std::optional<Candidate> last = farthest();
    if (!last || last->farness <= limit) return spare;
    for (const auto& [frame, entry] : entries) {
        const std::optional<Farness> far = farness(focus, frame);
        if (!far || *far <= limit || !entry.is_sole_owner()) continue;
        spare.bytes += entry.block_bytes;
        spare.has_fitting = entry.block_bytes == wanted_block_bytes;
        if (spare.has_fitting) break; // Enough by itself.
    }
    return spare;
}

std::shared_ptr<const CachedFrame> CachedSource::nearest(std::int64_t frame) const {
    const auto is_findable = [](const Entry& entry) { return entry.is_findable(); };
    auto above = entries.lower_bound(frame);
    auto below = std::make_reverse_iterator(above);
    while (above != entries.end() && !is_findable(above->second)) ++above;
    while (below != entries.rend() && !is_findable(below->second)) ++below;
    if (above == entries.end()) return below == entries.rend() ? nullptr : below->second.frame;
    if (below == entries.rend()) return above->second.frame;
    return frame - below->first < above->first - frame ? below->second.frame : above->second.frame;
}

std::vector<std::pair<std::int64_t, std::int64_t>> CachedSource::ranges() const {
    std::vector<std::pair<std::int64_t, std::int64_t>> ranges;
    for (const auto& [frame, entry] : entries) {
        if (!ranges.empty() && ranges.back().second == frame)
            ++ranges.back().second;
        else
            ranges.emplace_back(frame, frame + 1);
    }
    return ranges;
}

} // namespace seamline::renderer
