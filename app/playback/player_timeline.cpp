#include "app/playback/player_impl.h"
#include "app/playback/timeline.h"

#include <algorithm>

namespace seamline::playback {
namespace {

const Rational kFastestRate(1000);

} // namespace

bool Player::Impl::is_opening() const {
    return std::ranges::any_of(open_sources, [](const auto& source) {
        return source.second.reader->report().status == Reader::Status::Opening;
    });
}

Rational Player::Impl::natural_rate() const {
    Rational of_visible(0);
    Rational of_any(0);
    for (const session::Source& source : session.sources) {
        const std::optional<Facts> facts = facts_of(source.key);
        if (!facts || !facts->index || !facts->media->video) continue;
        const Rational rate = facts->media->video->frame_rate * source.timing.speed;
        of_any = std::max(of_any, rate);
        if (source.visible && !facts->media->video->is_still)
            of_visible = std::max(of_visible, rate);
    }
    return std::min(of_visible > Rational(0) ? of_visible : of_any, kFastestRate);
}

void Player::Impl::change_rate(const Rational& rate, Nanoseconds now) {
    session::TransportState& state = session.transport;
    const Rational factor = rate / transport.rate();
    const auto moved = [&](std::int64_t tick) { return (Rational(tick) * factor).floor(); };
    const std::int64_t tick = moved(transport.tick_at(now));
    state.in = moved(state.in);
    if (state.out >= 0) state.out = std::max(state.in, moved(state.out + 1) - 1);
    for (session::Marker& marker : state.markers) marker.tick = moved(marker.tick);
    state.rate = rate;
    transport.set_rate(rate, now);
    transport.seek(tick, now);
}

void Player::Impl::apply_range(Nanoseconds now) {
    const session::TransportState& wanted = session.transport;
    const Transport::Range range = transport.range();
    Transport probe = transport;
    probe.set_range(wanted.in, wanted.out, now);
    if (probe.range().first != range.first || probe.range().last != range.last)
        transport.set_range(wanted.in, wanted.out, now);
    if (transport.loop() != wanted.loop) transport.set_loop(wanted.loop, now);
    if (transport.every_frame() != wanted.every_frame)
        transport.set_every_frame(wanted.every_frame, now);
}

void Player::Impl::follow_sources() {
    const Nanoseconds now = clock();
    // A source that is being opened, again perhaps, may have the rate or the length that stands.
    const bool opening = is_opening();
    const Rational natural = natural_rate();
    if (!opening && !session.transport.rate_is_chosen && natural > Rational(0) &&
        natural != session.transport.rate)
        change_rate(natural, now);
    if (transport.rate() != session.transport.rate) transport.set_rate(session.transport.rate, now);
    std::int64_t length = opening ? transport.length() : 0;
    for (const session::Source& source : session.sources) {
        const std::optional<Facts> facts = facts_of(source.key);
        if (!facts || !facts->index) continue;
        const TickSpan span = span_of(source.timing, *facts->index, session.transport.rate);
        length = std::max(length, span.last + 1);
    }
    if (length != transport.length()) transport.set_length(length, now);
    if (!position_is_set && !opening && length > 0) {
        transport.seek(session.transport.position, now);
        position_is_set = true;
    }
    apply_range(now);
}

} // namespace seamline::playback
