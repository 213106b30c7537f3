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

    /// Reads these, and again whenever one changes (size or time, looked at every two seconds), in
    /// their order. Looks at no file itself.
    void watch(std::vector<std::filesystem::path> paths);
    /// Reads this one before all others, unless that was done and it has not changed since. True:
    /// it changed, or was never read: what was known of it holds no longer. Looks at the file.
    bool want(const std::filesystem::path& path);
    /// It is read again when it is wanted or looked at next: reading failed.
    void forget(const std::filesystem::path& path);

    /// What came since the last call, in order.
    struct Answer {
        std::filesystem::path path;
        bool is_pending = false; ///< It is being read: nothing is known of it until then.
        Result<std::string> id;  ///< An id, or why there is none.
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
    /// Queues it if it is new or changed; asks for `mutex_` to be held. True: it is.
    bool note(const std::filesystem::path& path, const Stamp& stamp, bool first);
    void look(std::unique_lock<std::mutex>& lock);
    void run(const std::stop_token& stop);

    const Read read_;
    const std::function<void()> ready_;
    mutable std::mutex mutex_; // Guards everything below.
    std::condition_variable_any changed_;
    std::map<std::filesystem::path, Stamp> asked_; ///< As they were when they were queued.
    std::vector<std::filesystem::path> watched_;
    std::deque<std::filesystem::path> queue_;
    std::vector<Answer> answers_;
    std::jthread worker_; // Last: starts when everything above exists.
};

} // namespace seamline::ui
