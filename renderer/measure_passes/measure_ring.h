// renderer/measure_passes/measure_ring.h: measures frames as they are played, without ever waiting.
#pragma once

#include "renderer/measure_passes/measure_slot.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace seamline::renderer {

/// The always-on set of frames that lie in the frame cache. Each submission is its own; the present
/// path knows nothing of it.
///
/// Threads: confined to one.
class MeasureRing {
public:
    /// `slots`: frames in flight, [1, 16]. Blocks: tens of milliseconds. Throws VulkanError.
    explicit MeasureRing(const Device& device, std::size_t slots = 3);

    /// False, and the frame is not measured, where as many as there are slots are in flight or not
    /// yet taken, or the passes cannot read it (can_measure). Never blocks but for new buffers of
    /// another size. Throws VulkanError.
    bool submit(std::shared_ptr<const CachedFrame> frame,
                const measures::ReductionRequest& request);
    /// What the GPU has finished, oldest first. Never waits. Throws VulkanError (device lost).
    std::vector<MeasuredFrame> take_done();
    /// Blocks until all is finished; for tests, benches and the end.
    std::vector<MeasuredFrame> take_all();

    std::uint64_t refused() const { return refused_; } ///< Frames that `submit` returned false for.

private:
    std::vector<MeasuredFrame> take(bool waits);

    MeasurePasses passes_;
    std::vector<std::unique_ptr<MeasureSlot>> slots_;
    std::uint64_t submitted_ =
        0;                    ///< The next one goes to slot `submitted_` modulo their number ...
    std::uint64_t taken_ = 0; ///< ... and the oldest not taken is in slot `taken_`.
    std::uint64_t refused_ = 0;
};

} // namespace seamline::renderer
