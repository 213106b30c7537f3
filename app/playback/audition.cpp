#include "app/playback/audition.h"

#include "app/playback/seam_sides.h"
#include "app/playback/seam_verdicts.h"
#include "app/playback/timeline.h"

#include <algorithm>
#include <utility>

namespace seamline::playback {
namespace {

using session::CompareMode;
using session::Session;
using session::Source;
using session::SourceKey;

Error refused(std::string sentence) { return {ErrorCode::InvalidArgument, std::move(sentence)}; }

bool has_event(const Session& session, const CutSlot& slot) {
    const Source* source = session.find(slot.source);
    return source != nullptr && source->cut &&
           session::find_event(*source->cut, slot.place) != nullptr;
}

/// Whether what a view was made of is still there: an event, or the medium whose seam it shows.
bool has_place(const Session& session, const TemporaryView& view) {
    if (has_event(session, view.slot)) return true;
    const Source* source = session.find(view.slot.source);
    if (source == nullptr) return false;
    return view.kind == TemporaryView::Kind::Held ||
           (view.kind == TemporaryView::Kind::Seam && !source->cut);
}

/// The record frame of a cut at the playhead.
std::int64_t record_now(const Player& player, const Source& source) {
    const Transport transport = player.transport();
    return record_at_tick(source.timing, source.cut->edit.rate, transport.tick_at(player.now()),
                          transport.rate());
}

/// Ticks of a mark when the session's rate became another.
std::int64_t moved(std::int64_t tick, const Rational& from, const Rational& to) {
    return (Rational(tick) * to / from).floor();
}

void put_back_range(Session& session, const PlayAround& around) {
    session::TransportState& transport = session.transport;
    transport.in = moved(around.in, around.rate, transport.rate);
    transport.out =
        around.out < 0
            ? -1
            : std::max(transport.in, moved(around.out + 1, around.rate, transport.rate) - 1);
    transport.loop = around.loop;
}

void put_back_view(Session& session, const TemporaryView& view) {
    for (Source& source : session.sources)
        if (std::ranges::find(view.visible, source.key) != view.visible.end())
            source.visible = true;
        else if (std::ranges::find(view.hidden, source.key) != view.hidden.end())
            source.visible = false;
    session.compare = view.compare;
    session.heard = view.heard;
    session.transport.rate_is_chosen = view.rate_is_chosen;
}

bool is_temporary(const TemporaryView& view, SourceKey key) {
    return std::ranges::find(view.sources, key) != view.sources.end();
}

/// The ticks that are looped for a slot.
std::optional<Transport::Range> range_around(const Session& session, const CutSlot& slot) {
    if (!has_event(session, slot)) return std::nullopt;
    const Source& source = *session.find(slot.source);
    const interchange::Event& event = *session::find_event(*source.cut, slot.place);
    const Rational& rate = session.transport.rate;
    const Rational& cut_rate = source.cut->edit.rate;
    const auto around = static_cast<std::int64_t>(session.transport.around_s * rate.value() + 0.5);
    const std::int64_t first = tick_of_record(source.timing, cut_rate, event.record_in, rate);
    const std::int64_t end = tick_of_record(source.timing, cut_rate, event.record_out(), rate);
    const std::int64_t last =
        tick_of_record(source.timing, cut_rate, source.cut->edit.duration(), rate) - 1;
    return Transport::Range{std::max<std::int64_t>(0, first - around),
                            std::max<std::int64_t>(0, std::min(last, end - 1 + around))};
}

/// Puts the range of the slot that is played around into the transport; false: it is gone.
bool apply_around(Player& player, const PlayAround& around) {
    const auto range = range_around(player.session(), around.slot);
    if (!range) return false;
    player.edit([&](Session& s) {
        s.transport.in = range->first;
        s.transport.out = range->last;
        s.transport.loop = session::LoopMode::Loop;
    });
    return true;
}

/// Opens temporary sources and shows them alone. `mode`: how.
void enter_view(Player& player, Audition& audition, TemporaryView view,
                std::vector<Source> temporaries, CompareMode mode) {
    const Session before = player.session();
    view.compare = before.compare;
    view.heard = before.heard;
    view.rate_is_chosen = before.transport.rate_is_chosen;
    view.tick = before.transport.position;
    for (const Source& source : before.sources)
        if (source.visible) view.visible.push_back(source.key);
    // Hidden until all are there, so that nothing flashes, and at the session's rate, which must
    // not change with what is visible for a while.
    player.edit([](Session& s) { s.transport.rate_is_chosen = true; });
    for (Source& source : temporaries) {
        source.key = 0;
        source.visible = false;
        view.sources.push_back(player.open(std::move(source)));
    }
    view.marked = view.sources.front();
    player.edit([&](Session& s) {
        for (Source& source : s.sources) source.visible = is_temporary(view, source.key);
        s.compare.mode = mode;
        s.compare.a = view.sources[0];
        s.compare.b = view.sources.size() > 1 ? view.sources[1] : 0;
        if (s.heard == 0) s.heard = view.slot.source;
    });
    audition.view = std::move(view);
}

/// A copy of `source` that shows another cut.
Source copy_of(const Source& source, session::SharedCut cut, std::string name) {
    Source copy = source;
    copy.cut = std::move(cut);
    copy.name = std::move(name);
    copy.generator.clear();
    return copy;
}

/// What the seam of a source is shown from: its own cut, or a single medium as one.
Result<Source> seam_source(const Player& player, const Audition& audition, std::int64_t record) {
    const Session session = player.session();
    const Source* source =
        audition.view ? session.find(audition.view->slot.source) : session.source_a();
    if (source == nullptr) return refused("There is no source: open a take or a timeline.");
    Source result = *source;
    if (result.cut) return result;
    for (const SourceReport& report : player.reports()) {
        if (report.key != source->key || !report.index || !report.media.video) continue;
        const auto frames = static_cast<std::int64_t>(report.index->frames.size());
        if (record <= 0 || record >= frames) break;
        result.cut = cut_at(report, record);
        result.cut_marks.clear();
        return result;
    }
    return refused("There is no cut here: go to one first.");
}

/// After an edit of its cut, or for another slot, the same kind of view again.
Result<Done> renew_view(Player& player, Audition& audition) {
    const TemporaryView old = *audition.view;
    if (old.kind == TemporaryView::Kind::Held) return Done{};
    const bool may_enter =
        old.kind == TemporaryView::Kind::Seam || has_event(player.session(), old.slot);
    const CompareMode mode = player.session().compare.mode;
    leave_view(player, audition);
    if (!may_enter) return Done{};
    Result<Done> entered = old.kind == TemporaryView::Kind::Seam
                               ? show_seam(player, audition, old.record)
                               : show_variants(player, audition, old.slot);
    if (!entered) return entered;
    player.edit([&](Session& s) { s.compare.mode = mode; });
    audition.view->tick = old.tick;
    return Done{};
}

} // namespace

Result<SourceKey> auditioned_source(const Session& session, const Audition& audition) {
    const Source* source =
        audition.view ? session.find(audition.view->slot.source) : session.source_a();
    if (source == nullptr) return refused("There is no source: open a timeline (OTIO, EDL, XML).");
    if (!source->cut)
        return refused('"' + display_name(*source) +
                       "\" is a single medium, no cut: show a cut as A.");
    return source->key;
}

Result<CutSlot> judged_slot(const Player& player, const Audition& audition) {
    const Session session = player.session();
    const Result<SourceKey> key = auditioned_source(session, audition);
    if (!key) return key.error();
    const auto holds = [&](const CutSlot& slot) {
        return slot.source == key.value() && has_event(session, slot);
    };
    if (audition.around && holds(audition.around->slot)) return audition.around->slot;
    if (audition.view && audition.view->kind != TemporaryView::Kind::Held &&
        holds(audition.view->slot))
        return audition.view->slot;
    if (audition.chosen && holds(*audition.chosen)) return *audition.chosen;
    const auto program = player.cut_program(key.value());
    const std::int64_t record = record_now(player, *session.find(key.value()));
    const auto place = program && record >= 0 ? judged_event(*program, record) : std::nullopt;
    if (!place) return refused("There is no event at the playhead: go to one first.");
    return CutSlot{key.value(), *place};
}

Session settled(Session session, const Audition& audition) {
    if (audition.view) {
        std::erase_if(session.sources,
                      [&](const Source& s) { return is_temporary(*audition.view, s.key); });
        put_back_view(session, *audition.view);
    }
    if (audition.around) put_back_range(session, *audition.around);
    return session;
}

void follow_session(Player& player, Audition& audition) {
    const Session session = player.session();
    if (audition.view && session.find(audition.view->sources.front()) == nullptr)
        audition.view.reset();
    if (audition.view && !has_place(session, *audition.view)) leave_view(player, audition);
    if (audition.chosen && !has_event(session, *audition.chosen)) audition.chosen.reset();
    if (!audition.around) return;
    audition.around->in = session.transport.in;
    audition.around->out = session.transport.out;
    audition.around->loop = session.transport.loop;
    audition.around->rate = session.transport.rate;
    if (!apply_around(player, *audition.around)) audition.around.reset();
}

Result<Done> play_around(Player& player, Audition& audition, const CutSlot& slot) {
    const Session session = player.session();
    const auto range = range_around(session, slot);
    if (!range) return refused("The slot is not in the cut any more.");
    if (audition.around) {
        audition.around->slot = slot;
    } else {
        const session::TransportState& transport = session.transport;
        audition.around =
            PlayAround{slot, transport.in, transport.out, transport.loop, transport.rate};
    }
    apply_around(player, *audition.around);
    const std::int64_t tick = session.transport.position;
    if (tick < range->first || tick > range->last) player.seek(range->first);
    return Done{};
}

void set_around(Player& player, Audition& audition, double seconds) {
    player.edit([&](Session& s) { s.transport.around_s = std::clamp(seconds, 0.0, 60.0); });
    if (audition.around && !apply_around(player, *audition.around))
        stop_playing_around(player, audition);
}

void stop_playing_around(Player& player, Audition& audition) {
    if (!audition.around) return;
    const PlayAround around = *std::exchange(audition.around, std::nullopt);
    player.edit([&](Session& s) { put_back_range(s, around); });
}

Result<Done> show_variants(Player& player, Audition& audition, const CutSlot& slot) {
    leave_view(player, audition);
    const Session session = player.session();
    if (!has_event(session, slot)) return refused("The slot is not in the cut any more.");
    const Source& source = *session.find(slot.source);
    const interchange::Event& event = *session::find_event(*source.cut, slot.place);
    if (event.media.size() < 2)
        return refused("This slot has only one take: add another to compare.");
    TemporaryView view;
    view.kind = TemporaryView::Kind::Variants;
    view.slot = slot;
    std::vector<Source> variants;
    const std::size_t first = event.active / kMostVariants * kMostVariants;
    for (std::size_t take = first; take < std::min(event.media.size(), first + kMostVariants);
         ++take) {
        session::CutEdit cut = session::choose_take(*source.cut, slot.place, take);
        if (!cut) return cut.error();
        const interchange::MediaReference& medium = event.media[take];
        variants.push_back(
            copy_of(source, std::move(cut).value(),
                    std::to_string(take - first + 1) + "  " + session::take_name(medium)));
        variants.back().generator = medium.generator;
        view.takes.push_back(take);
    }
    enter_view(player, audition, std::move(view), std::move(variants), CompareMode::Grid);
    audition.view->marked = audition.view->sources[event.active - first];
    return Done{};
}

Result<Done> choose_variant(Player& player, Audition& audition, std::size_t number) {
    if (!audition.view || audition.view->kind != TemporaryView::Kind::Variants ||
        number >= audition.view->takes.size())
        return Done{};
    const CutSlot slot = audition.view->slot;
    const std::size_t take = audition.view->takes[number];
    leave_view(player, audition);
    return edit_slot(player, audition, slot,
                     [take](const session::Cut& cut, const EventPlace& place) {
                         return session::choose_take(cut, place, take);
                     });
}

Result<Done> show_seam(Player& player, Audition& audition, std::int64_t record) {
    const Result<Source> found = seam_source(player, audition, record);
    if (!found) return found.error();
    leave_view(player, audition);
    const Session session = player.session();
    const Source& source = found.value();
    const CutProgram program(std::shared_ptr<const interchange::Edit>(
        static_cast<const std::shared_ptr<const session::Cut>&>(source.cut), &source.cut->edit));
    if (record <= 0 || record >= program.duration())
        return refused("There is no cut here: go to one first.");
    const auto [before, after] = sides_of(program, record);
    TemporaryView view;
    view.kind = TemporaryView::Kind::Seam;
    view.slot = {source.key, after ? *after : before ? *before : EventPlace{}};
    view.record = record;
    std::vector<Source> sides;
    sides.push_back(copy_of(source, side_cut(*source.cut, before, record, true),
                            side_name(*source.cut, before, "out  ")));
    sides.push_back(copy_of(source, side_cut(*source.cut, after, record, false),
                            side_name(*source.cut, after, "in  ")));
    for (Source& side : sides) side.past_end = session::PastEnd::Hold;
    sides[1].timing.in_s = sides[1].timing.in_s - Rational(record) / source.cut->edit.rate;
    const CompareMode now = session.compare.mode;
    const bool is_for_two = now >= CompareMode::Wipe || now == CompareMode::Column;
    enter_view(player, audition, std::move(view), std::move(sides),
               is_for_two ? now : CompareMode::Row);
    player.pause();
    player.seek(
        tick_of_record(source.timing, source.cut->edit.rate, record, session.transport.rate));
    return Done{};
}

Result<Done> show_seam(Player& player, Audition& audition) {
    const Session session = player.session();
    const Result<SourceKey> key = auditioned_source(session, audition);
    if (!key) return key.error();
    const auto program = player.cut_program(key.value());
    const auto cut = program ? nearest_cut(*program, record_now(player, *session.find(key.value())))
                             : std::nullopt;
    if (!cut) return refused("This cut has only one event: there is no seam in it.");
    return show_seam(player, audition, *cut);
}

void leave_view(Player& player, Audition& audition) {
    if (!audition.view) return;
    const TemporaryView view = *std::exchange(audition.view, std::nullopt);
    const bool was_at_seam = view.kind == TemporaryView::Kind::Seam;
    player.edit([&](Session& s) {
        put_back_view(s, view);
        for (const SourceKey key : view.sources)
            if (Source* source = s.find(key)) source->visible = false;
        // The rate is let go last: it follows what is visible.
        s.transport.rate_is_chosen = true;
    });
    for (const SourceKey key : view.sources) player.close(key);
    player.edit([&](Session& s) { s.transport.rate_is_chosen = view.rate_is_chosen; });
    if (was_at_seam) player.seek(view.tick);
}

Result<Done> edit_slot(Player& player, Audition& audition, const CutSlot& slot,
                       const SlotChange& change) {
    const Session session = player.session();
    const Source* source = session.find(slot.source);
    if (source == nullptr || !source->cut) return refused("The cut is not open any more.");
    session::CutEdit changed = change(*source->cut, slot.place);
    if (!changed) return changed.error();
    player.edit([&](Session& s) {
        if (Source* edited = s.find(slot.source)) change_cut(*edited, std::move(changed).value());
    });
    if (audition.around && !apply_around(player, *audition.around))
        stop_playing_around(player, audition);
    if (audition.view) return renew_view(player, audition);
    return Done{};
}

Result<Done> freeze_shown(Player& player, Audition& audition, const CutSlot& slot) {
    const Session session = player.session();
    const Source* source = session.find(slot.source);
    const interchange::Event* event =
        source != nullptr && source->cut ? session::find_event(*source->cut, slot.place) : nullptr;
    if (event == nullptr) return refused("The cut is not open any more.");
    if (session::speed_of(*event) == Rational(0))
        return edit_slot(player, audition, slot,
                         [](const session::Cut& cut, const EventPlace& place) {
                             return session::set_speed(cut, place, Rational(1));
                         });
    const std::int64_t record =
        std::clamp(record_now(player, *source), event->record_in, event->record_out() - 1);
    const auto shown = player.event_at(slot.source, record);
    if (!shown || shown->place != slot.place || !shown->media || !shown->media->video)
        return refused("The take is not open yet, or another track covers it: no frame to hold.");
    const VideoDescription& video = *shown->media->video;
    const Rational time_s =
        media_start_s(*event, video) + Rational(shown->frame) / video.frame_rate;
    return edit_slot(player, audition, slot,
                     [time_s](const session::Cut& cut, const EventPlace& place) {
                         return session::freeze(cut, place, time_s);
                     });
}

bool go_to_cut(Player& player, Audition& audition, int step) {
    const Session session = player.session();
    const Result<SourceKey> key = auditioned_source(session, audition);
    if (!key) return false;
    const auto program = player.cut_program(key.value());
    if (!program) return false;
    const Source& source = *session.find(key.value());
    const auto slot = judged_slot(player, audition);
    const bool shows_takes = audition.view && audition.view->kind != TemporaryView::Kind::Held;
    const bool follows = slot && (audition.around || shows_takes);
    std::int64_t record = record_now(player, source);
    if (audition.view && audition.view->kind == TemporaryView::Kind::Seam)
        record = audition.view->record;
    else if (follows)
        record = session::find_event(*source.cut, slot.value().place)->record_in;
    const std::vector<std::int64_t>& cuts = program->cuts();
    std::int64_t target = step > 0 ? std::max<std::int64_t>(program->duration() - 1, 0) : 0;
    const auto after = std::ranges::upper_bound(cuts, record);
    const auto before = std::ranges::lower_bound(cuts, record);
    const bool is_cut = step > 0 ? after != cuts.end() : before != cuts.begin();
    if (is_cut) target = step > 0 ? *after : *std::prev(before);
    const auto place = judged_event(*program, target);
    if (audition.view && audition.view->kind == TemporaryView::Kind::Seam) {
        if (!is_cut) return true; // There is no seam beyond.
        const std::int64_t tick = audition.view->tick;
        const CompareMode mode = session.compare.mode;
        if (show_seam(player, audition, target)) {
            player.edit([&](Session& s) { s.compare.mode = mode; });
            audition.view->tick = tick;
        }
        return true;
    }
    player.seek(
        tick_of_record(source.timing, source.cut->edit.rate, target, session.transport.rate));
    if (!place) return true;
    const CutSlot next{key.value(), *place};
    if (audition.chosen) audition.chosen = next;
    if (audition.around) {
        static_cast<void>(play_around(player, audition, next));
        player.seek(player.transport().range().first);
    }
    if (shows_takes) static_cast<void>(show_variants(player, audition, next));
    return true;
}

} // namespace seamline::playback
