// app/ui/timeline_scale.h: where ticks lie on the timeline, and which of them the ruler names.
#pragma once

#include "app/ui/counter.h"

#include <cstdint>

namespace seamline::ui {

/// A straight line between ticks and pixels. Tick n covers the pixels from `px_of(n)` to `px_of(n +
/// 1)`.
struct TimelineScale {
    double first = 0; ///< Tick (fractional) at `left_px`.
    double px_per_tick = 1;
    double left_px = 0;
    double width_px = 1;

    double px_of(double tick) const { return left_px + (tick - first) * px_per_tick; }
    double tick_at(double px) const { return first + (px - left_px) / px_per_tick; }
    double last() const { return first + width_px / px_per_tick; } ///< Tick at the right edge.
    /// The tick under `px`, kept within 0 .. length - 1 (0 when `length` is 0).
    std::int64_t clamped_tick_at(double px, std::int64_t length) const;
};

/// What of the timeline is seen; kept by the UI. `span` 0 shows everything.
struct TimelineView {
    double first = 0;
    double span = 0; ///< Ticks.

    friend bool operator==(const TimelineView&, const TimelineView&) = default;
};

/// `view` on `width_px` pixels, moved and widened as little as keeps it inside 0 .. length.
TimelineScale timeline_scale(const TimelineView& view, std::int64_t length, double left_px,
                             double width_px);
/// `view` magnified by `factor` (> 1: closer) with the tick under `at_px` staying there; never
/// closer than four ticks, never wider than the whole.
TimelineView zoomed(const TimelineScale& scale, double factor, double at_px, std::int64_t length);
/// Moved by `delta_px` to the right (the picture under the hand follows it).
TimelineView panned(const TimelineScale& scale, double delta_px, std::int64_t length);
/// Moved just enough that `tick` is seen.
TimelineView following(const TimelineScale& scale, std::int64_t tick, std::int64_t length);

/// Distance in ticks between the ruler's named and unnamed lines.
struct RulerSteps {
    std::int64_t major = 1;
    std::int64_t minor = 1; ///< Divides `major`.
};
/// Steps whose names are at least `min_label_px` apart: 1, 2, 5, 10 ... frames, or whole seconds
/// and minutes when the counter shows time.
RulerSteps ruler_steps(double px_per_tick, double min_label_px, const CounterFormat& format);

} // namespace seamline::ui
