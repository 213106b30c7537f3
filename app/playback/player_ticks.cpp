#include "app/playback/player_impl.h"
#include "app/playback/timeline.h"

#include <algorithm>

namespace seamline::playback {
namespace {

/// How far readers run ahead while playing: time for a seek elsewhere, and no more.
constexpr std::int64_t kLookaheadSeconds = 2;
constexpr std::int64_t kHiddenLookahead = 8;
/// In a single pass: enough to even out the cost of key frames, few enough that what was decoded is
/// still in the processor's cache when it is shown.
constexpr std::int64_t kSinglePassLookahead = 8;
/// How old a tick may be that is shown because the due one is not there.
constexpr std::int64_t kOldestLateTick = 64;

} // namespace

FrameChoice Player::Impl::choose(const session::Source& source, std::int64_t number,
                                 bool& complete) const {
    if (const auto cut = open_cuts.find(source.key); cut != open_cuts.end())
        return choose_in_cut(source, cut->second, number, complete);
    FrameChoice choice;
    choice.key = source.key;
    const auto at = open_sources.find(source.key);
    if (at == open_sources.end()) return choice;
    const Reader::Report report = at->second.reader->report();
    if (!report.index) {
        // A source that failed shows nothing and holds nobody up; one that opens does.
        if (report.status == Reader::Status::Opening) complete = false;
        return choice;
    }
    const FrameAt place =
        frame_at_tick(source.timing, *report.index, number, session.transport.rate);
    choice.frame = place.frame;
    choice.before_start = place.before_start;
    choice.past_end = place.past_end;
    const bool outside = place.before_start || place.past_end;
    if (outside && source.past_end == session::PastEnd::Black) return choice;
    choice.cached = cache.find(at->second.cache_id, place.frame);
    if (choice.cached) return choice;
    if (report.status != Reader::Status::Failed) complete = false;
    choice.cached = cache.nearest(at->second.cache_id, place.frame);
    choice.approximate = choice.cached != nullptr;
    return choice;
}

void Player::Impl::choose_frames(Tick& tick) const {
    tick.complete = true;
    tick.choices.clear();
    for (const session::Source* source : session.on_screen())
        tick.choices.push_back(choose(*source, tick.number, tick.complete));
}

Tick Player::Impl::tick_of(std::int64_t number, Nanoseconds now, bool playing_pace) {
    Tick tick;
    tick.number = number;
    tick.step = transport.steps_at(now);
    tick.run = transport.run();
    tick.direction = transport.direction_at(now);
    choose_frames(tick);
    focus_readers(tick, playing_pace);
    focus_cuts(tick, playing_pace);
    tick.approximate = !tick.complete && !transport.playing();
    return tick;
}

std::optional<Tick> Player::Impl::late_tick(const Tick& due) const {
    const std::int64_t shown = due.run == last_run ? last_step : -1;
    const std::int64_t oldest = std::max(shown + 1, due.step - kOldestLateTick);
    for (std::int64_t step = due.step - 1; step >= oldest; --step) {
        Tick late = due;
        late.step = step;
        late.number = transport.tick_of_step(step);
        choose_frames(late);
        if (late.complete) return late;
    }
    return std::nullopt;
}

void Player::Impl::focus_readers(const Tick& tick, bool playing_pace) {
    const Transport::Range range = transport.range();
    const Rational& rate = session.transport.rate;
    for (const session::Source& source : session.sources) {
        const auto at = open_sources.find(source.key);
        if (at == open_sources.end()) continue;
        const Reader::Report report = at->second.reader->report();
        if (!report.index) continue;
        const auto& index = *report.index;
        const auto count = static_cast<std::int64_t>(index.frames.size());
        const auto shown = std::ranges::find(tick.choices, source.key, &FrameChoice::key);
        const bool visible = shown != tick.choices.end();
        ReadFocus focus;
        focus.frame = frame_at_tick(source.timing, index, tick.number, rate).frame;
        focus.direction = tick.direction;
        focus.first = frame_at_tick(source.timing, index, range.first, rate).frame;
        focus.last = frame_at_tick(source.timing, index, range.last, rate).frame;
        if (focus.frame < focus.first || focus.frame > focus.last) {
            focus.first = std::min(focus.first, focus.frame);
            focus.last = std::max(focus.last, focus.frame);
        }
        focus.wraps = transport.loop() == session::LoopMode::Loop && !single_pass;
        if (single_pass) focus.lookahead = kSinglePassLookahead;
        if (playing_pace) {
            const Rational frames = report.media->video->frame_rate * Rational(kLookaheadSeconds);
            const std::int64_t near = std::max<std::int64_t>(8, frames.round());
            // Hidden takes stay ready to flip to without taking the cores from the visible ones.
            focus.lookahead = visible ? near : kHiddenLookahead;
        }
        renderer::CacheFocus keep;
        keep.frame = focus.frame;
        keep.direction = tick.direction;
        keep.pinned_first = focus.first;
        keep.pinned_last = std::min(focus.last, count - 1);
        keep.wraps = focus.wraps;
        keep.visible = visible;
        keep.returns = !single_pass;
        // The cache first: the reader asks it at once.
        cache.set_focus(at->second.cache_id, keep);
        at->second.reader->focus(focus);
    }
}

} // namespace seamline::playback
