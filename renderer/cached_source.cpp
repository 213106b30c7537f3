#include "renderer/cached_source.h"

#include <algorithm>
#include <iterator>

namespace seamline::renderer {
namespace {

using Iterator = CachedSource::Entries::const_iterator;

/// The farther end of [first, last), not counting frames that cannot go. Distance falls towards the
/// focus and rises behind it, so the farthest frame of a run is the first or the last that can go.
void consider(const CacheFocus& focus, Iterator first, Iterator last,
              std::optional<CachedSource::Candidate>& best) {
    const auto offer = [&](Iterator it) {
        const std::optional<Farness> far = farness(focus, it->first);
        if (!far || !it->second.is_sole_owner()) return false;
        if (!best || best->farness < *far) best = {it->first, *far, it->second.block_bytes};
        return true;
    };
    while (first != last && !offer(first)) ++first;
    while (first != last && !offer(std::prev(last))) --last;
}

} // namespace

std::optional<Farness> farness(const CacheFocus& focus, std::int64_t frame) {
    const std::int64_t ahead = (frame - focus.frame) * (focus.direction < 0 ? -1 : 1);
    if (ahead >= -1 && ahead <= 1) return std::nullopt;
    const bool pinned = frame >= focus.pinned_first && frame <= focus.pinned_last;
    return Farness{.tier = (focus.visible ? 0 : 2) + (pinned ? 0 : 1),
                   .distance = ahead >= 0 ? ahead : -2 * ahead};
}

std::optional<CachedSource::Candidate> CachedSource::farthest() const {
    const bool pins = focus.pinned_first <= focus.pinned_last;
    const Iterator pin_begin = pins ? entries.lower_bound(focus.pinned_first) : entries.end();
    const Iterator pin_end = pins ? entries.upper_bound(focus.pinned_last) : entries.end();
    std::optional<Candidate> best;
    consider(focus, entries.begin(), pin_begin, best);
    consider(focus, pin_end, entries.end(), best);
    if (!best) consider(focus, pin_begin, pin_end, best);
    return best;
}

std::shared_ptr<const CachedFrame> CachedSource::nearest(std::int64_t frame) const {
    const auto is_findable = [](const Entry& entry) { return entry.staging == nullptr; };
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
