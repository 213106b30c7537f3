#include "app/playback/frame_pacer.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace seamline::playback {
namespace {

constexpr Nanoseconds kNever = std::numeric_limits<Nanoseconds>::max();
constexpr double kPlay = 0.25;            ///< Of the line, in refreshes.
constexpr double kRunaway = 1.0;          ///< Further off, the line starts again at the clock.
constexpr double kHandOver = 0.25;        ///< After the refresh before, in refreshes.
constexpr double kLongestLate = 20e6;     ///< ns
constexpr std::int64_t kLargestPart = 12; ///< q
constexpr double kSameRate = 1.2e-3;      ///< Relative.
constexpr Nanoseconds kStale = 2'000'000'000;
constexpr std::size_t kMostPending = 64;

double tick_ns(const Transport& transport) {
    const Rational speed = transport.speed();
    const Rational pace = transport.rate() * (speed < Rational(0) ? -speed : speed);
    return 1e9 * static_cast<double>(pace.den) / static_cast<double>(pace.num);
}

/// Its refreshes are known, and still where they were measured.
bool is_followed(const RefreshEstimate& estimate, Nanoseconds now) {
    return estimate.kind == RefreshKind::Measured && now - estimate.origin <= kStale;
}

/// Nothing comes after this step.
bool is_end(const Transport& transport, std::int64_t step) {
    return transport.loop() == session::LoopMode::Once &&
           transport.tick_of_step(step) == transport.tick_of_step(step + 1);
}

std::int64_t floor_div(std::int64_t a, std::int64_t b) {
    return a / b - static_cast<std::int64_t>(a % b != 0 && (a < 0) != (b < 0));
}

} // namespace

FramePlan FramePacer::by_the_clock(const Transport& transport, Nanoseconds now) const {
    const std::int64_t due = transport.steps_at(now);
    FramePlan plan{.step = due};
    if (last_ && due <= *last_) {
        if (is_end(transport, *last_))
            return {.step = *last_, .hand_over = kNever, .show_at = kNever};
        plan.step = *last_ + 1;
    }
    plan.hand_over = plan.show_at = transport.due_at(plan.step);
    return plan;
}

void FramePacer::forget_refreshes() {
    line_.reset();
    taken_.reset();
    settled_.reset();
    pending_.clear();
}

void FramePacer::follow_run(const Transport& transport, const RefreshEstimate& estimate,
                            Nanoseconds now) {
    const bool new_run = run_ != transport.run();
    if (new_run || !is_followed(estimate, now) || estimate.epoch != estimate_.epoch)
        forget_refreshes();
    if (new_run) last_.reset();
    run_ = transport.run();
    estimate_ = estimate;
    if (!line_) return;
    const double rate = tick_ns(transport) / estimate_.period_ns;
    if (std::abs(rate / line_->rate - 1) > 2 * kSameRate) line_.reset(); // Measured better by now.
}

double FramePacer::place(std::int64_t step) const {
    return static_cast<double>(line_->base) + line_->part +
           static_cast<double>(step - line_->step) * line_->rate;
}

std::int64_t FramePacer::refresh_of(std::int64_t step) const {
    const std::int64_t steps = step - line_->step;
    if (line_->q == 0)
        return line_->base + static_cast<std::int64_t>(std::floor(
                                 line_->part + static_cast<double>(steps) * line_->rate + 0.5));
    const std::int64_t whole = floor_div(steps * line_->p, line_->q);
    const std::int64_t rest = steps * line_->p - whole * line_->q;
    const double part = line_->part + static_cast<double>(rest) / static_cast<double>(line_->q);
    return line_->base + whole + static_cast<std::int64_t>(std::floor(part + 0.5));
}

void FramePacer::anchor(const Transport& transport, std::int64_t step) {
    const double at = estimate_.position(transport.due_at(step));
    Line line;
    line.step = step;
    line.base = static_cast<std::int64_t>(std::floor(at));
    line.part = at - static_cast<double>(line.base);
    line.rate = tick_ns(transport) / estimate_.period_ns;
    for (std::int64_t q = 1; q <= kLargestPart && line.q == 0; ++q) {
        const std::int64_t p = std::llround(line.rate * static_cast<double>(q));
        const double fraction = static_cast<double>(p) / static_cast<double>(q);
        if (p == 0 || std::abs(fraction / line.rate - 1) > kSameRate) continue;
        line.p = p;
        line.q = q;
        line.rate = fraction;
    }
    line_ = line;
    followed_ = step;
}

void FramePacer::follow_clock(const Transport& transport, std::int64_t step) {
    if (!line_) anchor(transport, step);
    if (followed_ == step) return;
    followed_ = step;
    const double ahead = estimate_.position(transport.due_at(step)) - place(step);
    if (std::abs(ahead) > kRunaway)
        anchor(transport, step);
    else if (std::abs(ahead) > kPlay)
        line_->part += ahead - std::copysign(kPlay, ahead);
}

bool FramePacer::may_be_late(std::int64_t refreshes) const {
    return refreshes <= 1 || static_cast<double>(refreshes) * estimate_.period_ns <= kLongestLate;
}

std::int64_t FramePacer::newest_by(const Transport& transport, std::int64_t refresh,
                                   std::int64_t first) const {
    const double steps = (static_cast<double>(refresh) + 0.5 - place(first)) / line_->rate;
    std::int64_t step = first + std::max<std::int64_t>(0, static_cast<std::int64_t>(steps) + 1);
    while (step > first && refresh_of(step) > refresh) --step;
    while (step > first && is_end(transport, step - 1)) --step;
    return step;
}

FramePlan FramePacer::next(const Transport& transport, const RefreshEstimate& estimate,
                           Nanoseconds now, Nanoseconds lead) {
    follow_run(transport, estimate, now);
    if (!is_followed(estimate_, now)) return by_the_clock(transport, now);
    if (last_ && is_end(transport, *last_))
        return {.step = *last_, .quantised = true, .hand_over = kNever, .show_at = kNever};
    const std::int64_t first = last_ ? *last_ + 1 : transport.steps_at(now);
    follow_clock(transport, first);
    // No further ahead than a frame: it may not be decoded yet.
    lead = std::min(lead, static_cast<Nanoseconds>(tick_ns(transport)));
    const auto reachable =
        static_cast<std::int64_t>(std::floor(estimate_.position(now + lead))) + 1;
    std::int64_t free = reachable;
    if (taken_) free = std::max(free, *taken_ + 1);
    FramePlan plan{.step = first, .quantised = true};
    plan.refresh = std::max(refresh_of(first), free);
    if (line_->rate < 1 || !may_be_late(plan.refresh - refresh_of(first)))
        plan.step = newest_by(transport, plan.refresh, first);
    plan.show_at = estimate_.time(plan.refresh);
    const Nanoseconds finished =
        estimate_.time(plan.refresh - 1) + std::llround(kHandOver * estimate_.period_ns);
    // What is seen first in a run waits for nothing.
    plan.hand_over = last_ ? finished - lead : now;
    // Nor does what is late: shown sooner, it is less so.
    const bool is_queued = taken_ && plan.refresh == *taken_ + 1 && plan.refresh > reachable;
    if (plan.refresh > refresh_of(plan.step) && !is_queued)
        plan.hand_over = std::min(plan.hand_over, now);
    return plan;
}

void FramePacer::settle(Shown frame) {
    if (settled_) {
        if (frame.refresh != planned_end_) ++counters_.mistimed;
        if (frame.refresh > planned_end_) ++counters_.delayed;
        if (line_->rate >= 1)
            counters_.dropped += std::max<std::int64_t>(0, frame.step - settled_->step - 1);
    }
    settled_ = frame;
    planned_end_ = std::max(refresh_of(frame.step + 1), frame.refresh + 1);
    // Those that were queued behind it come later, too.
    if (taken_) taken_ = frame.refresh + static_cast<std::int64_t>(pending_.size());
}

Nanoseconds FramePacer::handed_over(const FramePlan& plan, std::int64_t step, Nanoseconds at,
                                    std::uint64_t present) {
    last_ = step;
    if (!plan.quantised || !line_) {
        taken_.reset();
        settled_.reset();
        return 0;
    }
    const auto free = static_cast<std::int64_t>(std::floor(estimate_.position(at))) + 1;
    const Shown expected{step, std::max(plan.refresh, free)};
    taken_ = expected.refresh;
    if (present == 0) {
        settle(expected);
    } else {
        pending_.push_back({present, step});
        if (pending_.size() > kMostPending) pending_.pop_front();
    }
    const std::int64_t late = expected.refresh - refresh_of(step);
    if (late <= 0 || may_be_late(late)) return 0;
    return std::llround(static_cast<double>(late) * estimate_.period_ns);
}

bool FramePacer::has_room(const FramePlan& plan, Nanoseconds now) const {
    if (!plan.quantised || plan.hand_over == kNever) return true;
    auto free = static_cast<std::int64_t>(std::floor(estimate_.position(now))) + 1;
    if (taken_) free = std::max(free, *taken_ + 1);
    return free < plan.refresh;
}

void FramePacer::shown(std::uint64_t present, const RefreshEstimate& estimate, Nanoseconds at) {
    while (!pending_.empty() && pending_.front().present < present) pending_.pop_front();
    if (pending_.empty() || pending_.front().present != present) return;
    const Pending frame = pending_.front();
    pending_.pop_front();
    if (!line_ || estimate.epoch != estimate_.epoch) return;
    estimate_ = estimate;
    settle({frame.step, std::llround(estimate_.position(at))});
}

std::optional<std::int64_t> FramePacer::last_step(const Transport& transport) const {
    if (!last_ || run_ != transport.run()) return std::nullopt;
    return last_;
}

} // namespace seamline::playback
