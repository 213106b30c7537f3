#include "app/analysis/measure_run.h"

#include <sys/resource.h>

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <exception>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

namespace seamline::analysis {
namespace {

using Lab = std::shared_ptr<const measures::LabCodes>;
using Steps = std::shared_ptr<const StepPictures>;

struct Slot {
    FrameFeatures features;
    std::optional<DecodedFrame> frame; ///< Until it is measured.
    Lab lab;                           ///< Null of a substitute.
    Steps steps;                       ///< Until the next frame is compared with it.
    bool measured = false;
    bool stepped = false;  ///< Measured against the frame before.
    bool finished = false; ///< The gaps are measured, too.
};

/// A frame's step or gaps wait for frames before and after it, so three positions move through the
/// medium: measured up to, gaps asked up to, finished up to.
class MeasureRun {
public:
    MeasureRun(decode::VideoSource& source, const FrameMeasuring& how,
               const MeasureRunOptions& options)
        : source_(source), how_(how), options_(options), first_(options.first_frame),
          total_(static_cast<std::int64_t>(source.index().frames.size())), measured_(first_),
          gaps_(first_), finished_(first_), next_(first_) {}

    Result<Done> run(const std::function<void(std::vector<FrameFeatures>)>& take);

private:
    using Job = std::function<void()>;

    Slot& slot(std::int64_t frame) { return slots_[static_cast<std::size_t>(frame - base_)]; }
    bool has_room() const {
        const auto threads = static_cast<std::size_t>(options_.threads);
        return waiting_frames_ < threads + 1 &&
               next_ - finished_ < kMidGap.in + 4 * options_.threads + 4;
    }

    void decode();
    std::optional<Error> decode_frames();
    void add_frame(std::optional<DecodedFrame> frame);
    void work();
    void measure(std::int64_t frame);
    void step(std::int64_t frame, const Slot& before, const Slot& mine);
    void measure_gaps(std::int64_t frame, const std::vector<std::pair<Lab, Lab>>& pairs);
    void advance();
    void ask_for_step(std::int64_t frame);
    void ask_for_gaps(std::int64_t frame);
    Slot* before(std::int64_t frame, std::int64_t boundary);
    Slot* after(std::int64_t frame, std::int64_t boundary);
    void stop(std::exception_ptr failure);

    decode::VideoSource& source_;
    const FrameMeasuring& how_;
    const MeasureRunOptions& options_;
    const std::int64_t first_;
    const std::int64_t total_;

    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Slot> slots_; ///< From base_ on.
    std::int64_t base_ = first_;
    std::deque<Job> jobs_;           ///< Called without the lock.
    std::size_t waiting_frames_ = 0; ///< Decoded, not yet taken.
    std::int64_t measured_;          ///< All frames before it are measured.
    std::int64_t gaps_;              ///< Gaps of all before it are asked for.
    std::int64_t finished_;
    std::int64_t next_; ///< To be decoded.
    bool decoded_all_ = false;
    bool stopping_ = false;
    std::optional<Error> error_;
    std::exception_ptr failure_;
    std::vector<FrameFeatures> ready_;
};

Result<Done> MeasureRun::run(const std::function<void(std::vector<FrameFeatures>)>& take) {
    std::vector<std::jthread> threads;
    threads.emplace_back([this] { decode(); });
    for (int i = 0; i < options_.threads; ++i) threads.emplace_back([this] { work(); });
    std::unique_lock lock(mutex_);
    while (!stopping_ && finished_ < total_) {
        changed_.wait(lock, [this] { return stopping_ || !ready_.empty(); });
        std::vector<FrameFeatures> ready = std::exchange(ready_, {});
        lock.unlock();
        try {
            if (!ready.empty()) take(std::move(ready));
        } catch (...) {
            stop(std::current_exception());
        }
        lock.lock();
    }
    stopping_ = true;
    changed_.notify_all();
    lock.unlock();
    threads.clear();
    if (failure_) std::rethrow_exception(failure_);
    if (!ready_.empty()) take(std::move(ready_));
    if (error_) return *error_;
    return Done{};
}

void MeasureRun::stop(std::exception_ptr failure) {
    const std::scoped_lock lock(mutex_);
    if (!failure_) failure_ = std::move(failure);
    stopping_ = true;
    changed_.notify_all();
}

void MeasureRun::decode() {
    if (options_.in_background) enter_background();
    try {
        std::optional<Error> error = decode_frames();
        const std::scoped_lock lock(mutex_);
        if (error) {
            error_ = std::move(error);
            stopping_ = true;
        }
        decoded_all_ = true;
        advance();
        changed_.notify_all();
    } catch (...) {
        stop(std::current_exception());
    }
}

std::optional<Error> MeasureRun::decode_frames() {
    if (first_ > 0) {
        const Result<std::int64_t> from = source_.seek(first_);
        if (!from) return from.error();
    }
    while (true) {
        {
            std::unique_lock lock(mutex_);
            changed_.wait(lock, [this] { return stopping_ || has_room(); });
            if (stopping_ || next_ >= total_) return {};
        }
        if (options_.cancelled && options_.cancelled())
            return Error{ErrorCode::Cancelled, "measuring was cancelled"};
        Result<DecodedFrame> frame = source_.next();
        if (frame) {
            if (frame.value().index < first_) continue; // On the way from the key frame.
            while (next_ < std::min(frame.value().index, total_)) add_frame({});
            if (next_ < total_) add_frame(std::move(frame).value());
        } else if (frame.error().code == ErrorCode::EndOfStream) {
            while (next_ < total_) add_frame({});
        } else if (frame.error().code != ErrorCode::Corrupt) {
            return frame.error();
        }
    }
}

/// None: a frame that cannot be had.
void MeasureRun::add_frame(std::optional<DecodedFrame> frame) {
    const std::scoped_lock lock(mutex_);
    Slot& added = slots_.emplace_back();
    added.features.frame = next_;
    added.features.time_s = source_.index().frames[static_cast<std::size_t>(next_)].time_s;
    if (!frame || frame->corrupt || frame->held) {
        added.features.substitute = true;
        added.measured = true;
        advance();
    } else {
        added.frame = std::move(frame);
        ++waiting_frames_;
        jobs_.push_back([this, number = next_] { measure(number); });
    }
    ++next_;
    changed_.notify_all();
}

void MeasureRun::work() {
    if (options_.in_background) enter_background();
    std::unique_lock lock(mutex_);
    while (true) {
        changed_.wait(lock, [this] { return stopping_ || !jobs_.empty(); });
        if (stopping_) return;
        const Job job = std::move(jobs_.front());
        jobs_.pop_front();
        lock.unlock();
        try {
            job();
        } catch (...) {
            stop(std::current_exception());
        }
        lock.lock();
    }
}

void MeasureRun::measure(std::int64_t frame) {
    std::unique_lock lock(mutex_);
    Slot& mine = slot(frame);
    const DecodedFrame picture = std::move(*mine.frame);
    mine.frame.reset();
    --waiting_frames_;
    FrameFeatures features = mine.features;
    changed_.notify_all();
    lock.unlock();
    FramePictures pictures = measure_frame(how_, picture, features);
    auto lab = std::make_shared<measures::LabCodes>(std::move(pictures.lab));
    auto steps = std::make_shared<StepPictures>(std::move(pictures.step));
    lock.lock();
    Slot& done = slot(frame);
    done.features = std::move(features);
    done.lab = std::move(lab);
    done.steps = std::move(steps);
    done.measured = true;
    advance();
    changed_.notify_all();
}

void MeasureRun::step(std::int64_t frame, const Slot& before, const Slot& mine) {
    StepFromPrevious measured = measure_step(how_, *before.steps, *mine.steps);
    measured.residual = how_.backend->residual(*mine.lab, *before.lab);
    const std::scoped_lock lock(mutex_);
    slot(frame).features.step = measured;
    slot(frame).stepped = true;
    advance();
    changed_.notify_all();
}

void MeasureRun::measure_gaps(std::int64_t frame, const std::vector<std::pair<Lab, Lab>>& pairs) {
    std::vector<double> residuals;
    for (const auto& [out, in] : pairs) residuals.push_back(how_.backend->residual(*in, *out));
    const std::scoped_lock lock(mutex_);
    Slot& done = slot(frame);
    done.features.step.mid_gap = residuals[0];
    if (residuals.size() > 1)
        done.features.step.cross_gap = *std::min_element(residuals.begin() + 1, residuals.end());
    done.finished = true;
    advance();
    changed_.notify_all();
}

/// With the lock held.
void MeasureRun::advance() {
    for (; measured_ < base_ + static_cast<std::int64_t>(slots_.size()) && slot(measured_).measured;
         ++measured_)
        ask_for_step(measured_);
    const auto ahead = [this] { return measured_ > gaps_ + kMidGap.in || measured_ == total_; };
    for (; gaps_ < measured_ && ahead() && slot(gaps_).stepped; ++gaps_) ask_for_gaps(gaps_);
    for (; finished_ < gaps_ && slot(finished_).finished; ++finished_)
        ready_.push_back(slot(finished_).features);
    for (; base_ + kFeatureReach < finished_; ++base_) slots_.pop_front();
}

void MeasureRun::ask_for_step(std::int64_t frame) {
    Slot& mine = slot(frame);
    if (mine.lab == nullptr) {
        mine.stepped = true;
        return;
    }
    Slot* previous = before(frame - 1, frame);
    if (previous == nullptr) {
        mine.stepped = true;
        return;
    }
    Slot pair[2];
    for (const auto& [to, from] : {std::pair(&pair[0], previous), std::pair(&pair[1], &mine)}) {
        to->lab = from->lab;
        to->steps = from->steps;
    }
    previous->steps = nullptr;
    jobs_.push_front([this, frame, out = pair[0], in = pair[1]] { step(frame, out, in); });
}

void MeasureRun::ask_for_gaps(std::int64_t frame) {
    Slot& mine = slot(frame);
    if (mine.lab == nullptr || before(frame - 1, frame) == nullptr) {
        mine.finished = true;
        return;
    }
    std::vector<std::pair<Lab, Lab>> pairs;
    const auto add = [&](GapPair gap) {
        pairs.emplace_back(before(frame - gap.out, frame)->lab, after(frame + gap.in, frame)->lab);
    };
    add(kMidGap);
    if (mine.features.step.residual >= kCrossGapFrom)
        for (const GapPair& gap : kCrossGaps) add(gap);
    jobs_.push_front([this, frame, pairs] { measure_gaps(frame, pairs); });
}

/// The frame or, where it is a substitute, the next one before the boundary; failing that the last
/// one before it, as far as features look back. Null when there is none.
Slot* MeasureRun::before(std::int64_t frame, std::int64_t boundary) {
    for (std::int64_t at = std::max(frame, first_); at < boundary; ++at)
        if (slot(at).lab != nullptr) return &slot(at);
    const std::int64_t end = std::max(boundary - kFeatureReach, first_);
    for (std::int64_t at = std::min(frame, boundary - 1); at >= end; --at)
        if (slot(at).lab != nullptr) return &slot(at);
    return nullptr;
}

/// The same at or after the boundary, whose own frame is none.
Slot* MeasureRun::after(std::int64_t frame, std::int64_t boundary) {
    for (std::int64_t at = std::min(frame, measured_ - 1); at >= boundary; --at)
        if (slot(at).lab != nullptr) return &slot(at);
    return nullptr;
}

} // namespace

Result<Done> run_measures(decode::VideoSource& source, const FrameMeasuring& how,
                          const MeasureRunOptions& options,
                          const std::function<void(std::vector<FrameFeatures>)>& take) {
    return MeasureRun(source, how, options).run(take);
}

void enter_background() {
    // Not SCHED_IDLE: a busy machine would never come to it, and its memory would stay taken. On
    // Linux this is the niceness of the calling thread alone.
    constexpr int kNiceness = 10;
    setpriority(PRIO_PROCESS, 0, kNiceness);
}

} // namespace seamline::analysis
