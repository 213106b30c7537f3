#include "app/interchange/otio_strips.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <utility>

namespace seamline::interchange::otio {
namespace {

std::size_t weight(const Piece& piece) {
    std::size_t bytes = sizeof(Piece) + piece.event.name.size() + piece.event.place.size();
    for (const MediaReference& media : piece.event.media)
        bytes += sizeof(MediaReference) + media.key.size() + media.name.size() + media.url.size() +
                 media.reel.size() + media.generator.size();
    for (const PlacedMarker& marker : piece.markers)
        bytes += sizeof(PlacedMarker) + marker.marker.name.size() + marker.marker.note.size();
    for (const std::string& phrase : piece.event.unsupported) bytes += 32 + phrase.size();
    return bytes;
}

/// Cuts a piece to what lies between two times of the strip.
void cut(Piece& piece, const Rational& begin, const Rational& end) {
    const Rational head = begin - piece.begin;
    RationalTime& source = piece.event.source_start;
    if (head) source.value = source.value + head * piece.event.speed * source.rate;
    const Rational length = end - begin;
    for (PlacedMarker& marker : piece.markers) marker.at = marker.at - head;
    std::erase_if(piece.markers, [&](const PlacedMarker& marker) {
        return marker.at < Rational(0) || marker.at >= length;
    });
    piece.begin = begin;
    piece.end = end;
}

/// Disjoint stretches of time.
class Covered {
public:
    void add(Rational begin, Rational end) {
        if (begin >= end) return;
        auto at = stretches_.upper_bound(begin);
        if (at != stretches_.begin() && std::prev(at)->second >= begin) --at;
        while (at != stretches_.end() && at->first <= end) {
            begin = std::min(begin, at->first);
            end = std::max(end, at->second);
            at = stretches_.erase(at);
        }
        stretches_.emplace(begin, end);
    }
    bool touches(const Rational& begin, const Rational& end) const {
        auto at = stretches_.upper_bound(begin);
        if (at != stretches_.begin() && std::prev(at)->second > begin) return true;
        return at != stretches_.end() && at->first < end;
    }
    /// Calls `free(begin, end)` for what is left of a stretch.
    template <typename Free> void each_free(Rational begin, const Rational& end, Free free) const {
        auto at = stretches_.upper_bound(begin);
        if (at != stretches_.begin() && std::prev(at)->second > begin) --at;
        for (; at != stretches_.end() && at->first < end; ++at) {
            if (begin < at->first) free(begin, at->first);
            begin = std::max(begin, at->second);
        }
        if (begin < end) free(begin, end);
    }

private:
    std::map<Rational, Rational> stretches_; ///< Begin to end.
};

/// Puts gaps where nothing is; `pieces` are in order.
std::vector<Piece> without_holes(std::vector<Piece> pieces, const Rational& length,
                                 const std::string& place) {
    std::vector<Piece> all;
    Rational at{0};
    for (Piece& piece : pieces) {
        if (piece.begin > at) all.push_back(gap_piece(at, piece.begin, place));
        at = piece.end;
        all.push_back(std::move(piece));
    }
    if (at < length) all.push_back(gap_piece(at, length, place));
    return all;
}

} // namespace

bool CopyBudget::take(const Piece& piece) {
    const std::size_t bytes = weight(piece);
    if (bytes > left_) {
        exhausted_ = true;
        return false;
    }
    left_ -= bytes;
    return true;
}

Piece gap_piece(const Rational& begin, const Rational& end, const std::string& place) {
    Piece gap;
    gap.event.kind = EventKind::Gap;
    gap.event.place = place;
    gap.begin = begin;
    gap.end = end;
    return gap;
}

Strip window(Strip strip, const Rational& start, const Rational& length, const std::string& place) {
    if (!start && length == strip.length) return strip;
    const Rational end = start + length;
    Strip result;
    result.length = length;
    for (Piece& piece : strip.pieces) {
        const Rational from = std::max(piece.begin, start);
        const Rational to = std::min(piece.end, end);
        if (from > to || (from == to && piece.begin != piece.end)) continue;
        cut(piece, from, to);
        piece.begin = from - start;
        piece.end = to - start;
        result.pieces.push_back(std::move(piece));
    }
    result.pieces = without_holes(std::move(result.pieces), length, place);
    for (PlacedTransition& transition : strip.transitions) {
        if (transition.at <= start || transition.at >= end) continue;
        transition.at = transition.at - start;
        result.transitions.push_back(std::move(transition));
    }
    for (PlacedMarker& marker : strip.markers) {
        if (marker.at < start || marker.at >= end) continue;
        marker.at = marker.at - start;
        result.markers.push_back(std::move(marker));
    }
    return result;
}

Strip topmost(std::vector<Strip> layers, const std::string& place, CopyBudget& budget,
              std::size_t& hidden_transitions) {
    if (layers.size() == 1) return std::move(layers.front());
    Strip result;
    for (const Strip& layer : layers) result.length = std::max(result.length, layer.length);
    Covered covered;
    for (auto layer = layers.rbegin(); layer != layers.rend(); ++layer) {
        for (PlacedTransition& transition : layer->transitions) {
            if (covered.touches(transition.at - transition.before,
                                transition.at + transition.after))
                ++hidden_transitions;
            else
                result.transitions.push_back(std::move(transition));
        }
        std::move(layer->markers.begin(), layer->markers.end(), std::back_inserter(result.markers));
        for (const Piece& piece : layer->pieces) {
            if (piece.event.kind != EventKind::Clip || !piece.event.enabled) continue;
            covered.each_free(piece.begin, piece.end, [&](const auto& begin, const auto& end) {
                if (!budget.take(piece)) return;
                result.pieces.push_back(piece);
                cut(result.pieces.back(), begin, end);
            });
        }
        for (const Piece& piece : layer->pieces)
            if (piece.event.kind == EventKind::Clip && piece.event.enabled)
                covered.add(piece.begin, piece.end);
    }
    std::ranges::sort(result.pieces, {}, &Piece::begin);
    std::ranges::sort(result.transitions, {}, &PlacedTransition::at);
    result.pieces = without_holes(std::move(result.pieces), result.length, place);
    return result;
}

} // namespace seamline::interchange::otio
