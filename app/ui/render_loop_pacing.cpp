// When RenderLoop hands over its ticks.
#include "app/ui/render_loop.h"

#include <chrono>
#include <cmath>

namespace seamline::ui {

using playback::FramePlan;
using playback::Nanoseconds;
using playback::Tick;
using playback::Transport;

namespace {

/// That a tick's usual cost is a mean of.
constexpr Nanoseconds kLeadTicks = 8;

/// An instant at which a step is due, and still is when the clock is slewed just now.
Nanoseconds inside(const Transport& transport, std::int64_t step, Nanoseconds now) {
    if (transport.steps_at(now) == step) return now;
    const Nanoseconds due = transport.due_at(step);
    return due + (transport.due_at(step + 1) - due) / 4;
}

} // namespace

void RenderLoop::tell_refresh(double hz) {
    const std::scoped_lock lock(mutex_);
    state_.refresh_ns = hz > 0 ? std::llround(1e9 / hz) : 0;
}

RenderLoop::Moment RenderLoop::moment_of(const Transport& transport, bool playing,
                                         Nanoseconds now) {
    if (!playing) return {std::nullopt, now, INT64_MAX};
    if (transport.every_frame() || transport.length() == 0)
        return {std::nullopt, now, transport.next_due(now)};
    if (paced_run_ != transport.run()) vsync_.forgive();
    paced_run_ = transport.run();
    const FramePlan plan = pacer_.next(transport, vsync_.estimate(), now, lead_);
    if (plan.is_due(now))
        return {plan, inside(transport, plan.step, now), transport.due_at(plan.step + 1)};
    const auto last = pacer_.last_step(transport);
    return {plan, last ? inside(transport, *last, now) : now, plan.hand_over};
}

void RenderLoop::hear_refreshes(renderer::WindowPresenter& presenter, Nanoseconds refresh_ns) {
    vsync_.set_nominal(refresh_ns);
    // The player's clock is another one in tests.
    const Nanoseconds steady = std::chrono::duration_cast<std::chrono::nanoseconds>(
                                   std::chrono::steady_clock::now().time_since_epoch())
                                   .count();
    const Nanoseconds offset = player_->now() - steady;
    for (const renderer::SeenRefresh& refresh : presenter.take_refreshes()) {
        vsync_.seen(refresh.at_ns + offset);
        if (refresh.present != 0)
            pacer_.shown(refresh.present, vsync_.estimate(), refresh.at_ns + offset);
    }
    const std::scoped_lock lock(mutex_);
    state_.pacing = {vsync_.estimate(), pacer_.counters(), presenter.has_present_wait()};
}

void RenderLoop::note_handed_over(const Moment& moment, const Transport& transport,
                                  const Tick& tick, Nanoseconds looked_up,
                                  const renderer::WindowPresenter& presenter) {
    const Nanoseconds handed = player_->now();
    const renderer::PassTimes times = presenter.last_times();
    // A CPU has drawn it when it is handed over.
    const double drawing_ms = device_->is_cpu() ? 0 : times.ingest_ms + times.composite_ms;
    const auto drawing = static_cast<Nanoseconds>(drawing_ms * 1e6);
    const Nanoseconds working = handed - looked_up - presenter.last_wait_ns();
    lead_ += (working + drawing - lead_) / kLeadTicks;
    Nanoseconds shown = handed;
    if (moment.plan && tick.run == transport.run()) {
        const std::uint64_t present = presenter.has_present_wait() ? presenter.last_present() : 0;
        const Nanoseconds late =
            pacer_.handed_over(*moment.plan, tick.step, handed + drawing, present);
        // On its refresh it is on time, wherever that lies in the tick.
        if (moment.plan->quantised) shown = transport.due_at(tick.step) + late;
    }
    player_->presented(tick, looked_up, shown);
    meter_.add(looked_up, handed);
    const std::scoped_lock lock(mutex_);
    state_.tick_ms = meter_.mean_ms();
}

} // namespace seamline::ui
