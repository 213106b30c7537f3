#include "app/ui/review/share_job.h"

#include <exception>
#include <utility>

namespace seamline::ui {

void ShareJob::start(std::shared_ptr<const review::Review> review,
                     std::shared_ptr<const interchange::Edit> cut,
                     playback::ReviewExportRequest request) {
    if (is_running_) return;
    if (worker_.joinable()) worker_.join();
    is_running_ = true;
    worker_ = std::jthread([this, review = std::move(review), cut = std::move(cut),
                            request = std::move(request)](const std::stop_token& stop) mutable {
        request.cut = cut.get();
        request.cancelled = [&stop] { return stop.stop_requested(); };
        request.progress = [this](const std::string& what, double done) {
            const std::lock_guard lock(mutex_);
            what_ = what;
            done_ = done;
        };
        // Nothing may leave a thread: a lost device ends the export, not the program.
        Result<playback::ReviewExport> result =
            Error{ErrorCode::Unavailable, "The export ended early."};
        try {
            result = playback::export_review(*review, request);
        } catch (const std::exception& error) {
            result = Error{ErrorCode::Unavailable,
                           "The export ended early: " + std::string(error.what())};
        }
        {
            const std::lock_guard lock(mutex_);
            result_ = std::move(result);
        }
        is_running_ = false;
        if (ready_) ready_();
    });
}

std::pair<std::string, double> ShareJob::progress() const {
    const std::lock_guard lock(mutex_);
    return {what_, done_};
}

std::optional<Result<playback::ReviewExport>> ShareJob::take() {
    const std::lock_guard lock(mutex_);
    return std::exchange(result_, std::nullopt);
}

} // namespace seamline::ui
