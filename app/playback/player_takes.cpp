// The player's part in auditions: the other takes of a slot are kept ready.
#include "app/playback/player_impl.h"
#include "app/playback/timeline.h"
#include "app/session/cut_edits.h"

#include <algorithm>
#include <utility>

namespace seamline::playback {
namespace {

bool has_event(const interchange::Edit& edit, const EventPlace& place) {
    return place.track < edit.tracks.size() && place.event < edit.tracks[place.track].events.size();
}

} // namespace

std::optional<EventPlace> Player::Impl::slot_at(const session::Source& source, const OpenCut& cut,
                                                std::int64_t number) const {
    if (ready_slot && ready_slot->source == source.key &&
        has_event(cut.program->edit(), ready_slot->place))
        return ready_slot->place;
    const std::int64_t record = record_at_tick(source, cut, number);
    return record < 0 ? std::nullopt : judged_event(*cut.program, record);
}

void Player::Impl::add_takes(const session::Source& source, const OpenCut& cut, const Tick& tick,
                             std::vector<MediumUse>& uses) {
    const bool is_shown =
        std::ranges::find(tick.choices, source.key, &FrameChoice::key) != tick.choices.end();
    const bool is_meant = ready_slot && ready_slot->source == source.key;
    if (!is_shown && !is_meant) return;
    const std::optional<EventPlace> place = slot_at(source, cut, tick.number);
    if (!place) return;
    const interchange::Event& event = playback::event_at(cut.program->edit(), *place);
    if (event.media.size() < 2) return;
    // As much of the slot as playing comes to.
    const auto [first, end] = seen_range(*cut.program, *place);
    const Transport::Range range = transport.range();
    const std::int64_t from = std::max(first, record_at_tick(source, cut, range.first));
    const std::int64_t last = std::min(end - 1, record_at_tick(source, cut, range.last));
    if (from > last) return;
    const std::int64_t playhead = record_at_tick(source, cut, tick.number);
    const std::int64_t now = playhead >= from && playhead <= last ? playhead : from;
    const std::int64_t away = now == playhead ? 0 : std::max<std::int64_t>(0, from - playhead);
    for (std::size_t take = 0; take < event.media.size(); ++take) {
        if (take == event.active) continue;
        const auto shown = shown_take(source, cut, *place, take, now);
        if (!shown->slate.empty()) continue;
        const auto frame = [&](std::int64_t record) {
            return shown_take(source, cut, *place, take, record)->frame;
        };
        const MediumKey key = key_of(shown->medium);
        uses.push_back({key, shown->frame, frame(last), away, false});
        if (now > from)
            uses.push_back({key, frame(from), frame(now - 1), away + last - now + 1, false});
        if (!shown->media || !shown->media->video) continue;
        const ColorTags tags = session::overridden(shown->media->video->color, shown->medium.color);
        colors.shown({shown->medium, tags, view_color(Viewport::Main), Viewport::Main});
    }
}

TakeReport Player::Impl::take_report(const session::Source& source, const OpenCut& cut,
                                     const EventPlace& place, std::size_t take) const {
    TakeReport report;
    const interchange::Event& event = playback::event_at(cut.program->edit(), place);
    report.name = session::take_name(event.media[take]);
    report.generator = event.media[take].generator;
    auto [first, end] = seen_range(*cut.program, place);
    if (first == end) { // Under another track, or disabled: as if it were seen.
        first = event.record_in;
        end = event.record_out();
    }
    const auto shown = shown_take(source, cut, place, take, first);
    report.error = shown->slate;
    if (!report.error.empty() || !shown->media || end <= first) return report;
    const auto last = shown_take(source, cut, place, take, end - 1);
    const auto [low, high] = std::minmax(shown->frame, last->frame);
    report.total = high - low + 1;
    for (const auto& [begin, stop] : cache.ranges(pool.facts(key_of(shown->medium)).cache_id))
        report.cached += std::max<std::int64_t>(0, std::min(stop, high + 1) - std::max(begin, low));
    return report;
}

std::shared_ptr<const CutProgram> Player::cut_program(session::SourceKey key) const {
    const std::scoped_lock lock(impl_->mutex);
    const auto cut = impl_->open_cuts.find(key);
    return cut == impl_->open_cuts.end() ? nullptr : cut->second.program;
}

std::optional<SlotReport> Player::slot_report(const CutSlot& slot) const {
    const std::scoped_lock lock(impl_->mutex);
    const auto cut = impl_->open_cuts.find(slot.source);
    const session::Source* source = impl_->session.find(slot.source);
    if (cut == impl_->open_cuts.end() || source == nullptr) return std::nullopt;
    const interchange::Edit& edit = cut->second.program->edit();
    if (!has_event(edit, slot.place)) return std::nullopt;
    const interchange::Event& event = playback::event_at(edit, slot.place);
    SlotReport report;
    report.slot = slot;
    report.name = event.name;
    report.first = event.record_in;
    report.end = event.record_out();
    report.active = event.active;
    for (std::size_t take = 0; take < event.media.size(); ++take)
        report.takes.push_back(impl_->take_report(*source, cut->second, slot.place, take));
    return report;
}

void Player::keep_ready(std::optional<CutSlot> slot) {
    const std::scoped_lock lock(impl_->mutex);
    if (impl_->ready_slot == slot) return;
    impl_->ready_slot = slot;
    ++impl_->revision;
}

} // namespace seamline::playback
