#include "app/playback/frame_lights.h"

#include "app/analysis/frame_fetcher.h"

#include <sys/resource.h>

#include <algorithm>
#include <condition_variable>
#include <list>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

namespace seamline::playback {
namespace {

constexpr int kNiceness = 15;

bool same_medium(const ComparedPicture& a, const ComparedPicture& b) {
    return a.path == b.path && a.color == b.color && a.sequence_rate == b.sequence_rate;
}

/// The medium that was read last stays open.
class Reading {
public:
    FrameLights::Answer read(const ComparedPicture& picture, const color::ColorConfig& config) {
        FrameLights::Answer answer;
        if (!fetcher_ || !same_medium(*opened_, picture)) {
            decode::OpenOptions options;
            options.threads = 1;
            options.sequence_rate = picture.sequence_rate;
            options.missing_frames = decode::MissingFrames::Hold;
            fetcher_.reset();
            auto opened =
                analysis::FrameFetcher::open(picture.path, config, picture.color, options);
            if (!opened) {
                answer.error = opened.error().message;
                return answer;
            }
            fetcher_.emplace(std::move(opened).value());
            opened_ = picture;
        }
        const Extent size = fetcher_->size();
        const Extent small = measures::working_size({0, 0, size.width, size.height},
                                                    fetcher_->pixel_aspect(), FrameLights::kEdgePx);
        const auto fetched = fetcher_->fetch(picture.frame, small);
        if (!fetched) {
            answer.error = fetched.error().message;
            return answer;
        }
        const std::shared_ptr<const analysis::FetchedFrame>& frame = fetched.value();
        // Without the native luma beside it, which is large.
        answer.light = std::make_shared<const measures::Picture>(frame->light);
        answer.aspect = fetcher_->pixel_aspect() * size.width / std::max(size.height, 1);
        return answer;
    }
    void forget() { fetcher_.reset(); }

private:
    std::optional<analysis::FrameFetcher> fetcher_;
    std::optional<ComparedPicture> opened_;
};

} // namespace

struct FrameLights::Impl {
    struct Entry {
        ComparedPicture picture;
        std::shared_ptr<const Answer> answer; ///< Null while it is being made.
    };

    std::function<void()> changed;
    mutable std::mutex mutex; // Guards everything below but `worker`.
    std::condition_variable_any asked;
    color::ColorConfig config;
    std::uint64_t era = 1;
    std::list<Entry> entries; ///< Latest asked for first.
    std::jthread worker;

    Impl(color::ColorConfig colors, std::function<void()> tell)
        : changed(std::move(tell)), config(std::move(colors)) {}

    Entry* next_open() {
        const auto at =
            std::ranges::find_if(entries, [](const Entry& entry) { return !entry.answer; });
        return at == entries.end() ? nullptr : &*at;
    }

    void run(const std::stop_token& stop) {
        setpriority(PRIO_PROCESS, 0, kNiceness); // On Linux this is that of the calling thread.
        Reading reading;
        std::uint64_t read_in = 0;
        std::unique_lock lock(mutex);
        while (asked.wait(lock, stop, [&] { return next_open() != nullptr; }) &&
               !stop.stop_requested()) {
            const ComparedPicture picture = next_open()->picture;
            const color::ColorConfig used = config;
            const std::uint64_t now = era;
            lock.unlock();
            if (std::exchange(read_in, now) != now) reading.forget();
            auto answer = std::make_shared<const Answer>(reading.read(picture, used));
            lock.lock();
            if (now != era) continue; // Made of what is no more; it is read again.
            for (Entry& entry : entries)
                if (entry.picture == picture) entry.answer = answer;
            lock.unlock();
            changed();
            lock.lock();
        }
    }

    void start_over() {
        ++era;
        for (Entry& entry : entries) entry.answer.reset();
        asked.notify_all();
    }
};

FrameLights::FrameLights(color::ColorConfig config, std::function<void()> changed)
    : impl_(std::make_unique<Impl>(std::move(config), std::move(changed))) {
    impl_->worker =
        std::jthread([impl = impl_.get()](const std::stop_token& stop) { impl->run(stop); });
}

FrameLights::~FrameLights() {
    impl_->worker.request_stop();
    impl_->worker.join();
}

std::shared_ptr<const FrameLights::Answer> FrameLights::find(const ComparedPicture& picture) {
    const std::scoped_lock lock(impl_->mutex);
    auto& entries = impl_->entries;
    const auto at = std::ranges::find(entries, picture, &Impl::Entry::picture);
    if (at != entries.end()) {
        entries.splice(entries.begin(), entries, at);
        return entries.front().answer;
    }
    entries.push_front({picture, nullptr});
    if (entries.size() > kKept) entries.pop_back();
    impl_->asked.notify_all();
    return nullptr;
}

void FrameLights::set_config(color::ColorConfig config) {
    const std::scoped_lock lock(impl_->mutex);
    if (impl_->config.cache_id() == config.cache_id()) return;
    impl_->config = std::move(config);
    impl_->start_over();
}

void FrameLights::renew() {
    const std::scoped_lock lock(impl_->mutex);
    impl_->start_over();
}

bool FrameLights::is_waiting() const {
    const std::scoped_lock lock(impl_->mutex);
    return impl_->next_open() != nullptr;
}

} // namespace seamline::playback
