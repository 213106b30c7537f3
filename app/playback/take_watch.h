// app/playback/take_watch.h: movies of folders as takes: read once, and as they come.
#pragma once

#include "app/interchange/decisions/take_folder.h"
#include "app/session/folder_watch.h"
#include "app/session/watched_folders.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace seamline::playback {

/// The medium at `path` as it is now; where `known` has it there, nothing is decoded. Blocks: reads
/// the whole file, unless it was read before. Errors: NotFound; Io; Corrupt; Unsupported (no
/// picture); Cancelled.
Result<review::Medium> read_take(const std::filesystem::path& path, const review::Review& known,
                                 const std::function<bool()>& cancelled);

/// New takes of a watched folder, read as movies before they count.
///
/// Threads: confined, to any one at a time. Blocks: on the disk.
class TakeWatch {
public:
    using Clock = session::FolderWatch::Clock;
    using Cancelled = std::function<bool()>;
    /// `read_take`, but for tests.
    using Read = std::function<Result<review::Medium>(const std::filesystem::path&,
                                                      const review::Review&, const Cancelled&)>;

    explicit TakeWatch(session::WatchedFolder what,
                       std::chrono::milliseconds settling = std::chrono::milliseconds(2000),
                       Read read = read_take);

    struct Arrival {
        interchange::FolderTake take; ///< With its medium.
        bool was_there = false;       ///< Whole already when watching began.
    };
    struct Broken {
        std::filesystem::path path;
        std::string why; ///< One line.
    };
    struct News {
        std::vector<Arrival> arrived;
        std::vector<std::filesystem::path> gone;
        /// Came, cannot be read as movies, and have rested long enough to be told of: each once,
        /// until it changes. Those that were there when watching began are not.
        std::vector<Broken> broken;
        bool has_more = false; ///< What was not read yet; look again at once.
    };
    /// What came, at most `most` of it. A sidecar or the table that was written later brings its
    /// movies again, with what they say now. A file that cannot be read as a movie may not be
    /// whole: it is tried again when it changes, and told of only after a while of rest.
    News look(Clock::time_point now, const review::Review& known, const Cancelled& cancelled,
              std::size_t most = 8);

    /// How it stands.
    struct Status {
        std::string problem;    ///< Of the folder or its table, in one line; empty: none.
        std::size_t movies = 0; ///< That were read.
        /// Why files were not, by name; they wait for a change.
        std::map<std::string, std::string> unread;
        bool is_told = false; ///< The system tells of changes; else the folder is looked at.
    };
    const Status& status() const { return status_; }

private:
    struct Queued {
        std::filesystem::path path;
        bool was_there = false;
    };
    /// A file that was no movie when it was read last.
    struct Failed {
        std::string why;
        std::uintmax_t bytes = 0;
        std::filesystem::file_time_type written{};
        Clock::time_point since{};
        bool is_told = false;
    };
    void fail(const Queued& what, const std::string& why, Clock::time_point now);
    std::vector<Broken> broken(Clock::time_point now);
    void queue(const session::FolderWatch::Settled& settled);
    void queue_again(const std::filesystem::path& path);

    session::WatchedFolder what_;
    Read read_;
    session::FolderWatch watch_;
    std::deque<Queued> queue_;
    /// Those that were read, and whether they were there when watching began.
    std::map<std::filesystem::path, bool> read_before_;
    std::map<std::filesystem::path, Failed> failed_;
    std::chrono::milliseconds patience_; ///< Rest before a failed one is told of.
    Status status_;
};

} // namespace seamline::playback
