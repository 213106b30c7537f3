// app/interchange/otio_strips.h: stretches of a nested timeline in exact time, cut and laid over
// each other before they become events of whole frames.
#pragma once

#include "app/interchange/edit.h"

#include <cstddef>
#include <string>
#include <vector>

namespace seamline::interchange::otio {

/// Seconds from the start of what carries it.
struct PlacedMarker {
    EditMarker marker; ///< `record` and `duration` are set when frames are counted.
    Rational at{0};
    Rational length{0};
};

/// An event before its record frames are known.
struct Piece {
    Event event;
    Rational begin{0};                 ///< Seconds in the strip.
    Rational end{0};                   ///< >= begin
    std::vector<PlacedMarker> markers; ///< From `begin`.
    Rational stated_rate{0};           ///< Of the length as written; 0: none.
};

struct PlacedTransition {
    Transition transition; ///< Frames are set later.
    Rational at{0};
    Rational before{0};
    Rational after{0};
};

/// What a track or a nest shows, from 0 to `length` without holes.
struct Strip {
    std::vector<Piece> pieces;
    std::vector<PlacedTransition> transitions;
    std::vector<PlacedMarker> markers; ///< Of the track or nest itself.
    Rational length{0};
};

/// Bytes that splitting events may add, so that a small file cannot ask for all memory: a long list
/// of takes under a layer of many cuts is copied once per cut.
class CopyBudget {
public:
    /// False when the copy would be over it; then nothing is taken.
    bool take(const Piece& piece);
    bool exhausted() const { return exhausted_; }

private:
    std::size_t left_ = std::size_t{512} << 20;
    bool exhausted_ = false;
};

/// A gap from `begin` to `end`; `place` as Event::place.
Piece gap_piece(const Rational& begin, const Rational& end, const std::string& place);

/// The part of `strip` from `start` on, `length` long, counted from its own start: what lies
/// outside `strip` is gap. Media times move with what is cut off; transitions and markers outside
/// go.
Strip window(Strip strip, const Rational& start, const Rational& length, const std::string& place);

/// What is seen of layers (bottom first): of enabled clips the topmost. One layer is kept as it is.
/// `hidden_transitions` counts those that another layer covers.
Strip topmost(std::vector<Strip> layers, const std::string& place, CopyBudget& budget,
              std::size_t& hidden_transitions);

} // namespace seamline::interchange::otio
