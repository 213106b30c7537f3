// app/playback/player_impl.h: the player's state, private to its sources.
#pragma once

#include "app/playback/player.h"
#include "app/playback/compose.h"
#include "app/playback/cut_coverage.h"
#include "app/playback/media_pool.h"
#include "app/playback/reader.h"

#include <array>
#include <condition_variable>
#include <map>
#include <mutex>

namespace seamline::playback {

struct Player::Impl {
    struct OpenSource {
        renderer::SourceId cache_id = 0;
        std::filesystem::path path;
        session::MissingPolicy missing{};
        Rational sequence_rate;
        std::unique_ptr<Reader> reader;
    };

    /// What is known of a source, whatever it is.
    struct Facts {
        Reader::Status status = Reader::Status::Opening;
        ErrorCode code = ErrorCode::Corrupt; ///< Of `error`.
        std::string error;
        std::shared_ptr<const MediaDescription> media;
        std::shared_ptr<const decode::FrameIndex> index;
    };
    struct OpenCut {
        std::shared_ptr<const session::Cut> cut;
        std::shared_ptr<const CutProgram> program;
        Facts facts; ///< Its record frames as if they were a movie's.
        /// Names for the colours of its media, by what they depend on; see color_key.
        struct ColorKey {
            session::SourceKey key = 0;
            std::uint64_t used = 0; ///< The greatest was used last.
        };
        mutable std::map<std::string, ColorKey> color_keys;
        mutable std::uint64_t color_uses = 0;
        /// What of it is cached, and when that was worked out; see cached_records.
        struct Cached {
            std::unique_ptr<CutCoverage> coverage; ///< Of `program`. Null: not asked for yet.
            std::uint64_t arrivals = 0;
            std::uint64_t revision = 0;
            std::int64_t frames = -1; ///< In the whole cache.
            FrameRanges records;
        };
        mutable Cached cached;
    };

    Impl(const renderer::Device& device, const PlayerOptions& player_options);

    renderer::FrameCache cache;
    /// Null where nothing but software decodes. Shared with all readers.
    const std::shared_ptr<decode::HardwareDecoding> hardware;
    const std::string no_hardware; ///< Why a path that was asked for cannot be there at all.
    const int cores;
    const bool single_pass;

    mutable std::mutex mutex; ///< Guards everything below but the atomics inside readers and cache.
    std::condition_variable arrived;
    std::uint64_t arrivals = 0;
    session::Session session;
    Transport transport;
    std::function<Nanoseconds()> clock;
    std::map<session::SourceKey, OpenSource> open_sources;
    std::map<session::SourceKey, OpenCut> open_cuts;
    session::SourceKey next_key = 1;
    /// Of the colours of cuts' media: a range that sources do not reach.
    mutable session::SourceKey next_color_key = 0x8000'0000U;
    /// What `focus_cuts` last looked ahead from, so that a paused player does not do it again.
    std::uint64_t focused_state = 0;
    std::optional<CutSlot> ready_slot; ///< See Player::keep_ready.
    std::uint64_t revision = 1;
    /// The session's saved position was applied or replaced. It waits for all sources to open.
    bool position_is_set = false;

    PlaybackCounters counters;
    std::int64_t last_step = -1;
    std::uint64_t last_run = 0;
    std::int64_t last_number = -1;
    std::int64_t last_stalled_step = -1;
    std::uint64_t last_stalled_run = 0;
    std::vector<Nanoseconds> recent; ///< Presentation times within the last second.

    /// Held while the callback runs, so that `set_wakeup` returns only when no old one is running.
    std::mutex wakeup_mutex;
    std::function<void()> wakeup;

    void notify(); ///< From readers: something arrived or changed.
    void color_arrived();

    // All below: under the lock.
    void changed() {
        ++revision;
        follow_cuts();
        follow_sources();
    }
    void share_threads();
    void start_reader(session::Source& source);
    /// Opens, follows and closes cuts as the session says; every other function expects it done.
    void follow_cuts();
    std::optional<Facts> facts_of(session::SourceKey key) const;
    /// Rate, length, range and position as the open sources and the session want them.
    void follow_sources();
    /// The rate that shows every frame of the fastest visible movie; 0 while unknown.
    Rational natural_rate() const;
    bool is_opening() const;
    /// Keeps the playhead's, the range's and the markers' moments when ticks get another length.
    void change_rate(const Rational& rate, Nanoseconds now);
    void apply_range(Nanoseconds now);

    /// The tick at `now` and where the readers should be for it.
    Tick tick_of(std::int64_t number, Nanoseconds now, bool playing_pace);
    /// Fills in the choices of `tick.number`.
    void choose_frames(Tick& tick) const;
    FrameChoice choose(const session::Source& source, std::int64_t number, bool& complete) const;
    FrameChoice choose_in_cut(const session::Source& source, const OpenCut& cut,
                              std::int64_t number, bool& complete) const;
    /// One picture of a cut at a record frame.
    void choose_event(const session::Source& source, const OpenCut& cut, const EventPlace& place,
                      std::int64_t record, FrameChoice& choice, bool& complete) const;
    std::shared_ptr<const ShownEvent> shown_event(const session::Source& source,
                                                  const OpenCut& cut, const EventPlace& place,
                                                  std::int64_t record) const;
    /// The same with another take than the active one.
    std::shared_ptr<const ShownEvent> shown_take(const session::Source& source, const OpenCut& cut,
                                                 const EventPlace& place, std::size_t take,
                                                 std::int64_t record) const;
    session::SourceKey color_key(const OpenCut& cut, const session::Source& medium) const;
    std::int64_t record_at_tick(const session::Source& source, const OpenCut& cut,
                                std::int64_t number) const;
    const FrameRanges& cached_records(const OpenCut& cut) const;
    /// Tells the pool what the cuts come to.
    void focus_cuts(const Tick& tick, bool playing_pace);
    void add_uses(const session::Source& source, const OpenCut& cut, const Tick& tick,
                  std::int64_t horizon, std::vector<MediumUse>& uses);
    /// The other takes of the slot that is judged, kept ready.
    void add_takes(const session::Source& source, const OpenCut& cut, const Tick& tick,
                   std::vector<MediumUse>& uses);
    std::optional<EventPlace> slot_at(const session::Source& source, const OpenCut& cut,
                                      std::int64_t number) const;
    TakeReport take_report(const session::Source& source, const OpenCut& cut,
                           const EventPlace& place, std::size_t take) const;
    /// While decoding lags: the newest complete tick that was not shown in this run; none else.
    std::optional<Tick> late_tick(const Tick& due) const;
    void count_stall(const Tick& tick);
    bool is_mistimed(const Tick& tick, Nanoseconds shown_at) const;
    void focus_readers(const Tick& tick, bool playing_pace);
    /// None for a source that is not open.
    std::optional<ShownSource> shown_source(const FrameChoice& choice, Extent target,
                                            Viewport viewport, bool exact) const;
    SourceReport report_of(const session::Source& source) const;
    std::array<bool, 2> is_hdr{}; ///< Of the main and the second window.
    std::string pq_display;       ///< Of the configuration; empty: none.
    color::ViewColor view_color(Viewport viewport) const;
    /// `use(ColorSubject)` for an open source with a picture, a cut's as it is now; nothing for
    /// others.
    template <typename Use>
    void with_color(session::SourceKey key, Viewport viewport, Use&& use,
                    bool exact = false) const {
        const session::Source* source = session.find(key);
        if (source == nullptr) return;
        if (open_cuts.contains(key)) {
            bool complete = true;
            with_color(choose(*source, transport.tick_at(clock()), complete), viewport, use,
                       exact);
            return;
        }
        const std::optional<Facts> facts = facts_of(key);
        if (!facts || !facts->media || !facts->media->video) return;
        const ColorTags tags = session::overridden(facts->media->video->color, source->color);
        const color::ViewColor view = view_color(viewport);
        use(ColorSubject{*source, tags, view, viewport, exact});
    }
    /// The same for what a tick shows of a source; the incoming picture of a dissolve is another.
    template <typename Use>
    void with_color(const FrameChoice& choice, Viewport viewport, Use&& use,
                    bool exact = false) const {
        if (!open_cuts.contains(choice.key)) {
            with_color(choice.key, viewport, use, exact);
            return;
        }
        if (!choice.event || !choice.event->media || !choice.event->media->video) return;
        const session::Source& medium = choice.event->medium;
        const ColorTags tags =
            session::overridden(choice.event->media->video->color, medium.color);
        const color::ViewColor view = view_color(viewport);
        use(ColorSubject{medium, tags, view, viewport, exact});
    }

    /// Of all cuts. Its readers end before anything that they use.
    MediaPool pool;

    /// Has its own lock. Last: its worker ends first.
    mutable SourceColors colors;
};

} // namespace seamline::playback
