#include "app/ui/review/media_names.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace seamline::ui {
namespace {

constexpr std::chrono::seconds kLook{2};

} // namespace

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

bool MediaNames::note(const std::filesystem::path& path, const Stamp& stamp, bool first) {
    const auto known = asked_.find(path);
    const auto queued = std::ranges::find(queue_, path);
    if (known != asked_.end() && known->second == stamp) {
        // It may still stand behind others.
        if (first && queued != queue_.end()) std::rotate(queue_.begin(), queued, queued + 1);
        return false;
    }
    asked_[path] = stamp;
    if (queued == queue_.end()) queue_.insert(first ? queue_.begin() : queue_.end(), path);
    return true;
}

void MediaNames::watch(std::vector<std::filesystem::path> paths) {
    {
        const std::lock_guard lock(mutex_);
        if (watched_ == paths) return;
        watched_ = std::move(paths);
    }
    changed_.notify_all();
}

bool MediaNames::want(const std::filesystem::path& path) {
    const Stamp stamp = stamp_of(path);
    {
        const std::lock_guard lock(mutex_);
        if (!note(path, stamp, true)) return false;
    }
    changed_.notify_all();
    return true;
}

void MediaNames::forget(const std::filesystem::path& path) {
    const std::lock_guard lock(mutex_);
    asked_.erase(path);
}

std::vector<MediaNames::Answer> MediaNames::take() {
    const std::lock_guard lock(mutex_);
    return std::exchange(answers_, {});
}

bool MediaNames::has_news() const {
    const std::lock_guard lock(mutex_);
    return !answers_.empty();
}

/// Looks at the watched files without holding the lock: a folder on a network may take its time.
void MediaNames::look(std::unique_lock<std::mutex>& lock) {
    const std::vector<std::filesystem::path> paths = watched_;
    lock.unlock();
    std::vector<Stamp> stamps;
    for (const auto& path : paths) stamps.push_back(stamp_of(path));
    lock.lock();
    for (std::size_t i = 0; i < paths.size(); ++i)
        if (!paths[i].empty() && note(paths[i], stamps[i], false))
            answers_.push_back({paths[i], true, std::string()});
}

void MediaNames::run(const std::stop_token& stop) {
    std::vector<std::filesystem::path> seen;
    auto next_look = std::chrono::steady_clock::now();
    while (!stop.stop_requested()) {
        std::filesystem::path path;
        {
            std::unique_lock lock(mutex_);
            changed_.wait_until(lock, stop, next_look,
                                [&] { return !queue_.empty() || watched_ != seen; });
            if (stop.stop_requested()) return;
            if (watched_ != seen || std::chrono::steady_clock::now() >= next_look) {
                seen = watched_;
                look(lock);
                next_look = std::chrono::steady_clock::now() + kLook;
            }
            if (queue_.empty()) continue;
            path = std::move(queue_.front());
            queue_.pop_front();
        }
        auto id = read_(path, [&stop] { return stop.stop_requested(); });
        if (stop.stop_requested()) return;
        {
            const std::lock_guard lock(mutex_);
            answers_.push_back({std::move(path), false, std::move(id)});
        }
        if (ready_) ready_();
    }
}

} // namespace seamline::ui
