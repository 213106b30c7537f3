// app/playback/player_impl.h: the player's state, private to its sources.
#pragma once

#include "app/playback/player.h"
#include "app/playback/reader.h"

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

    Impl(const renderer::Device& device, const PlayerOptions& player_options);

    renderer::FrameCache cache;
    const int cores;

    mutable std::mutex mutex; ///< Guards everything below but the atomics inside readers and cache.
    std::condition_variable arrived;
    std::uint64_t arrivals = 0;
    session::Session session;
    Transport transport;
    std::function<Nanoseconds()> clock;
    std::map<session::SourceKey, OpenSource> open_sources;
    session::SourceKey next_key = 1;
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
        follow_sources();
    }
    void share_threads();
    void start_reader(session::Source& source);
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
    /// While decoding lags: the newest complete tick that was not shown in this run; none else.
    std::optional<Tick> late_tick(const Tick& due) const;
    void count_stall(const Tick& tick);
    bool is_mistimed(const Tick& tick, Nanoseconds shown_at) const;
    void focus_readers(const Tick& tick, bool playing_pace);
    SourceReport report_of(const session::Source& source) const;
    const color::ViewColor& view_color(Viewport viewport) const {
        return viewport == Viewport::Main ? session.view_color : session.second_view_color;
    }
    /// `use(ColorSubject)` for an open source with a picture; nothing for others.
    template <typename Use>
    void with_color(session::SourceKey key, Viewport viewport, Use&& use) const {
        const session::Source* source = session.find(key);
        const auto at = open_sources.find(key);
        if (source == nullptr || at == open_sources.end()) return;
        const Reader::Report report = at->second.reader->report();
        if (!report.media || !report.media->video) return;
        const ColorTags tags = session::overridden(report.media->video->color, source->color);
        use(ColorSubject{*source, tags, view_color(viewport), viewport});
    }

    /// Has its own lock. Last: its worker ends first.
    mutable SourceColors colors;
};

} // namespace seamline::playback
