// The player's part in cuts: what they show, and which media they come to.
#include "app/playback/event_medium.h"
#include "app/playback/player_impl.h"
#include "app/playback/timeline.h"

#include "decode/media/timecode.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

namespace seamline::playback {
namespace {

/// How far media are opened and read ahead while playing.
constexpr std::int64_t kPlayingSeconds = 3;
/// How far while paused, when there is time and the cache may fill.
constexpr std::int64_t kPausedSeconds = 60;

/// Colours of one cut's media that are remembered.
constexpr std::size_t kMostColors = 64;

MediaDescription described(const session::Source& source, const CutProgram& program) {
    const interchange::Edit& edit = program.edit();
    MediaDescription media;
    media.path = source.path.string();
    media.container = "edit";
    VideoDescription video;
    video.codec = "edit";
    video.size =
        edit.width > 0 && edit.height > 0 ? Extent{edit.width, edit.height} : Extent{1920, 1080};
    video.frame_count = program.duration();
    video.frame_rate = edit.rate;
    video.duration_s = Rational(program.duration()) / edit.rate;
    video.start_timecode = timecode_text(edit.start_frame, edit.rate, edit.drop_frame);
    media.video = std::move(video);
    return media;
}

decode::FrameIndex record_index(const CutProgram& program) {
    decode::FrameIndex index;
    const Rational& rate = program.edit().rate;
    index.frames.reserve(static_cast<std::size_t>(program.duration()));
    for (std::int64_t i = 0; i < program.duration(); ++i)
        index.frames.push_back({Rational(i) / rate, true});
    index.end_s = Rational(program.duration()) / rate;
    return index;
}

/// All media that the edit names, shown or not.
std::vector<MediumKey> media_of(const session::Cut& cut) {
    std::set<MediumKey> media;
    for (const interchange::Track& track : cut.edit.tracks)
        for (const interchange::Event& event : track.events)
            for (const interchange::MediaReference& take : event.media) {
                if (!take.path.empty()) media.insert(medium_key(cut, take.path));
            }
    return {media.begin(), media.end()};
}

} // namespace

void Player::Impl::follow_cuts() {
    bool changed = false;
    std::erase_if(open_cuts, [&](const auto& open) {
        const session::Source* source = session.find(open.first);
        const bool gone = source == nullptr || !source->cut;
        if (gone)
            for (const auto& [what, color] : open.second.color_keys) colors.forget(color.key);
        changed = changed || gone;
        return gone;
    });
    for (const session::Source& source : session.sources) {
        if (!source.cut) continue;
        OpenCut& open = open_cuts[source.key];
        if (open.cut.get() == source.cut.get()) continue;
        // How media are read changes with every step of a slider; the edit stays then.
        const bool same_edit = open.cut && session::same_edit(*open.cut, *source.cut);
        open.cut = source.cut;
        open.cached = {};
        if (same_edit) continue;
        changed = true;
        // The edit lives as long as its cut.
        open.program = std::make_shared<const CutProgram>(
            std::shared_ptr<const interchange::Edit>(source.cut, &source.cut->edit));
        open.facts.status = Reader::Status::Ready;
        open.facts.media =
            std::make_shared<const MediaDescription>(described(source, *open.program));
        open.facts.index = std::make_shared<const decode::FrameIndex>(record_index(*open.program));
    }
    if (!changed) return;
    std::vector<MediumKey> kept;
    for (const auto& [key, open] : open_cuts)
        for (MediumKey& medium : media_of(*open.cut)) kept.push_back(std::move(medium));
    pool.keep_only(kept);
}

session::SourceKey Player::Impl::color_key(const OpenCut& cut,
                                           const session::Source& medium) const {
    std::string what = medium.path.string();
    const color::Cdl& cdl = medium.source_color.cdl;
    for (const auto& triple : {cdl.slope, cdl.offset, cdl.power})
        for (const double value : triple) what += '\n' + std::to_string(value);
    what += '\n' + std::to_string(cdl.saturation);
    const auto [at, is_new] = cut.color_keys.try_emplace(what);
    if (is_new) at->second.key = next_color_key++;
    at->second.used = ++cut.color_uses;
    const session::SourceKey key = at->second.key;
    if (cut.color_keys.size() > kMostColors) {
        const auto oldest = std::ranges::min_element(
            cut.color_keys, {}, [](const auto& entry) { return entry.second.used; });
        colors.forget(oldest->second.key);
        cut.color_keys.erase(oldest);
    }
    return key;
}

std::int64_t Player::Impl::record_at_tick(const session::Source& source, const OpenCut& cut,
                                          std::int64_t number) const {
    return playback::record_at_tick(source.timing, cut.program->edit().rate, number,
                                    session.transport.rate);
}

std::shared_ptr<const ShownEvent> Player::Impl::shown_event(const session::Source& source,
                                                            const OpenCut& cut,
                                                            const EventPlace& place,
                                                            std::int64_t record) const {
    return shown_take(source, cut, place, playback::event_at(cut.program->edit(), place).active,
                      record);
}

std::shared_ptr<const ShownEvent>
Player::Impl::shown_take(const session::Source& source, const OpenCut& cut, const EventPlace& place,
                         std::size_t number, std::int64_t record) const {
    const interchange::Edit& edit = cut.program->edit();
    const interchange::Event& event = playback::event_at(edit, place);
    auto shown = std::make_shared<ShownEvent>();
    shown->program = cut.program;
    shown->place = place;
    shown->reframe = event.reframe;
    shown->take = number;
    shown->takes = event.media.size();
    const interchange::MediaReference* take =
        number < event.media.size() ? &event.media[number] : nullptr;
    shown->medium.name = event.name;
    if (take == nullptr || take->path.empty()) {
        shown->slate = "offline: " + (event.name.empty() ? "unnamed event" : event.name);
        return shown;
    }
    shown->reframe = event_reframe(event, *take);
    session::Source& medium = shown->medium;
    medium = event_medium(source, *cut.cut, event, *take);
    medium.key = color_key(cut, medium);
    const MediaPool::Facts facts = pool.facts(key_of(medium));
    shown->media = facts.media;
    if (facts.status == Reader::Status::Failed && !facts.index) {
        shown->slate = "cannot be read: " + facts.error;
        return shown;
    }
    if (!facts.index || !facts.media->video) return shown;
    const VideoDescription& video = *facts.media->video;
    const Rational time_s = media_time_s(event, take, record, edit.rate, video.frame_rate) -
                            media_start_s(event, take, video);
    shown->held = time_s < Rational(0) || time_s >= facts.index->end_s;
    shown->frame = facts.index->frame_at(time_s);
    return shown;
}

void Player::Impl::choose_event(const session::Source& source, const OpenCut& cut,
                                const EventPlace& place, std::int64_t record, FrameChoice& choice,
                                bool& complete) const {
    choice.event = shown_event(source, cut, place, record);
    if (!choice.event->slate.empty()) return;
    const MediaPool::Facts facts = pool.facts(key_of(choice.event->medium));
    if (!facts.index) {
        complete = false;
        return;
    }
    choice.cached = cache.find(facts.cache_id, choice.event->frame);
    if (choice.cached) return;
    if (facts.status != Reader::Status::Failed) complete = false;
    choice.cached = cache.nearest(facts.cache_id, choice.event->frame);
    choice.approximate = choice.cached != nullptr;
}

FrameChoice Player::Impl::choose_in_cut(const session::Source& source, const OpenCut& cut,
                                        std::int64_t number, bool& complete) const {
    FrameChoice choice;
    choice.key = source.key;
    const std::int64_t last = std::max<std::int64_t>(0, cut.program->duration() - 1);
    const std::int64_t record = record_at_tick(source, cut, number);
    choice.before_start = record < 0;
    choice.past_end = record > last;
    choice.frame = std::clamp<std::int64_t>(record, 0, last);
    const bool outside = choice.before_start || choice.past_end;
    if (outside && source.past_end == session::PastEnd::Black) return choice;
    const CutShow show = cut.program->at(choice.frame);
    if (show.a) choose_event(source, cut, *show.a, choice.frame, choice, complete);
    if (!show.dissolves) return choice;
    FrameChoice incoming;
    incoming.key = source.key;
    incoming.frame = choice.frame;
    if (show.b) choose_event(source, cut, *show.b, choice.frame, incoming, complete);
    choice.incoming_weight = static_cast<float>(show.weight);
    choice.incoming = std::make_shared<const FrameChoice>(std::move(incoming));
    return choice;
}

void Player::Impl::add_uses(const session::Source& source, const OpenCut& cut, const Tick& tick,
                            std::int64_t horizon, std::vector<MediumUse>& uses) {
    const bool visible =
        std::ranges::find(tick.choices, source.key, &FrameChoice::key) != tick.choices.end();
    struct Open {
        EventPlace place;
        std::size_t use = 0;
        std::int64_t record = 0; ///< The last one.
    };
    const std::int64_t near = (session.transport.rate * Rational(kPlayingSeconds)).round();
    std::array<std::optional<Open>, 2> open; ///< The stretches of `a` and `b` that go on.
    const auto end = [&](std::optional<Open>& stretch) {
        if (stretch)
            uses[stretch->use].to =
                shown_event(source, cut, stretch->place, stretch->record)->frame;
        stretch.reset();
    };
    std::int64_t number = tick.number;
    int direction = tick.direction;
    for (std::int64_t away = 0; away < horizon; ++away) {
        const std::int64_t record = record_at_tick(source, cut, number);
        const CutShow show = record < 0 ? CutShow{} : cut.program->at(record);
        const std::array places{show.a, show.b};
        for (std::size_t i = 0; i < places.size(); ++i) {
            if (open[i] && open[i]->place == places[i]) {
                open[i]->record = record;
                continue;
            }
            end(open[i]);
            if (!places[i]) continue;
            const auto shown = shown_event(source, cut, *places[i], record);
            if (!shown->slate.empty()) continue;
            open[i] = Open{*places[i], uses.size(), record};
            // Far ahead of a paused playhead, what is judged now goes before what comes later.
            const bool is_near = away < near;
            uses.push_back(
                {key_of(shown->medium), shown->frame, shown->frame, away, visible && is_near});
            if (!shown->media || !shown->media->video) continue;
            // Its colour is made before it is seen.
            const ColorTags tags =
                session::overridden(shown->media->video->color, shown->medium.color);
            colors.shown({shown->medium, tags, view_color(Viewport::Main), Viewport::Main});
        }
        const std::int64_t next = transport.tick_after(number, direction);
        if (next == number || next == tick.number) break;
        if (std::abs(next - number) != 1) std::ranges::for_each(open, end); // Round the loop.
        number = next;
    }
    std::ranges::for_each(open, end);
}

void Player::Impl::focus_cuts(const Tick& tick, bool playing_pace) {
    if (open_cuts.empty()) return;
    // While paused nothing changes but by what arrives, by an edit or by a move.
    const std::uint64_t state = arrivals * 0x9E3779B97F4A7C15U + revision * 0xC2B2AE3D27D4EB4FU +
                                static_cast<std::uint64_t>(tick.number) * 2 +
                                (tick.direction > 0 ? 1U : 0U);
    if (!playing_pace && state == focused_state) return;
    focused_state = state;
    const Rational seconds(playing_pace ? kPlayingSeconds : kPausedSeconds);
    const std::int64_t horizon =
        std::max<std::int64_t>(8, (session.transport.rate * seconds).round());
    std::vector<MediumUse> uses;
    for (const session::Source& source : session.sources) {
        const auto cut = open_cuts.find(source.key);
        if (cut == open_cuts.end()) continue;
        add_uses(source, cut->second, tick, horizon, uses);
        add_takes(source, cut->second, tick, uses);
    }
    pool.want(std::move(uses));
}

/// Panels ask in every frame. What is cached changes with what arrives, with an edit, and where
/// room is made for what is about to arrive, which the number of frames tells.
const FrameRanges& Player::Impl::cached_records(const OpenCut& cut) const {
    OpenCut::Cached& cached = cut.cached;
    const std::int64_t frames = cache.stats().frames;
    const bool is_new = !cached.coverage;
    if (is_new) cached.coverage = std::make_unique<CutCoverage>(*cut.cut, *cut.program);
    if (!is_new && cached.arrivals == arrivals && cached.revision == revision &&
        cached.frames == frames)
        return cached.records;
    cached.arrivals = arrivals;
    cached.revision = revision;
    cached.frames = frames;
    cached.coverage->forget_cached();
    pool.for_each([&](const MediumKey& medium, const MediaPool::Facts& facts) {
        cached.coverage->know(medium, facts, cache.ranges(facts.cache_id));
    });
    cached.records = cached.coverage->records();
    return cached.records;
}

std::vector<std::pair<std::int64_t, std::int64_t>>
Player::cached_frames(session::SourceKey key) const {
    const std::scoped_lock lock(impl_->mutex);
    if (const auto at = impl_->open_sources.find(key); at != impl_->open_sources.end())
        return impl_->cache.ranges(at->second.cache_id);
    const auto cut = impl_->open_cuts.find(key);
    if (cut == impl_->open_cuts.end()) return {};
    return impl_->cached_records(cut->second);
}

std::shared_ptr<const ShownEvent> Player::event_at(session::SourceKey key,
                                                   std::int64_t record) const {
    const std::scoped_lock lock(impl_->mutex);
    const auto cut = impl_->open_cuts.find(key);
    const session::Source* source = impl_->session.find(key);
    if (cut == impl_->open_cuts.end() || source == nullptr) return nullptr;
    const CutShow show = cut->second.program->at(record);
    const std::optional<EventPlace>& place = show.a ? show.a : show.b;
    return place ? impl_->shown_event(*source, cut->second, *place, record) : nullptr;
}

std::shared_ptr<const renderer::CachedFrame> Player::cached_frame(session::SourceKey key,
                                                                  std::int64_t frame) const {
    const std::scoped_lock lock(impl_->mutex);
    if (const auto at = impl_->open_sources.find(key); at != impl_->open_sources.end())
        return impl_->cache.find(at->second.cache_id, frame);
    const auto cut = impl_->open_cuts.find(key);
    const session::Source* source = impl_->session.find(key);
    if (cut == impl_->open_cuts.end() || source == nullptr) return nullptr;
    const CutShow show = cut->second.program->at(frame);
    const std::optional<EventPlace>& place = show.a ? show.a : show.b;
    if (!place) return nullptr;
    const auto shown = impl_->shown_event(*source, cut->second, *place, frame);
    const MediaPool::Facts facts = impl_->pool.facts(key_of(shown->medium));
    return facts.index ? impl_->cache.find(facts.cache_id, shown->frame) : nullptr;
}

} // namespace seamline::playback
