// app/ui/review/folder_scan.h: reads a folder of movies while the window goes on.
#pragma once

#include "app/interchange/decisions/take_folder.h"
#include "app/playback/take_watch.h"
#include "app/ui/errand.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

namespace seamline::ui {

/// First what lies there and what is said of it, then each movie's bytes.
///
/// Threads: main thread. Nothing blocks but the end, for a moment.
class FolderScan {
public:
    explicit FolderScan(playback::TakeWatch::Read read = playback::read_take)
        : read_(std::move(read)) {}
    ~FolderScan();
    FolderScan(const FolderScan&) = delete;
    FolderScan& operator=(const FolderScan&) = delete;

    /// Forgets what was read. `known`: media that it knows where they are, are not decoded.
    void start(const std::filesystem::path& folder, const interchange::TableChoice& table,
               std::shared_ptr<const review::Review> known);
    /// What was read stays.
    void cancel();
    bool is_running() const { return errand_.is_running(); }

    /// Takes in what was read since the last call, while it reads a few times a second. True:
    /// something was.
    bool poll();
    const interchange::TakeFolder& folder() const { return folder_; } ///< As far as it is read.
    bool is_listed() const { return is_listed_; }                     ///< The movies are known.
    std::size_t done() const { return done_; }                        ///< Movies that were read.
    const std::string& problem() const { return problem_; } ///< Of the folder; empty: none.

private:
    /// What the thread and this share.
    struct Shared {
        std::mutex mutex; // Guards the rest.
        interchange::TakeFolder folder;
        std::string problem;
        std::size_t done = 0;
        bool is_listed = false;
        bool is_new = false;
    };
    static void read_all(Shared& shared, const std::filesystem::path& folder,
                         const interchange::TableChoice& table, const review::Review& known,
                         const playback::TakeWatch::Read& read,
                         const std::function<bool()>& cancelled);

    playback::TakeWatch::Read read_;
    std::shared_ptr<Shared> shared_;
    Errand<bool> errand_;
    interchange::TakeFolder folder_;
    std::string problem_;
    std::size_t done_ = 0;
    bool is_listed_ = false;
    std::chrono::steady_clock::time_point next_look_{};
};

} // namespace seamline::ui
