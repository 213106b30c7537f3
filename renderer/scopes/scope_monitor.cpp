#include "renderer/scopes/scope_monitor.h"

#include "renderer/scopes/cpu_scopes.h"
#include "renderer/scopes/gpu_scopes.h"
#include "renderer/scopes/row_team.h"
#include "renderer/scopes/scope_readings.h"
#include "renderer/scopes/view_pass.h"
#include "renderer/vulkan/barriers.h"
#include "renderer/vulkan/check.h"
#include "renderer/vulkan/frame_slot.h"

#include <sys/resource.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <exception>
#include <optional>
#include <stdexcept>
#include <stop_token>
#include <thread>
#include <utility>

namespace seamline::renderer {
namespace {

constexpr int kBackgroundNiceness = 10;

struct Job {
    std::int64_t tick = 0;
    std::vector<ScopeTask> tasks;
};

void describe(ScopeReading& reading, std::int64_t tick, const ScopeTask& task) {
    reading.source = task.source;
    reading.tick = tick;
    reading.frame = task.frame->index;
    reading.region = task.request.region;
}

ScopeBackend chosen(const Device& device, ScopeBackend asked) {
    if (asked != ScopeBackend::Auto) return asked;
    return device.is_cpu() ? ScopeBackend::Cpu : ScopeBackend::Vulkan;
}

std::span<std::uint32_t> words_in(const Buffer& buffer, int columns) {
    return {reinterpret_cast<std::uint32_t*>(buffer.mapped()), scope_words(columns)};
}

/// What a task's view makes of it: the region's pixels, all of which are to be counted.
ScopeRequest of_viewed(ScopeRequest request) {
    request.region = {};
    return request;
}

bool counts_view(const ScopeTask& task, const shared::ScopeParams& params) {
    return task.signal != nullptr && has_view_signal(params) && params.region.z > 0 &&
           params.region.w > 0;
}

int default_threads() { return std::max(1, static_cast<int>(std::thread::hardware_concurrency())); }

} // namespace

const char* name(ScopeBackend backend) {
    switch (backend) {
    case ScopeBackend::Auto:
        return "auto";
    case ScopeBackend::Vulkan:
        return "vulkan";
    case ScopeBackend::Cpu:
        return "cpu";
    }
    return "";
}

class ScopeMonitor::Worker {
public:
    Worker(const Device& device, BufferMemory memory) : readings(device, memory) {}
    virtual ~Worker() = default;
    virtual void submit(Job job, bool may_wait) = 0;
    virtual void wait_idle() = 0;
    virtual void poll() {}

    ScopeReadings readings;
};

/// One thread takes the jobs, and shares each frame with the threads of CpuScopes.
class ScopeMonitor::Cpu final : public Worker {
public:
    Cpu(const Device& device, const ScopeMonitorOptions& options)
        : Worker(device, BufferMemory::HostCached),
          scopes_(options.threads > 0 ? options.threads : default_threads(), options.in_background),
          team_(options.threads > 0 ? options.threads : default_threads(), options.in_background),
          thread_([this, in_background = options.in_background](std::stop_token stop) {
              if (in_background) setpriority(PRIO_PROCESS, 0, kBackgroundNiceness);
              run(stop);
          }) {}

    void submit(Job job, bool may_wait) override {
        {
            std::unique_lock lock(mutex_);
            if (may_wait) changed_.wait(lock, [&] { return !waiting_; });
            rethrow();
            if (waiting_) readings.count_skipped();
            waiting_ = std::move(job);
        }
        changed_.notify_all();
    }

    void wait_idle() override {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return !waiting_ && !busy_; });
        rethrow();
    }

private:
    void rethrow() {
        if (failure_) std::rethrow_exception(std::exchange(failure_, nullptr));
    }

    void run(const std::stop_token& stop) {
        for (;;) {
            Job job;
            {
                std::unique_lock lock(mutex_);
                busy_ = false;
                changed_.notify_all();
                if (!changed_.wait(lock, stop, [&] { return waiting_.has_value(); })) return;
                job = std::move(*waiting_);
                waiting_.reset();
                busy_ = true;
            }
            changed_.notify_all();
            try {
                count(job);
            } catch (const VulkanError&) { // No memory for bins.
                const std::scoped_lock lock(mutex_);
                failure_ = std::current_exception();
            }
        }
    }

    void count(const Job& job) {
        const auto start = std::chrono::steady_clock::now();
        for (const ScopeTask& task : job.tasks) {
            const shared::ScopeParams params = scope_params(*task.frame, task.color, task.request);
            if (!counts_view(task, params)) {
                count_frame(job.tick, task, *task.frame, task.color, params);
                continue;
            }
            const CachedFrame viewed = view(task, params);
            count_frame(job.tick, task, viewed, viewed.color,
                        scope_params(viewed, viewed.color, of_viewed(task.request)));
        }
        const std::chrono::duration<double, std::milli> taken =
            std::chrono::steady_clock::now() - start;
        readings.count_computed(taken.count());
    }

    void count_frame(std::int64_t tick, const ScopeTask& task, const CachedFrame& frame,
                     const ColorTags& color, const shared::ScopeParams& params) {
        const std::shared_ptr<ScopeReading> reading = readings.take(params.columns);
        const std::span<std::uint32_t> words = words_in(reading->buffer, params.columns);
        scopes_.count(params, scope_light(color.transfer), frame.mapped, words);
        describe(*reading, tick, task);
        reading->signal = &frame == task.frame.get() ? nullptr : task.signal;
        reading->bins = scope_bins(frame, color, params, words);
        readings.publish(reading);
    }

    CachedFrame view(const ScopeTask& task, const shared::ScopeParams& params) {
        viewed_.resize(std::max(viewed_.size(), viewed_bytes(params)));
        team_.run(params.region.w, [&](int first, int end) {
            view_rows(*task.signal, params, task.frame->mapped, first, end, viewed_.data());
        });
        CachedFrame viewed = viewed_frame(*task.frame, params, *task.signal);
        viewed.mapped = viewed_.data();
        return viewed;
    }

    CpuScopes scopes_; ///< The thread's alone, like the next two.
    RowTeam team_;
    std::vector<std::byte> viewed_;
    std::mutex mutex_; ///< Guards what follows.
    std::condition_variable_any changed_;
    std::optional<Job> waiting_;
    bool busy_ = true; ///< Until the thread says otherwise.
    std::exception_ptr failure_;
    std::jthread thread_; ///< Dies first.
};

/// Two submissions in flight at most.
class ScopeMonitor::Gpu final : public Worker {
public:
    Gpu(const Device& device, const ScopeMonitorOptions& options)
        : Worker(device, BufferMemory::Device), device_(device), read_back_(options.read_back),
          scopes_(device), view_(device),
          timeline_(device), slots_{Slot(device, timeline_), Slot(device, timeline_)} {}

    void submit(Job job, bool may_wait) override {
        poll();
        if (waiting_ && may_wait) begin(*std::exchange(waiting_, std::nullopt), true);
        if (waiting_) readings.count_skipped(); // Overtaken.
        waiting_.reset();
        if (may_wait || is_ready(job))
            begin(std::move(job), may_wait);
        else
            waiting_ = std::move(job);
    }

    void wait_idle() override {
        if (waiting_) begin(*std::exchange(waiting_, std::nullopt), true);
        for (const std::size_t i : {next_, 1 - next_}) // The older one first.
            if (slots_[i].value != 0) finish(slots_[i]);
    }

    void poll() override {
        for (const std::size_t i : {next_, 1 - next_})
            if (slots_[i].value != 0 && timeline_.is_completed(slots_[i].value)) finish(slots_[i]);
        const bool is_free = slots_[next_].value == 0;
        if (waiting_ && is_free && is_ready(*waiting_))
            begin(*std::exchange(waiting_, std::nullopt), false);
    }

private:
    void begin(Job job, bool may_wait) {
        Slot& slot = slots_[next_];
        if (slot.value != 0 && !may_wait) return readings.count_skipped();
        if (slot.value != 0) finish(slot);
        next_ = 1 - next_;
        record(slot, std::move(job));
    }

    /// Whether recording it would not wait for shaders; asks for them.
    bool is_ready(const Job& job) {
        bool ready = true;
        for (const ScopeTask& task : job.tasks) {
            const shared::ScopeParams params = scope_params(*task.frame, task.color, task.request);
            if (counts_view(task, params)) {
                const CachedFrame viewed = viewed_frame(*task.frame, params, *task.signal);
                ready = scopes_.is_ready(
                            scope_params(viewed, viewed.color, of_viewed(task.request))) &&
                        ready;
            } else {
                ready = scopes_.is_ready(params) && ready;
            }
        }
        return ready;
    }

    enum Mark : std::uint32_t { kStart, kCounted };

    struct Slot {
        Slot(const Device& device, Timeline& timeline) : frames(device, timeline) {}
        std::uint64_t value = 0;    ///< Of its submission; 0 when none is in flight.
        std::deque<Buffer> inputs; ///< Two for each task: of its frame, of what a view makes of it.
        std::vector<std::shared_ptr<const Buffer>> viewed; ///< Planes of each task.
        std::vector<std::shared_ptr<ScopeReading>> counted;
        FrameSlot frames; ///< Dies first: it waits for the GPU's use of the buffers.
    };

    void record(Slot& slot, Job job) {
        slot.counted.clear(); // Of a recording that failed.
        const VkCommandBuffer cmd = slot.frames.begin();
        slot.frames.timestamps().mark(cmd, kStart);
        before_storage_write(cmd);
        for (std::size_t i = 0; i < job.tasks.size(); ++i) record_task(slot, cmd, job, i);
        slot.frames.timestamps().mark(cmd, kCounted);
        if (read_back_) record_readback(slot, cmd);
        slot.frames.submit();
        slot.value = timeline_.last_value();
    }

    const Buffer& input_of(Slot& slot, std::size_t index) {
        while (slot.inputs.size() <= index)
            slot.inputs.emplace_back(device_, GpuScopes::kInputBytes, BufferMemory::Upload,
                                     "scope input");
        return slot.inputs[index];
    }

    void record_task(Slot& slot, VkCommandBuffer cmd, Job& job, std::size_t index) {
        ScopeTask& task = job.tasks[index];
        const shared::ScopeParams params = scope_params(*task.frame, task.color, task.request);
        const Buffer& input = input_of(slot, 2 * index);
        GpuScopes::write_input(params, scope_light(task.color.transfer), input.mapped());
        if (!counts_view(task, params)) {
            record_count(slot, cmd, job.tick, task, {task.frame, task.color, params, input});
        } else {
            const auto viewed = record_view(slot, cmd, task, params, input, index);
            const shared::ScopeParams of_view =
                scope_params(*viewed, viewed->color, of_viewed(task.request));
            const Buffer& second = input_of(slot, 2 * index + 1);
            GpuScopes::write_input(of_view, scope_light(viewed->color.transfer), second.mapped());
            record_count(slot, cmd, job.tick, task, {viewed, viewed->color, of_view, second});
        }
        slot.frames.keep_alive(std::move(task.frame));
    }

    struct Counted {
        std::shared_ptr<const CachedFrame> frame;
        ColorTags color;
        shared::ScopeParams params;
        const Buffer& input;
    };

    void record_count(Slot& slot, VkCommandBuffer cmd, std::int64_t tick, const ScopeTask& task,
                      const Counted& what) {
        const std::shared_ptr<ScopeReading> reading = readings.take(what.params.columns);
        scopes_.record(cmd, *what.frame, what.params, what.input, reading->buffer);
        describe(*reading, tick, task);
        reading->signal = what.frame == task.frame ? nullptr : task.signal;
        reading->bins = scope_bins(*what.frame, what.color, what.params, {});
        slot.counted.push_back(reading);
        slot.frames.keep_alive(what.frame);
    }

    std::shared_ptr<const CachedFrame> record_view(Slot& slot, VkCommandBuffer cmd,
                                                   const ScopeTask& task,
                                                   const shared::ScopeParams& params,
                                                   const Buffer& input, std::size_t index) {
        if (slot.viewed.size() <= index) slot.viewed.resize(index + 1);
        std::shared_ptr<const Buffer>& planes = slot.viewed[index];
        const VkDeviceSize bytes = viewed_bytes(params);
        if (planes == nullptr || planes->size_bytes() < bytes)
            planes = std::make_shared<Buffer>(device_, bytes, BufferMemory::Device, "view signal");
        auto viewed = view_.record(cmd, *task.frame, params, task.signal, input, planes);
        storage_write_to_shader_read(cmd);
        return viewed;
    }

    void record_readback(const Slot& slot, VkCommandBuffer cmd) {
        storage_write_to_copy_read(cmd);
        for (const std::shared_ptr<ScopeReading>& reading : slot.counted) {
            const Buffer& bins = reading->buffer;
            if (bins.mapped() != nullptr) continue;
            Buffer& readback = reading->readback;
            if (readback.size_bytes() != bins.size_bytes())
                readback =
                    Buffer(device_, bins.size_bytes(), BufferMemory::HostCached, "scope readback");
            const VkBufferCopy region{0, 0, bins.size_bytes()};
            vkCmdCopyBuffer(cmd, bins.handle(), readback.handle(), 1, &region);
        }
        device_write_to_host_read(cmd);
    }

    /// Waits for the slot's submission and publishes its readings.
    void finish(Slot& slot) {
        slot.frames.wait();
        slot.value = 0;
        for (const std::shared_ptr<ScopeReading>& reading : slot.counted) {
            const Buffer& bins =
                reading->buffer.mapped() != nullptr ? reading->buffer : reading->readback;
            if (read_back_) reading->bins.words = words_in(bins, reading->bins.columns);
            readings.publish(reading);
        }
        slot.counted.clear();
        readings.count_computed(slot.frames.timestamps().milliseconds(kStart, kCounted));
    }

    const Device& device_;
    const bool read_back_;
    GpuScopes scopes_;
    ViewPass view_;
    Timeline timeline_;
    std::array<Slot, 2> slots_;
    std::size_t next_ = 0;
    std::optional<Job> waiting_; ///< The last tick, when its shaders are being made.
};

ScopeMonitor::ScopeMonitor(const Device& device, const ScopeMonitorOptions& options)
    : backend_(chosen(device, options.backend)) {
    if (backend_ == ScopeBackend::Vulkan) {
        worker_ = std::make_unique<Gpu>(device, options);
        return;
    }
    if (!device.is_cpu())
        throw std::invalid_argument("the CPU cannot read the frames of " + device.name());
    worker_ = std::make_unique<Cpu>(device, options);
}

ScopeMonitor::~ScopeMonitor() = default;

ScopeBackend ScopeMonitor::backend() const { return backend_; }

void ScopeMonitor::submit(std::int64_t tick, std::vector<ScopeTask> tasks) {
    worker_->submit({tick, std::move(tasks)}, false);
}

void ScopeMonitor::submit_every(std::int64_t tick, std::vector<ScopeTask> tasks) {
    worker_->submit({tick, std::move(tasks)}, true);
}

void ScopeMonitor::wait_idle() { worker_->wait_idle(); }

void ScopeMonitor::poll() { worker_->poll(); }

std::shared_ptr<const ScopeReading> ScopeMonitor::latest(std::uint64_t source) const {
    return worker_->readings.latest(source);
}

ScopeCounts ScopeMonitor::counts() const { return worker_->readings.counts(); }

} // namespace seamline::renderer
