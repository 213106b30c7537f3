#include "app/ui/timeline_scale.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace seamline::ui {
namespace {

constexpr double kLeastSpan = 4;

TimelineView kept_inside(TimelineView view, std::int64_t length) {
    const double all = static_cast<double>(std::max<std::int64_t>(length, 1));
    if (view.span <= 0 || view.span >= all) return {};
    view.first = std::clamp(view.first, 0.0, all - view.span);
    return view;
}

RulerSteps frame_steps(double least_ticks) {
    std::int64_t decade = 1;
    while (true) {
        for (const std::int64_t digit : {1, 2, 5}) {
            const std::int64_t step = digit * decade;
            if (static_cast<double>(step) < least_ticks) continue;
            if (step == 1) return {1, 1};
            return {step, digit == 5 || decade == 1 ? step / digit : step / (digit * 5)};
        }
        decade *= 10;
    }
}

} // namespace

std::int64_t TimelineScale::clamped_tick_at(double px, std::int64_t length) const {
    const auto tick = static_cast<std::int64_t>(std::floor(tick_at(px)));
    return std::clamp<std::int64_t>(tick, 0, std::max<std::int64_t>(length - 1, 0));
}

TimelineScale timeline_scale(const TimelineView& view, std::int64_t length, double left_px,
                             double width_px) {
    const TimelineView kept = kept_inside(view, length);
    const double all = static_cast<double>(std::max<std::int64_t>(length, 1));
    const double span = kept.span > 0 ? kept.span : all;
    return {kept.first, std::max(width_px, 1.0) / span, left_px, std::max(width_px, 1.0)};
}

TimelineView zoomed(const TimelineScale& scale, double factor, double at_px, std::int64_t length) {
    const double all = static_cast<double>(std::max<std::int64_t>(length, 1));
    const double span =
        std::clamp(scale.width_px / scale.px_per_tick / factor, std::min(kLeastSpan, all), all);
    const double anchor = scale.tick_at(at_px);
    return kept_inside({anchor - (at_px - scale.left_px) / scale.width_px * span, span}, length);
}

TimelineView panned(const TimelineScale& scale, double delta_px, std::int64_t length) {
    const double span = scale.width_px / scale.px_per_tick;
    return kept_inside({scale.first - delta_px / scale.px_per_tick, span}, length);
}

TimelineView following(const TimelineScale& scale, std::int64_t tick, std::int64_t length) {
    const double span = scale.width_px / scale.px_per_tick;
    const double at = static_cast<double>(tick);
    double first = scale.first;
    // Turns a page instead of creeping, so that the lanes stand still while playing.
    if (at < first) first = at + 1 - span;
    if (at + 1 > first + span) first = at;
    return kept_inside({first, span}, length);
}

RulerSteps ruler_steps(double px_per_tick, double min_label_px, const CounterFormat& format) {
    const double least_ticks = min_label_px / px_per_tick;
    const int base = timecode_base(format.rate);
    if (format.mode == session::CounterMode::Frames || least_ticks <= base / 2.0)
        return frame_steps(least_ticks);
    constexpr std::array<std::int64_t, 14> kSeconds{1,   2,   5,   10,   15,   30,   60,
                                                    120, 300, 600, 1800, 3600, 7200, 36000};
    for (const std::int64_t seconds : kSeconds) {
        const std::int64_t step = seconds * base;
        if (static_cast<double>(step) < least_ticks) continue;
        const std::int64_t parts = seconds == 1 ? (base % 4 == 0   ? 4
                                                   : base % 5 == 0 ? 5
                                                                   : 1)
                                   : seconds == 2 || seconds == 120 || seconds == 7200 ? 2
                                                                                       : 5;
        return {step, seconds == 1 ? base / parts : step / parts};
    }
    return {36000 * std::int64_t{base}, 3600 * std::int64_t{base}};
}

} // namespace seamline::ui
