#include "app/playback/player_impl.h"

#include <algorithm>
#include <cstdlib>

namespace seamline::playback {
namespace {

constexpr Nanoseconds kFpsWindow = 1'000'000'000;

} // namespace

bool Player::Impl::is_mistimed(const Tick& tick, Nanoseconds shown_at) const {
    if (!transport.playing() || transport.every_frame() || tick.run != transport.run())
        return false;
    const Nanoseconds off = std::abs(shown_at - transport.due_at(tick.step));
    return 2 * off > transport.due_at(tick.step + 1) - transport.due_at(tick.step);
}

void Player::Impl::count_stall(const Tick& tick) {
    if (tick.run == last_stalled_run && tick.step == last_stalled_step) return;
    last_stalled_run = tick.run;
    last_stalled_step = tick.step;
    ++counters.stalls;
}

void Player::presented(const Tick& tick, Nanoseconds now, Nanoseconds shown_at) {
    const std::scoped_lock lock(impl_->mutex);
    PlaybackCounters& counters = impl_->counters;
    const bool every_frame = impl_->transport.every_frame();
    const bool same_run = tick.run == impl_->last_run;
    const bool again = every_frame ? tick.step == 0 && tick.number == impl_->last_number
                                   : same_run && tick.step == impl_->last_step;
    if (again) return;
    if (impl_->transport.playing() && !every_frame) {
        const std::int64_t before = same_run ? impl_->last_step : -1;
        counters.dropped += std::max<std::int64_t>(0, tick.step - before - 1);
    }
    if (impl_->is_mistimed(tick, shown_at)) ++counters.mistimed;
    impl_->last_run = tick.run;
    impl_->last_step = tick.step;
    impl_->last_number = tick.number;
    impl_->transport.presented(tick.number, now);
    ++counters.presented;
    impl_->recent.push_back(now);
    std::erase_if(impl_->recent, [&](Nanoseconds t) { return now - t > kFpsWindow; });
}

void Player::stalled(const Tick& tick, Nanoseconds) {
    const std::scoped_lock lock(impl_->mutex);
    impl_->count_stall(tick);
}

PlaybackCounters Player::counters() const {
    const std::scoped_lock lock(impl_->mutex);
    PlaybackCounters counters = impl_->counters;
    const Rational speed = impl_->transport.speed();
    const Rational asked = impl_->transport.rate() * (speed < Rational(0) ? -speed : speed);
    counters.fps_asked = impl_->transport.playing() ? asked.value() : 0;
    const auto& recent = impl_->recent;
    if (recent.size() > 1 && impl_->transport.playing())
        counters.fps_achieved = static_cast<double>(recent.size() - 1) * 1e9 /
                                static_cast<double>(recent.back() - recent.front());
    return counters;
}

} // namespace seamline::playback
