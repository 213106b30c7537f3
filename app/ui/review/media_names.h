// app/ui/review/media_names.h: ids of files by their content, read in the background.
#pragma once

#include "decode/media/result.h"

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace seamline::ui {

/// A whole file is read once, 0.2 s per GB; a file that changed since is read again.
///
/// Threads: main thread.
class MediaNames {
public:
    /// Of one file: analysis::media_id, but for tests.
    using Read = std::function<Result<std::string>(const std::filesystem::path&,
                                                   const std::function<bool()>& cancelled)>;
    /// `ready` is called on the worker after each file.
    MediaNames(Read read, std::function<void()> ready);
    ~MediaNames(); ///< Stops within one block of a file.
    MediaNames(const MediaNames&) = delete;
    MediaNames& operator=(const MediaNames&) = delete;

    /// Reads them unless that was done; with `first` before all others, in any case. Files that
    /// changed since they were read (size or time, looked at here) are read again; those are
    /// returned: what was known of them holds no longer.
    std::vector<std::filesystem::path> want(const std::vector<std::filesystem::path>& paths,
                                            bool first = false);
    /// The next `want` reads it again: reading failed.
    void forget(const std::filesystem::path& path) { asked_.erase(path); }
    /// What came since the last call: an id, or why there is none.
    struct Answer {
        std::filesystem::path path;
        Result<std::string> id;
    };
    std::vector<Answer> take();
    bool has_news() const;

private:
    struct Stamp {
        std::uintmax_t size = 0;
        std::int64_t mtime = 0;
        friend bool operator==(const Stamp&, const Stamp&) = default;
    };
    static Stamp stamp_of(const std::filesystem::path& path);
    void run(const std::stop_token& stop);

    const Read read_;
    const std::function<void()> ready_;
    std::map<std::filesystem::path, Stamp> asked_; ///< Main thread alone.
    mutable std::mutex mutex_;                     // Guards everything below.
    std::condition_variable_any changed_;
    std::deque<std::filesystem::path> queue_;
    std::vector<Answer> answers_;
    std::jthread worker_; // Last: starts when everything above exists.
};

} // namespace seamline::ui
