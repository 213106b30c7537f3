// app/ui/cut_layout.h: where the events of a cut lie on its lane, and which of them are drawn as
// one; pure arithmetic.
#pragma once

#include "app/session/session.h"
#include "app/ui/timeline_scale.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <ranges>
#include <vector>

namespace seamline::ui {

/// A straight line between a cut's record frames and pixels: record frame n covers the pixels from
/// `px_of(n)` to `px_of(n + 1)`.
struct RecordScale {
    double zero_px = 0;       ///< Of record frame 0.
    double px_per_record = 1; ///< > 0

    double px_of(std::int64_t record) const {
        return zero_px + static_cast<double>(record) * px_per_record;
    }
    double record_at(double px) const { return (px - zero_px) / px_per_record; }
};
/// Of a source that is an edit at `edit_rate` record frames per second, on a timeline of
/// `session_rate` ticks per second.
RecordScale record_scale(const TimelineScale& scale, const session::Timing& timing,
                         const Rational& edit_rate, const Rational& session_rate);

/// Things `from` to `to` (exclusive) of a list, drawn as one: a thing alone, or several that are
/// too narrow.
struct DrawnRun {
    std::size_t from = 0;
    std::size_t to = 0;

    friend bool operator==(const DrawnRun&, const DrawnRun&) = default;
};

/// What of `things`, ascending and without overlap, is seen in the records [from, to). Neighbours
/// that together cover at most `least` records (> 0) become one run. Looks at what it returns only:
/// O(runs x log things), and at most 2 (to - from) / least + 2 runs. `first_of` and `end_of` give a
/// thing's first record and its exclusive last one.
template <typename Thing, typename First, typename End>
std::vector<DrawnRun> drawn_runs(const std::vector<Thing>& things, double from, double to,
                                 double least, First first_of, End end_of) {
    std::vector<DrawnRun> runs;
    const auto end_at = [&](const Thing& thing) { return static_cast<double>(end_of(thing)); };
    auto at = std::ranges::upper_bound(things, from, {}, end_at);
    while (at != things.end() && static_cast<double>(first_of(*at)) < to) {
        const double limit = static_cast<double>(first_of(*at)) + least;
        auto next = std::next(at);
        if (end_at(*at) < limit)
            next = std::ranges::upper_bound(next, things.end(), limit, {}, end_at);
        runs.push_back({static_cast<std::size_t>(at - things.begin()),
                        static_cast<std::size_t>(next - things.begin())});
        at = next;
    }
    return runs;
}

/// Rows of a cut's lane, in pixels from its top; 0 high: left out.
struct CutLaneParts {
    struct Row {
        float top = 0;
        float height = 0;

        friend bool operator==(const Row&, const Row&) = default;
    };
    Row names;    ///< Names and signs of what is seen.
    Row pictures; ///< Their pictures.
    Row cached;   ///< Which record frames are cached.
    float tracks_top = 0;
    float track_height = 0; ///< Of each track; 0: tracks are left out.
};
/// Of a lane of `height` pixels with `tracks` tracks at this scale of the interface. `high`: tracks
/// have names, as in the strip and wherever there is room. A single track is no news and gets no
/// row.
CutLaneParts cut_lane_parts(float height, std::size_t tracks, bool high, float scale);
/// The height at which such a lane shows all.
float cut_lane_height(std::size_t tracks, bool high, float scale);

/// Pictures of an event from `left` to `right`, each `width` wide, that are seen in [from, to).
struct PictureSlot {
    enum class Shows : std::uint8_t { First, Middle, Last, Between };
    Shows shows = Shows::First;
    double left = 0;

    friend bool operator==(const PictureSlot&, const PictureSlot&) = default;
};
/// Its first picture at its head, its last at its end, its middle between them, as far as there is
/// room, and then others between. Pictures cut off at the left are left out; the first one of an
/// event that is narrower than a picture is cut off at the right.
std::vector<PictureSlot> picture_slots(double left, double right, double width, double from,
                                       double to);

} // namespace seamline::ui
