// app/session/folder_watch.h: notices files that come into a folder, once they are whole.
#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace seamline::session {

/// Watches what lies right in one folder. inotify tells that something happened; what is there now
/// is always found by looking, so that file systems that tell nothing (network folders) and events
/// that were lost only make it slower. A file counts once its size and time have rested for the
/// settling time, and again after every change that has rested as long.
///
/// Threads: confined; no thread of its own. `poll` blocks on the disk when something happened or it
/// is time to look; else it costs one read.
class FolderWatch {
public:
    using Clock = std::chrono::steady_clock;

    struct Options {
        std::chrono::milliseconds settling{2000};
        /// Between looks when nothing is told: where inotify watches, and where it cannot.
        std::chrono::milliseconds told_look{15'000};
        std::chrono::milliseconds untold_look{2000};
        bool use_inotify = true;
        std::size_t most_files = 20'000; ///< Of those that are wanted.
        /// By name, hidden ones included; null: all files.
        std::function<bool(std::string_view name)> wanted;
    };
    explicit FolderWatch(std::filesystem::path folder, Options options);
    ~FolderWatch();
    FolderWatch(const FolderWatch&) = delete;
    FolderWatch& operator=(const FolderWatch&) = delete;

    struct Settled {
        std::filesystem::path path;
        bool was_there = false; ///< Whole already when the folder was first looked at.
    };
    struct News {
        std::vector<Settled> settled;            ///< In the order of their names.
        std::vector<std::filesystem::path> gone; ///< Of those that had settled.
    };
    /// What happened and has settled by `now`, which never goes back.
    News poll(Clock::time_point now);

    const std::filesystem::path& folder() const;
    /// One line while the folder cannot be listed; it is tried again with every look. What is known
    /// of its files stays known.
    const std::string& problem() const;
    std::size_t files() const; ///< That are there and wanted.
    bool uses_inotify() const; ///< False: the folder is only looked at.

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace seamline::session
