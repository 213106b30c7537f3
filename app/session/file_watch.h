// app/session/file_watch.h: notices that the open sources' files changed on disk.
#pragma once

#include "app/session/session.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <vector>

namespace seamline::session {

struct FileEvent {
    enum class Kind : std::uint8_t {
        Changed, ///< Other content, and nothing was written for the settling time; or it is back.
        Deleted, ///< Gone for the settling time.
    };
    SourceKey key = 0;
    Kind kind = Kind::Changed;

    friend bool operator==(const FileEvent&, const FileEvent&) = default;
};

/// Watches the folders of files through inotify, so that files replaced by renaming are seen, and
/// looks at the files themselves once per second where inotify cannot (its limits, network
/// folders). An image sequence ("shot.%04d.exr", "shot.1001-1100#.exr", or one of its
/// files that others stand beside) is watched as a whole.
///
/// Threads: confined; no thread of its own. `poll` costs one read while nothing happens.
class FileWatch {
public:
    using Clock = std::chrono::steady_clock;

    explicit FileWatch(std::chrono::milliseconds settling = std::chrono::milliseconds(500));
    ~FileWatch();
    FileWatch(const FileWatch&) = delete;
    FileWatch& operator=(const FileWatch&) = delete;

    /// What is on the disk now counts as known. Replaces an earlier path of this key.
    void watch(SourceKey key, const std::filesystem::path& path);
    void forget(SourceKey key);
    /// Watches exactly the session's sources: those that stay keep their state.
    void watch_only(const std::vector<Source>& sources);

    /// What happened and has settled by `now`. Call it from the main loop, about every 100 ms.
    std::vector<FileEvent> poll(Clock::time_point now);

    /// False: inotify cannot be had at all and files are only looked at.
    bool uses_inotify() const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace seamline::session
