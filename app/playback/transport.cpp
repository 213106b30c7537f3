#include "app/playback/transport.h"

#include <algorithm>
#include <limits>

namespace seamline::playback {
namespace {

constexpr Int128 kNanosecondsPerSecond = 1'000'000'000;

/// Exact nanoseconds of `steps` ticks, rounded up, so that a tick is due when its time has come.
Nanoseconds duration_of(std::int64_t steps, const Rational& ticks_per_second) {
    const Int128 scaled = Int128{steps} * kNanosecondsPerSecond * ticks_per_second.den;
    return static_cast<Nanoseconds>((scaled + ticks_per_second.num - 1) / ticks_per_second.num);
}

Rational magnitude(const Rational& r) { return r < Rational(0) ? -r : r; }

} // namespace

Transport::Range Transport::range() const {
    const std::int64_t end = std::max<std::int64_t>(0, length_ - 1);
    const std::int64_t first = std::clamp<std::int64_t>(in_, 0, end);
    const std::int64_t last = out_ < 0 ? end : std::clamp(out_, first, end);
    return {first, last};
}

void Transport::anchor(std::int64_t tick, int direction, Nanoseconds now) {
    anchor_tick_ = tick;
    anchor_direction_ = direction;
    anchor_time_ = now;
    ++run_;
}

void Transport::set_length(std::int64_t length, Nanoseconds now) {
    const Place place = place_after(steps_at(now));
    length_ = std::max<std::int64_t>(0, length);
    anchor(std::clamp<std::int64_t>(place.tick, 0, std::max<std::int64_t>(0, length_ - 1)),
           place.direction, now);
}

void Transport::set_rate(Rational rate, Nanoseconds now) {
    const Place place = place_after(steps_at(now));
    rate_ = rate;
    anchor(place.tick, place.direction, now);
}

void Transport::set_range(std::int64_t in, std::int64_t out, Nanoseconds now) {
    const Place place = place_after(steps_at(now));
    in_ = in;
    out_ = out;
    const Range limits = range();
    const bool outside = place.tick < limits.first || place.tick > limits.last;
    anchor(playing_ && outside ? limits.first : place.tick, place.direction, now);
}

void Transport::set_loop(session::LoopMode loop, Nanoseconds now) {
    const Place place = place_after(steps_at(now));
    loop_ = loop;
    anchor(place.tick, place.direction, now);
}

void Transport::set_every_frame(bool every_frame, Nanoseconds now) {
    const Place place = place_after(steps_at(now));
    every_frame_ = every_frame;
    anchor(place.tick, place.direction, now);
}

void Transport::play(Rational speed, Nanoseconds now) {
    std::int64_t tick = tick_at(now);
    speed_ = std::clamp(speed, Rational(-8), Rational(8));
    if (!speed_) speed_ = Rational(1);
    const int direction = speed_ > Rational(0) ? 1 : -1;
    const Range limits = range();
    const bool outside = tick < limits.first || tick > limits.last;
    const bool at_end =
        loop_ == session::LoopMode::Once && tick == (direction > 0 ? limits.last : limits.first);
    if (outside || at_end) tick = direction > 0 ? limits.first : limits.last;
    playing_ = true;
    anchor(tick, direction, now);
}

void Transport::pause(Nanoseconds now) {
    const Place place = place_after(steps_at(now));
    playing_ = false;
    anchor(place.tick, place.direction, now);
}

void Transport::seek(std::int64_t tick, Nanoseconds now) {
    const std::int64_t end = std::max<std::int64_t>(0, length_ - 1);
    std::int64_t target = std::clamp<std::int64_t>(tick, 0, end);
    if (playing_) {
        const Range limits = range();
        target = std::clamp(target, limits.first, limits.last);
    }
    anchor(target, speed_ > Rational(0) ? 1 : -1, now);
}

std::int64_t Transport::steps_at(Nanoseconds now) const {
    if (!playing_ || length_ == 0) return 0;
    const Rational pace = rate_ * magnitude(speed_);
    const Int128 elapsed = std::max<Nanoseconds>(0, now - anchor_time_);
    const Int128 steps = elapsed * pace.num / (kNanosecondsPerSecond * pace.den);
    const auto whole = static_cast<std::int64_t>(
        std::min<Int128>(steps, std::numeric_limits<std::int64_t>::max()));
    return every_frame_ ? std::min<std::int64_t>(whole, 1) : whole;
}

Transport::Place Transport::place_after(std::int64_t steps) const {
    if (!playing_ || length_ == 0) return {anchor_tick_, anchor_direction_};
    const Range limits = range();
    const std::int64_t count = limits.last - limits.first + 1;
    const std::int64_t position = anchor_tick_ - limits.first;
    switch (loop_) {
    case session::LoopMode::Once: {
        const std::int64_t room = anchor_direction_ > 0 ? count - 1 - position : position;
        return {anchor_tick_ + anchor_direction_ * std::min(steps, std::max<std::int64_t>(0, room)),
                anchor_direction_};
    }
    case session::LoopMode::Loop: {
        std::int64_t wrapped = (position + anchor_direction_ * (steps % count)) % count;
        if (wrapped < 0) wrapped += count;
        return {limits.first + wrapped, anchor_direction_};
    }
    case session::LoopMode::PingPong: {
        if (count == 1) return {limits.first, anchor_direction_};
        // Unfolded: up is phases 0..count-1, down is the rest of a period of 2 * (count - 1).
        const std::int64_t period = 2 * (count - 1);
        const std::int64_t start = anchor_direction_ > 0 ? position : (period - position) % period;
        const std::int64_t phase = (start + steps % period) % period;
        if (phase < count - 1) return {limits.first + phase, 1};
        return {limits.first + period - phase, -1};
    }
    }
    return {anchor_tick_, anchor_direction_};
}

std::int64_t Transport::tick_at(Nanoseconds now) const { return place_after(steps_at(now)).tick; }

int Transport::direction_at(Nanoseconds now) const { return place_after(steps_at(now)).direction; }

Nanoseconds Transport::next_due(Nanoseconds now) const {
    if (!playing_ || length_ == 0) return std::numeric_limits<Nanoseconds>::max();
    const std::int64_t steps = steps_at(now);
    const bool at_end =
        loop_ == session::LoopMode::Once && place_after(steps).tick == place_after(steps + 1).tick;
    if (at_end) return std::numeric_limits<Nanoseconds>::max();
    return due_at(steps + 1);
}

Nanoseconds Transport::due_at(std::int64_t steps) const {
    return anchor_time_ + duration_of(steps, rate_ * magnitude(speed_));
}

std::int64_t Transport::tick_after(std::int64_t tick, int& direction) const {
    Transport from = *this;
    from.playing_ = true;
    const Range limits = range();
    from.anchor_tick_ = std::clamp(tick, limits.first, limits.last);
    from.anchor_direction_ = direction;
    const Place place = from.place_after(1);
    direction = place.direction;
    return place.tick;
}

void Transport::presented(std::int64_t tick, Nanoseconds now) {
    if (!every_frame_ || !playing_ || steps_at(now) < 1) return;
    const Place next = place_after(1);
    if (tick != next.tick) return;
    const Nanoseconds step = duration_of(1, rate_ * magnitude(speed_));
    // A frame that comes less than one step late does not shift the beat.
    const Nanoseconds on_beat = anchor_time_ + step;
    anchor(next.tick, next.direction, now - on_beat < step ? on_beat : now);
}

bool Transport::stop_at_end(Nanoseconds now) {
    if (!playing_ || loop_ != session::LoopMode::Once || length_ == 0) return false;
    const Range limits = range();
    const std::int64_t end = anchor_direction_ > 0 ? limits.last : limits.first;
    const std::int64_t room = std::max<std::int64_t>(0, (end - anchor_tick_) * anchor_direction_);
    // The last tick stays on for its whole duration.
    if (steps_at(now) <= (every_frame_ ? 0 : room) || tick_at(now) != end) return false;
    pause(now);
    return true;
}

void Transport::slew(Nanoseconds delta, Nanoseconds now) {
    if (!playing_ || length_ == 0) return;
    const Nanoseconds since =
        now - anchor_time_ - duration_of(steps_at(now), rate_ * magnitude(speed_));
    anchor_time_ += std::min(delta, std::max<Nanoseconds>(0, since));
}

Rational Transport::time_at(Nanoseconds now) const {
    const std::int64_t steps = steps_at(now);
    const Place place = place_after(steps);
    Rational ticks(place.tick);
    if (playing_ && length_ > 0 && !every_frame_) {
        const Nanoseconds since =
            now - anchor_time_ - duration_of(steps, rate_ * magnitude(speed_));
        const Rational part =
            Rational(std::max<Nanoseconds>(0, since), 1'000'000'000) * rate_ * magnitude(speed_);
        ticks = ticks + Rational(place.direction) * part;
    }
    return ticks / rate_;
}

} // namespace seamline::playback
