#include "app/ui/review/media_names.h"

#include <algorithm>
#include <utility>

namespace seamline::ui {

MediaNames::MediaNames(Read read, std::function<void()> ready)
    : read_(std::move(read)), ready_(std::move(ready)),
      worker_([this](const std::stop_token& stop) { run(stop); }) {}

MediaNames::~MediaNames() {
    worker_.request_stop();
    changed_.notify_all();
}

MediaNames::Stamp MediaNames::stamp_of(const std::filesystem::path& path) {
    std::error_code ignored;
    Stamp stamp;
    stamp.size = std::filesystem::file_size(path, ignored);
    if (ignored) return {}; // A folder, a pattern of a sequence, or gone: read once.
    stamp.mtime = std::filesystem::last_write_time(path, ignored).time_since_epoch().count();
    return stamp;
}

std::vector<std::filesystem::path> MediaNames::want(const std::vector<std::filesystem::path>& paths,
                                                    bool first) {
    std::vector<std::filesystem::path> changed;
    std::vector<std::filesystem::path> missing;
    for (const auto& path : paths) {
        if (path.empty()) continue;
        const Stamp stamp = stamp_of(path);
        const auto known = asked_.find(path);
        if (known != asked_.end() && known->second == stamp) {
            // Asked for already: it may still stand behind others.
            const std::lock_guard lock(mutex_);
            const auto queued = std::ranges::find(queue_, path);
            if (first && queued != queue_.end()) std::rotate(queue_.begin(), queued, queued + 1);
            continue;
        }
        if (known != asked_.end()) changed.push_back(path);
        asked_[path] = stamp;
        missing.push_back(path);
    }
    if (missing.empty()) return changed;
    {
        const std::lock_guard lock(mutex_);
        for (auto& path : missing) {
            if (std::ranges::find(queue_, path) != queue_.end()) continue;
            queue_.insert(first ? queue_.begin() : queue_.end(), std::move(path));
        }
    }
    changed_.notify_all();
    return changed;
}

std::vector<MediaNames::Answer> MediaNames::take() {
    const std::lock_guard lock(mutex_);
    return std::exchange(answers_, {});
}

bool MediaNames::has_news() const {
    const std::lock_guard lock(mutex_);
    return !answers_.empty();
}

void MediaNames::run(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
        std::filesystem::path path;
        {
            std::unique_lock lock(mutex_);
            if (!changed_.wait(lock, stop, [this] { return !queue_.empty(); })) return;
            path = std::move(queue_.front());
            queue_.pop_front();
        }
        auto id = read_(path, [&stop] { return stop.stop_requested(); });
        if (stop.stop_requested()) return;
        {
            const std::lock_guard lock(mutex_);
            answers_.push_back({std::move(path), std::move(id)});
        }
        if (ready_) ready_();
    }
}

} // namespace seamline::ui
