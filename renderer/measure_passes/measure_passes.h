// renderer/measure_passes/measure_passes.h: the passes over one frame's planes.
#pragma once

#include "renderer/measure_passes/measure_plan.h"
#include "renderer/vulkan/buffer.h"
#include "renderer/vulkan/device.h"
#include "renderer/vulkan/handles.h"
#include "renderer/vulkan/timestamps.h"

#include <array>
#include <cstdint>

namespace seamline::renderer {

/// What timestamps tell apart, in the order of recording. Passes of one stage and those that do not
/// depend on each other may overlap: a stage's time is what it adds to those before.
enum class MeasureStage : std::uint8_t {
    LightMeans,
    LabMeans,
    Rows,
    Gradient,
    Grain,
    Mattes,
    Threshold,
    Edges,
    ReadBack,
};
inline constexpr std::size_t kMeasureStages = 9;
const char* name(MeasureStage stage);

/// The Vulkan implementation of measures::MeasureBackend::reduce.
///
/// Threads: `record` from any, after construction.
class MeasurePasses {
public:
    /// Makes the pipelines. Blocks: tens of milliseconds. Throws VulkanError.
    explicit MeasurePasses(const Device& device);

    struct Buffers {
        const Buffer& input; ///< What `write_input` wrote.
        const Buffer& scratch;
        const Buffer& result;
        const Buffer& read_back; ///< Host-visible: gets the result, visible to the CPU afterwards.
    };
    static VkDeviceSize input_bytes(const MeasurePlan& plan);
    static void write_input(const MeasurePlan& plan, std::byte* mapped);

    /// Records everything that `plan` asks for of `frame`, whose planes are visible to compute
    /// shaders, and kMeasureStages + 1 marks. All must be kept until the GPU has executed it.
    /// Throws VulkanError where the frame is larger than the device binds.
    void record(VkCommandBuffer cmd, const CachedFrame& frame, const MeasurePlan& plan,
                const Buffers& buffers, Timestamps& marks) const;

private:
    enum Shader : std::size_t {
        kMeans,
        kMeansInLanes,
        kRows,
        kColumns,
        kMattes,
        kGradient,
        kHistogram,
        kThreshold,
        kEdges,
        kGrain,
        kShaders
    };
    struct Groups {
        int x = 1, y = 1, z = 1;
    };
    void dispatch(VkCommandBuffer cmd, Shader shader, Groups groups, std::uint32_t which = 0) const;
    void record_means(VkCommandBuffer cmd, const MeasurePlan& plan, std::uint32_t which) const;
    void record_lens(VkCommandBuffer cmd, const MeasurePlan& plan, Timestamps& marks) const;

    const Device* device_;
    UniqueSetLayout set_layout_;
    UniquePipelineLayout layout_;
    std::array<UniquePipeline, kShaders> pipelines_;
};

} // namespace seamline::renderer
