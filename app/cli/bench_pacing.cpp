#include "app/cli/bench_pacing.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <thread>

namespace seamline::cli {
namespace {

using playback::Nanoseconds;

constexpr Nanoseconds kLongestSleep = 5'000'000;
constexpr Nanoseconds kLeadTicks = 8;
constexpr std::int64_t kSeenBefore = 16;

} // namespace

BenchPacing::BenchPacing(playback::Player& player, double refresh_hz)
    : player_(player), refresh_hz_(refresh_hz), display_(refresh_hz, player.now()),
      estimator_(std::llround(display_.period_ns())) {
    for (std::int64_t refresh = -kSeenBefore; refresh <= 0; ++refresh)
        estimator_.seen(display_.time(refresh));
}

BenchPacing::Turn BenchPacing::turn() {
    Turn turn;
    turn.now = player_.now();
    turn.transport = player_.transport();
    turn.plan = pacer_.next(turn.transport, estimator_.estimate(), turn.now, lead_);
    turn.is_due = turn.plan.is_due(turn.now);
    const std::int64_t step =
        turn.is_due ? turn.plan.step : pacer_.last_step(turn.transport).value_or(0);
    turn.at = turn.transport.steps_at(turn.now) == step ? turn.now : turn.transport.due_at(step);
    return turn;
}

void BenchPacing::wait(const Turn& turn) {
    const Nanoseconds wait = turn.plan.hand_over - player_.now();
    if (wait <= 0) return;
    std::this_thread::sleep_for(std::chrono::nanoseconds(std::min(wait, kLongestSleep)));
    if (wait > kLongestSleep) return;
    const double late =
        static_cast<double>(player_.now() - turn.plan.hand_over) / display_.period_ns();
    wake_squares_ += late * late;
    ++wakes_;
}

void BenchPacing::finished(const Turn& turn, const playback::Tick& tick) {
    Nanoseconds now = player_.now();
    lead_ += (now - turn.now - lead_) / kLeadTicks;
    const Nanoseconds period = std::llround(display_.period_ns());
    const Nanoseconds before = turn.plan.show_at - period * 9 / 10;
    const bool is_late = turn.plan.show_at - turn.transport.due_at(tick.step) > period;
    if (turn.plan.quantised && !is_late && now < before) {
        std::this_thread::sleep_for(std::chrono::nanoseconds(before - now));
        now = player_.now();
    }
    estimator_.seen(display_.time(display_.present(now)));
    const Nanoseconds late = pacer_.handed_over(turn.plan, tick.step, now);
    // On its refresh it is on time, wherever that lies in the tick.
    player_.presented(tick, now, turn.transport.due_at(tick.step) + late);
}

nlohmann::json BenchPacing::report() const {
    const playback::PacingCounters& counters = pacer_.counters();
    return {
        {"refresh_hz", refresh_hz_},
        {"vsync_jitter", wakes_ > 0 ? std::sqrt(wake_squares_ / static_cast<double>(wakes_)) : 0},
        {"mistimed", counters.mistimed},
        {"delayed", counters.delayed},
        {"present_wait", false}};
}

} // namespace seamline::cli
