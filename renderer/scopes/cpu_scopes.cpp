#include "renderer/scopes/cpu_scopes.h"

#include "renderer/scopes/strip_counter.h"

#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <thread>
#include <vector>

namespace seamline::renderer {
namespace {

using namespace shared;

/// A strip's bins stay in the second cache level; wider rows of it cost fewer calls. Narrower ones
/// keep more threads busy.
constexpr int kMostStripColumns = 64;
constexpr int kFewestStripColumns = 16;
constexpr int kBackgroundNiceness = 10;

int strip_columns(int columns, int threads) {
    return std::clamp(columns / (2 * threads), kFewestStripColumns, kMostStripColumns);
}

} // namespace

struct CpuScopes::Impl {
    explicit Impl(int cores) : counters(static_cast<std::size_t>(std::clamp(cores, 1, 64))) {}

    /// Takes strips until none is left.
    void work(StripCounter& counter) {
        const int width = strip_columns(params.columns, static_cast<int>(counters.size()));
        const int strips = (params.columns + width - 1) / width;
        const bool has_chroma = (params.scopes & kScopeChroma) != 0;
        const int all = has_chroma ? 2 * strips : strips;
        counter.begin(params, *light, planes, words);
        for (int i = next.fetch_add(1); i < all; i = next.fetch_add(1)) {
            const int first = i % strips * width;
            const Strip strip{first, std::min(first + width, params.columns)};
            if (i < strips)
                counter.count(strip);
            else
                counter.count_chroma(strip);
        }
    }

    void run(const std::stop_token& stop, StripCounter& counter) {
        std::uint64_t seen = 0;
        for (;;) {
            {
                std::unique_lock lock(mutex);
                if (!started.wait(lock, stop, [&] { return job != seen; })) return;
                seen = job;
            }
            work(counter);
            const std::scoped_lock lock(mutex);
            if (--running == 0) finished.notify_one();
        }
    }

    // The job: written before `job` rises, only read until `running` is 0.
    ScopeParams params{};
    const ScopeLight* light = nullptr;
    const std::byte* planes = nullptr;
    std::span<std::uint32_t> words;
    std::atomic<int> next = 0; ///< The first strip that nobody has taken.

    std::vector<StripCounter> counters; ///< One for each thread; the first is the caller's.
    std::mutex mutex;
    std::condition_variable_any started;
    std::condition_variable finished;
    std::uint64_t job = 0;
    int running = 0;
    std::vector<std::jthread> threads; ///< Dies first.
};

CpuScopes::CpuScopes(int threads, bool in_background) : impl_(std::make_unique<Impl>(threads)) {
    for (std::size_t i = 1; i < impl_->counters.size(); ++i)
        impl_->threads.emplace_back([impl = impl_.get(), i, in_background](std::stop_token stop) {
            // On Linux this is the niceness of the calling thread alone.
            if (in_background) setpriority(PRIO_PROCESS, 0, kBackgroundNiceness);
            impl->run(stop, impl->counters[i]);
        });
}

CpuScopes::~CpuScopes() = default;

void CpuScopes::count(const ScopeParams& params, const ScopeLight& light, const std::byte* planes,
                      std::span<std::uint32_t> words) {
    std::fill_n(words.begin(), kWaveformWord, 0U);
    impl_->params = params;
    impl_->light = &light;
    impl_->planes = planes;
    impl_->words = words;
    impl_->next = 0;
    {
        const std::scoped_lock lock(impl_->mutex);
        impl_->running = static_cast<int>(impl_->threads.size());
        ++impl_->job;
    }
    impl_->started.notify_all();
    impl_->work(impl_->counters.front());
    {
        std::unique_lock lock(impl_->mutex);
        impl_->finished.wait(lock, [&] { return impl_->running == 0; });
    }
    for (const StripCounter& counter : impl_->counters) counter.add_to(words);
}

} // namespace seamline::renderer
