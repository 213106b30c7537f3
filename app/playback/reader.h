// app/playback/reader.h: one source's thread: opens it, decodes what the playhead needs, fills the
// cache.
#pragma once

#include "app/session/session.h"
#include "decode/media/guarded.h"
#include "decode/video_source.h"
#include "renderer/frame_cache.h"

#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>

namespace seamline::playback {

/// Frames that playback comes to, in its order: from `from` to `to`, which may be the lower one.
struct ReadStretch {
    std::int64_t from = 0;
    std::int64_t to = 0; ///< Inclusive.

    friend bool operator==(const ReadStretch&, const ReadStretch&) = default;
};

/// Where the playhead is in a source, in its own frames.
struct ReadFocus {
    std::int64_t frame = 0;
    int direction = 1;
    std::int64_t first = 0; ///< Of the stretch that plays ...
    std::int64_t last = 0;  ///< ... inclusive.
    bool wraps = true;      ///< Playback returns to the other end of the stretch.
    /// How many frames ahead in playing order are wanted now. Bounded while playing, so that
    /// decoding keeps an even pace beside the renderer; unbounded when there is time.
    std::int64_t lookahead = INT64_MAX;
    /// A medium of a cut: what is wanted, soonest first, instead of all that stands above.
    bool by_stretches = false;
    std::vector<ReadStretch> stretches;

    friend bool operator==(const ReadFocus&, const ReadFocus&) = default;
};

/// The first frame, in playing order from the focus and within its lookahead, that is not cached;
/// -1 when there is none. `cached`: sorted half-open ranges.
std::int64_t next_missing(const ReadFocus& focus,
                          const std::vector<std::pair<std::int64_t, std::int64_t>>& cached);

/// What a reader does before its first `focus`.
enum class UnfocusedReader : std::uint8_t { ReadsFromStart, Waits };

/// Threads: the public functions are safe; the thread inside is the sole user of the VideoSource.
class Reader {
public:
    enum class Status : std::uint8_t { Opening, Ready, Failed };
    struct Report {
        Status status = Status::Opening;
        ErrorCode code = ErrorCode::Corrupt; ///< Of `error`.
        std::string error;
        std::shared_ptr<const MediaDescription> media;
        std::shared_ptr<const decode::FrameIndex> index;
        double decode_ms = 0;
        std::int64_t decoded = 0; ///< Frames decoded so far.
        double busy_s = 0;        ///< Time spent decoding them.
        bool decoder_open = false;
        DecodePath decode; ///< As it is now, or was last.
        std::int64_t frame_bytes = 0; ///< Of the newest frame, with what pads its rows.
    };

    /// `notify` is called from the reader's thread after every change that others may wait for.
    Reader(std::filesystem::path path, decode::OpenOptions options, renderer::FrameCache& cache,
           renderer::SourceId source, std::function<void()> notify,
           UnfocusedReader unfocused = UnfocusedReader::ReadsFromStart);
    ~Reader(); ///< Stops and joins; a decode in progress is finished first.
    Reader(const Reader&) = delete;
    Reader& operator=(const Reader&) = delete;

    void focus(const ReadFocus& focus);
    void set_threads(int threads);
    Report report() const;

private:
    void run(const std::stop_token& stop);
    bool open();
    void read_one(std::int64_t target);
    void deliver(const DecodedFrame& frame);
    /// Frames [first, end) cannot be decoded: the frame before them is shown in their place, marked
    /// corrupt; before the first good frame they wait for it.
    void lose(std::int64_t first, std::int64_t end);
    void stand_in(std::int64_t index);
    void adopt_orphans();
    void fail(const Error& error);
    std::optional<std::int64_t> wait_for_target(const std::stop_token& stop);

    const std::filesystem::path path_;
    decode::OpenOptions options_;
    renderer::FrameCache& cache_;
    const renderer::SourceId source_;
    const std::function<void()> notify_;
    const UnfocusedReader unfocused_;

    // Shared with callers.
    mutable std::mutex mutex_;
    std::condition_variable_any changed_;
    ReadFocus focus_;
    bool focus_is_set_ = false;
    std::uint64_t focus_generation_ = 0;
    int threads_ = 1;
    Report report_;

    // The thread's own.
    std::optional<decode::VideoSource> video_;
    std::int64_t position_ = 0; ///< What `next` delivers next.
    std::int64_t frame_bytes_ = 0;
    int applied_threads_ = 1;
    std::optional<DecodedFrame> last_;
    std::int64_t covered_ = -1;         ///< The frame that `last_` is, or last stood in for.
    std::vector<std::int64_t> orphans_; ///< Lost, and waiting for a neighbour to stand in.
    /// Decoded since the cache's wishes changed last. Those that are not in the cache had to give
    /// way and are not tried again, so that a full cache comes to rest.
    std::set<std::int64_t> tried_;
    std::uint64_t tried_revision_ = 0;

    std::jthread thread_; ///< Last: starts when everything above exists.
};

} // namespace seamline::playback
