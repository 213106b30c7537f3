// renderer/measure_passes/measure_slot.h: one frame's passes in flight, and their read-back.
#pragma once

#include "renderer/measure_passes/measure_passes.h"
#include "renderer/vulkan/frame_slot.h"

#include <array>
#include <functional>
#include <memory>
#include <optional>

namespace seamline::renderer {

struct MeasuredFrame {
    std::int64_t index = 0;
    MeasuredSums sums;
    std::array<double, kMeasureStages> stage_ms{}; ///< By timestamps; 0 without them.
    double gpu_ms = 0;                             ///< All passes and the read-back.
};

/// Buffers are made with the first frame and kept while frames of their size come.
///
/// Threads: one at a time. Lifetime: the destructor waits for the GPU.
class MeasureSlot {
public:
    /// `passes` outlive the slot. Throws VulkanError.
    MeasureSlot(const Device& device, const MeasurePasses& passes);

    /// Submits the passes; the slot keeps the frame until the GPU has finished. `before` may record
    /// what makes the planes readable. Waits where a submission before was not taken. Throws
    /// VulkanError.
    void submit(std::shared_ptr<const CachedFrame> frame, const measures::ReductionRequest& request,
                const std::function<void(VkCommandBuffer)>& before = {});
    /// Whether `take` would return at once. Never blocks.
    bool is_done() const { return slot_.is_done(); }
    /// Of the last `submit`. Blocks until the GPU is done. Throws VulkanError (device lost).
    MeasuredFrame take();

private:
    struct Key {
        PixelLayout layout;
        Rect visible;
        std::array<std::uint32_t, kMaxPlanes> offsets{};
        std::array<std::uint32_t, kMaxPlanes> strides{};
        measures::ReductionRequest request;
        friend bool operator==(const Key&, const Key&) = default;
    };
    void prepare(const CachedFrame& frame, const measures::ReductionRequest& request);
    void read_times(MeasuredFrame& measured) const;

    const Device* device_;
    const MeasurePasses* passes_;
    Timeline timeline_;
    Timestamps marks_;
    std::optional<Key> key_;
    MeasurePlan plan_;
    Buffer input_, scratch_, result_, read_back_;
    std::int64_t index_ = 0;
    FrameSlot slot_; // Last: it waits before the buffers go.
};

} // namespace seamline::renderer
