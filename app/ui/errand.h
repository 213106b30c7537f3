// app/ui/errand.h: something that may take for ever, done by a thread that nobody waits for.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

namespace seamline::ui {

/// Runs functions on threads of their own; only the newest one's result counts.
///
/// A call to a network folder that does not answer cannot be interrupted, and a thread in it cannot
/// be joined: such threads are left behind, with nothing of this object in their hands. They must
/// touch only what they own, and the program may end while they hang.
///
/// Threads: confined; the functions run elsewhere.
template <typename Result> class Errand {
public:
    using Cancelled = std::function<bool()>;
    using Work = std::function<Result(const Cancelled&)>;
    static constexpr int kMostHanging = 8;

    Errand() = default;
    ~Errand() { cancel(); }
    Errand(const Errand&) = delete;
    Errand& operator=(const Errand&) = delete;

    /// Cancels what is under way. False, and nothing is done, while too many threads hang.
    bool start(Work work) {
        cancel();
        if (*hanging_ >= kMostHanging) return false;
        ++*hanging_;
        run_ = std::make_shared<Run>();
        std::thread([run = run_, hanging = hanging_, work = std::move(work)] {
            Result result = work([&] { return run->cancelled.load(); });
            --*hanging;
            const std::scoped_lock lock(run->mutex);
            run->result = std::move(result);
        }).detach();
        return true;
    }
    /// Forgets what is under way; its thread ends when it looks next.
    void cancel() {
        if (run_) run_->cancelled = true;
        run_.reset();
    }
    /// Forgets what is under way and waits until its threads have ended, but not longer than this:
    /// for work that must not meet the end of the program.
    void settle(std::chrono::milliseconds longest) {
        cancel();
        const auto until = std::chrono::steady_clock::now() + longest;
        while (*hanging_ > 0 && std::chrono::steady_clock::now() < until)
            std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    bool is_running() const { return run_ != nullptr; }
    /// The result, once, as soon as it is there.
    std::optional<Result> take() {
        if (!run_) return std::nullopt;
        std::optional<Result> result;
        {
            const std::scoped_lock lock(run_->mutex);
            result = std::exchange(run_->result, std::nullopt);
        }
        if (result) run_.reset();
        return result;
    }

private:
    struct Run {
        std::atomic<bool> cancelled = false;
        std::mutex mutex;
        std::optional<Result> result; ///< Guarded by `mutex`.
    };

    std::shared_ptr<Run> run_; ///< Null: nothing is under way.
    std::shared_ptr<std::atomic<int>> hanging_ = std::make_shared<std::atomic<int>>(0);
};

} // namespace seamline::ui
