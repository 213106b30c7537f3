// renderer/measure_passes/residual_pass.h: block residuals on a GPU.
#pragma once

#include "decode/media/pixel_layout.h"
#include "renderer/measures/block_residual.h"
#include "renderer/vulkan/buffer.h"
#include "renderer/vulkan/frame_slot.h"

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace seamline::renderer {

/// The Vulkan implementation of measures::block_residual.
///
/// Threads: `record` from any, after construction.
class ResidualPass {
public:
    /// Makes the pipeline. Blocks: tens of milliseconds. Throws VulkanError.
    explicit ResidualPass(const Device& device);

    /// Adds each pair's sum to its word of `sums`, which the caller has cleared. `codes`: per pair
    /// two pictures of `size` as write_codes wrote them. Barriers are the caller's.
    void record(VkCommandBuffer cmd, const Buffer& codes, const Buffer& sums, Extent size,
                std::uint32_t pairs) const;

    /// Bytes of one picture.
    static VkDeviceSize code_bytes(Extent size);
    static void write_codes(const measures::LabCodes& picture, std::byte* mapped);

private:
    const Device* device_;
    UniqueSetLayout set_layout_;
    UniquePipelineLayout layout_;
    UniquePipeline pipeline_;
};

/// Pairs of pictures on their way through the pass.
///
/// Threads: one at a time. Lifetime: the destructor waits for the GPU.
class ResidualSlot {
public:
    ResidualSlot(const Device& device, const ResidualPass& pass);

    using Pair = std::pair<const measures::LabCodes*, const measures::LabCodes*>;
    /// Of each pair, as measures::block_residual. All pictures are of one size. Blocks until the
    /// GPU is done. Throws VulkanError.
    std::vector<double> measure(std::span<const Pair> pairs);
    /// Of the last `measure`, by timestamps; 0 without them.
    double gpu_ms() { return slot_.timestamps().milliseconds(0, 1); }

private:
    const Device* device_;
    const ResidualPass* pass_;
    Timeline timeline_;
    Buffer codes_, sums_, read_back_;
    FrameSlot slot_; // Last: it waits before the buffers go.
};

} // namespace seamline::renderer
