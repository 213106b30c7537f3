// app/playback/media_pool.h: the media of cuts: opened before they are needed, closed again after.
#pragma once

#include "app/playback/reader.h"
#include "app/session/session.h"
#include "decode/media/media_description.h"
#include "decode/video_source.h"
#include "renderer/frame_cache.h"

#include <compare>
#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace seamline::playback {

/// What is opened: equal keys share one decoder and one part of the cache.
struct MediumKey {
    std::filesystem::path path;
    Rational sequence_rate{24};

    friend auto operator<=>(const MediumKey&, const MediumKey&) = default;
};

/// What a medium of a cut, as if it were a source, is opened by.
inline MediumKey key_of(const session::Source& medium) {
    return {medium.path, medium.sequence_rate};
}

/// Frames of a medium that a cut comes to.
struct MediumUse {
    MediumKey medium;
    std::int64_t from = 0; ///< Frames of the medium; unknown (0 to 0) until it was opened.
    std::int64_t to = 0;
    std::int64_t away = 0; ///< Ticks until `from` is due.
    bool visible = true;
};

/// Ends readers on a thread of its own: that joins a decoder, which may take as long as a frame.
class ReaderCloser {
public:
    ReaderCloser();
    ~ReaderCloser(); ///< Ends all that are left.
    ReaderCloser(const ReaderCloser&) = delete;
    ReaderCloser& operator=(const ReaderCloser&) = delete;

    void close(std::unique_ptr<Reader> reader);

private:
    void run(const std::stop_token& stop);

    std::mutex mutex_;
    std::condition_variable_any asked_;
    std::vector<std::unique_ptr<Reader>> closing_;
    std::jthread thread_;
};

/// Keeps at most `kMostReaders` decoders open, those that are needed soonest; what a closed one had
/// decoded stays in the cache, and its facts are remembered.
///
/// Threads: guarded by its owner; readers call `notify` from their threads without any lock.
class MediaPool {
public:
    static constexpr std::size_t kMostReaders = 8;

    struct Facts {
        Reader::Status status = Reader::Status::Opening;
        std::string error;
        std::shared_ptr<const MediaDescription> media; ///< Null until it was opened once.
        std::shared_ptr<const decode::FrameIndex> index;
        renderer::SourceId cache_id = 0;
    };
    struct Work {
        std::int64_t decoded = 0;
        double busy_s = 0;
        double decode_ms = 0; ///< Mean of the open decoders.
        int open = 0;
    };

    /// `hardware` may be null: software decodes.
    MediaPool(renderer::FrameCache& cache, std::shared_ptr<decode::HardwareDecoding> hardware,
              int cores, std::function<void()> notify);
    ~MediaPool();
    MediaPool(const MediaPool&) = delete;
    MediaPool& operator=(const MediaPool&) = delete;

    /// What is known of a medium; status Opening for one that was never asked for.
    Facts facts(const MediumKey& medium) const;
    /// `use(medium, facts)` for every medium that was ever asked for.
    template <typename Use> void for_each(Use&& use) const {
        for (const auto& [key, medium] : media_) use(key, facts_of(medium));
    }
    /// What is needed from now on, by all cuts. Opens, closes and steers readers; never blocks.
    void want(std::vector<MediumUse> uses);
    /// Forgets all media that no key of `kept` names, and drops their frames.
    void keep_only(const std::vector<MediumKey>& kept);
    /// Reads a medium's file again, e.g. after it changed on disk.
    void reload(const MediumKey& medium);
    Work work() const;
    bool is_empty() const { return media_.empty(); }

private:
    struct Medium {
        renderer::SourceId cache_id = 0;
        std::unique_ptr<Reader> reader; ///< Null: closed.
        Facts known;
        std::int64_t decoded_before = 0; ///< By readers that are closed.
        double busy_before_s = 0;
        std::int64_t last_frame = 0; ///< Where a cut last was in it: what stays longest.
        bool is_idle = false;        ///< Nothing of it is wanted, and everybody knows.
    };
    static Facts facts_of(const Medium& medium);
    void open(const MediumKey& key, Medium& medium);
    void close(Medium& medium);
    /// `has_time`: also for what is only kept ready.
    void steer(Medium& medium, const std::vector<const MediumUse*>& uses, bool has_time);
    bool has_all(const Medium& medium, const std::vector<const MediumUse*>& uses) const;
    /// Whether all that is seen within the next second is there.
    bool has_urgent(const std::vector<MediumUse>& uses) const;

    renderer::FrameCache& cache_;
    const std::shared_ptr<decode::HardwareDecoding> hardware_;
    const int cores_;
    const std::function<void()> notify_;
    std::map<MediumKey, Medium> media_;
    ReaderCloser closer_; ///< Last: its readers use the cache and the callback.
};

} // namespace seamline::playback
