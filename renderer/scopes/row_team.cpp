#include "renderer/scopes/row_team.h"

#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <stop_token>
#include <thread>
#include <vector>

namespace seamline::renderer {
namespace {

constexpr int kSliceRows = 16;
constexpr int kBackgroundNiceness = 10;

} // namespace

struct RowTeam::Impl {
    void take_slices() {
        for (int first = next.fetch_add(kSliceRows); first < rows;
             first = next.fetch_add(kSliceRows))
            (*work)(first, std::min(first + kSliceRows, rows));
    }

    void run(const std::stop_token& stop) {
        std::uint64_t seen = 0;
        for (;;) {
            {
                std::unique_lock lock(mutex);
                if (!started.wait(lock, stop, [&] { return job != seen; })) return;
                seen = job;
            }
            take_slices();
            const std::scoped_lock lock(mutex);
            if (--running == 0) finished.notify_one();
        }
    }

    // The job: written before `job` rises, only read until `running` is 0.
    int rows = 0;
    const std::function<void(int, int)>* work = nullptr;
    std::atomic<int> next = 0; ///< The first row that nobody has taken.

    std::mutex mutex;
    std::condition_variable_any started;
    std::condition_variable finished;
    std::uint64_t job = 0;
    int running = 0;
    std::vector<std::jthread> threads; ///< Dies first.
};

RowTeam::RowTeam(int threads, bool in_background) : impl_(std::make_unique<Impl>()) {
    for (int i = 1; i < std::clamp(threads, 1, 64); ++i)
        impl_->threads.emplace_back([impl = impl_.get(), in_background](std::stop_token stop) {
            // On Linux this is the niceness of the calling thread alone.
            if (in_background) setpriority(PRIO_PROCESS, 0, kBackgroundNiceness);
            impl->run(stop);
        });
}

RowTeam::~RowTeam() = default;

void RowTeam::run(int rows, const std::function<void(int, int)>& work) {
    impl_->rows = rows;
    impl_->work = &work;
    impl_->next = 0;
    {
        const std::scoped_lock lock(impl_->mutex);
        impl_->running = static_cast<int>(impl_->threads.size());
        ++impl_->job;
    }
    impl_->started.notify_all();
    impl_->take_slices();
    std::unique_lock lock(impl_->mutex);
    impl_->finished.wait(lock, [&] { return impl_->running == 0; });
}

} // namespace seamline::renderer
