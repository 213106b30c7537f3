// app/playback/player.h: the open sources, their readers and cache, and what each tick shows.
#pragma once

#include "app/playback/cut_program.h"
#include "app/playback/source_colors.h"
#include "app/playback/transport.h"
#include "app/session/session.h"
#include "decode/hardware.h"
#include "decode/media/media_description.h"
#include "decode/media/result.h"
#include "decode/video_source.h"
#include "renderer/color/display_signal.h"
#include "renderer/composition.h"
#include "renderer/frame_cache.h"
#include "renderer/vulkan/device.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace seamline::playback {

struct PlayerOptions {
    std::uint64_t cache_budget_bytes = 0; ///< 0: FrameCache's default.
    int cores = 0; ///< Decoder threads shared by all sources; 0: the machine's.
    std::optional<color::ColorConfig> color_config; ///< None: the built-in one.
    ColorMaking color_making = ColorMaking::Exact;
    /// Ticks will be asked for in order, forwards, each once: readers stay close to the playhead
    /// and frames that it has passed are not kept.
    bool single_pass = false;
    /// Which decoders may be used. On a CPU device software decodes, whatever is chosen.
    decode::DecodeChoice decode = decode::DecodeChoice::Auto;
};

enum class SourceStatus : std::uint8_t { Opening, Ready, Failed };

/// What is known of one source now; a copy, for panels.
struct SourceReport {
    session::SourceKey key = 0;
    SourceStatus status = SourceStatus::Opening;
    std::string error; ///< One line, when Failed or when reading failed later.
    MediaDescription media;
    std::shared_ptr<const decode::FrameIndex> index; ///< Null until Ready.
    std::int64_t first_tick = 0;                     ///< Where it lies on the session's timeline.
    std::int64_t last_tick = -1;
    double decode_ms = 0; ///< Mean of the last frames.
    std::int64_t frames_decoded = 0;
    std::int64_t frame_bytes = 0; ///< Of the newest frame, with what pads its rows; 0: none yet, or a cut.
    double decode_busy_s = 0;  ///< Time spent decoding them.
    bool decoder_open = false; ///< False once all its frames are cached.
    /// Of a cut: its flattened tracks. `media` and `index` then describe its record frames.
    std::shared_ptr<const CutProgram> cut;
    ColorReport color; ///< In the main window; see `color_report` for the second one.
};

/// What a cut shows at a tick: one event, of one medium.
struct ShownEvent {
    /// Whose event it is; the session's cut may be another one by now. Never null.
    std::shared_ptr<const CutProgram> program;
    EventPlace place;
    /// The medium as if it were a source: its path, name and colour, the event's CDL in it.
    session::Source medium;
    std::size_t take = 0;   ///< Which of the event's media ...
    std::size_t takes = 0;  ///< ... and how many it has.
    std::int64_t frame = 0; ///< Of the medium.
    bool held = false;      ///< The event runs past the medium's end, which is held.
    std::shared_ptr<const MediaDescription> media; ///< Null until the medium was opened.
    interchange::Reframe reframe;
    /// Why there is no picture, for a slate: "offline: sh010_veo_t03"; empty when there is one.
    std::string slate;
};

/// A slot of a cut: an event whose takes are judged in its place.
struct CutSlot {
    session::SourceKey source = 0;
    EventPlace place;

    friend bool operator==(const CutSlot&, const CutSlot&) = default;
};

/// How far one take of a slot is ready to be shown.
struct TakeReport {
    std::string name;
    std::string generator;
    std::string error;       ///< Why it cannot be shown; empty when it can.
    std::int64_t cached = 0; ///< Of the frames that the slot shows of it ...
    std::int64_t total = 0;  ///< ... all; 0 until its file was opened.
};
struct SlotReport {
    CutSlot slot;
    std::string name;       ///< The event's.
    std::int64_t first = 0; ///< Record frames.
    std::int64_t end = 0;   ///< Exclusive.
    std::size_t active = 0;
    std::vector<TakeReport> takes;
};

/// Which frame of a source a tick shows.
struct FrameChoice {
    session::SourceKey key = 0;
    std::int64_t frame = 0;
    bool before_start = false; ///< The tick lies before the source's first frame ...
    bool past_end = false;     ///< ... or after its last: held or black by Source::past_end.
    std::shared_ptr<const renderer::CachedFrame> cached; ///< Null: not there (yet), or black.
    bool approximate = false; ///< `cached` is the nearest frame, not the exact one (scrubbing).
    /// Of a cut, whose `frame` counts record frames: what it shows. Null in a gap.
    std::shared_ptr<const ShownEvent> event;
    /// In a dissolve: the picture that comes, its part of the mix, (0, 1). Null otherwise.
    std::shared_ptr<const FrameChoice> incoming;
    float incoming_weight = 0;
};

/// Everything one tick needs.
struct Tick {
    std::int64_t number = 0;
    /// Ticks since the transport was last started, moved or changed, and which such run this is:
    /// how skipped ticks are told from jumps.
    std::int64_t step = 0;
    std::uint64_t run = 0;
    int direction = 1;                ///< +1 or -1, the way time moves at this tick.
    std::vector<FrameChoice> choices; ///< Of the sources on the screen, in order.
    bool complete = false;            ///< Every source on the screen has its exact frame.
    /// True when the next shown tick should be this one even though incomplete (paused or
    /// scrubbing: nearest frames, marked); never while playing.
    bool approximate = false;
};

struct PlaybackCounters {
    std::int64_t presented = 0;
    std::int64_t dropped = 0; ///< Ticks that real time passed over.
    std::int64_t stalls = 0;  ///< Ticks that were due while a source had no frame.
    /// Presented ticks whose moment was off, early or late, by more than half a tick's period
    /// (half of 1 / (rate times |speed|)) from when the transport's clock wanted them. The moment
    /// is the hand-over to the display: the display's own constant delay is not in it. On a refresh
    /// that was measured a tick is late by whole refreshes, beyond those that FramePacer keeps.
    /// Counted in real time only, once per tick; ticks that a stall made late are among them.
    std::int64_t mistimed = 0;
    double fps_asked = 0;    ///< Ticks per second times |speed| while playing.
    double fps_achieved = 0; ///< Over the last second.
};

/// Threads: every public function is safe. `edit`, `open`, `close` belong to the UI or a command;
/// `due`, `presented` to the render thread. Nothing here waits for a decoder except `wait_*`.
class Player {
public:
    Player(const renderer::Device& device, const PlayerOptions& options);
    ~Player();
    Player(const Player&) = delete;
    Player& operator=(const Player&) = delete;

    /// Adds a source; its file is opened on its reader thread (see `reports`).
    session::SourceKey open(const std::filesystem::path& path);
    /// Adds a source with all its settings; `source.key` 0 gets a new key.
    session::SourceKey open(session::Source source);
    void close(session::SourceKey key);
    /// Reads the file again, e.g. after it changed on disk; keeps all settings. A cut's media are
    /// read again, not its edit.
    void reload(session::SourceKey key);
    /// Replaces the whole session: sources that stay (same key and path) keep their cache.
    void set_session(const session::Session& session);

    session::Session session() const;
    /// Changes the session under its lock. Sources may be reordered and their settings changed, not
    /// added or removed. Takes effect with the next tick.
    void edit(const std::function<void(session::Session&)>& change);
    /// Rises with every change; panels redraw when it does.
    std::uint64_t revision() const;

    std::vector<SourceReport> reports() const;
    /// Its spaces, displays, views and looks are what the session's names mean.
    color::ColorConfig color_config() const;
    void set_color_config(color::ColorConfig config);
    /// See SourceColors::set_config_error.
    void set_color_config_error(std::string error);
    /// None while the source is not open.
    std::optional<ColorReport> color_report(session::SourceKey key, Viewport viewport) const;
    /// What a source is shown through now; nothing waits for it.
    ShownColor shown_color(session::SourceKey key, Viewport viewport = Viewport::Main) const;
    /// The same for the picture of a cut at a record frame, see event_at; nothing while its medium
    /// is not known.
    ShownColor shown_color_at(session::SourceKey key, std::int64_t record, Viewport viewport) const;
    /// A window takes HDR: while the session chooses no display for it, it gets the configuration's
    /// PQ display. Legal levels are of SDR outputs: in HDR all levels are full.
    void set_hdr(Viewport viewport, bool is_hdr);
    /// The view that is really used there.
    color::ViewColor viewed(Viewport viewport) const;
    /// What its code values stand for; none when the view's colour space is not known.
    std::optional<color::DisplaySignal> signal(Viewport viewport) const;
    /// CDL, LUT or calibration files have changed on the disk; see SourceColors::reload_files.
    void reload_color_files();
    /// Blocks until the colour of every source of `tick` is made, for commands and exports. Errors:
    /// of the first source whose colour cannot be made as the session says.
    Result<Done> wait_colors(const Tick& tick, Viewport viewport = Viewport::Main);
    /// Whether `compose` with `exact` would show every source of `tick` as the session says; asks
    /// for what is missing.
    bool has_exact_colors(const Tick& tick, Viewport viewport) const;
    /// How many transforms were made so far, also those that change nothing.
    std::size_t colors_made() const;

    renderer::FrameCache& cache();
    /// A source's name in the cache, for cache bars and thumbnails; none when it is closed or a
    /// cut.
    std::optional<renderer::SourceId> cache_id(session::SourceKey key) const;
    /// What a cut shows at a record frame; null in a gap, outside of the cut, and for other
    /// sources.
    std::shared_ptr<const ShownEvent> event_at(session::SourceKey key, std::int64_t record) const;
    /// A cut's flattened tracks; null for other sources.
    std::shared_ptr<const CutProgram> cut_program(session::SourceKey key) const;
    /// None when there is no such event.
    std::optional<SlotReport> slot_report(const CutSlot& slot) const;
    /// Whose takes are read ahead, so that each can be shown at once; none: those of the event at
    /// the playhead of every cut on the screen.
    void keep_ready(std::optional<CutSlot> slot);
    /// Sorted, half-open ranges of a source's frames that are cached; a cut's are record frames, of
    /// which those in gaps and on slates count as cached.
    std::vector<std::pair<std::int64_t, std::int64_t>> cached_frames(session::SourceKey key) const;
    /// A frame of a source (of a cut: a record frame) if it is cached, else null.
    std::shared_ptr<const renderer::CachedFrame> cached_frame(session::SourceKey key,
                                                              std::int64_t frame) const;

    // Transport. `now` is this player's clock.
    Nanoseconds now() const;
    void set_clock(std::function<Nanoseconds()> clock); ///< Fake or audio clock; before playing.
    void play(Rational speed);
    void pause();
    void toggle_play();
    void seek(std::int64_t tick);
    void step(std::int64_t ticks);
    /// While true, ticks may be shown approximately and the reader refines them (mouse held on the
    /// bar).
    void set_scrubbing(bool scrubbing);
    Transport transport() const;
    /// Lets later ticks come `delta` later: the sound device's clock corrects the picture's.
    void slew(Nanoseconds delta);

    /// What is due at `now`. Also tells the readers where the playhead is. While decoding lags
    /// behind real time it is the newest complete tick not yet shown, so that the picture goes on,
    /// late.
    Tick due(Nanoseconds now) { return due(now, now); }
    /// What is due at `at`, asked at `now`: a picture is handed to the display before the refresh
    /// that shows it. Before `at` nothing is late yet.
    Tick due(Nanoseconds at, Nanoseconds now);
    /// A given tick, for `frame`, exports and benchmarks; tells the readers too.
    Tick at(std::int64_t tick);
    /// `now`: when the tick was looked up, which in every-frame mode is what the next one is timed
    /// from; `shown_at`: when it had been handed to the display.
    void presented(const Tick& tick, Nanoseconds now, Nanoseconds shown_at);
    void presented(const Tick& tick, Nanoseconds now) { presented(tick, now, now); }
    /// A due tick could not be shown. Counts a stall.
    void stalled(const Tick& tick, Nanoseconds now);
    PlaybackCounters counters() const;

    /// Composition of a tick for a target of this size, as the session says. `filter`: what the
    /// caller can afford. Pictures are at most as new as `tick.choices`; their colour is the last
    /// one that is ready. `exact`: see ColorSubject.
    renderer::Composition compose(const Tick& tick, Extent target, renderer::ResizeFilter filter,
                                  Viewport viewport = Viewport::Main, bool exact = false) const;

    /// Blocks until no source is Opening. Returns the first failure, if any.
    Result<Done> wait_opened();
    /// Blocks until `tick` is complete, a source fails, or `timeout_ms` passes. For commands and
    /// exports. On a GPU frames arrive through FrameRenderer::ingest_pending: whoever owns the
    /// renderer passes it as `ingest`, which is called without a lock.
    Result<Tick> wait_for(std::int64_t tick, int timeout_ms,
                          const std::function<void()>& ingest = {});
    /// The render thread recorded pending copies: ticks that `wait_for` waits for may be complete
    /// now.
    void ingested();
    /// Number of ticks from session time 0 to the end of the longest source.
    std::int64_t length() const;
    /// Asks to be called (from any thread) whenever a frame arrived or the state changed. Returns
    /// when no earlier callback is running any more.
    void set_wakeup(std::function<void()> wakeup);

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace seamline::playback
