// renderer/scopes/scope_monitor.h: keeps the scopes of all sources on the screen up to date.
#pragma once

#include "renderer/scopes/scope_bins.h"
#include "renderer/scopes/view_signal.h"
#include "renderer/vulkan/buffer.h"
#include "renderer/vulkan/device.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace seamline::renderer {

enum class ScopeBackend : std::uint8_t {
    Auto, ///< Cpu where the Vulkan device is a CPU, else Vulkan: each is several times faster
          ///< there.
    Vulkan,
    Cpu, ///< Frames must be mapped.
};

/// What is to be counted of one source at a tick.
struct ScopeTask {
    std::uint64_t source = 0; ///< Any number that tells the caller's sources apart.
    std::shared_ptr<const CachedFrame> frame;
    ColorTags color; ///< The frame's tags after the user's overrides.
    ScopeRequest request;
    /// The signal behind this view is counted instead of the source's, where the source has one (see
    /// has_view_signal); null: the source's.
    std::shared_ptr<const ViewSignal> signal;
};

/// Finished bins of one source. Constant; may be kept for as long as it is needed.
struct ScopeReading {
    std::uint64_t source = 0;
    std::int64_t tick = 0;
    std::int64_t frame = 0;
    Rect region; ///< As asked for, in the visible picture; empty: all of it was counted.
    std::shared_ptr<const ViewSignal> signal; ///< What was counted; null: the source's signal.
    /// `words` is empty where the CPU cannot read the bins.
    ScopeBins bins;
    /// The same words, for shaders of later submissions; the counting is complete.
    Buffer buffer;
    Buffer readback; ///< `words` lie here where `buffer` is not mapped.
};

struct ScopeMonitorOptions {
    ScopeBackend backend = ScopeBackend::Auto;
    int threads = 0;            ///< Of the CPU back end; 0: as many as the machine has cores.
    bool in_background = false; ///< They give way to all other threads of the machine.
    bool read_back = false;     ///< Bins are copied to where the CPU can read them, on a GPU too.
};

/// Ticks, not sources.
struct ScopeCounts {
    std::int64_t computed = 0;
    std::int64_t skipped = 0; ///< Overtaken by a later tick before they were begun.
    double total_ms = 0;      ///< Spent on those computed: by timestamps on a GPU, else wall time.
};

/// Counts the scopes of ticks off the present path: on threads of its own, or in submissions of its
/// own that follow the picture's. Buffers are made when more or larger ones are needed than before.
///
/// Threads: `submit*`, `wait_idle` and `poll` on the render thread; `latest` and `counts` on any.
class ScopeMonitor {
public:
    /// Throws VulkanError; std::invalid_argument when the CPU back end is asked for on a GPU, whose
    /// frames it cannot read.
    ScopeMonitor(const Device& device, const ScopeMonitorOptions& options);
    ~ScopeMonitor(); ///< Waits for what was begun.

    ScopeBackend backend() const; ///< Never Auto.

    /// For real time. Never waits: what is busy goes on, and of the ticks asked for meanwhile only
    /// the last is counted, or on a GPU none. On a GPU the first frames of a kind wait for their
    /// shaders, and of them the last is counted.
    void submit(std::int64_t tick, std::vector<ScopeTask> tasks);
    /// For benchmarks and exports: no tick is skipped. Blocks while two are being counted.
    void submit_every(std::int64_t tick, std::vector<ScopeTask> tasks);
    /// Blocks until all that was submitted is counted or skipped. All three throw VulkanError.
    void wait_idle();
    /// Publishes what a GPU has finished. Cheap; `submit*` do it too.
    void poll();

    /// The newest finished bins of a source; null before the first.
    std::shared_ptr<const ScopeReading> latest(std::uint64_t source) const;
    ScopeCounts counts() const;

private:
    class Worker;
    class Cpu;
    class Gpu;
    std::unique_ptr<Worker> worker_;
    ScopeBackend backend_;
};

const char* name(ScopeBackend backend); ///< "auto", "vulkan", "cpu"

} // namespace seamline::renderer
