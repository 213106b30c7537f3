// app/ui/review/share_job.h: writes a review for other programs and people while the window goes
// on.
#pragma once

#include "app/playback/review_export.h"

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

namespace seamline::ui {

/// One export at a time.
///
/// Threads: main thread.
class ShareJob {
public:
    explicit ShareJob(std::function<void()> ready) : ready_(std::move(ready)) {}
    ~ShareJob() { cancel(); }

    /// `cut` may be null; it outlives the export.
    void start(std::shared_ptr<const review::Review> review,
               std::shared_ptr<const interchange::Edit> cut, playback::ReviewExportRequest request);
    void cancel() { worker_.request_stop(); }
    bool is_running() const { return is_running_; }
    /// What is being made, and how much of all is done.
    std::pair<std::string, double> progress() const;
    /// Once, when it has ended.
    std::optional<Result<playback::ReviewExport>> take();

private:
    const std::function<void()> ready_;
    std::atomic<bool> is_running_{false};
    mutable std::mutex mutex_; // Guards the next three.
    std::string what_;
    double done_ = 0;
    std::optional<Result<playback::ReviewExport>> result_;
    std::jthread worker_; // Last: ends before what it uses.
};

} // namespace seamline::ui
